"""Staff admin of the tracker app: concurrent edits, publication, unsourced facts, history."""

import pytest
from django.contrib.auth.models import Permission

from tests import factories
from tests.staff_client import (
    form_errors,
    inline_row,
    open_form,
    shown_messages,
    staff_url,
    submit_form,
)
from tracker.enums import State
from tracker.models import Organisation, Source, User
from tracker.visibility.citation_coverage import unsourced


@pytest.fixture
def draft(db):
    return factories.organisation(name="Invented body", state=State.DRAFT, published_at=None)


def cite(fact, locator="p. 1"):
    return fact.citations.create(source=factories.source(), locator=locator)


# --- concurrent edits ---


def test_second_of_two_editors_sees_both_values(analyst, reviewer, draft):
    first, second = (open_form(client, staff_url(draft)) for client in (analyst, reviewer))
    submit_form(analyst, staff_url(draft), first, name="First spelling")
    response = submit_form(reviewer, staff_url(draft), second, name="Second spelling")
    assert form_errors(response)["name"] == [
        "Saved meanwhile: “First spelling”. You have: “Second spelling”."
    ]
    assert form_errors(response)["__all__"][0].startswith("analyst saved this after you opened it.")
    assert response.context["adminform"].form["name"].value() == "Second spelling"
    assert Organisation.objects.get(pk=draft.pk).name == "First spelling"


def test_second_editor_may_save_after_seeing_both(analyst, reviewer, draft):
    data = open_form(reviewer, staff_url(draft))
    submit_form(
        analyst, staff_url(draft), open_form(analyst, staff_url(draft)), name="First spelling"
    )
    refused = submit_form(reviewer, staff_url(draft), data, name="Second spelling")
    version = refused.context["adminform"].form["opened_version"].value()
    submit_form(reviewer, staff_url(draft), data, name="Second spelling", opened_version=version)
    assert Organisation.objects.get(pk=draft.pk).name == "Second spelling"


def test_form_without_version_counts_as_stale(analyst, draft):
    data = open_form(analyst, staff_url(draft)) | {"opened_version": ""}
    response = submit_form(analyst, staff_url(draft), data, name="Another")
    assert sorted(form_errors(response)) == ["__all__", "name"]


def test_inline_rows_are_compared_with_saved_values(analyst, reviewer, draft):
    name = draft.names.create(spelling="IB")
    first, second = (open_form(client, staff_url(draft)) for client in (analyst, reviewer))
    submit_form(analyst, staff_url(draft), first, **{"names-0-spelling": "I.B."})
    response = submit_form(reviewer, staff_url(draft), second, **{"names-0-spelling": "InBo"})
    [error] = form_errors(response)["names-0-spelling"]
    assert error == "Saved meanwhile: “I.B.”. You have: “InBo”."
    name.refresh_from_db()
    assert name.spelling == "I.B."


# --- publication ---


def test_publishing_needs_a_source(analyst, draft):
    response = analyst.post(staff_url(draft, "publish"))
    assert [fact for fact, _kind, _link in response.context["missing"]] == [draft]
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_publishing_records_the_editor(analyst, analyst_user, draft):
    cite(draft)
    response = analyst.post(staff_url(draft, "publish"), follow=True)
    draft.refresh_from_db()
    assert (draft.state, draft.last_edited_by) == (State.PUBLISHED, analyst_user)
    assert shown_messages(response) == ["“Invented body” is published."]


def test_get_of_the_publish_page_changes_nothing(analyst, draft):
    cite(draft)
    assert analyst.get(staff_url(draft, "publish")).context["missing"] == []
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_state_is_not_a_form_field(analyst, draft):
    data = open_form(analyst, staff_url(draft))
    assert "state" not in data
    submit_form(analyst, staff_url(draft), data, state="published")
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_withdrawing_requires_a_reason(analyst, db):
    body = factories.organisation()
    assert analyst.get(staff_url(body, "withdraw")).status_code == 200
    response = analyst.post(staff_url(body, "withdraw"), {"reason": " "})
    assert shown_messages(response) == ["Say, for the staff, why this is withdrawn."]
    body.refresh_from_db()
    assert body.state == State.PUBLISHED


