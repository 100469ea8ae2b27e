"""Admin views of a duplicate candidate: merge, keep apart, decide later."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import Category
from cases.models import CasePair, PersonPair
from cases.staff.duplicates import decide_later, decide_not_same, reopen
from cases.staff.queue_pages import address_of_queue
from cases.staff.queues import QUEUES
from tracker.admin import address_of
from tracker.visibility.workflow import NotAllowed

from .merge_pages import MAY_MERGE


class PairAdmin(admin.ModelAdmin):
    """A page for each pair; the lists are queues of the desk."""

    queue = ""

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(address_of_queue(QUEUES[self.queue]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """GET: both with the evidence. POST: the decision."""
        if not object_id.isdigit():
            raise Http404
        pair = get_object_or_404(self.model.objects.select_related("first", "second"), pk=object_id)
        if not self.has_change_permission(request, pair):
            raise PermissionDenied
        if request.method == "POST" and self._decide(request, pair):
            return HttpResponseRedirect(address_of_queue(QUEUES[self.queue]))
        context = self.admin_site.each_context(request) | {
            "title": _("Are these the same?"),
            "opts": self.opts,
            "pair": pair,
            "back": address_of_queue(QUEUES[self.queue]),
            "queue": QUEUES[self.queue],
            "evidence": self.evidence(pair),
            "sides": [self._side(pair.first, pair.second), self._side(pair.second, pair.first)],
            "rows": compared(self.described(pair.first), self.described(pair.second)),
            "may_merge": request.user.has_perm(MAY_MERGE),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/cases/duplicates/pair.html", context)

    def _side(self, record, other):
        merging = reverse(f"admin:cases_{record._meta.model_name}_merge", args=[record.pk])
        return record, address_of(record), f"{merging}?other={other.code}"

    def _decide(self, request, pair) -> bool:
        decision, by = request.POST.get("decision"), request.user
        try:
            if decision == "not_same":
                decide_not_same(pair=pair, reason=request.POST.get("reason", ""), by=by)
            elif decision == "later":
                decide_later(pair=pair, by=by)
            elif decision == "open":
                reopen(pair=pair, by=by)
            else:
                return False
        except NotAllowed as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return False
        words = _("“%(one)s” and “%(other)s”: %(state)s.") % {
            "one": pair.first,
            "other": pair.second,
            "state": pair.get_state_display(),
        }
        self.message_user(request, words, messages.SUCCESS)
        return True


def compared(one, other) -> list[tuple[str, str, str, bool]]:
    """(what, of the one, of the other, whether that is known and the same)."""
    unknown = ("", Category.UNKNOWN.label)
    pairs = zip(one, other, strict=True)
    return [(name, a, b, a == b and a not in unknown) for (name, a), (_name, b) in pairs]


def days(record_cases) -> str:
    years = sorted(
        {e.happened_on.earliest.year for c in record_cases for e in c.events.all() if e.happened_on}
    )
    return "–".join(map(str, dict.fromkeys([years[0], years[-1]]))) if years else ""


@admin.register(PersonPair)
class PersonPairAdmin(PairAdmin):
    queue = "people"

    def evidence(self, pair) -> list[str]:
        found = [f"“{pair.first_spelling}” / “{pair.second_spelling}”: {pair.score:.0%}"]
        found += [pair.why] if pair.why else []
        shared = {
            _("a case in common"): pair.shares_case,
            _("a province in common"): pair.shares_province,
            _("a year in common"): pair.shares_year,
            _("the same category"): pair.shares_category,
        }
        return found + [words for words, is_so in shared.items() if is_so]

    def described(self, person) -> list[tuple[str, str]]:
        parts = person.participations.select_related("case").prefetch_related("case__events")
        return [
            (_("Spellings"), ", ".join(name.spelling for name in person.names.all())),
            (_("State"), person.get_state_display()),
            (_("Name as shown"), person.get_display_policy_display()),
            (_("Category"), person.get_category_display()),
            (_("Affiliations"), "; ".join(map(str, person.affiliations.all()))),
            (_("Cases"), "; ".join(f"{p.case} ({p.get_role_display().lower()})" for p in parts)),
            (_("Provinces"), ", ".join(sorted({p.case.get_province_display() for p in parts}))),
            (_("Years"), days([part.case for part in parts])),
        ]


@admin.register(CasePair)
class CasePairAdmin(PairAdmin):
    queue = "cases"

    def evidence(self, pair) -> list[str]:
        found = {
            _("people in both: %d") % pair.people_shared: pair.people_shared,
            _("dates overlap"): pair.shares_dates,
            _("sources in both: %d") % pair.sources_shared: pair.sources_shared,
            _("titles alike: %s") % f"{pair.title_likeness:.0%}": pair.title_likeness >= 0.5,
        }
        return [words for words, is_so in found.items() if is_so]

    def described(self, case) -> list[tuple[str, str]]:
        parts = case.participations.select_related("person", "organisation")
        return [
            (_("State"), case.get_state_display()),
            (_("Summary"), case.summary),
            (_("Category"), case.get_category_display()),
            (_("Province"), case.get_province_display()),
            (_("Taking part"), "; ".join(f"{p} ({p.get_role_display().lower()})" for p in parts)),
            (_("Events"), "; ".join(map(str, case.events.all()))),
            (_("Sources"), "; ".join(map(str, case.citations.select_related("source")))),
        ]
