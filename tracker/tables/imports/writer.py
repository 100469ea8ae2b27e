"""Writes an import plan in bulk within one transaction."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.codes import CodeField
from tracker.partial_dates import PartialDateField
from tracker.tables.imports.import_plan import ImportPlan, match_existing_rows
from tracker.tables.imports.parser import ImportProgress
from tracker.tables.imports.row_drafts import RowDraft, TableMapping

BATCH = 500


def write_import(plan: ImportPlan, *, origin: str, by) -> Iterator[ImportProgress]:
    """Write a plan in the caller's transaction."""
    for mapping, drafts in plan.drafts.items():
        if mapping.comes_with_owner:
            match_existing_rows(mapping, drafts, is_final=True)
            for draft in drafts:
                draft.compare()
        words = _("Writing %(what)s") % {"what": mapping.model._meta.verbose_name_plural}
        new = [draft for draft in drafts if draft.is_new]
        changed = [draft for draft in drafts if draft.differences]
        for write, rows in ((insert_rows, new), (update_rows, changed)):
            for start in range(0, len(rows), BATCH):
                write(mapping, rows[start : start + BATCH], by=by)
                yield ImportProgress(words, min(start + BATCH, len(rows)), len(rows))
        if mapping.key_model:
            store_keys(mapping, drafts, origin)


def insert_rows(mapping: TableMapping, drafts: list[RowDraft], *, by) -> None:
    """Insert the rows of new drafts and set them as `existing`."""
    rows = []
    for draft in drafts:
        row = mapping.model(**draft.values)
        if draft.owner:
            setattr(row, mapping.owner_column, draft.owner.existing.pk)
        if hasattr(row, "last_edited_by_id"):
            row.last_edited_by = by
        mapping.prepare(row)
        rows.append(row)
    replace_taken_codes(mapping.model, rows)
    mapping.model._base_manager.bulk_create(rows)
    for draft, row in zip(drafts, rows, strict=True):
        draft.existing = row


def replace_taken_codes(model: type[Model], rows: list[Model]) -> None:
    """Replace codes that are already taken.

    bulk_create does not retry on collisions, and among ten thousand random codes two are equal one
    time in twenty.
    """
    code_field = next((f for f in model._meta.local_fields if isinstance(f, CodeField)), None)
    unchecked = rows if code_field else []
    taken: set[str] = set()
    while unchecked:
        existing = model._base_manager.filter(code__in=[row.code for row in unchecked])
        taken.update(existing.values_list("code", flat=True))
        redrawn = []
        for row in unchecked:
            if row.code in taken:
                row.code = code_field.get_default()
                redrawn.append(row)
            else:
                taken.add(row.code)
        unchecked = redrawn


def update_rows(mapping: TableMapping, drafts: list[RowDraft], *, by) -> None:
    """Update the columns that differ, and raise `lock`, so that open forms detect the change."""
    names: set[str] = set()
    for draft in drafts:
        for difference in draft.differences:
            setattr(draft.existing, difference.name, difference.new)
            names.add(difference.name)
        if hasattr(draft.existing, "lock"):
            draft.existing.lock += 1
            draft.existing.last_edited_by = by
            names |= {"lock", "last_edited_by"}
    dates = [f for f in mapping.model._meta.local_fields if isinstance(f, PartialDateField)]
    marks = {field.mark_name for field in dates if field.name in names}
    rows = [draft.existing for draft in drafts]
    fields = sorted({mapping.model._meta.get_field(name).name for name in names | marks})
    mapping.model._base_manager.bulk_update(rows, fields)


def store_keys(mapping: TableMapping, drafts: list[RowDraft], origin: str) -> None:
    """Store the sender's keys, so that the same table sent again finds the same records."""
    mapping.key_model.objects.bulk_create(
        mapping.key_model(origin=origin, key=key, record=draft.existing)
        for draft in drafts
        for key in sorted(draft.given_keys)
    )
