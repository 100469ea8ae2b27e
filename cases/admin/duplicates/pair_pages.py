"""Admin views of a duplicate candidate: merge, keep apart, decide later."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from cases.enums import Category
from cases.models import CasePair, PersonPair
from cases.staff.duplicates.actions import decide_later, decide_not_same, reopen
from cases.staff.queue_pages import address_of_queue
from cases.staff.queues import QUEUES
from tracker.admin import StaffAdmin, admin_url
from tracker.admin.staff_admin import never

from .merge_pages import MERGE_PERMISSION

DECISIONS = {"not_same": decide_not_same, "later": decide_later, "open": reopen}


class PairAdmin(StaffAdmin):
    """Base admin of duplicate candidates: a page for each pair; the lists are staff queues."""

    queue = ""
    has_module_permission = has_add_permission = has_delete_permission = never

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(address_of_queue(QUEUES[self.queue]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """GET: both records with the evidence. POST: the decision."""
        pair = self.permitted_record(request, object_id, self.has_change_permission)
        if request.method == "POST" and self._decide(request, pair):
            return HttpResponseRedirect(address_of_queue(QUEUES[self.queue]))
        first, second = pair.first, pair.second
        return self.render_page(
            request,
            "admin/cases/duplicates/pair.html",
            title=_("Are these the same?"),
            pair=pair,
            back=address_of_queue(QUEUES[self.queue]),
            queue=QUEUES[self.queue],
            evidence=self.evidence(pair),
            sides=[self._side(first, second), self._side(second, first)],
            rows=compare_fields(self.comparison_fields(first), self.comparison_fields(second)),
            may_merge=request.user.has_perm(MERGE_PERMISSION),
        )

    def _side(self, record, other):
        return record, admin_url(record), f"{admin_url(record, 'merge')}?other={other.code}"

    def _decide(self, request, pair) -> bool:
        decision = request.POST.get("decision")
        if decision not in DECISIONS:
            return False
        reason = {"reason": request.POST.get("reason", "")} if decision == "not_same" else {}
        if not self.run_action(request, DECISIONS[decision], pair=pair, **reason):
            return False
        text = _("“%(one)s” and “%(other)s”: %(state)s.") % {
            "one": pair.first,
            "other": pair.second,
            "state": pair.get_state_display(),
        }
        self.message_user(request, text, messages.SUCCESS)
        return True


def compare_fields(first, second) -> list[tuple[str, str, str, bool]]:
    """(label, first value, second value, whether they are equal and known)."""
    unknown = ("", Category.UNKNOWN.label)
    pairs = zip(first, second, strict=True)
    return [(name, a, b, a == b and a not in unknown) for (name, a), (_name, b) in pairs]


def event_years(cases) -> str:
    """First and last year of the events of the cases, such as "2019–2021"."""
    years = sorted(
        {e.happened_on.earliest.year for c in cases for e in c.events.all() if e.happened_on}
    )
    return "–".join(map(str, dict.fromkeys([years[0], years[-1]]))) if years else ""


@admin.register(PersonPair)
class PersonPairAdmin(PairAdmin):
    queue = "people"

    def evidence(self, pair) -> list[str]:
        evidence = [f"“{pair.first_spelling}” / “{pair.second_spelling}”: {pair.score:.0%}"]
        evidence += [pair.why] if pair.why else []
        shared = {
            _("a case in common"): pair.shares_case,
            _("a province in common"): pair.shares_province,
            _("a year in common"): pair.shares_year,
            _("the same category"): pair.shares_category,
        }
        return evidence + [text for text, is_shared in shared.items() if is_shared]

    def comparison_fields(self, person) -> list[tuple[str, str]]:
        participations = person.participations.select_related("case").prefetch_related(
            "case__events"
        )
        return [
            (_("Spellings"), ", ".join(name.spelling for name in person.names.all())),
            (_("State"), person.get_state_display()),
            (_("Name as shown"), person.get_display_policy_display()),
            (_("Category"), person.get_category_display()),
            (_("Affiliations"), "; ".join(map(str, person.affiliations.all()))),
            (
                _("Cases"),
                "; ".join(f"{p.case} ({p.get_role_display().lower()})" for p in participations),
            ),
            (
                _("Provinces"),
                ", ".join(sorted({p.case.get_province_display() for p in participations})),
            ),
            (_("Years"), event_years([each.case for each in participations])),
        ]


@admin.register(CasePair)
class CasePairAdmin(PairAdmin):
    queue = "cases"

    def evidence(self, pair) -> list[str]:
        evidence = {
            _("people in both: %d") % pair.people_shared: pair.people_shared,
            _("dates overlap"): pair.shares_dates,
            _("sources in both: %d") % pair.sources_shared: pair.sources_shared,
            _("titles alike: %s") % f"{pair.title_likeness:.0%}": pair.title_likeness >= 0.5,
        }
        return [text for text, is_found in evidence.items() if is_found]

    def comparison_fields(self, case) -> list[tuple[str, str]]:
        participations = case.participations.select_related("person", "organisation")
        return [
            (_("State"), case.get_state_display()),
            (_("Summary"), case.summary),
            (_("Category"), case.get_category_display()),
            (_("Province"), case.get_province_display()),
            (
                _("Taking part"),
                "; ".join(f"{p} ({p.get_role_display().lower()})" for p in participations),
            ),
            (_("Events"), "; ".join(map(str, case.events.all()))),
            (_("Sources"), "; ".join(map(str, case.citations.select_related("source")))),
        ]
