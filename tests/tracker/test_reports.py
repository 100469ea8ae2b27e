"""A reader reports an error; the public role can do this one thing and no more."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection

from cases.models import Case
from tests import factories
from tests.pages import read
from tracker.models import ErrorReport
from tracker.visibility.public_reader import public_reader, public_sender

pytestmark = pytest.mark.django_db

TOLD = {"about": "/cases/C-000001/", "words": "The year is wrong.", "source": "page 3"}


def send(visitor, **changed):
    return visitor.post("/report/", TOLD | changed)


def test_a_report_is_kept_for_staff_and_the_sender_thanked(visitor):
    response = send(visitor, contact="by letter")
    assert (response.status_code, response["Location"]) == (302, "/report/received/")
    kept = ErrorReport.objects.get()
    assert (kept.about, kept.words, kept.source, kept.contact, kept.state) == (
        "/cases/C-000001/",
        "The year is wrong.",
        "page 3",
        "by letter",
        "new",
    )
    assert "in our queue" in read(visitor, "/report/received/").text


def test_nothing_is_kept_of_the_sender_but_what_they_typed(visitor):
    response = visitor.post("/report/", TOLD, headers={"user-agent": "canary"})
    kept = ErrorReport.objects.values().get()
    assert {name for name, value in kept.items() if "canary" in str(value)} == set()
    assert (kept["received_at"].second, kept["received_at"].microsecond) == (0, 0)
    assert response.cookies == {}


def test_the_form_names_the_page_the_reader_comes_from(visitor):
    home = read(visitor, "/cases/?category=journalist")
    form = visitor.get(home.links["Report an error"]).context["form"]
    assert form["about"].value() == "/cases/?category=journalist"


def test_a_page_that_does_not_exist_names_no_address(visitor):
    assert read(visitor, "/cases/C-000000/", 404).links["Report an error"] == "/report/"


@pytest.mark.parametrize(
    "changed",
    [
        {"words": ""},
        {"words": "x" * 4001},
        {"about": "https://elsewhere.example/"},
        {"about": "//elsewhere.example/"},
        {"words": "nul \x00"},
        {"contact": "x" * 201},
    ],
)
def test_a_malformed_report_is_refused_and_keeps_what_was_typed(visitor, changed):
    response = send(visitor, **changed)
    assert response.status_code == 400
    assert response.context["form"]["source"].value() == "page 3"
    assert ErrorReport.objects.count() == 0


def test_a_huge_report_is_refused_before_it_is_read(visitor):
    assert send(visitor, words="x" * 70_000).status_code == 413


@pytest.mark.parametrize("query", ["about=https://x.example", "abut=/cases/", "about=%2F%2Fx"])
def test_a_malformed_address_of_the_form_is_refused(visitor, query):
    assert visitor.get(f"/report/?{query}").status_code == 400


def test_what_fills_in_every_field_is_thanked_and_forgotten(visitor):
    assert send(visitor, website="http://spam.example").status_code == 302
    assert ErrorReport.objects.count() == 0


def test_the_same_report_twice_is_one(visitor):
    assert [send(visitor).status_code for _ in range(2)] == [302, 302]
    assert ErrorReport.objects.count() == 1


def test_a_flood_is_told_to_wait_without_knowing_the_senders(visitor):
    statuses = [send(visitor, words=f"wrong {n}").status_code for n in range(22)]
    assert statuses == [302] * 20 + [429] * 2
    response = send(visitor, words="wrong again")
    assert (response["Retry-After"], response.context["form"]["words"].value()) == (
        "60",
        "wrong again",
    )
    assert ErrorReport.objects.count() == 20


def test_a_full_queue_says_so(visitor):
    long_ago = {"received_at": "2001-01-01T00:00Z", "about": "/"}
    ErrorReport.objects.bulk_create(ErrorReport(words=f"{n}", **long_ago) for n in range(2000))
    assert send(visitor).status_code == 503


def test_the_sender_may_neither_read_nor_write_anything_else():
    factories.case()
    refused = [
        "SELECT 1 FROM public.tracker_errorreport",
        "DELETE FROM public.tracker_errorreport",
        "INSERT INTO public.tracker_errorreport (about) VALUES ('x')",
        "UPDATE pub.cases_case SET province = '12'",
        "CREATE TABLE pub.notes (note text)",
    ]
    for statement in refused:
        with pytest.raises(DatabaseError, match="permission denied"), public_sender():
            connection.cursor().execute(statement)
    assert Case.objects.get().province == "unknown"


def test_a_reader_cannot_send():
    with pytest.raises(DatabaseError, match="read-only"), public_reader():
        connection.cursor().execute("SELECT report_error('/', 'x', '', '')")


@pytest.mark.django_db(transaction=True)
def test_the_connection_is_clean_after_sending():
    with public_sender():
        connection.cursor().execute("SELECT report_error('/', 'x', '', '')")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        user, path = cursor.fetchone()
    assert (user != "tracker_public", path, ErrorReport.objects.count()) == (True, "public,ext", 1)


@pytest.mark.django_db(transaction=True)
def test_a_login_that_only_reads_may_send_too():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        with public_sender():
            connection.cursor().execute("SELECT report_error('/', 'x', '', '')")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET default_transaction_read_only")
    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize("path", ["/cases/", "/about/", "/report/received/"])
def test_no_other_page_can_be_sent_to(visitor, path):
    with patch("tracker.visibility.public_reader.public_sender", side_effect=AssertionError):
        assert visitor.post(path, TOLD).status_code == 405


def test_staff_work_through_the_queue(reviewer, visitor):
    send(visitor)
    report = ErrorReport.objects.get()
    page = f"/admin/tracker/errorreport/{report.pk}/change/"
    assert "The year is wrong." in read(reviewer, page).text
    reviewer.post(page, {"state": "mended", "staff_notes": "now 2020", "words": "rewritten"})
    report.refresh_from_db()
    assert (report.state, report.staff_notes, report.words) == (
        "mended",
        "now 2020",
        "The year is wrong.",
    )


@pytest.mark.parametrize("path", ["add/", ""])
def test_nobody_adds_a_report_at_the_desk(reviewer, path):
    statuses = {"add/": 403, "": 200}
    assert reviewer.get(f"/admin/tracker/errorreport/{path}").status_code == statuses[path]
