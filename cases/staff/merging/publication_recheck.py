"""Checks what an undone merge would make public.

While two records were one, facts came and went under the eyes of nobody who would publish the one
alone. What the checklist finds, and did not find before they were merged, keeps a record back.
"""

from django.db.models import Model

from cases.models import Merge
from tracker.enums import State
from tracker.visibility.checklist import findings
from tracker.visibility.name_protection import rows_with_protected_names
from tracker.visibility.workflow import withdraw

TO_BE_LOOKED_AT = "Its merge was taken back, and the checklist finds what it did not find before."


def found_in(*records: Model) -> str:
    """What the checklist finds, by check, table and number: no word of any record."""
    found = [each for record in records for each in findings(record)]
    return "\n".join(sorted({f"{f.check} {f.row._meta.label} {f.row.pk}" for f in found}))


def keep_back(merge: Merge, kept_was: State, *, by) -> list[Model]:
    """Withdraw, of the two, what would be public again and should not; answers these.

    `kept_was` is the state of the kept record while the two were one.
    """
    kept, merged = (type(r)._base_manager.get(pk=r.pk) for r in (merge.kept, merge.merged))
    reasons = {}
    if kept_was != State.PUBLISHED:
        reasons[kept] = reason_against(kept, merge)
    reasons[merged] = reason_against(merged, merge)
    if merged.state == State.PUBLISHED and was_withdrawn_as_part(merge, kept_was):
        reasons[merged] = f"It was part of {kept.code}, which was taken from the public."
    kept_back = [r for r, why in reasons.items() if why and r.state == State.PUBLISHED]
    for record in kept_back:
        withdraw(record=record, reason=reasons[record], by=by)
    return kept_back


def reason_against(record: Model, merge: Merge) -> str:
    if record.state != State.PUBLISHED:
        return ""
    is_new = set(found_in(record).splitlines()) - set(merge.known_findings.splitlines())
    return TO_BE_LOOKED_AT if is_new or rows_with_protected_names(record) else ""


def was_withdrawn_as_part(merge: Merge, kept_was: State) -> bool:
    """Whether somebody took the whole from the public, rather than the merge itself."""
    by_merge = merge.moves.filter(
        table=merge.merged._meta.label, row=merge.merged.pk, field="state", new=State.WITHDRAWN
    )
    return kept_was != State.PUBLISHED and not by_merge.exists()
