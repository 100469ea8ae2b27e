"""Facts of the founding documents that the loaded founding data must reproduce."""

import pytest
from pytest_django.asserts import assertContains

from cases.enums import Category, DisagreementNature, DisplayPolicy, Provenance
from cases.models import (
    Case,
    Charge,
    Claim,
    Detention,
    Disagreement,
    Event,
    Measure,
    MeasureParty,
    Participation,
    Person,
    PersonName,
    Sentence,
    days_detained,
)
from laws.models import Provision
from tests.api import LISTS, fetch_all_rows, get_json
from tests.cases.test_people_by_name import codes_found
from tracker.partial_dates import PartialDate
from tracker.visibility.public_reader import public_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_data")]


@pytest.mark.parametrize("path", LISTS)
def test_list_with_all_fields_equals_single_records(partner, path):
    for row in fetch_all_rows(partner, f"{path}?include=all&page_size=500"):
        assert get_json(partner, row["api_url"]) == row


@pytest.mark.parametrize("path", LISTS)
def test_short_row_is_part_of_the_full_record(partner, path):
    records = fetch_all_rows(partner, f"{path}?include=all&page_size=500")
    for row, record in zip(fetch_all_rows(partner, f"{path}?page_size=500"), records, strict=True):
        assert row == part_of(record, row)


def part_of(record, row):
    """The parts of a record that the row has too."""
    if isinstance(row, dict):
        return {name: part_of(record[name], value) for name, value in row.items()}
    if isinstance(row, list):
        return [part_of(*pair) for pair in zip(record, row, strict=True)]
    return record


def charged(number, provenance):
    charges = Charge.objects.filter(
        provision__law__slug="penal-code-2009",
        provision__slug=number,
        provenance=provenance,
        participation__person__isnull=False,
    )
    return sorted(charges.values_list("participation__person__name", flat=True))


INCITEMENT = [
    "Aun Pheap",
    "Kong Raiya",
    "Long Kunthea",
    "Peter Zsombor",
    "Phuon Keoreaksmey",
    "Soung Neakpaon",
    "Thun Ratha",
]


def test_people_charged_under_article_495():
    assert charged("495", Provenance.STATED) == sorted([*INCITEMENT, "Rong Chhun", "Sovann Rithy"])


def test_people_charged_under_articles_494_and_495_together():
    assert charged("494", Provenance.STATED) == INCITEMENT


def test_inferred_charges_under_article_495_are_separate():
    assert charged("495", Provenance.INFERRED) == [
        "",  # a minor
        "Alejandro Gonzalez-Davidson",
        "Chea Kunthin",
        "Kea Sokun",
        "Kong Raiya",
        "Sath Chanboth",
    ]


@pytest.mark.parametrize(
    ("name", "provision", "statuses"),
    [
        ("Sam Rainsy", "305", ["convicted"]),
        ("Sam Rainsy", "437-bis", ["charged"]),
        ("Kem Sokha", "treason", ["on_trial"]),
        ("Rong Chhun", "495", ["on_trial"]),
        ("Aun Pheap", "495", ["charged"]),
        ("Thun Ratha", "495", ["convicted"]),
        ("Uon Chhin", "445", ["charged"]),
        ("Soeng Senkaruna", "305", ["complained"]),
        ("San Rotha", "public-insult", []),
        ("Sath Chanboth", "495", ["charged"]),
        ("Oeuth Ang", "murder", ["convicted"]),
    ],
)
def test_status_of_a_charge_follows_from_its_events(name, provision, statuses):
    charges = Charge.objects.with_status().filter(
        participation__person__name=name, provision__slug=provision
    )
    assert [charge.status for charge in charges] == statuses


def test_both_accounts_of_the_lake_protest_sentences_are_kept():
    accounts = {}
    sentences = Sentence.objects.filter(event__happened_on=PartialDate.read("2021-05"))
    for sentence in sentences.order_by("standing", "pk").select_related("participation__person"):
        months = (sentence.prison_months_min, sentence.prison_months_max)
        accounts.setdefault(str(sentence.participation), []).append((*months, sentence.standing))
    assert accounts == {
        "Thun Ratha": [(20, 20, "accepted"), (18, 18, "disputed")],
        "Long Kunthea": [(18, 18, "accepted"), (18, 18, "disputed")],
        "Phuon Keoreaksmey": [(18, 18, "accepted"), (18, 18, "disputed")],
        "Alejandro Gonzalez-Davidson": [(20, 20, "accepted")],
        "Chea Kunthin": [(18, 18, "accepted")],
    }


