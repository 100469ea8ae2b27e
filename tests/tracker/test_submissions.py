"""Add pages and add popups: a form submitted twice creates one row."""

import json

import pytest

from cases.models import Case, Person
from tests import factories
from tests.staff_client import open_form, staff_url
from tracker.models import Organisation, Submission

pytestmark = pytest.mark.django_db
POPUP = {"_popup": "1", "_to_field": "id"}


def filled_form(client, url, **query) -> dict:
    """Form data of an add page with its token and a name."""
    token = client.get(url, query).context["token"]
    return (
        open_form(client, url) | {"name": "Invented body", "kind": "court", "token": token} | query
    )


def test_popup_submitted_again_selects_the_row_it_created(analyst):
    url = staff_url(Organisation, "add")
    data = filled_form(analyst, url, **POPUP)
    responses = [analyst.post(url, data) for _ in range(3)]
    body = Organisation.objects.get()
    chosen = [json.loads(each.context_data["popup_response_data"]) for each in responses]
    assert chosen == [{"value": str(body.pk), "obj": "Invented body"}] * 3


def test_invalid_popup_is_saved_after_correction(analyst):
    url = staff_url(Organisation, "add")
    data = filled_form(analyst, url, **POPUP)
    refused = analyst.post(url, data | {"name": ""})
    assert refused.context["token"] == data["token"]
    analyst.post(url, data)
    assert (Organisation.objects.count(), Submission.objects.count()) == (1, 1)


def test_popup_submitted_again_does_not_recreate_a_deleted_row(analyst):
    url = staff_url(Organisation, "add")
    data = filled_form(analyst, url, **POPUP)
    analyst.post(url, data)
    Organisation.objects.all().delete()
    assert analyst.post(url, data).status_code == 404
    assert Organisation.objects.count() == 0


def test_add_page_submitted_again_redirects_to_the_row(analyst):
    url = staff_url(Organisation, "add")
    data = filled_form(analyst, url)
    responses = [analyst.post(url, data) for _ in range(2)]
    assert [each.status_code for each in responses] == [302, 302]
    assert Organisation.objects.count() == 1


@pytest.mark.filterwarnings("error::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.parametrize(("model", "field"), [(Person, "person"), (Case, "case")])
def test_choices_have_a_stable_order(analyst, model, field):
    make = {Person: factories.person, Case: lambda title: factories.case(title=title)}[model]
    rows = [make(f"Invented {letter}") for letter in "CAB"]
    query = {"app_label": "cases", "model_name": "participation", "field_name": field}
    response = analyst.get(staff_url(model, "choices"), query | {"term": "invented"})
    ids = [each["id"] for each in response.json()["results"]]
    assert ids == [str(rows[number].pk) for number in (1, 2, 0)]
