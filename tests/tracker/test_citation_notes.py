"""The marks of facts, the sources they lead to, and the ways back."""

import re

import pytest

from tests import sample_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(db):
    return sample_data.build()


def test_every_mark_leads_to_its_place_and_every_place_leads_back(visitor, told):
    for record in (told.case, told.provision, told.law, told.people[0], told.measure):
        html = visitor.get(record.get_absolute_url()).content.decode()
        anchors = re.findall(r'id="([^"]*)"', html)
        marks = re.findall(r'class="mark" id="([^"]*)" href="#([^"]*)"', html)
        back = re.findall(r'class="back" href="#([^"]*)"', html)
        assert len(anchors) == len(set(anchors))
        assert {place for _mark, place in marks} - set(anchors) == set()
        assert (bool(marks), sorted(back)) == (True, sorted(mark for mark, _place in marks))
