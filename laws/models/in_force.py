"""Which versions of a provision may apply on a day, whether that is certain, and if not, why.

The one answer of page, API, case page and publication check. It is computed from the versions and
from the stages that end the law, never stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import inf

from django.utils.translation import gettext as _, gettext_lazy

from laws.enums import ENDING_STAGES, StageKind, VersionStage
from tracker.enums import Standing
from tracker.partial_dates import PartialDate

from .law import Stage
from .provision import Version


def reason_texts() -> dict:
    """The sentence of each code; of how a law ended, one for each stage that ends it.

    A function, since the catalogue takes no strings outside functions from modules of models.
    """
    return {
        "start_uncertain": gettext_lazy(
            "The article began to apply %(when)s; on which day is not known."
        ),
        "start_unknown": gettext_lazy("No source says when the article began to apply."),
        "change_uncertain": gettext_lazy("The article changed %(when)s; the day is not known."),
        "end_uncertain": gettext_lazy(
            "The article ceased to apply %(when)s; on which day is not known."
        ),
        "law_end_uncertain": {
            StageKind.REPEALED: gettext_lazy(
                "The law was repealed %(when)s; on which day is not known."
            ),
            StageKind.REPLACED: gettext_lazy(
                "The law was replaced %(when)s; on which day is not known."
            ),
            StageKind.RESCINDED: gettext_lazy(
                "The law was rescinded %(when)s; on which day is not known."
            ),
        },
        "day_imprecise": gettext_lazy(
            "The exact day is not known, and the law changed in that time."
        ),
        "day_unknown": gettext_lazy("The day is not known."),
        "not_yet_in_force": gettext_lazy("Not yet in force: the article began to apply %(when)s."),
        "ended": gettext_lazy("No longer in force: the article ceased to apply %(when)s."),
        "law_ended": {
            StageKind.REPEALED: gettext_lazy("The law was repealed %(when)s."),
            StageKind.REPLACED: gettext_lazy("The law was replaced %(when)s."),
            StageKind.RESCINDED: gettext_lazy("The law was rescinded %(when)s."),
        },
        "no_version": gettext_lazy("No version of the article is recorded for that day."),
        "draft": gettext_lazy("Only a draft of the article is recorded."),
    }


REASONS = reason_texts()
REASON_CODES = tuple(REASONS)


@dataclass(frozen=True)
class Reason:
    """Why no version, or none for certain, applies: a code, and a sentence in the page language."""

    code: str
    when: PartialDate | None = None
    ending: str = ""  # how the law ended: a StageKind

    @property
    def text(self) -> str:
        words = REASONS[self.code]
        return (words[self.ending] if self.ending else words) % {"when": when_in_words(self.when)}

    def as_json(self) -> dict:
        return {"code": self.code, "text": self.text}


def when_in_words(when: PartialDate | None) -> str:
    """`in 2009`, `on 2 March 2018`, `between 1 January 2015 and 31 December 2016`."""
    if when is None:
        return _("at some time")
    if when.is_about:
        return when.in_words()
    if when.precision == "range":
        first, last = (PartialDate(day, day).in_words() for day in (when.earliest, when.latest))
        return _("between %(first)s and %(last)s") % {"first": first, "last": last}
    words = _("on %(date)s") if when.precision == "day" else _("in %(date)s")
    return words % {"date": when.in_words()}


@dataclass(frozen=True)
class InForce:
    """The versions that may apply on a day. More than one, or perhaps none: ambiguous."""

    versions: list[Version] = field(default_factory=list)
    is_ambiguous: bool = False
    reason: Reason | None = None


class Validity:
    """The days on which a version, or anything with a first and a last day, holds.

    Days are numbers: `earliest_start` to `latest_start` are the possible first days,
    `earliest_end` to `latest_end` the possible first days on which it holds no more.
    """

    def __init__(self, starts_on: PartialDate | None, ends_on: PartialDate | None, version=None):
        self.starts_on, self.ends_on, self.version = starts_on, ends_on, version
        self.earliest_start, self.latest_start = day_numbers(starts_on, (-inf, inf))
        self.earliest_end, self.latest_end = day_numbers(ends_on, (inf, inf))

    def may_hold(self, day: int) -> bool:
        return self.earliest_start <= day < self.latest_end

    def may_not_have_started(self, day: int) -> bool:
        return day < self.latest_start

    def may_have_ended(self, day: int) -> bool:
        return day >= self.earliest_end

    def has_ended(self, day: int) -> bool:
        return day >= self.latest_end

    @property
    def turning_points(self) -> set[float]:
        """The days on which an answer above may differ from that of the day before."""
        return {self.earliest_start, self.latest_start, self.earliest_end, self.latest_end}


def day_numbers(when: PartialDate | None, open_side: tuple[float, float]) -> tuple[float, float]:
    return (when.earliest.toordinal(), when.latest.toordinal()) if when else open_side


class LawValidity(Validity):
    """The days until the law ends by its stages; dates that differ are all possible.

    A rejected claim does not count. An end without any date may be on every day.
    """

    def __init__(self, stages: Iterable[Stage]):
        endings = [
            stage
            for stage in stages
            if stage.kind in ENDING_STAGES and stage.standing != Standing.REJECTED
        ]
        dates = [stage.happened_on for stage in endings if stage.happened_on]
        super().__init__(None, span_of(dates))
        self.ending = endings[0].kind if endings else ""
        if endings and not dates:
            self.earliest_end = -inf

    @property
    def reason(self) -> Reason | None:
        """How the law ended; None if it did not."""
        if not self.ending:
            return None
        is_certain = self.earliest_end == self.latest_end
        return Reason("law_ended" if is_certain else "law_end_uncertain", self.ends_on, self.ending)


def span_of(dates: list[PartialDate]) -> PartialDate | None:
    """From the first to the last possible day of all of them; None if there is none."""
    if len(set(dates)) < 2:  # keeps the mark "about"
        return dates[0] if dates else None
    return PartialDate(min(d.earliest for d in dates), max(d.latest for d in dates))


class InForceRule:
    """Answers for one provision, from all its versions and all stages of its law."""

    def __init__(self, versions: Iterable[Version], stages: Iterable[Stage]):
        self.versions = list(versions)
        self.validities = [
            Validity(version.starts_on, version.ends_on, version)
            for version in self.versions
            if version.stage == VersionStage.ENACTED
        ]
        self.law = LawValidity(stages)

    def on(self, when: PartialDate | date | None) -> InForce:
        """The versions that may apply on the day; of a vague day, on any of its possible days."""
        if when is None:
            return InForce(reason=Reason("day_unknown"))
        days = (when, when) if isinstance(when, date) else (when.earliest, when.latest)
        first, last = (day.toordinal() for day in days)
        points = set[float]().union(*(each.turning_points for each in (*self.validities, self.law)))
        # The answer changes on these days only.
        days = [first, *sorted(day for day in points if first < day <= last)]
        answers = [self._on_day(day) for day in days]
        reason = next((answer.reason for answer in answers if answer.is_ambiguous), None)
        found = {id(version) for answer in answers for version in answer.versions}
        if reason is None and any(len(answer.versions) != len(found) for answer in answers):
            reason = Reason("day_imprecise")
        versions = [v.version for v in self.validities if id(v.version) in found]
        return InForce(versions, reason is not None, reason or answers[0].reason)

    def _on_day(self, day: int) -> InForce:
        if self.law.has_ended(day):
            return InForce(reason=Reason("law_ended", self.law.ends_on, self.law.ending))
        candidates = [validity for validity in self.validities if validity.may_hold(day)]
        if not candidates:
            return InForce(reason=self._why_none(day))
        reason = self._why_uncertain(candidates, day)
        return InForce([each.version for each in candidates], reason is not None, reason)

    def _why_uncertain(self, candidates: list[Validity], day: int) -> Reason | None:
        if self.law.may_have_ended(day):
            return Reason("law_end_uncertain", self.law.ends_on, self.law.ending)
        starting = [each.starts_on for each in candidates if each.may_not_have_started(day)]
        ending = [each.ends_on for each in candidates if each.may_have_ended(day)]
        if len(candidates) > 1:
            return Reason("change_uncertain", (starting or ending or [None])[-1])
        if starting:
            return Reason("start_uncertain" if starting[0] else "start_unknown", starting[0])
        return Reason("end_uncertain", ending[0]) if ending else None

    def _why_none(self, day: int) -> Reason:
        if not self.validities:
            return Reason("draft" if self.versions else "no_version")
        first = min(self.validities, key=lambda each: each.earliest_start)
        last = max(self.validities, key=lambda each: each.latest_end)
        if day < first.earliest_start:
            return Reason("not_yet_in_force", first.starts_on)
        if last.has_ended(day):
            return Reason("ended", last.ends_on)
        return Reason("no_version")
