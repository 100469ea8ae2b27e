"""Case summary: until when the sources of a case speak, and whether its outcome is open."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from cases.enums import OPEN_STATUSES
from cases.models.case import Case, CaseCitation, ParticipationCitation
from cases.models.charge import ChargeCitation
from cases.models.detention import DetentionCitation
from cases.models.event import EventCitation
from cases.models.sentence import SentenceCitation
from cases.models.statistics.charge_summary import ChargeSummary
from tracker.partial_dates import FIRST_UNIT_TEMPLATE, PartialDateField

# Citation models of a case and its facts, with the lookup from the citation to the case.
CASE_LOOKUPS = {
    CaseCitation: "fact",
    ParticipationCitation: "fact__case",
    ChargeCitation: "fact__participation__case",
    EventCitation: "fact__case",
    SentenceCitation: "fact__participation__case",
    DetentionCitation: "fact__participation__case",
}


# Of dates: the one that begins last; of two that begin on one day, the narrower.
LATEST_FIRST = (
    F("published_days__startswith").desc(),
    F("published_days__endswith").asc(),
    "published_is_about",
)
LATEST_AS_OF_FIRST = (F("as_of__earliest").desc(), F("as_of__latest").asc(), "as_of_is_about")


class CaseSource(models.Model):
    """A source that a case or one of its facts cites, with the days on which it may be published.

    A view, as `ChargeSummary`.
    """

    is_bookkeeping = True  # derived from the citations
    index_fields = ("source_id",)

    key = models.CharField(max_length=50, primary_key=True)
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+")
    source_id = models.BigIntegerField()
    published_days = DateRangeField(null=True)
    published_is_about = models.BooleanField()

    class Meta:
        managed = False
        db_table = "cases_casesource"

    def __str__(self):
        return self.key

    @staticmethod
    def view_query() -> models.QuerySet:
        first, *others = (
            model.objects.order_by().values(
                "source_id",
                key=Concat(Cast(case, CharField()), Value(" "), Cast("source", CharField())),
                case_id=F(case),
                published_days=F("source__published_on"),
                published_is_about=F("source__published_on_is_about"),
            )
            for model, case in CASE_LOOKUPS.items()
        )
        return first.union(*others)


# The later of what an analyst confirmed and the latest source, by its earliest possible day: a
# report finished in August 2021 and published later that year speaks of nothing after August. Of
# two that begin on one day, the narrower. GREATEST and LEAST ignore NULL.
LATEST_DAYS_SQL = (
    "(CASE WHEN lower(confirmed_days) = lower(source_days)"
    " THEN LEAST(confirmed_days, source_days) ELSE GREATEST(confirmed_days, source_days) END)"
)


class CaseSummary(models.Model):
    """Until when the sources of a case speak, and whether its outcome is open.

    A view, as `ChargeSummary`.
    """

    is_bookkeeping = True  # derived from the case
    index_fields = ("as_of_year",)
    computed_columns = {
        "as_of": FIRST_UNIT_TEMPLATE % {"days": LATEST_DAYS_SQL},
        "as_of_is_about": f"CASE WHEN {LATEST_DAYS_SQL} = confirmed_days"
        " THEN confirmed_is_about ELSE coalesce(source_is_about, false) END",
        "as_of_year": f"extract(year FROM lower({LATEST_DAYS_SQL}))::integer",
    }

    case = models.OneToOneField(Case, models.DO_NOTHING, primary_key=True, related_name="coverage")
    as_of = PartialDateField(null=True)  # the earliest day, month or year
    as_of_year = models.IntegerField(null=True)
    is_open = models.BooleanField()  # a charge of an accused has no recorded end

    class Meta:
        managed = False
        db_table = "cases_casesummary"

    def __str__(self):
        return str(self.case_id)

    @staticmethod
    def view_query() -> models.QuerySet:
        dated = CaseSource.objects.filter(case=OuterRef("pk"), published_days__isnull=False)
        latest = dated.order_by(*LATEST_FIRST)
        open_charges = ChargeSummary.objects.filter(
            case=OuterRef("pk"), is_countable=True, status__in=OPEN_STATUSES
        )
        return Case.objects.order_by().values(
            case_id=F("pk"),
            confirmed_days=F("confirmed_on"),  # as typed by an analyst
            confirmed_is_about=F("confirmed_on_is_about"),
            source_days=Subquery(latest.values("published_days")[:1]),  # of the latest source cited
            source_is_about=Subquery(latest.values("published_is_about")[:1]),
            is_open=Exists(open_charges),
        )
