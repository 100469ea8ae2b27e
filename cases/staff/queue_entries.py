"""Rows of a work queue, as its page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

from cases.models import CaseSummary
from cases.staff.queues import Queue
from tracker.admin import admin_url
from tracker.models import Assignment


@dataclass(frozen=True)
class QueueEntry:
    """One row of a queue, as its page shows it."""

    of_table: str  # label of the model
    of_row: int  # primary key
    waits_since: datetime
    in_words: str
    assignment: Assignment | None
    as_of: str = ""  # in a queue of old news: date of the latest source

    @property
    def kind(self) -> str:
        return str(apps.get_model(self.of_table)._meta.verbose_name)

    @property
    def address(self) -> str:
        return admin_url(apps.get_model(self.of_table)(pk=self.of_row))

    @property
    def is_dated(self) -> bool:
        return self.waits_since.year > 1900


def as_of_cases(rows) -> dict[int, str]:
    """Until when the sources of the cases among the rows of a queue speak, by primary key."""
    summaries = CaseSummary.objects.filter(case__in=[row["of_row"] for row in rows])
    return {one.pk: one.as_of.in_words() for one in summaries if one.as_of}


def queue_entries(rows, queue: Queue | None = None) -> list[QueueEntry]:
    """Rows of a queue with their assignments, by one more query; of old news, one for its date."""
    rows = list(rows)
    as_of = as_of_cases(rows) if queue and queue.years else {}
    assignments = Assignment.objects.filter(row__in=[row["of_row"] for row in rows])
    by_row = {(each.table, each.row): each for each in assignments.select_related("user")}
    return [
        QueueEntry(
            **row,
            assignment=by_row.get((row["of_table"], row["of_row"])),
            as_of=as_of.get(row["of_row"], ""),
        )
        for row in rows
    ]
