"""Differences between two snapshots of the headline numbers, with reasons."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cases.enums import Unit
from cases.models import RecordedCount, Snapshot
from laws.models import Provision
from tracker.models import DataVersion

MAX_STEPS = 60  # about two months of nightly snapshots


@dataclass(frozen=True)
class NumberChange:
    """One number before and after, and the reasons that may be published."""

    provision: Provision | None
    unit: str
    before: int
    after: int
    from_older_records: int
    is_by_other_rule: bool = False  # the rule of counting changed in between

    @property
    def signed_difference(self) -> str:
        return f"{self.after - self.before:+d}".replace("-", "−")

    @property
    def reasons(self) -> list[str]:
        """New records, and changes to records that were public at the previous snapshot.

        A withdrawn record is not distinguished from a corrected or merged one: it may have been
        withdrawn for a person's safety. Numbers counted by different rules tell nothing of the
        records: there is no reason but the rule.
        """
        if self.is_by_other_rule:
            return [_("the rule of counting changed")]
        new, changed = self.after - self.from_older_records, self.from_older_records - self.before
        more, fewer = max(changed, 0), max(-changed, 0)
        since = ngettext(
            "%(n)d from records published since", "%(n)d from records published since", new
        )
        completed = ngettext(
            "%(n)d more from records that were already public: completed or corrected",
            "%(n)d more from records that were already public: completed or corrected",
            more,
        )
        withdrawn = ngettext(
            "%(n)d fewer: corrected, merged or withdrawn",
            "%(n)d fewer: corrected, merged or withdrawn",
            fewer,
        )
        texts = ((since, new), (completed, more), (withdrawn, fewer))
        return [text % {"n": n} for text, n in texts if n]

    @property
    def unit_label(self) -> str:
        return str(Unit(self.unit).label)

    @property
    def label(self) -> str:
        return str(self.provision) if self.provision else _("All articles together, each unit once")

    @property
    def address(self) -> str:
        return self.provision.get_absolute_url() if self.provision else reverse("cases:usage")


@dataclass(frozen=True)
class SnapshotStep:
    """A snapshot and its changes from the previous one; the first has none."""

    snapshot: Snapshot
    before: Snapshot | None
    changes: list[NumberChange]

    @property
    def is_rule_changed(self) -> bool:
        """Whether the two snapshots were counted by different rules."""
        return bool(self.before) and self.before.rule_version != self.snapshot.rule_version


class SnapshotLog:
    """The change log of figures, newest first."""

    @property
    def data_version(self) -> str:
        """Version of the data now; each snapshot has the version it was taken from."""
        return DataVersion.objects.token()

    @cached_property
    def steps(self) -> list[SnapshotStep]:
        snapshots = list(Snapshot.objects.order_by("-taken_at")[: MAX_STEPS + 1])
        counts = self._counts(snapshots)
        steps = [
            SnapshotStep(
                now,
                before,
                find_number_changes(
                    counts[now.pk],
                    counts[before.pk],
                    is_by_other_rule=now.rule_version != before.rule_version,
                ),
            )
            for now, before in pairwise(snapshots)
        ]
        first = [SnapshotStep(snapshots[-1], None, [])] if snapshots else []
        return [*steps, *first][:MAX_STEPS]

    def _counts(self, snapshots) -> dict[int, dict]:
        """The counts of each snapshot by provision and unit."""
        by_snapshot = {snapshot.pk: {} for snapshot in snapshots}
        rows = RecordedCount.objects.filter(snapshot__in=snapshots)
        for count in rows.select_related("provision__law"):
            by_snapshot[count.snapshot_id][count.provision, count.unit] = count
        return by_snapshot


def find_number_changes(now: dict, then: dict, *, is_by_other_rule: bool) -> list[NumberChange]:
    """The counts that differ; that of all provisions first, then by law and article."""
    differing = []
    for provision, unit in now.keys() | then.keys():
        after, before = now.get((provision, unit)), then.get((provision, unit))
        old, new = before.value if before else 0, after.value if after else 0
        if old != new:
            older = after.from_older_records if after else 0
            numbers = (old, new, older, is_by_other_rule)
            differing.append(NumberChange(provision, str(unit), *numbers))
    return sorted(differing, key=_sort_key)


def _sort_key(change: NumberChange):
    provision = change.provision
    if provision is None:
        return ("", 0, "", change.unit)
    return (provision.law.title, provision.position, provision.slug, change.unit)
