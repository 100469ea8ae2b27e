"""The page that adds a row, and the small one in a window of its own: sent again, one row."""

import json

import pytest

from cases.models import Case, Person
from tests import factories
from tests.staff_client import address, open_form
from tracker.models import Organisation, Submission

pytestmark = pytest.mark.django_db
POPUP = {"_popup": "1", "_to_field": "id"}


def typed(client, where, **query) -> dict:
    """A form as it is opened, with its token and a name typed."""
    token = client.get(where, query).context["token"]
    return (
        open_form(client, where)
        | {"name": "Invented body", "kind": "court", "token": token}
        | query
    )


def test_a_popup_sent_again_closes_with_the_row_it_made(analyst):
    where = address(Organisation, "add")
    data = typed(analyst, where, **POPUP)
    answers = [analyst.post(where, data) for _ in range(3)]
    made = Organisation.objects.get()
    chosen = [json.loads(each.context_data["popup_response_data"]) for each in answers]
    assert chosen == [{"value": str(made.pk), "obj": "Invented body"}] * 3


def test_a_popup_that_was_refused_is_saved_once_it_is_mended(analyst):
    where = address(Organisation, "add")
    data = typed(analyst, where, **POPUP)
    refused = analyst.post(where, data | {"name": ""})
    assert refused.context["token"] == data["token"]
    analyst.post(where, data)
    assert (Organisation.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_popup_whose_row_was_deleted_since_adds_no_other(analyst):
    where = address(Organisation, "add")
    data = typed(analyst, where, **POPUP)
    analyst.post(where, data)
    Organisation.objects.all().delete()
    assert analyst.post(where, data).status_code == 404
    assert Organisation.objects.count() == 0


def test_a_page_sent_again_leads_to_the_row_it_made(analyst):
    where = address(Organisation, "add")
    data = typed(analyst, where)
    answers = [analyst.post(where, data) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert Organisation.objects.count() == 1


@pytest.mark.filterwarnings("error::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.parametrize(("model", "field"), [(Person, "person"), (Case, "case")])
def test_the_choices_come_in_an_order_that_stays(analyst, model, field):
    make = {Person: factories.person, Case: lambda title: factories.case(title=title)}[model]
    rows = [make(f"Invented {letter}") for letter in "CAB"]
    asked = {"app_label": "cases", "model_name": "participation", "field_name": field}
    answer = analyst.get(address(model, "choices"), asked | {"term": "invented"})
    found = [each["id"] for each in answer.json()["results"]]
    assert found == [str(rows[number].pk) for number in (1, 2, 0)]
