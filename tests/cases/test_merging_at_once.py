"""Concurrent merges of the same two records."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.models import Merge, Person
from cases.staff.merging.actions import merge
from tests import factories as make
from tracker.visibility.workflow import NotAllowed


@pytest.mark.django_db(transaction=True)
def test_one_of_two_concurrent_opposite_merges_is_refused():
    one, other, by = make.person(), make.person(), make.staff_user("reviewer")
    start = Barrier(2)

    def attempt(pair) -> str:
        kept, merged = (Person.objects.get(pk=person.pk) for person in pair)
        start.wait()
        try:
            merge(kept=kept, merged=merged, reason="the same", by=by)
        except NotAllowed:
            return "refused"
        finally:
            connection.close()
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, [(one, other), (other, one)])) == ["merged", "refused"]
    assert Merge.objects.count() == 1
    assert Person.objects.filter(merged_into=None).count() == 1
