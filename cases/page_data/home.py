"""Data of the home page."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cases.enums import CaseScope, DisagreementNature
from cases.models import Case, Disagreement, Measure
from cases.statistics.matrix_page import MatrixPage
from cases.statistics.unnamed_groups import unnamed_in_words
from laws.models import Recommendation

MAX_MOST_USED = 10
MAX_LATEST_CASES = 6


@dataclass(frozen=True)
class Headline:
    """A number with its unit, basis and the address of its list."""

    number: int
    unit: str
    basis: str
    address: str


class HomePage:
    """Data of the home page. Its counts are those of the usage matrix, so they equal its lists."""

    def __init__(self):
        self.matrix = MatrixPage(QueryDict("rows=provision&columns=country"))
        self.usage = self.matrix.usage

    @property
    def headlines(self) -> list[Headline]:
        people = reverse("cases:person-list")
        cases, measures = reverse("cases:case-list"), reverse("cases:measure-list")
        recommendations, total = reverse("laws:recommendation-list"), self.usage.total
        contradiction = DisagreementNature.CONTRADICTION
        return [
            Headline(
                total.value,
                ngettext("person charged", "people charged", total.value),
                self._beside_people,
                f"{people}?{total.list_query}",
            ),
            Headline(
                Case.objects.filter(merged_into=None, scope=CaseScope.EXPRESSION).count(),
                _("cases"),
                _("about expression, assembly or association, those without a charge included"),
                f"{cases}?scope={CaseScope.EXPRESSION}",
            ),
            Headline(
                Measure.objects.count(),
                _("measures"),
                _("of every kind, such as blocks, licences revoked and surveillance"),
                measures,
            ),
            Headline(
                Recommendation.objects.filter(is_restatement=False).count(),
                _("recommendations"),
                _("repetitions left out"),
                f"{recommendations}?restatement=false",
            ),
            Headline(
                Disagreement.objects.filter(nature=contradiction).count(),
                _("contradictions"),
                _("between sources or within one"),
                reverse("cases:disagreement-list", query={"nature": contradiction}),
            ),
        ]

    @property
    def _beside_people(self) -> str:
        """The unnamed people, the default and as of when: the number is quoted alone."""
        unnamed = _(", and ").join(unnamed_in_words(self.usage.total.count))
        beside = [_("and %(unnamed)s") % {"unnamed": unnamed}] if unnamed else []
        words = [*beside, _("where a source names the article"), self.usage.coverage.in_words]
        return "; ".join(words)

    @property
    def most_used(self):
        """Row totals of the provisions with most people charged, by rank."""
        totals = [total for total in self.usage.row_totals if not total.is_empty]
        totals.sort(key=lambda total: (self.usage.rank(total), total.row.id))
        return totals[:MAX_MOST_USED]

    @property
    def latest(self):
        cases = Case.objects.filter(merged_into=None).select_related("coverage")
        return cases.order_by("-published_at", "-confirmed_on", "code")[:MAX_LATEST_CASES]

    def disagreements(self):
        """Three contradictions, each with its claims."""
        contradictions = Disagreement.objects.filter(nature=DisagreementNature.CONTRADICTION)
        return contradictions.prefetch_related("claims").order_by("kind", "code")[:3]
