"""Differences between two snapshots of the headline numbers, with reasons."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cases.enums import Unit
from cases.models import RecordedCount, Snapshot
from laws.models import Provision
from tracker.models import DataVersion

SHOWN = 60  # about two months of nights on which a number changed


@dataclass(frozen=True)
class NumberChange:
    """One number before and after, and what the public may know of the reason."""

    provision: Provision | None
    unit: str
    before: int
    after: int
    from_older_records: int

    @property
    def change(self) -> str:
        return f"{self.after - self.before:+d}".replace("-", "−")

    @property
    def reasons(self) -> list[str]:
        """New records add; the rest is work on records that both snapshots could count.

        A record that stopped being public is never told from one that was corrected or merged:
        it may have been withdrawn for somebody's safety.
        """
        new, changed = self.after - self.from_older_records, self.from_older_records - self.before
        found = []
        if new:
            words = ngettext(
                "%(n)d from records published since",
                "%(n)d from records published since",
                new,
            )
            found.append(words % {"n": new})
        if changed > 0:
            words = ngettext(
                "%(n)d more from records that were already public: completed or corrected",
                "%(n)d more from records that were already public: completed or corrected",
                changed,
            )
            found.append(words % {"n": changed})
        if changed < 0:
            words = ngettext(
                "%(n)d fewer: corrected, merged or withdrawn",
                "%(n)d fewer: corrected, merged or withdrawn",
                -changed,
            )
            found.append(words % {"n": -changed})
        return found

    @property
    def unit_in_words(self) -> str:
        return str(Unit(self.unit).label)

    @property
    def label(self) -> str:
        return str(self.provision) if self.provision else _("All articles together, each unit once")

    @property
    def address(self) -> str:
        return self.provision.get_absolute_url() if self.provision else reverse("cases:usage")


@dataclass(frozen=True)
class SnapshotStep:
    """A snapshot and what had changed by then since the one before; the first has no changes."""

    snapshot: Snapshot
    before: Snapshot | None
    changes: list[NumberChange]


class FigureChanges:
    """The change log of figures, newest first."""

    @property
    def data_version(self) -> str:
        """Of what everybody sees now; a snapshot names the one it was taken from."""
        return DataVersion.objects.token()

    @cached_property
    def steps(self) -> list[SnapshotStep]:
        found = list(Snapshot.objects.order_by("-taken_at")[: SHOWN + 1])
        counts = self._counts(found)
        befores = [*found[1:], None][: len(found)]
        steps = [
            SnapshotStep(one, before, changes(counts[one.pk], counts[before.pk]) if before else [])
            for one, before in zip(found, befores, strict=True)
        ]
        return steps[:SHOWN]

    def _counts(self, snapshots) -> dict[int, dict]:
        """The counts of each snapshot by what they count."""
        by_snapshot = {snapshot.pk: {} for snapshot in snapshots}
        rows = RecordedCount.objects.filter(snapshot__in=snapshots)
        for count in rows.select_related("provision__law"):
            by_snapshot[count.snapshot_id][count.provision, count.unit] = count
        return by_snapshot


def changes(now: dict, then: dict) -> list[NumberChange]:
    """What differs; the number of all provisions first, then by law and article."""
    found = []
    for provision, unit in now.keys() | then.keys():
        after, before = now.get((provision, unit)), then.get((provision, unit))
        old, new = before.value if before else 0, after.value if after else 0
        if old != new:
            older = after.from_older_records if after else 0
            found.append(NumberChange(provision, str(unit), old, new, older))
    return sorted(found, key=_place)


def _place(change: NumberChange):
    provision = change.provision
    if provision is None:
        return ("", 0, "", change.unit)
    return (provision.law.title, provision.position, provision.slug, change.unit)
