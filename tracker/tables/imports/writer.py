"""Writes an import plan in bulk within one transaction."""

from collections.abc import Iterator

from django.db.models import Model

from tracker.codes import CodeField
from tracker.partial_dates import PartialDateField
from tracker.tables.imports.import_plan import ImportPlan, match
from tracker.tables.imports.row_drafts import RowDraft, TableMapping

BATCH = 500


def write(plan: ImportPlan, *, origin: str, by) -> Iterator[tuple[str, int, int]]:
    """Write all of a plan, in the transaction of whoever asks; says what is done and how far."""
    for shape, drafts in plan.drafts.items():
        if shape.comes_with_owner:
            match(shape, drafts, is_final=True)
            for draft in drafts:
                draft.compare()
        label = str(shape.model._meta.verbose_name_plural)
        new = [draft for draft in drafts if draft.is_new]
        for start in range(0, len(new), BATCH):
            create(shape, new[start : start + BATCH], by=by)
            yield label, min(start + BATCH, len(new)), len(new)
        changed = [draft for draft in drafts if draft.differences]
        for start in range(0, len(changed), BATCH):
            change(shape, changed[start : start + BATCH], by=by)
            yield label, min(start + BATCH, len(changed)), len(changed)
        if shape.keys:
            remember(shape, drafts, origin)


def create(shape: TableMapping, drafts: list[RowDraft], *, by) -> None:
    rows = []
    for draft in drafts:
        row = shape.model(**draft.values)
        if draft.owner:
            setattr(row, shape.owner_column, draft.owner.existing.pk)
        if hasattr(row, "last_edited_by_id"):
            row.last_edited_by = by
        shape.prepare(row)
        rows.append(row)
    draw_codes(shape.model, rows)
    shape.model._base_manager.bulk_create(rows)
    for draft, row in zip(drafts, rows, strict=True):
        draft.existing, draft.differences = row, []


def draw_codes(model: type[Model], rows: list[Model]) -> None:
    """Codes that nobody has.

    Of ten thousand drawn at random, two are the same one time in twenty.
    """
    code = next((f for f in model._meta.local_fields if isinstance(f, CodeField)), None)
    waiting = rows if code else []
    seen: set[str] = set()
    while waiting:
        there = model._base_manager.filter(code__in=[row.code for row in waiting])
        taken = seen.union(there.values_list("code", flat=True))
        again = []
        for row in waiting:
            if row.code in taken:
                row.code = code.get_default()
                again.append(row)
            else:
                seen.add(row.code)
                taken.add(row.code)
        waiting = again


def change(shape: TableMapping, drafts: list[RowDraft], *, by) -> None:
    """Of each row the columns that differ. Whoever has it open in a form is told (`lock`)."""
    names: set[str] = set()
    for draft in drafts:
        for difference in draft.differences:
            setattr(draft.existing, difference.name, difference.new)
            names.add(difference.name)
        if hasattr(draft.existing, "lock"):
            draft.existing.lock += 1
            draft.existing.last_edited_by = by
            names |= {"lock", "last_edited_by"}
    dates = {f.mark_name for f in shape.model._meta.local_fields if isinstance(f, PartialDateField)}
    marks = {mark for mark in dates if mark.removesuffix("_is_about") in names}
    rows = [draft.existing for draft in drafts]
    fields = sorted({shape.model._meta.get_field(name).name for name in names | marks})
    shape.model._base_manager.bulk_update(rows, fields)


def remember(shape: TableMapping, drafts: list[RowDraft], origin: str) -> None:
    """Keep the sender's keys, so that the same table sent again finds the same records."""
    shape.keys.objects.bulk_create(
        shape.keys(origin=origin, key=key, record=draft.existing)
        for draft in drafts
        for key in sorted(draft.given_keys)
    )
