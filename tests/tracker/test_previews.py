"""Previews of drafts: public pages inside the staff admin."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, Participation, Person
from tests import factories as make, noninterference, staff_client
from tests.change_feed_fuzz.following import process_dirty_rows
from tracker.admin.previews import mark_as_preview
from tracker.enums import StaffRole
from tracker.models import Change, DataVersion, DirtyRow

pytestmark = pytest.mark.django_db
DRAFT = {"state": "draft", "published_at": None}
KINDS = ["case", "person", "law", "provision", "measure", "recommendation", "source"]


@pytest.fixture
def drafts(settings, tmp_path):
    settings.FILES_DIR = settings.COPIES_DIR = tmp_path
    records = noninterference.create_records("000009", "Invented draft", **DRAFT)
    process_dirty_rows()
    return records


def preview(client, record, language="en") -> str:
    response = client.get(staff_client.staff_url(record, "preview"), {"language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_preview_equals_the_published_page_apart_from_its_mark(analyst, visitor, drafts, kind):
    record = drafts[kind]
    before = {language: preview(analyst, record, language) for language in ("en", "km")}
    record.refresh_from_db()
    published = record.law if kind == "provision" else record
    # By UPDATE, without the checklist: unsourced dependent rows are hidden on both pages.
    rows = type(published).objects.filter(pk=published.pk)
    rows.update(state="published", published_at=timezone.now())
    process_dirty_rows()
    url = record.get_absolute_url()
    draft = type(record).objects.get(pk=record.pk)
    if kind == "provision":
        draft.law.state = "draft"
    else:
        draft.state = "draft"
    for language, page in before.items():
        public = visitor.get(url if language == "en" else f"/km{url}").content.decode()
        assert page == mark_as_preview(public, draft)
        assert "PREVIEW (DRAFT)" in re.search("<title>(.*?)</title>", page, re.DOTALL)[1]


def test_preview_changes_nothing_in_the_database(analyst, visitor, drafts):
    case = drafts["case"]
    event_count = Case.history.rel.related_model.objects.count()
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM tracker_indexedterm")
    word_count, change_count = cursor.fetchone(), Change.objects.count()
    preview(analyst, case)
    process_dirty_rows()
    case.refresh_from_db()
    cursor.execute("SELECT count(*) FROM tracker_indexedterm")
    assert (case.state, case.published_at, cursor.fetchone()) == ("draft", None, word_count)
    assert Case.history.rel.related_model.objects.count() == event_count
    assert (Change.objects.count(), DataVersion.objects.count()) == (change_count, change_count)
    assert DirtyRow.objects.count() == 0
    assert visitor.get(case.get_absolute_url()).status_code == 404


def test_preview_hides_what_the_public_does_not_see(analyst):
    withheld = make.person("Shy Firstborn", display_policy="withheld")
    case = make.case(summary="Shy Firstborn did it", staff_notes="only for us", **DRAFT)
    visible = make.accused(case=case, person=withheld)
    hidden = make.accused(case=case, person=make.person("Unseen Draft", **DRAFT))
    make.charge(under=make.provision("495"), of=visible)
    make.charge(under=make.provision("453"), of=hidden)
    page = preview(analyst, case)
    assert "[name withheld] did it" in page
    protected = ["Shy Firstborn", "Firstborn", "only for us", "Unseen Draft", "453"]
    assert [text for text in protected if text in page] == []
    assert Participation.objects.filter(is_shown=True).count() == 0


def test_preview_of_a_merged_person_states_the_reason(analyst):
    kept = make.person("Invented Kept")
    merged = make.person("Invented Gone", merged_into=kept, **DRAFT)
    assert "sent to another page" in preview(analyst, merged)


def test_preview_needs_the_view_permission(visitor, drafts):
    url = staff_client.staff_url(drafts["case"], "preview")
    assert visitor.get(url).status_code == 302
    client = make.signed_in_client(make.staff_user("manager", StaffRole.ADMINISTRATOR))
    assert client.get(url).status_code == 403
    assert Person.objects.filter(state="published").count() == 0
