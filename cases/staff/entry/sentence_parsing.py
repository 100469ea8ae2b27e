"""Parses a court's sentence in words, such as `18 months, 6 suspended`. No database access."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from cases.staff.entry.cell_parsing import CellSyntaxError
from laws.enums import Currency
from tracker.partial_dates import with_ascii_digits

SYNTAX_HINT = gettext_lazy(
    "Write months or words: 18; 18 months, 6 suspended; 1 to 3 years; life; fine 4 million riel."
)
MONTHS_PER_UNIT = {"y": 12, "ឆ": 12, "m": 1, "ខ": 1}  # by first letter of the unit
TIME_UNIT = r"years?|yrs?|y|months?|mos?|m|ឆ្នាំ|ខែ"
DURATION = re.compile(rf"(\d+)\s*(?:-|–|to\s)?\s*(\d+)?\s*({TIME_UNIT})?(?![a-z])")
MONEY = re.compile(r"(\$?)\s*(\d+(?:\.\d{1,2})?)\s*(million|m)?\s*(\$|[a-z]*|រៀល|ដុល្លារ)")
MULTIPLIERS = {"million": 1_000_000, "m": 1_000_000, "": 1}
CURRENCY_BY_WORD = {
    **dict.fromkeys(["riel", "riels", "khr", "រៀល"], Currency.KHR),
    **dict.fromkeys(["$", "usd", "dollar", "dollars", "ដុល្លារ"], Currency.USD),
}
FLAGS = {
    "is_in_absentia": re.compile(r"in absentia|កំបាំងមុខ"),
    "is_life": re.compile(r"life(?:\s+imprisonment)?|អស់មួយជីវិត"),
    "is_remainder_suspended": re.compile(r"(?:the\s+)?(?:rest|remainder)\s+(?:is\s+)?suspended"),
}
WHOLLY_SUSPENDED = re.compile(r"(?:all\s+|wholly\s+|fully\s+)?suspended|ព្យួរ")
SERVED = re.compile(r"served\s+(.+)|(.+?)\s+served")
SUSPENDED = re.compile(r"suspended\s+(.+)|(.+?)\s+(?:of\s+(?:them|which)\s+)?(?:suspended|ព្យួរ)")
FINE = re.compile(r"(?:a\s+)?fined?\s*(?:of\s+)?(.*)")
COMPENSATION = re.compile(r"compensation\s*(?:of\s+)?(.+?)(?:\s+to\s+(.+))?")
PART_SEPARATOR = re.compile(r"\s*[,;+]\s*|\s+and\s+")
THOUSANDS_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass
class SentenceTerms:
    """The terms of one sentence; fields are named as those of the model `Sentence`."""

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

    def __str__(self):
        """The terms in words that parse to the same terms."""
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
        return ", ".join(words for is_stated, words in parts if is_stated)

    @property
    def _compensation(self) -> str:
        to = f" to {self.compensation_to}" if self.compensation_to else ""
        return f"compensation {self.compensation} {self.compensation_currency}{to}"


def parse_sentence(text: str) -> SentenceTerms:
    """Parse a whole sentence. Raises CellSyntaxError, naming the part that does not parse."""
    terms, parser = SentenceTerms(), SentenceParser()
    plain = THOUSANDS_SEPARATOR.sub("", with_ascii_digits(text).strip())
    for part in filter(None, PART_SEPARATOR.split(plain)):
        parser.parse_part(part, terms)
    suspended = terms.suspended_months
    if suspended is not None and (terms.prison_months_max or 0) < suspended and not terms.is_life:
        raise CellSyntaxError(
            _("%(suspended)d months are suspended of %(imposed)d.")
            % {"suspended": suspended, "imposed": terms.prison_months_max or 0}
        )
    return terms


class SentenceParser:
    """Parses the parts of one sentence in order; a number without a unit takes the previous one."""

    def __init__(self):
        self._months_per_unit = 1

    def parse_part(self, part: str, terms: SentenceTerms) -> None:
        """Set the fields of `terms` that one part states. Raises CellSyntaxError."""
        lower = part.lower()
        for flag, pattern in FLAGS.items():
            if pattern.fullmatch(lower):
                setattr(terms, flag, True)
                return
        for pattern, apply in self._HANDLERS:
            if match := pattern.fullmatch(lower):
                # Match the text as typed if possible, so that names keep their capitals.
                apply(self, pattern.fullmatch(part) or match, terms)
                return
        raise CellSyntaxError(
            _("“%(part)s” is not understood. %(how)s") % {"part": part, "how": SYNTAX_HINT}
        )

    def _set_prison(self, match, terms):
        low, high = self._parse_months(match.group())
        terms.prison_months_min = (terms.prison_months_min or 0) + low
        terms.prison_months_max = (terms.prison_months_max or 0) + high

    def _set_suspended(self, match, terms):
        terms.suspended_months = self._parse_months(match[1] or match[2])[1]

    def _set_wholly_suspended(self, _match, terms):
        terms.suspended_months = terms.prison_months_max

    def _set_served(self, match, terms):
        terms.served_months = self._parse_months(match[1] or match[2])[1]

    def _set_fine(self, match, terms):
        if match[1]:
            terms.fine, terms.fine_currency = parse_money(match[1])
        else:
            terms.is_fine_unstated = True

    def _set_compensation(self, match, terms):
        terms.compensation, terms.compensation_currency = parse_money(match[1])
        terms.compensation_to = match[2] or ""

    def _parse_months(self, text: str) -> tuple[int, int]:
        """(minimum, maximum) in months of `1 year 6 months`, `1 to 3 years` or `18`."""
        low = high = 0
        rest = text.lower()
        while match := DURATION.match(rest):
            if match[3]:
                self._months_per_unit = MONTHS_PER_UNIT[match[3][0]]
            low += int(match[1]) * self._months_per_unit
            high += int(match[2] or match[1]) * self._months_per_unit
            rest = rest[match.end() :].strip()
        if rest or not text.strip():
            raise CellSyntaxError(
                _("“%(text)s” is no length. %(how)s") % {"text": text.strip(), "how": SYNTAX_HINT}
            )
        return low, high

    # The first pattern that matches a whole part decides.
    _HANDLERS = [
        (WHOLLY_SUSPENDED, _set_wholly_suspended),
        (FINE, _set_fine),
        (COMPENSATION, _set_compensation),
        (SUSPENDED, _set_suspended),
        (SERVED, _set_served),
        (re.compile(rf"(?:{DURATION.pattern}\s*)+"), _set_prison),
    ]


def parse_money(text: str) -> tuple[Decimal, str]:
    """(amount, currency code) of `4 million riel` or `$1000`. Raises CellSyntaxError."""
    match = MONEY.fullmatch(text.strip().lower())
    currency = match and CURRENCY_BY_WORD.get(match[1] or match[4])
    if not currency:
        raise CellSyntaxError(
            _("“%(text)s” is no amount: write 4 million riel, or 1000 USD.") % {"text": text}
        )
    return Decimal(match[2]) * MULTIPLIERS[match[3] or ""], str(currency.value)