def test_compensation_is_not_a_fine():
    sentence = Sentence.objects.get(participation__person__name="Rath Rott Mony")
    assert (sentence.fine, sentence.compensation) == (None, 70_000_000)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Uon Chhin", (281, 281)),
        ("Kong Raiya", (143, 143)),
        ("Soung Neakpaon", (115, 144)),
        ("Thun Ratha", (241, 271)),
        ("Gonzalez-Davidson", (0, 0)),  # convicted in absentia, never in custody
    ],
)
def test_days_in_custody(name, days):
    spells = Detention.objects.filter(participation__person__names__spelling=name)
    assert days_detained(spells) == days


def test_unnamed_groups_are_not_counted_twice():
    case = Case.objects.get(title__startswith="Charges against seventeen opposition affiliates")
    sizes = case.participations.order_by("pk").values_list("group_size", flat=True)
    assert list(sizes) == [11, 6, None]


def test_every_contradiction_has_at_least_two_cited_claims():
    contradictions = Disagreement.objects.filter(nature=DisagreementNature.CONTRADICTION)
    claims = Claim.objects.filter(disagreement__in=contradictions, citations__isnull=False)
    counts = [claims.filter(disagreement=row).distinct().count() for row in contradictions]
    assert (len(counts), [count for count in counts if count < 2]) == (37, [])


def test_minors_have_no_name_in_the_founding_data():
    minors = Person.objects.filter(is_minor=True)
    names = minors.values_list("name", "pseudonym", "display_policy", "names__spelling")
    assert list(names) == [("", "", DisplayPolicy.WITHHELD, None)] * 2


PUBLIC_TEXT = {
    Case: ["title", "summary", "place", "status_note"],
    Participation: ["group_label", "note", "standing_reason"],
    Charge: ["wording", "standing_reason"],
    Event: ["date_note", "place", "description", "standing_reason"],
    Sentence: ["compensation_to", "note", "standing_reason"],
    Detention: ["note"],
    Measure: ["title", "description", "date_note", "standing_reason"],
    MeasureParty: ["label"],
    Disagreement: ["topic", "handling"],
    Claim: ["value", "standing_reason"],
}


def test_no_text_names_anyone_acted_against():
    officials = [Category.OFFICIAL, Category.EXPERT]
    spellings = PersonName.objects.exclude(person__category__in=officials)
    names = [name for name in spellings.values_list("spelling", flat=True) if " " in name]
    texts = [
        text
        for model, fields in PUBLIC_TEXT.items()
        for row in model.objects.values_list(*fields)
        for text in row
    ]
    assert [(text, name) for text in texts for name in names if name in text] == []


def test_every_founding_provision_is_found_by_number_and_by_law():
    numbered = Provision.objects.exclude(number="").select_related("law")
    with public_reader():
        missed = [
            (provision.address, written)
            for provision in numbered
            for written in ways_to_write(provision)
            if provision.pk not in Provision.objects.ids_cited_as(written)
        ]
    assert missed == []


def ways_to_write(provision) -> list[str]:
    number, law = provision.number, provision.law
    short = [name.spelling for name in law.names.all()]
    return [
        f"art. {number}",
        number.replace(" ", ""),
        number.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")),
        *(f"{name} {number}" for name in [law.title, *short]),
        *(f"article {number} {name}" for name in [law.title, *short]),
    ]


def test_every_founding_spelling_finds_its_person_on_page_and_api(visitor, partner):
    with public_reader():
        founding_names = list(PersonName.objects.values_list("spelling", "person__code"))
    assert len(founding_names) == 97
    for name, code in founding_names:
        assert code in codes_found(partner, name), name
        assertContains(visitor.get("/people/", {"name": name}), f"/people/{code}/")
