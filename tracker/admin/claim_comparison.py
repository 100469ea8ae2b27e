"""Compares the claims of several sources about one fact side by side."""

import pghistory
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from tracker.enums import Standing
from tracker.models import Fact
from tracker.staff.assignments import note_editor
from tracker.visibility.citation_coverage import owning_records, parents
from tracker.visibility.public_reader import public_reader

from .forms import version_of


def siblings(fact: Fact):
    """The facts of its kind about the same thing: claims of a question, accounts of a sentence."""
    model = type(fact)
    above = next(parents(model), None)
    rows = model._default_manager.order_by("pk").prefetch_related("citations__source")
    same = {above.attname: getattr(fact, above.attname)} if above else {"pk": fact.pk}
    return rows.filter(**same)


def claim_comparison_url(fact: Fact) -> str:
    opts = fact._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_standing", args=[fact.pk])


class SideBySide:
    """Part of the admin of facts: one form for how all facts of one kind stand."""

    def get_urls(self):
        if not issubclass(self.model, Fact):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_standing"
        view = self.admin_site.admin_view(self.claim_comparison_view)
        return [path("<path:object_id>/standing/", view, name=name), *super().get_urls()]

    def claim_comparison_view(self, request, object_id):
        """GET: the facts. POST: show what the public will see, or save."""
        fact = self.record_or_404(request, object_id)
        if not self.has_change_permission(request, fact):
            raise PermissionDenied
        rows, seen = list(siblings(fact)), None
        problems = []
        if request.method == "POST":
            typed(rows, request.POST)
            problems = problems_of(rows, request.POST)
            if not problems and "save" in request.POST:
                self._save_standing(request, rows)
                return HttpResponseRedirect(claim_comparison_url(fact))
            seen = None if problems else as_the_public_will_see(rows)
        context = self.admin_site.each_context(request) | {
            "title": _("How these stand"),
            "subtitle": next(iter(owning_records(fact)), None),
            "opts": self.opts,
            "record": fact,
            "rows": [(row, version_of(row)) for row in rows],
            "standings": Standing.choices,
            "problems": problems,
            "seen": seen,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/records/claim_comparison.html", context)

    def _save_standing(self, request, rows):
        reason = "; ".join(filter(None, (row.standing_reason for row in rows)))
        with transaction.atomic(), pghistory.context(**({"reason": reason} if reason else {})):
            for row in rows:
                row.save()
                note_editor(row=row, by=request.user)
        self.message_user(request, _("Saved."), messages.SUCCESS)


def typed(rows, data) -> None:
    """Put into the rows, unsaved, what was chosen for each."""
    for row in rows:
        row.standing = data.get(f"standing-{row.pk}", row.standing)
        row.standing_reason = data.get(f"reason-{row.pk}", row.standing_reason).strip()


def problems_of(rows, data) -> list[str]:
    found = []
    for row in rows:
        saved = type(row)._base_manager.select_related(None).get(pk=row.pk)
        if data.get(f"version-{row.pk}") != version_of(saved):
            words = _("“%s” was saved by somebody else after you opened this. Look at it again.")
            found.append(words % saved)
        try:
            row.validate_constraints()
        except ValidationError as error:
            found += [f"{row}: {message}" for message in error.messages]
    return found


def as_the_public_will_see(rows) -> list[tuple[object, object]]:
    """Each row with what the public role would read of it, or None; nothing is kept."""
    with transaction.atomic():
        for row in rows:
            type(row)._base_manager.filter(pk=row.pk).update(
                standing=row.standing, standing_reason=row.standing_reason
            )
        with public_reader():
            public = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
            found = {row.pk: (str(row), row) for row in public}
        transaction.set_rollback(True)
    return [(row, found.get(row.pk)) for row in rows]
