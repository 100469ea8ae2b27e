"""Error reports of readers: the only thing that the public database role may write."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection

from cases.models import Case
from tests import factories
from tests.pages import read_page
from tracker.models import ErrorReport
from tracker.visibility.public_reader import public_reader, public_sender

pytestmark = pytest.mark.django_db

REPORT = {"about": "/cases/C-000001/", "words": "The year is wrong.", "source": "page 3"}


def send(visitor, **changed):
    return visitor.post("/report/", REPORT | changed)


def test_report_is_stored_for_staff_and_sender_is_thanked(visitor):
    response = send(visitor, contact="by letter")
    assert (response.status_code, response["Location"]) == (302, "/report/received/")
    report = ErrorReport.objects.get()
    assert (report.about, report.words, report.source, report.contact, report.state) == (
        "/cases/C-000001/",
        "The year is wrong.",
        "page 3",
        "by letter",
        "new",
    )
    assert "in our queue" in read_page(visitor, "/report/received/").text


def test_only_typed_data_of_the_sender_is_stored(visitor):
    response = visitor.post("/report/", REPORT, headers={"user-agent": "canary"})
    stored = ErrorReport.objects.values().get()
    assert {name for name, value in stored.items() if "canary" in str(value)} == set()
    assert (stored["received_at"].second, stored["received_at"].microsecond) == (0, 0)
    assert response.cookies == {}


def test_form_is_prefilled_with_the_referring_page(visitor):
    home = read_page(visitor, "/cases/?category=journalist")
    form = visitor.get(home.links["Report an error"]).context["form"]
    assert form["about"].value() == "/cases/?category=journalist"


def test_missing_page_links_to_the_empty_form(visitor):
    assert read_page(visitor, "/cases/C-000000/", 404).links["Report an error"] == "/report/"


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
def test_malformed_report_is_rejected_with_the_typed_data(visitor, changed):
    response = send(visitor, **changed)
    assert response.status_code == 400
    assert response.context["form"]["source"].value() == "page 3"
    assert ErrorReport.objects.count() == 0


def test_huge_report_is_rejected_unread(visitor):
    assert send(visitor, words="x" * 70_000).status_code == 413


@pytest.mark.parametrize("query", ["about=https://x.example", "abut=/cases/", "about=%2F%2Fx"])
def test_malformed_form_parameters_are_rejected(visitor, query):
    assert visitor.get(f"/report/?{query}").status_code == 400


def test_honeypot_submission_is_thanked_and_discarded(visitor):
    assert send(visitor, website="http://spam.example").status_code == 302
    assert ErrorReport.objects.count() == 0


def test_repeated_report_is_stored_once(visitor):
    assert [send(visitor).status_code for _ in range(2)] == [302, 302]
    assert ErrorReport.objects.count() == 1


def test_report_flood_is_limited_for_all_senders_together(visitor):
    statuses = [send(visitor, words=f"wrong {n}").status_code for n in range(22)]
    assert statuses == [302] * 20 + [429] * 2
    response = send(visitor, words="wrong again")
    assert (response["Retry-After"], response.context["form"]["words"].value()) == (
        "60",
        "wrong again",
    )
    assert ErrorReport.objects.count() == 20


def test_full_queue_responds_503(visitor):
    long_ago = {"received_at": "2001-01-01T00:00Z", "about": "/"}
    ErrorReport.objects.bulk_create(ErrorReport(words=f"{n}", **long_ago) for n in range(2000))
    assert send(visitor).status_code == 503


def test_sender_role_may_only_report_errors():
    factories.case()
    forbidden = [
        "SELECT 1 FROM public.tracker_errorreport",
        "DELETE FROM public.tracker_errorreport",
        "INSERT INTO public.tracker_errorreport (about) VALUES ('x')",
        "UPDATE pub.cases_case SET province = '12'",
        "CREATE TABLE pub.notes (note text)",
    ]
    for statement in forbidden:
        with pytest.raises(DatabaseError, match="permission denied"), public_sender():
            connection.cursor().execute(statement)
    assert Case.objects.get().province == "unknown"


def test_reader_role_cannot_report():
    with pytest.raises(DatabaseError, match="read-only"), public_reader():
        connection.cursor().execute("SELECT report_error('/', 'x', '', '')")


@pytest.mark.django_db(transaction=True)
def test_connection_is_reset_after_a_report():
    with public_sender():
        connection.cursor().execute("SELECT report_error('/', 'x', '', '')")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        user, path = cursor.fetchone()
    assert (user != "tracker_public", path, ErrorReport.objects.count()) == (True, "public,ext", 1)


@pytest.mark.django_db(transaction=True)
def test_read_only_login_may_report():
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
def test_other_pages_reject_post(visitor, path):
    with patch("tracker.visibility.public_reader.public_sender", side_effect=AssertionError):
        assert visitor.post(path, REPORT).status_code == 405


def test_staff_can_resolve_but_not_rewrite_a_report(reviewer, visitor):
    send(visitor)
    report = ErrorReport.objects.get()
    page = f"/admin/tracker/errorreport/{report.pk}/change/"
    assert "The year is wrong." in read_page(reviewer, page).text
    reviewer.post(page, {"state": "mended", "staff_notes": "now 2020", "words": "rewritten"})
    report.refresh_from_db()
    assert (report.state, report.staff_notes, report.words) == (
        "mended",
        "now 2020",
        "The year is wrong.",
    )


@pytest.mark.parametrize("path", ["add/", ""])
def test_reports_cannot_be_added_in_the_admin(reviewer, path):
    statuses = {"add/": 403, "": 200}
    assert reviewer.get(f"/admin/tracker/errorreport/{path}").status_code == statuses[path]
