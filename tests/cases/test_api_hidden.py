"""Hidden is absent: of a record the public never saw, the API answers as of none."""

from django.db import transaction

from tests.api import EVERY_RESOURCE, LISTS, relative, rows
from tests.cases.api_world import small_world


def test_a_hidden_record_answers_as_one_that_never_was(partner, db):
    small_world()
    with transaction.atomic():
        found = [row for path in LISTS for row in rows(partner, path)]
        transaction.set_rollback(True)  # the public never saw them
    hide_everything()
    for row in found:
        there = relative(row["api_url"])
        hidden, absent = map(
            partner.get, (there, there.replace(row["id"], row["id"][:-6] + "0" * 6))
        )
        assert (hidden.status_code, hidden.content) == (404, absent.content)
        assert hidden.headers == absent.headers


def hide_everything(state="draft"):
    for resource in EVERY_RESOURCE:
        model = resource.queryset.model
        if hasattr(model, "state"):
            model.objects.update(state=state)