def test_withdrawing_stores_the_reason(analyst, db):
    body = factories.organisation()
    analyst.post(staff_url(body, "withdraw"), {"reason": "invented reason"})
    body.refresh_from_db()
    assert (body.state, body.withdrawal_reason) == (State.WITHDRAWN, "invented reason")


def test_forbidden_state_change_shows_a_message(analyst, draft):
    response = analyst.post(staff_url(draft, "withdraw"), {"reason": "invented"})
    [message] = shown_messages(response)
    assert message == "“Invented body” is draft: it cannot become withdrawn from there."


def test_draft_moves_to_review_and_back(analyst, draft):
    for state in (State.IN_REVIEW, State.DRAFT):
        analyst.post(staff_url(draft, "state", state))
        draft.refresh_from_db()
        assert draft.state == state


def test_state_change_requires_post(analyst, draft):
    assert analyst.get(staff_url(draft, "state", "in_review")).status_code == 405


def test_publish_action_skips_unsourced_records(analyst, draft):
    sourced = factories.organisation(name="Sourced body", state=State.DRAFT, published_at=None)
    cite(sourced)
    data = {"action": "publish_selected", "_selected_action": [draft.pk, sourced.pk]}
    response = analyst.post(staff_url(Organisation, "changelist"), data, follow=True)
    assert [o.name for o in Organisation.objects.filter(state="published")] == ["Sourced body"]
    assert "“Invented body” was not published. 1 fact has no source." in shown_messages(response)[0]
    assert shown_messages(response)[1] == "1 published."


def test_withdraw_action_applies_one_reason_to_all(analyst, db):
    bodies = [factories.organisation() for _ in range(2)]
    data = {"action": "withdraw_selected", "_selected_action": [body.pk for body in bodies]}
    url = staff_url(Organisation, "changelist")
    assert analyst.post(url, data).context["records"] == bodies
    analyst.post(url, data | {"reason": "invented reason"})
    assert Organisation.objects.filter(withdrawal_reason="invented reason").count() == 2


# --- unsourced facts ---


def test_source_read_directly_needs_no_citation(db):
    assert unsourced(factories.source()) == []


def test_source_known_from_another_needs_a_citation(db):
    work = factories.source(known_from=factories.source())
    assert unsourced(work) == [work]
    cite(work)
    assert unsourced(work) == []


def test_last_citation_of_a_published_record_cannot_be_deleted(analyst, db):
    body = factories.organisation()
    cite(body)
    data = open_form(analyst, staff_url(body)) | {"citations-0-DELETE": "on"}
    response = submit_form(analyst, staff_url(body), data)
    [error] = form_errors(response)["citations"]
    assert error == "This is published: it needs at least one source."
    assert body.citations.count() == 1


def test_change_list_marks_unsourced_records(analyst, draft):
    cite(factories.organisation(name="Sourced body"))
    page = analyst.get(staff_url(Organisation, "changelist"), {"unsourced": "1"})
    assert [o.name for o in page.context["cl"].result_list] == ["Invented body"]
    assert page.content.decode().count('<strong class="unsourced">') == 1


# --- history ---


def edits(client, record):
    return list(client.get(staff_url(record, "history")).context["page"])


def test_history_shows_user_field_and_reason(analyst, draft):
    data = open_form(analyst, staff_url(draft))
    submit_form(analyst, staff_url(draft), data, kind="court", reason="The seal says so")
    latest = edits(analyst, draft)[0]
    assert (latest.by, latest.reason) == ("analyst", "The seal says so")
    fields = {label: (old, new) for label, old, new in latest.changes[0].fields}
    assert fields["kind"] == ("State body", "Court")


