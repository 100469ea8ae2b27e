"""Draft bills in the question that a filter set asks: nobody can be charged under them."""

from laws.models import Law
from tracker.web.lists.filters import StrictFilterSet

# Parameters that name laws or provisions of charges.
PARAMETERS = ("law", "provision", "together")


def laws_asked(filterset: StrictFilterSet) -> list[list[Law]]:
    """The laws that each parameter in use names, by themselves or by their provisions."""
    given = (filterset.form.cleaned_data.get(name) for name in PARAMETERS)
    return [
        [record if isinstance(record, Law) else record.law for record in records]
        for records in given
        if records
    ]


def drafts_asked(filterset: StrictFilterSet) -> list[str]:
    """Slugs of the drafts among the laws that a valid filter set asks about."""
    laws = (law for records in laws_asked(filterset) for law in records)
    return sorted({law.slug for law in laws if law.is_draft})


def is_about_drafts_only(filterset: StrictFilterSet) -> bool:
    """Whether one of its parameters names nothing but drafts, so that no charge can meet it."""
    return any(all(law.is_draft for law in records) for records in laws_asked(filterset))
