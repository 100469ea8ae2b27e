"""A sealed name is noticed while it is typed, and written nowhere; whose it is, is not said."""

import pytest

from cases.models import Case, Participation, Person
from cases.staff import identity_vault
from tests import factories
from tests.cases.entry.test_grid import shown, standings, table
from tests.cases.entry.typing import ENTRY, typed
from tests.staff_client import address
from tracker.enums import StaffRole, State
from tracker.visibility.name_protection import MAY_BE_CALLED_SO, MAY_BE_NAMED

NAME = "Canarysecret Zedexample"


@pytest.fixture
def sealed(db) -> Person:
    person = factories.person(NAME, display_policy="withheld")
    keeper = factories.staff("keeper", StaffRole.CUSTODIAN)
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
def test_the_entry_page_is_told_while_somebody_types(analyst, sealed, text, is_warned):
    answer = analyst.get(f"{ENTRY}reads/alike/", {"text": text, "prefix": "people-0"})
    told = answer.content.decode()
    assert (str(MAY_BE_CALLED_SO) in told) == is_warned
    assert sealed.code not in told


def test_the_autocomplete_says_so_in_a_line_that_nobody_chooses(analyst, sealed):
    asked = {"app_label": "cases", "model_name": "participation", "field_name": "person"}
    where = address(Person, "choices")
    found = analyst.get(where, asked | {"term": NAME}).json()["results"]
    assert found == [{"id": "", "text": str(MAY_BE_CALLED_SO), "disabled": True}]
    assert analyst.get(where, asked | {"term": "Nobody Else"}).json()["results"] == []


def test_the_entry_page_writes_no_sealed_name(analyst, sealed):
    source = {"source": "Invented news", "kind": "news", "place": f"below {NAME}"}
    person = {"who": NAME}
    for typed_in in ({"sources": [source]}, {"people": [person]}, {"title": f"About {NAME}"}):
        response = analyst.post(ENTRY, typed(**typed_in))
        words = " ".join(m for each in response.context["problems"] for m in each["messages"])
        assert str(MAY_BE_NAMED) in words, typed_in
    assert (Case.objects.count(), Participation.objects.count()) == (0, 0)


def test_the_grid_shows_a_sealed_name_as_wrong(analyst, sealed):
    case = factories.case(state=State.DRAFT, published_at=None)
    form = shown(analyst, case, table("Zed Example | accused", f"{NAME} | accused"))
    assert standings(form) == ["new", "wrong"]
    assert form.rows[1].errors == {"who": [str(MAY_BE_NAMED)]}
