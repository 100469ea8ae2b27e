"""Sentences and days in custody in words.

Penalties, months and amounts: laws/models/penalty.py.
"""

from django.utils.translation import gettext as _, ngettext

from cases.models import Detention, Sentence, days_detained
from laws.enums import Currency
from laws.models.penalty import amount_in_words, bounds_in_words, months_in_words


def term_in_words(months: int) -> str:
    """`24 months (2 years)`; `18 months` if not a multiple of 12."""
    plain = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years = months_in_words(months)
    return plain if years == plain else f"{plain} ({years})"


def sentence_in_words(sentence: Sentence) -> str:
    """The parts of the sentence as text, or `sentence not stated`."""
    parts = [part for part in (_prison(sentence), _fine(sentence), _compensation(sentence)) if part]
    if sentence.is_in_absentia:
        parts.append(_("in absentia"))
    return "; ".join(parts) or _("sentence not stated")


def _prison(sentence: Sentence) -> str:
    if sentence.is_life:
        return _("life in prison")
    term = bounds_in_words(sentence.prison_months_min, sentence.prison_months_max, term_in_words)
    parts = [_("%(term)s in prison") % {"term": term}] if term else []
    if sentence.suspended_months is not None:
        months = term_in_words(sentence.suspended_months)
        parts.append(_("%(months)s of it suspended") % {"months": months})
    if sentence.is_remainder_suspended:
        parts.append(_("the rest after time served suspended"))
    if sentence.served_months is not None:
        months = term_in_words(sentence.served_months)
        parts.append(_("%(months)s served, as the source states") % {"months": months})
    return ", ".join(parts)


def _fine(sentence: Sentence) -> str:
    if sentence.fine is not None:
        return _("fine of %(amount)s") % {"amount": _amount(sentence.fine, sentence.fine_currency)}
    return _("a fine, amount not stated") if sentence.is_fine_unstated else ""


def _compensation(sentence: Sentence) -> str:
    if sentence.compensation is None:
        return ""
    amount = _amount(sentence.compensation, sentence.compensation_currency)
    words = _("compensation of %(amount)s") % {"amount": amount}
    if sentence.compensation_to:
        words = _("%(compensation)s to %(whom)s") % {
            "compensation": words,
            "whom": sentence.compensation_to,
        }
    if sentence.is_claim_only:
        return _("%(compensation)s demanded, not imposed") % {"compensation": words}
    return words


def _amount(amount, currency: str) -> str:
    return f"{amount_in_words(amount)} {Currency(currency).label}"


def days_in_words(spells: list[Detention]) -> str:
    """`12 days`, or `12 to 43 days`."""
    minimum, maximum = days_detained(spells)
    if minimum == maximum:
        return ngettext("%(n)d day", "%(n)d days", maximum) % {"n": maximum}
    return _("%(least)d to %(most)d days") % {"least": minimum, "most": maximum}


def _reason_for_open_end(spell: Detention, last: str) -> str:
    """Says at which date the count of a detention without recorded release ends."""
    if spell.last_known.precision == "day":
        return _("no release is recorded: counted to %(date)s, when last confirmed") % {
            "date": last
        }
    return _(
        "no release is recorded: custody was last confirmed in %(date)s, on a day not known, so "
        "the count ends on its first or on its last day"
    ) % {"date": last}


def uncertainty_reasons(spells: list[Detention]) -> list[str]:
    """Reasons why minimum and maximum differ, or why the count ends at the last confirmation."""
    reasons = []
    for spell in spells:
        if spell.started_on.precision != "day":
            start = spell.started_on.in_words()
            reasons.append(_("the start is known only as %(date)s") % {"date": start})
        if spell.ended_on is None:
            last = spell.last_known.in_words()
            reasons.append(_reason_for_open_end(spell, last))
        elif spell.ended_on.precision != "day":
            end = spell.ended_on.in_words()
            reasons.append(_("the end is known only as %(date)s") % {"date": end})
    return list(dict.fromkeys(reasons))
