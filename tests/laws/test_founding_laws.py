"""Founding data: which law the documents allow on which day."""

import pytest

from cases.page_data.case import applicable_versions, charges_with_details
from laws.models import InForceRule, Law, Provision
from tracker.partial_dates import PartialDate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_data")]
LESE_MAJESTE = "penal-code-2009/437-bis"


def answer(address: str, day: str) -> tuple[bool, bool, str | None]:
    """Whether a version may apply on the day, whether that is uncertain, and the reason."""
    provision = Provision.objects.at(address).get()
    rule = InForceRule(provision.versions.all(), provision.law.stages.all())
    found = rule.on(PartialDate.parse(day))
    return bool(found.versions), found.is_ambiguous, found.reason and found.reason.code


@pytest.mark.parametrize(
    ("address", "day", "expected"),
    [
        ("untac-criminal-code-1992/62", "1991", (False, False, "not_yet_in_force")),
        ("untac-criminal-code-1992/62", "1992-06", (True, True, "start_uncertain")),
        ("untac-criminal-code-1992/62", "2000", (True, False, None)),
        ("untac-criminal-code-1992/62", "2010", (True, True, "law_end_uncertain")),
        ("untac-criminal-code-1992/62", "2022", (False, False, "law_ended")),
        (LESE_MAJESTE, "2017", (False, False, "not_yet_in_force")),
        (LESE_MAJESTE, "2018-06", (True, True, "start_uncertain")),
        (LESE_MAJESTE, "2019", (True, False, None)),
        ("notice-175/prior-notice", "2018-10", (True, True, "start_unknown")),
        ("notice-175/prior-notice", "2018-11", (True, True, "law_end_uncertain")),
        ("notice-175/prior-notice", "2018-12", (False, False, "law_ended")),
        ("sub-decree-23-nig-2021/6", "2023", (True, True, "start_unknown")),
        ("draft-cybercrime-law/45", "2021", (False, False, "draft")),
    ],
)
def test_law_of_a_day_is_as_certain_as_the_documents_allow(address, day, expected):
    assert answer(address, day) == expected


def test_penal_code_begins_in_the_years_that_the_report_gives():
    articles = Provision.objects.filter(law__slug="penal-code-2009").exclude(slug="437-bis")
    numbered = articles.exclude(number="").select_related("law")
    addresses = [article.address for article in numbered]
    assert len(addresses) == 7
    for day, expected in {
        "2006": (False, False, "not_yet_in_force"),
        "2008": (True, True, "start_uncertain"),
        "2010": (True, False, None),
    }.items():
        assert {address: answer(address, day) for address in addresses} == dict.fromkeys(
            addresses, expected
        )


def test_offences_without_an_article_are_never_certain_to_be_in_force():
    offences = Provision.objects.filter(law__slug="penal-code-2009", number="")
    addresses = [offence.address for offence in offences.select_related("law")]
    assert len(addresses) == 9
    assert {answer(address, "2010") for address in addresses} == {(True, True, "start_unknown")}


def test_no_other_law_is_said_to_have_ended():
    ended = Law.objects.filter(stages__kind__in=["repealed", "replaced", "rescinded"])
    assert {law.slug for law in ended} == {"untac-criminal-code-1992", "notice-175"}


def test_charges_under_a_law_of_uncertain_start_are_uncertain():
    uncertain = {
        (charge.provision.address, applicable.reason.code)
        for charge in charges_with_details()
        for applicable in applicable_versions(charge)
        if applicable.on and applicable.reason
    }
    assert uncertain == {
        (LESE_MAJESTE, "start_uncertain"),
        ("human-trafficking-law/39", "start_unknown"),
        ("penal-code-2009/insulting-a-public-official", "start_unknown"),
        ("penal-code-2009/violating-a-court-order", "start_unknown"),
    }
