"""Withdraws records that an undone merge would publish again although nobody has checked them.

While two records were merged, nobody reviewed either of them alone. A record is withdrawn if the
publication checklist has a finding that it did not have before the merge.
"""

from django.db.models import Model

from cases.models import Merge
from tracker.enums import State
from tracker.visibility.checklist import findings
from tracker.visibility.sealed_name_detection import rows_with_sealed_names
from tracker.visibility.workflow import withdraw

NEW_FINDINGS_REASON = (
    "Its merge was taken back, and the checklist finds what it did not find before."
)


def finding_lines(*records: Model) -> str:
    """Findings of the checklist, one a line: check, model label, primary key; no content."""
    all_findings = [finding for record in records for finding in findings(record)]
    lines = {f"{each.check} {each.row._meta.label} {each.row.pk}" for each in all_findings}
    return "\n".join(sorted(lines))


def withdraw_unchecked(merge: Merge, state_before_undo: State, *, by) -> list[Model]:
    """Withdraw those of the two records that must not be published again; returns them.

    `state_before_undo` is the state of the kept record before the merge was undone.
    """
    kept, merged = (type(r)._base_manager.get(pk=r.pk) for r in (merge.kept, merge.merged))
    reasons = {}
    if state_before_undo != State.PUBLISHED:
        reasons[kept] = reason_to_withdraw(kept, merge)
    reasons[merged] = reason_to_withdraw(merged, merge)
    if merged.state == State.PUBLISHED and was_withdrawn_as_part(merge, state_before_undo):
        reasons[merged] = f"It was part of {kept.code}, which was taken from the public."
    withheld = [record for record, reason in reasons.items() if reason]
    for record in withheld:
        withdraw(record=record, reason=reasons[record], by=by)
    return withheld


def reason_to_withdraw(record: Model, merge: Merge) -> str:
    """Why the record must not be public: new findings or protected names. "" if it may be."""
    if record.state != State.PUBLISHED:
        return ""
    new_findings = set(finding_lines(record).splitlines()) - set(merge.known_findings.splitlines())
    return NEW_FINDINGS_REASON if new_findings or rows_with_sealed_names(record) else ""


def was_withdrawn_as_part(merge: Merge, state_before_undo: State) -> bool:
    """Whether the merged whole was withdrawn afterwards, rather than by the merge itself."""
    by_merge = merge.moves.filter(
        table=merge.merged._meta.label, row=merge.merged.pk, field="state", new=State.WITHDRAWN
    )
    return state_before_undo != State.PUBLISHED and not by_merge.exists()
