"""Parses a sentence such as `18 months, 6 suspended`."""

import re
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from cases.staff.entry.cell_parsing import CellSyntaxError
from laws.enums import Currency
from tracker.partial_dates import digits

HOW = gettext_lazy(
    "Write months or words: 18; 18 months, 6 suspended; 1 to 3 years; life; fine 4 million riel."
)
MONTHS_IN = {"y": 12, "ឆ": 12, "m": 1, "ខ": 1}  # by the first letter of the unit
UNIT = r"years?|yrs?|y|months?|mos?|m|ឆ្នាំ|ខែ"
DURATION = re.compile(rf"(\d+)\s*(?:-|–|to\s)?\s*(\d+)?\s*({UNIT})?(?![a-z])")
MONEY = re.compile(r"(\$?)\s*(\d+(?:\.\d{1,2})?)\s*(million|m)?\s*(\$|[a-z]*|រៀល|ដុល្លារ)")
SCALE = {"million": 1_000_000, "m": 1_000_000, "": 1}
CURRENCIES = {
    **dict.fromkeys(["riel", "riels", "khr", "រៀល"], Currency.KHR),
    **dict.fromkeys(["$", "usd", "dollar", "dollars", "ដុល្លារ"], Currency.USD),
}
LIFE = re.compile(r"life(?:\s+imprisonment)?|អស់មួយជីវិត")
REST = re.compile(r"(?:the\s+)?(?:rest|remainder)\s+(?:is\s+)?suspended")
WHOLLY = re.compile(r"(?:all\s+|wholly\s+|fully\s+)?suspended|ព្យួរ")
SERVED = re.compile(r"served\s+(.+)|(.+?)\s+served")
SUSPENDED = re.compile(r"suspended\s+(.+)|(.+?)\s+(?:of\s+(?:them|which)\s+)?(?:suspended|ព្យួរ)")
FINE = re.compile(r"(?:a\s+)?fined?\s*(?:of\s+)?(.*)")
COMPENSATION = re.compile(r"compensation\s*(?:of\s+)?(.+?)(?:\s+to\s+(.+))?")
ABSENT = re.compile(r"in absentia|កំបាំងមុខ")
NEXT = re.compile(r"\s*[,;+]\s*|\s+and\s+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass
class SentenceTerms:
    """What is imposed; the names are those of `Sentence`."""

    prison_months_min: int | None = None
    prison_months_max: int | None = None
    is_life: bool = False
    suspended_months: int | None = None
    is_remainder_suspended: bool = False
    served_months: int | None = None
    is_in_absentia: bool = False
    fine: Decimal | None = None
    fine_currency: str = ""
    is_fine_unstated: bool = False
    compensation: Decimal | None = None
    compensation_currency: str = ""
    compensation_to: str = ""

    def as_fields(self) -> dict:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def __str__(self):
        """How it was understood, in words that can be typed again."""
        low, high = self.prison_months_min, self.prison_months_max
        prison = f"{low} to {high} months" if low != high else f"{high} months"
        parts = [
            (self.is_life, "life"),
            (high is not None, prison),
            (self.suspended_months is not None, f"{self.suspended_months} months suspended"),
            (self.is_remainder_suspended, "rest suspended"),
            (self.served_months is not None, f"{self.served_months} months served"),
            (self.fine is not None, f"fine {self.fine} {self.fine_currency}"),
            (self.is_fine_unstated, "fine"),
            (self.compensation is not None, self._compensation),
            (self.is_in_absentia, "in absentia"),
        ]
        return ", ".join(words for is_said, words in parts if is_said)

    @property
    def _compensation(self) -> str:
        to = f" to {self.compensation_to}" if self.compensation_to else ""
        return f"compensation {self.compensation} {self.compensation_currency}{to}"


def terms_of(text: str) -> SentenceTerms:
    """What the text says is imposed. Raises Unreadable, naming the part that says nothing."""
    terms, reader = SentenceTerms(), Reader()
    plain = THOUSANDS.sub("", digits(text).strip())
    for part in filter(None, NEXT.split(plain)):
        reader.read(part, terms)
    suspended = terms.suspended_months
    if suspended is not None and (terms.prison_months_max or 0) < suspended and not terms.is_life:
        raise CellSyntaxError(
            _("%(suspended)d months are suspended of %(imposed)d.")
            % {"suspended": suspended, "imposed": terms.prison_months_max or 0}
        )
    return terms


class Reader:
    """Reads the parts of one sentence in turn: a number without a unit takes the last one said."""

    def __init__(self):
        self.unit = 1

    def read(self, part: str, terms: SentenceTerms) -> None:
        small = part.lower()
        for pattern, read in self.WAYS:
            if match := pattern.fullmatch(small):
                # Names keep their capitals: the same places of the text as typed.
                read(self, pattern.fullmatch(part) or match, terms)
                return
        raise CellSyntaxError(
            _("“%(part)s” is not understood. %(how)s") % {"part": part, "how": HOW}
        )

    def prison(self, match, terms):
        low, high = self.months(match.group())
        terms.prison_months_min = (terms.prison_months_min or 0) + low
        terms.prison_months_max = (terms.prison_months_max or 0) + high

    def suspended(self, match, terms):
        terms.suspended_months = self.months(match[1] or match[2])[1]

    def wholly_suspended(self, _match, terms):
        terms.suspended_months = terms.prison_months_max

    def rest_suspended(self, _match, terms):
        terms.is_remainder_suspended = True

    def served(self, match, terms):
        terms.served_months = self.months(match[1] or match[2])[1]

    def life(self, _match, terms):
        terms.is_life = True

    def absent(self, _match, terms):
        terms.is_in_absentia = True

    def fine(self, match, terms):
        if match[1]:
            terms.fine, terms.fine_currency = money(match[1])
        else:
            terms.is_fine_unstated = True

    def compensation(self, match, terms):
        terms.compensation, terms.compensation_currency = money(match[1])
        terms.compensation_to = match[2] or ""

    def months(self, text: str) -> tuple[int, int]:
        """`1 year 6 months`, `1 to 3 years`, `18`: the least and the most months."""
        low = high = 0
        rest = text.lower()
        while match := DURATION.match(rest):
            self.unit = MONTHS_IN[match[3][0]] if match[3] else self.unit
            low += int(match[1]) * self.unit
            high += int(match[2] or match[1]) * self.unit
            rest = rest[match.end() :].strip()
        if rest or not text.strip():
            raise CellSyntaxError(
                _("“%(text)s” is no length. %(how)s") % {"text": text.strip(), "how": HOW}
            )
        return low, high

    WAYS = [
        (ABSENT, absent),
        (LIFE, life),
        (REST, rest_suspended),
        (WHOLLY, wholly_suspended),
        (FINE, fine),
        (COMPENSATION, compensation),
        (SUSPENDED, suspended),
        (SERVED, served),
        (re.compile(rf"(?:{DURATION.pattern}\s*)+"), prison),
    ]


def money(text: str) -> tuple[Decimal, str]:
    """`4 million riel`, `$1000`: the amount and its currency."""
    match = MONEY.fullmatch(text.strip().lower())
    currency = match and CURRENCIES.get(match[1] or match[4])
    if not currency:
        raise CellSyntaxError(
            _("“%(text)s” is no amount: write 4 million riel, or 1000 USD.") % {"text": text}
        )
    return Decimal(match[2]) * SCALE[match[3] or ""], str(currency.value)
