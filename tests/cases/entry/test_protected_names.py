"""Sealed names in the entry form: a warning while typing, refused on saving, owner never shown."""

import pytest

from cases.models import Case, Participation, Person
from cases.staff import identity_vault
from tests import factories
from tests.cases.entry.test_grid import preview, row_results, table_data
from tests.cases.entry.typing import ENTRY_URL, entry_data
from tests.staff_client import staff_url
from tracker.enums import StaffRole, State
from tracker.visibility.sealed_name_detection import MAY_BE_CALLED_SO, SEALED_NAME_IN_TEXT

NAME = "Canarysecret Zedexample"


@pytest.fixture
def sealed_person(db) -> Person:
    person = factories.person(NAME, display_policy="withheld")
    keeper = factories.staff_user("keeper", StaffRole.CUSTODIAN)
    identity_vault.seal(person=person, reason="invented threat", by=keeper)
    return person


@pytest.mark.parametrize(
    ("text", "is_warned"),
    [
        (NAME, True),
        ("Zedexample Canarysecret", True),
        ("canarysecret-zedexample / សេដ", True),
        ("Zedexample", False),
        ("", False),
    ],
)
def test_similar_people_preview_warns_of_sealed_name(analyst, sealed_person, text, is_warned):
    response = analyst.get(f"{ENTRY_URL}reads/alike/", {"text": text, "prefix": "people-0"})
    html = response.content.decode()
    assert (str(MAY_BE_CALLED_SO) in html) == is_warned
    assert sealed_person.code not in html


def test_autocomplete_warns_of_sealed_name_in_a_disabled_choice(analyst, sealed_person):
    query = {"app_label": "cases", "model_name": "participation", "field_name": "person"}
    url = staff_url(Person, "choices")
    choices = analyst.get(url, query | {"term": NAME}).json()["results"]
    assert choices == [{"id": "", "text": str(MAY_BE_CALLED_SO), "disabled": True}]
    assert analyst.get(url, query | {"term": "Nobody Else"}).json()["results"] == []


def test_sealed_name_is_not_saved_by_the_entry_form(analyst, sealed_person):
    source = {"source": "Invented news", "kind": "news", "place": f"below {NAME}"}
    person = {"who": NAME}
    for fields in ({"sources": [source]}, {"people": [person]}, {"title": f"About {NAME}"}):
        response = analyst.post(ENTRY_URL, entry_data(**fields))
        text = " ".join(m for each in response.context["problems"] for m in each["messages"])
        assert str(SEALED_NAME_IN_TEXT) in text, fields
    assert (Case.objects.count(), Participation.objects.count()) == (0, 0)


def test_sealed_name_is_an_error_in_the_grid(analyst, sealed_person):
    case = factories.case(state=State.DRAFT, published_at=None)
    form = preview(analyst, case, table_data("Zed Example | accused", f"{NAME} | accused"))
    assert row_results(form) == ["new", "wrong"]
    assert form.rows[1].errors == {"who": [str(SEALED_NAME_IN_TEXT)]}
