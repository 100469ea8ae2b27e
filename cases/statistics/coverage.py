"""What is said beside a number: how it was counted, and until when its sources speak."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, QuerySet
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cases.enums import Basis, CaseScope, Provenance
from cases.models import CaseSource
from tracker.partial_dates import PartialDate

FEW = 10  # fewer than one in ten sources

HOW_KNOWN = {
    Provenance.STATED: gettext_lazy("where a source names the article"),
    Provenance.OFFENCE: gettext_lazy("where a source names an offence and no article"),
    Provenance.INFERRED: gettext_lazy("where we inferred the article from the offence"),
    Provenance.TITLE_ONLY: gettext_lazy("where only the title of a work not read is known"),
}
WHICH_CASES = {
    CaseScope.EXPRESSION: gettext_lazy("in cases about expression, assembly or association"),
    CaseScope.CONTEXT: gettext_lazy("in context cases"),
}


def how_counted(
    basis: str | None = Basis.CHARGED,
    provenances: Iterable[str] | None = (Provenance.STATED,),
    scopes: Iterable[str] | None = (CaseScope.EXPRESSION,),
) -> str:
    """`as charged, where a source names the article, in cases about …`.

    None stands for all provenances or scopes, and leaves the basis out.
    """
    known = [str(HOW_KNOWN[Provenance(value)]) for value in provenances or Provenance]
    of_all = _("however the charge is known")
    which = [str(WHICH_CASES[CaseScope(value)]) for value in scopes or CaseScope]
    words = (
        str(Basis(basis).label).lower() if basis else "",
        of_all if len(known) == len(HOW_KNOWN) else _(" or ").join(known),
        which[0] if len(which) == 1 else _("in all cases, those for context included"),
    )
    return _(", ").join(filter(None, words))


@dataclass(frozen=True)
class Coverage:
    """The sources of the cases behind a number."""

    as_of: PartialDate | None  # of the latest source; None if none is dated
    sources_by_year: dict[int, int]  # by the first possible year of publication

    @property
    def dated_sources(self) -> int:
        return sum(self.sources_by_year.values())

    def sources_after(self, year: int) -> int:
        return sum(n for each, n in self.sources_by_year.items() if each > year)

    @property
    def few_sources_after(self) -> int | None:
        """The first year after which fewer than one in ten sources were published.

        None where that is the year of the latest source: nothing is later.
        """
        for year in sorted(self.sources_by_year):
            if self.sources_after(year) * FEW < self.dated_sources:
                return year if self.sources_after(year) else None
        return None

    @property
    def in_words(self) -> str:
        """`as of August 2021`, with a warning where few sources are later than some year."""
        if self.as_of is None:
            return _("as of: no source is dated")
        text = _("as of %(day)s") % {"day": self.as_of.in_words()}
        return "; ".join(filter(None, [text, self.warning]))

    @property
    def warning(self) -> str:
        """Says that few sources are later than some year; empty if that holds of none."""
        if (year := self.few_sources_after) is None:
            return ""
        n = self.sources_after(year)
        text = ngettext(
            "few sources after %(year)s: %(n)d of %(all)d",
            "few sources after %(year)s: %(n)d of %(all)d",
            n,
        )
        return text % {"year": year, "n": n, "all": self.dated_sources}


def coverage_of(cases: QuerySet, as_of: PartialDate | None) -> Coverage:
    """Coverage of the cases (a queryset of their ids), whose latest source is of `as_of`."""
    year = Cast(ExtractYear("published_days__startswith"), IntegerField())
    sources = CaseSource.objects.filter(case__in=cases, published_days__isnull=False).order_by()
    by_year = sources.values(year=year).annotate(n=Count("source_id", distinct=True))
    return Coverage(as_of, dict(by_year.values_list("year", "n")))
