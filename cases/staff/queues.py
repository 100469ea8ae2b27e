"""Work queues of staff: rows that need attention, oldest first, one query per queue.

Queues contain rows of different models. All yield the same columns (model label, primary key,
date, description), so that they can be combined by UNION, assigned, counted and listed alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _, ngettext

from cases.enums import OPEN_STATUSES
from cases.models import (
    Case,
    CasePair,
    Charge,
    Detention,
    Disagreement,
    PersonPair,
)
from tracker.enums import ReportState, Standing, State
from tracker.models import Assignment, ErrorReport, Publishable, Source, User, WorkflowStep
from tracker.partial_dates import Latest
from tracker.visibility.citation_coverage import with_unsourced
from tracker.web.lists.facets import capped_count

UNKNOWN_DATE = Value(datetime(1900, 1, 1, tzinfo=UTC), models.DateTimeField())
MAX_COUNT = 99


def publishable_models() -> list[type[Publishable]]:
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def queue_rows(rows: QuerySet, *, since, words) -> QuerySet:
    """The rows with the columns of a queue; `since` and `words` are expressions."""
    return (
        rows.order_by()
        .annotate(
            of_table=Value(rows.model._meta.label, models.TextField()),
            of_row=Cast("pk", models.BigIntegerField()),
            waits_since=Coalesce(Cast(since, models.DateTimeField()), UNKNOWN_DATE),
            in_words=Cast(words, models.TextField()),
        )
        .values("of_table", "of_row", "waits_since", "in_words")
    )


def created_at(rows: QuerySet) -> Subquery:
    """Subquery of the time of the first row in the edit history: when the row was created."""
    history = rows.model.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))
    return Subquery(history.order_by("pgh_id").values("pgh_created_at")[:1])


def title_column(model: type[Model]) -> F:
    """The column that describes a row of this model in a list."""
    names = {field.name for field in model._meta.fields}
    return F(next(name for name in ("title", "name", "topic", "summary") if name in names))


@dataclass(frozen=True)
class Queue:
    """One work queue: its name in URLs, its title, what to do with its rows, and their query."""

    name: str
    title: Promise
    task: Promise
    union_branches: Callable[[], Iterator[QuerySet]]  # one queryset per model, from `queue_rows`
    years: int = 0  # of a queue of old news: how old it is at least

    def older_than(self, years: int) -> "Queue":
        """A queue of old news, with another age of the news."""
        branches = partial(open_cases_without_news, years)
        return replace(self, years=years, title=no_news_title(years), union_branches=branches)

    def rows(self, *, who: User | None = None, nobodys: bool = False) -> QuerySet:
        """Rows as dicts, oldest first: all, those assigned to `who`, or the unassigned ones."""
        branches = [filter_assigned(rows, who, nobodys=nobodys) for rows in self.union_branches()]
        combined = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
        return combined.order_by("waits_since", "of_table", "of_row")

    def count(self, **filters) -> int:
        """Number of rows, counted up to one more than `MAX_COUNT`; keywords as of `rows`."""
        return capped_count(self.rows(**filters), MAX_COUNT)


QUEUES: dict[str, Queue] = {}


def queue(name: str, title: Promise, task: Promise):
    """Decorator: registers the function that yields the querysets of a queue, in page order."""

    def register(union_branches):
        QUEUES[name] = Queue(name, title, task, union_branches)
        return union_branches

    return register


def filter_assigned(rows: QuerySet, who: User | None, *, nobodys: bool) -> QuerySet:
    """The rows assigned to a user, or to nobody, or all."""
    assignments = Assignment.objects.filter(table=rows.model._meta.label, row=OuterRef("pk"))
    if who is not None:
        return rows.filter(Exists(assignments.filter(user=who)))
    return rows.exclude(Exists(assignments)) if nobodys else rows


# --- querysets of the queues ------------------------------------------------------------------


@queue("review", _("To review"), _("Look at each and publish it, or send it back."))
def in_review() -> Iterator[QuerySet]:
    """Records in review, since they were last sent to review."""
    for model in publishable_models():
        steps = WorkflowStep.objects.filter(
            table=model._meta.label, row=OuterRef("pk"), state=State.IN_REVIEW
        )
        rows = model._base_manager.filter(state=State.IN_REVIEW)
        sent_at = Subquery(steps.order_by("-at").values("at")[:1])
        yield queue_rows(rows, since=Coalesce(sent_at, created_at(rows)), words=title_column(model))


@queue("reports", _("Readers' reports"), _("Check what readers say is wrong."))
def new_reports() -> Iterator[QuerySet]:
    rows = ErrorReport.objects.filter(state=ReportState.NEW)
    yield queue_rows(rows, since=F("received_at"), words=F("words"))


@queue("unsourced", _("Unsourced"), _("Find a source for each fact, or delete it."))
def unsourced_records() -> Iterator[QuerySet]:
    """Records with a fact that no source is cited for."""
    for model in publishable_models():
        rows = with_unsourced(model._base_manager.exclude(state=State.WITHDRAWN))
        rows = rows.filter(is_unsourced=True)
        yield queue_rows(rows, since=created_at(rows), words=title_column(model))


@queue("differing", _("Sources differ"), _("Say how each claim stands, and why."))
def undecided_disagreements() -> Iterator[QuerySet]:
    """Disagreements with at least two claims, none of them disputed or rejected."""
    rows = Disagreement.objects.exclude(state=State.WITHDRAWN).annotate(
        claim_count=Count("claims"),
        accepted_count=Count("claims", filter=Q(claims__standing=Standing.ACCEPTED)),
    )
    rows = rows.filter(claim_count__gte=2, accepted_count=F("claim_count"))
    yield queue_rows(rows, since=created_at(rows), words=F("topic"))


def pending_pairs(model, name_column: str) -> Iterator[QuerySet]:
    """Possible duplicates that are neither decided nor put off."""
    names = F(f"first__{name_column}"), F(f"second__{name_column}")
    words = Concat(names[0], Value(" / "), names[1], output_field=models.TextField())
    yield queue_rows(model.objects.pending(), since=F("found_at"), words=words)


PAIR_TASK = _("Merge them, or say that they are not the same.")
queue("people", _("Possible duplicates: people"), PAIR_TASK)(
    partial(pending_pairs, PersonPair, "name")
)
queue("cases", _("Possible duplicates: cases"), PAIR_TASK)(
    partial(pending_pairs, CasePair, "title")
)


@queue(
    "detentions",
    _("Still in detention?"),
    _("Confirm that the person is still held, or enter the release."),
)
def stale_detentions() -> Iterator[QuerySet]:
    """Periods in custody without an end, last confirmed over STALE_DETENTION_DAYS ago."""
    cutoff = timezone.now().date() - timedelta(days=settings.STALE_DETENTION_DAYS)
    last_known = Coalesce(Latest("confirmed_on"), Latest("started_on"))
    rows = Detention.objects.filter(ended_on=None, participation__case__merged_into=None)
    rows = rows.exclude(standing=Standing.REJECTED).annotate(last_known=last_known)
    yield queue_rows(
        rows.filter(last_known__lt=cutoff), since=F("last_known"), words=participant_and_case()
    )


@queue(
    "charges", _("Open charges with no recent update"), _("Look for news, and enter what happened.")
)
def stale_charges() -> Iterator[QuerySet]:
    """Open charges in cases without a dated event in the last STALE_CHARGE_DAYS."""
    cutoff = timezone.now().date() - timedelta(days=settings.STALE_CHARGE_DAYS)
    events = Case._meta.get_field("events").related_model.objects.filter(
        case=OuterRef("participation__case"), happened_on__isnull=False
    )
    latest = events.annotate(day=Latest("happened_on")).order_by("-day").values("day")[:1]
    rows = Charge.objects.countable().with_status().filter(status__in=OPEN_STATUSES)
    rows = rows.filter(participation__case__merged_into=None).annotate(last_event=Subquery(latest))
    rows = rows.filter(Q(last_event__lt=cutoff) | Q(last_event=None))
    provision = Coalesce(NullIf(F("provision__number"), Value("")), F("provision__law__title"))
    words = participant_and_case(Value(", "), provision)
    yield queue_rows(rows, since=F("last_event"), words=words)


no_news_title = lazy(
    lambda years: (
        ngettext(
            "Outcome open, last news older than %(n)d year",
            "Outcome open, last news older than %(n)d years",
            years,
        )
        % {"n": years}
    ),
    str,
)


def open_cases_without_news(years: int) -> Iterator[QuerySet]:
    """Cases with an open charge, whose latest source is older than some years, or undated."""
    today = timezone.now().date()
    # 29 February counts as the 28th.
    cutoff = today.replace(year=today.year - years, day=min(today.day, 28))
    rows = Case.objects.filter(coverage__is_open=True, merged_into=None)
    rows = rows.exclude(state=State.WITHDRAWN).annotate(last_news=Latest("coverage__as_of"))
    rows = rows.filter(Q(last_news__lt=cutoff) | Q(last_news=None))
    yield queue_rows(rows, since=F("last_news"), words=F("title"))


QUEUES["old-news"] = Queue(
    "old-news",
    no_news_title(settings.OLD_NEWS_YEARS),
    _("Look for newer sources, and enter what happened."),
    partial(open_cases_without_news, settings.OLD_NEWS_YEARS),
    years=settings.OLD_NEWS_YEARS,
)


def participant_and_case(*details) -> Concat:
    """Description of a row with a participation: participant, details, case."""
    participant = Coalesce(
        NullIf(F("participation__person__name"), Value("")),
        F("participation__organisation__name"),
        NullIf(F("participation__group_label"), Value("")),
        Value("name withheld"),
    )
    parts = [participant, *details, Value(", "), F("participation__case__title")]
    return Concat(*parts, output_field=models.TextField())


@queue("links", _("Broken links"), _("Mend the address, or give an archived copy."))
def broken_links() -> Iterator[QuerySet]:
    """Sources whose link fails, since the first failed check."""
    rows = Source.objects.filter(link_checks__broken_since__isnull=False)
    rows = rows.exclude(state=State.WITHDRAWN).distinct()
    broken = Source.objects.filter(pk=OuterRef("pk")).values("link_checks__broken_since")
    since = Subquery(broken.order_by("link_checks__broken_since")[:1])
    yield queue_rows(rows, since=since, words=F("title"))


@queue("unarchived", _("Links without an archived copy"), _("Archive the page."))
def unarchived() -> Iterator[QuerySet]:
    """Sources with a link and without an archived copy."""
    rows = Source.objects.exclude(url="").filter(archived_url="").exclude(state=State.WITHDRAWN)
    yield queue_rows(rows, since=created_at(rows), words=F("title"))