def test_history_shows_deleted_rows(analyst, draft):
    name = draft.names.create(spelling="Gone spelling")
    name.delete()
    shown = [(c.kind, c.deed, c.what) for edit in edits(analyst, draft) for c in edit.changes]
    assert [each for each in shown if each[1] == "deleted"] == [
        ("organisation name", "deleted", "Gone spelling")
    ]


def test_history_shows_many_to_many_rows_and_bulk_updates(analyst, draft):
    statement = factories.source(title="Invented statement")
    draft.statements_signed.add(statement)
    Organisation.objects.filter(pk=draft.pk).update(abbreviation="IB")
    changes = [change for edit in edits(analyst, draft) for change in edit.changes]
    by_deed = {(change.kind, change.deed): change.fields for change in changes}
    assert by_deed["organisation", "changed"] == [("abbreviation", "", "IB")]
    link_fields = by_deed["link of organisation + source", "added"]
    assert [new for _label, _old, new in link_fields if new != str(draft)] == ["Invented statement"]


def test_history_is_paginated(analyst, draft):
    for number in range(110):
        Organisation.objects.filter(pk=draft.pk).update(description=f"text {number}")
    page = analyst.get(staff_url(draft, "history"), {"p": "2"}).context["page"]
    shown = sum(len(edit.changes) for edit in page)
    assert (page.paginator.count, page.paginator.num_pages, shown) == (111, 2, 11)


# --- permissions ---


def test_visitor_is_redirected_to_sign_in(visitor, draft):
    response = visitor.get(staff_url(draft, "history"))
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("page", ["change", "history", "publish", "withdraw", "delete"])
def test_staff_without_permission_get_403(page, draft):
    user = User.objects.create_user("zed", password="x", is_staff=True)
    client = factories.signed_in_client(user)
    assert client.get(staff_url(draft, page)).status_code == 403


def test_staff_with_view_permission_cannot_publish(draft):
    cite(draft)
    user = User.objects.create_user("zed", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_organisation"))
    client = factories.signed_in_client(user)
    assert client.get(staff_url(draft)).status_code == 200
    assert client.post(staff_url(draft, "publish")).status_code == 403


# --- deletion and database constraints ---


def test_cited_source_cannot_be_deleted(analyst, draft):
    source = cite(draft).source
    response = analyst.get(staff_url(source, "delete"))
    assert [str(title) for title in [response.context["title"]]] == ["Cannot delete source"]


def test_reason_for_deleting_is_in_the_history(analyst, draft):
    name = draft.names.create(spelling="Gone spelling")
    data = open_form(analyst, staff_url(draft)) | {"names-0-DELETE": "on"}
    submit_form(analyst, staff_url(draft), data, reason="Misread")
    assert [edit.reason for edit in edits(analyst, draft)[:1]] == ["Misread"]
    assert name.history.filter(pgh_label="delete").count() == 1


def test_same_inline_row_entered_twice_is_a_form_error(analyst, draft):
    data = open_form(analyst, staff_url(draft))
    data |= inline_row("names", 0, spelling="Twice") | inline_row("names", 1, spelling="Twice")
    response = submit_form(analyst, staff_url(draft), data)
    assert response.status_code == 200
    assert draft.names.count() == 0


def test_source_can_be_added(analyst, analyst_user):
    data = open_form(analyst, staff_url(Source, "add"))
    values = {"kind": "news", "title": "Invented news", "published_on": "2020-05/2020-06~"}
    submit_form(analyst, staff_url(Source, "add"), data, **values)
    source = Source.objects.get(title="Invented news")
    assert (str(source.published_on), source.state, source.last_edited_by) == (
        "2020-05/2020-06~",
        State.DRAFT,
        analyst_user,
    )


def test_ambiguous_date_is_a_form_error(analyst, db):
    data = open_form(analyst, staff_url(Source, "add"))
    response = submit_form(
        analyst, staff_url(Source, "add"), data, kind="news", published_on="5/11/2020"
    )
    assert form_errors(response)["published_on"] == [
        "Which day is “5/11/2020”? Write 2020-11-05 or 2020-05-11."
    ]
