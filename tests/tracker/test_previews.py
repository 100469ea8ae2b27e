"""Drafts through the public pages, inside the desk."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, Participation, Person
from tests import factories as make, noninterference, staff_client
from tests.change_feed_fuzz.following import process_dirty_rows
from tracker.admin.previews import marked
from tracker.enums import StaffRole
from tracker.models import Change, DataVersion, DirtyRow

pytestmark = pytest.mark.django_db
DRAFT = {"state": "draft", "published_at": None}
KINDS = ["case", "person", "law", "provision", "measure", "recommendation", "source"]


@pytest.fixture
def drafts(settings, tmp_path):
    settings.FILES_DIR = settings.COPIES_DIR = tmp_path
    made = noninterference.records("000009", "Invented draft", **DRAFT)
    process_dirty_rows()
    return made


def preview(client, record, language="en") -> str:
    response = client.get(staff_client.address(record, "preview"), {"language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_is_the_page_there_will_be_apart_from_its_mark(analyst, visitor, drafts, kind):
    record = drafts[kind]
    before = {language: preview(analyst, record, language) for language in ("en", "km")}
    record.refresh_from_db()
    shown = record.law if kind == "provision" else record
    # Past the checklist: what hangs on it is unsourced, and so left out of both.
    type(shown).objects.filter(pk=shown.pk).update(state="published", published_at=timezone.now())
    process_dirty_rows()
    address = record.get_absolute_url()
    draft = type(record).objects.get(pk=record.pk)
    if kind == "provision":
        draft.law.state = "draft"
    else:
        draft.state = "draft"
    for language, page in before.items():
        public = visitor.get(address if language == "en" else f"/km{address}").content.decode()
        assert page == marked(public, draft)
        assert "PREVIEW (DRAFT)" in re.search("<title>(.*?)</title>", page, re.DOTALL)[1]


def test_a_preview_keeps_nothing(analyst, visitor, drafts):
    case = drafts["case"]
    logged = Case.history.rel.related_model.objects.count()
    last = connection.cursor()
    last.execute("SELECT count(*) FROM tracker_indexedterm")
    words, told = last.fetchone(), Change.objects.count()
    preview(analyst, case)
    process_dirty_rows()
    case.refresh_from_db()
    last.execute("SELECT count(*) FROM tracker_indexedterm")
    assert (case.state, case.published_at, last.fetchone()) == ("draft", None, words)
    assert Case.history.rel.related_model.objects.count() == logged
    assert (Change.objects.count(), DataVersion.objects.count()) == (told, told)
    assert DirtyRow.objects.count() == 0
    assert visitor.get(case.get_absolute_url()).status_code == 404


def test_a_preview_hides_what_the_public_will_not_see(analyst):
    shy = make.person("Shy Firstborn", display_policy="withheld")
    case = make.case(summary="Shy Firstborn did it", staff_notes="only for us", **DRAFT)
    who = make.accused(case=case, person=shy)
    hidden = make.accused(case=case, person=make.person("Unseen Draft", **DRAFT))
    make.charge(under=make.provision("495"), of=who)
    make.charge(under=make.provision("453"), of=hidden)
    page = preview(analyst, case)
    assert "[name withheld] did it" in page
    told = ["Shy Firstborn", "Firstborn", "only for us", "Unseen Draft", "453"]
    assert [words for words in told if words in page] == []
    assert Participation.objects.filter(is_shown=True).count() == 0


def test_a_preview_says_why_there_is_none(analyst):
    kept = make.person("Invented Kept")
    merged = make.person("Invented Gone", merged_into=kept, **DRAFT)
    assert "sent to another page" in preview(analyst, merged)


def test_only_who_may_see_a_record_sees_its_preview(visitor, drafts):
    address = staff_client.address(drafts["case"], "preview")
    assert visitor.get(address).status_code == 302
    client = make.at_desk(make.staff("manager", StaffRole.ADMINISTRATOR))
    assert client.get(address).status_code == 403
    assert Person.objects.filter(state="published").count() == 0
