"""Data of the home page."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import DisagreementNature
from cases.models import Case, Disagreement, Measure
from cases.statistics.matrix_page import Matrix
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.models import Recommendation

MOST_USED = 10
LATEST = 6


@dataclass(frozen=True)
class Headline:
    """A number, what it counts, on which basis, and where its rows are."""

    number: int
    unit: str
    basis: str
    address: str


class Home:
    """The first page. Counts are those of the usage matrix, so that they equal its lists."""

    def __init__(self):
        self.matrix = Matrix(QueryDict("rows=provision&columns=country"))
        self.people = self.matrix.usage

    @property
    def headlines(self) -> list[Headline]:
        people = reverse("cases:person-list")
        cases, measures = reverse("cases:case-list"), reverse("cases:measure-list")
        asked, total = reverse("laws:recommendation-list"), self.people.total
        differ = f"nature={DisagreementNature.CONTRADICTION}"
        return [
            Headline(
                total.value,
                _("individual people charged"),
                _("under an article a source states"),
                f"{people}?{total.address}",
            ),
            Headline(
                Case.objects.filter(merged_into=None).count(),
                _("cases"),
                _("of every kind of source"),
                cases,
            ),
            Headline(
                Measure.objects.count(), _("measures"), _("blocks, closures, revocations"), measures
            ),
            Headline(
                Recommendation.objects.filter(is_restatement=False).count(),
                _("recommendations"),
                _("repetitions left out"),
                f"{asked}?restatement=false",
            ),
            Headline(
                Disagreement.objects.filter(nature=DisagreementNature.CONTRADICTION).count(),
                _("contradictions"),
                _("between sources or within one"),
                f"{reverse('cases:disagreement-list')}?{differ}",
            ),
        ]

    @property
    def unnamed(self) -> UnnamedGroups:
        return self.matrix.unnamed

    @property
    def most_used(self):
        """The provisions under which most people were charged, with their number and its list."""
        totals = [total for total in self.people.row_totals if not total.is_none]
        totals.sort(key=lambda total: (total.rank, total.row.id))
        return totals[:MOST_USED]

    @property
    def latest(self):
        cases = Case.objects.filter(merged_into=None)
        return cases.order_by("-published_at", "-confirmed_on", "code")[:LATEST]

    def disagreements(self):
        """A few contradictions, each with its claims."""
        found = Disagreement.objects.filter(nature=DisagreementNature.CONTRADICTION)
        return found.prefetch_related("claims").order_by("kind", "code")[:3]
