"""Compares facts of one kind about the same subject side by side and sets their status."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from tracker.enums import Standing
from tracker.models import Fact
from tracker.staff.assignments import set_last_editor
from tracker.visibility.citation_coverage import foreign_keys_to_owners, owning_records
from tracker.visibility.public_reader import public_reader

from .forms import row_version
from .staff_admin import admin_url


def competing_facts(fact: Fact):
    """Facts of the same model and owner, such as all claims of a disagreement."""
    model = type(fact)
    owner_field = next(foreign_keys_to_owners(model), None)
    rows = model._default_manager.order_by("pk").prefetch_related("citations__source")
    if owner_field is None:
        return rows.filter(pk=fact.pk)
    return rows.filter(**{owner_field.attname: getattr(fact, owner_field.attname)})


class ClaimComparisonMixin:
    """ModelAdmin mixin for facts: one form for the claim status of all competing facts."""

    def get_urls(self):
        pages = {"<path:object_id>/standing/": "standing"} if issubclass(self.model, Fact) else {}
        return [*self.page_urls(pages), *super().get_urls()]

    def standing_view(self, request, object_id):
        """GET: the facts. POST: preview what the public would see, or save."""
        fact = self.permitted_record(request, object_id, self.has_change_permission)
        rows, public_rows = list(competing_facts(fact)), None
        problems = []
        if request.method == "POST":
            assign_claim_statuses(rows, request.POST)
            problems = claim_status_problems(rows, request.POST)
            if not problems and "save" in request.POST:
                self._save_claim_status(request, rows)
                return HttpResponseRedirect(admin_url(fact, "standing"))
            public_rows = None if problems else preview_public_rows(rows)
        return self.render_page(
            request,
            "admin/records/claim_comparison.html",
            title=_("How these stand"),
            subtitle=next(iter(owning_records(fact)), None),
            record=fact,
            rows=[(row, row_version(row)) for row in rows],
            standings=Standing.choices,
            problems=problems,
            seen=public_rows,
        )

    def _save_claim_status(self, request, rows):
        reason = "; ".join(filter(None, (row.standing_reason for row in rows)))
        with transaction.atomic(), self.log_reason(reason):
            for row in rows:
                row.save()
                set_last_editor(row=row, by=request.user)
        self.message_user(request, _("Saved."), messages.SUCCESS)


def assign_claim_statuses(rows, data) -> None:
    """Assign the submitted claim status and reason to each row, unsaved."""
    for row in rows:
        row.standing = data.get(f"standing-{row.pk}", row.standing)
        row.standing_reason = data.get(f"reason-{row.pk}", row.standing_reason).strip()


def claim_status_problems(rows, data) -> list[str]:
    """Messages about rows saved by another user meanwhile and about violated constraints."""
    problems = []
    for row in rows:
        saved = type(row)._base_manager.select_related(None).get(pk=row.pk)
        if data.get(f"version-{row.pk}") != row_version(saved):
            message = _("“%s” was saved by somebody else after you opened this. Look at it again.")
            problems.append(message % saved)
        try:
            row.validate_constraints()
        except ValidationError as error:
            problems += [f"{row}: {message}" for message in error.messages]
    return problems


def preview_public_rows(rows) -> list[tuple[object, object]]:
    """Each row with the public row, or None if hidden, after the change; always rolled back."""
    with transaction.atomic():
        for row in rows:
            type(row)._base_manager.filter(pk=row.pk).update(
                standing=row.standing, standing_reason=row.standing_reason
            )
        with public_reader():
            visible = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
            public_rows = {row.pk: (str(row), row) for row in visible}
        transaction.set_rollback(True)
    return [(row, public_rows.get(row.pk)) for row in rows]
