"""A record the public never saw gets the same response as one that does not exist."""

from django.db import transaction

from tests.api import EVERY_RESOURCE, LISTS, fetch_all_rows, relative_url
from tests.cases.api_world import make_small_world


def test_hidden_record_gets_the_response_of_a_missing_one(partner, db):
    make_small_world()
    with transaction.atomic():
        records = [row for path in LISTS for row in fetch_all_rows(partner, path)]
        transaction.set_rollback(True)  # the public never saw them
    hide_everything()
    for row in records:
        url = relative_url(row["api_url"])
        hidden, absent = map(partner.get, (url, url.replace(row["id"], row["id"][:-6] + "0" * 6)))
        assert (hidden.status_code, hidden.content) == (404, absent.content)
        assert hidden.headers == absent.headers


def hide_everything(state="draft"):
    for resource in EVERY_RESOURCE:
        model = resource.serializer_class.Meta.model
        if hasattr(model, "state"):
            model.objects.update(state=state)
