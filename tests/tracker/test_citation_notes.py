"""Links between citation marks and the list of sources."""

import re

import pytest

from tests import sample_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(db):
    return sample_data.build_story()


def test_marks_and_cited_places_link_to_each_other(visitor, sample):
    for record in (sample.case, sample.provision, sample.law, sample.people[0], sample.measure):
        html = visitor.get(record.get_absolute_url()).content.decode()
        anchors = re.findall(r'id="([^"]*)"', html)
        marks = re.findall(r'class="mark" id="([^"]*)" href="#([^"]*)"', html)
        back_links = re.findall(r'class="back" href="#([^"]*)"', html)
        assert len(anchors) == len(set(anchors))
        assert {place for _mark, place in marks} - set(anchors) == set()
        assert (bool(marks), sorted(back_links)) == (True, sorted(mark for mark, _place in marks))
