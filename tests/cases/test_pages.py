"""Pages of cases and people, the usage matrix, home and health."""

import pytest
from django.db import OperationalError, connection

from cases.statistics import DIMENSIONS
from tests import factories, sample_data
from tests.pages import queries, read, rows
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


def test_a_case_answers_who_which_article_what_and_where_it_stands(visitor, told):
    page = read(visitor, told.case.get_absolute_url())
    assert page.links[told.people[0].name] == told.people[0].get_absolute_url()
    assert page.links["Article 7 bis, Story Law"] == told.provision.get_absolute_url()
    assert "3 people: invented group" in page.text
    assert "2 charges: Convicted" in page.text
    assert "24 months (2 years) in prison" in page.text


def test_a_case_tells_days_in_custody_from_least_to_most_and_why(visitor, told):
    page = read(visitor, told.case.get_absolute_url())
    assert "29 to 58 days" in page.text
    assert "the end is known only as June 2020" in page.text


def test_a_case_tells_which_version_applied(visitor, told):
    page = read(visitor, told.case.get_absolute_url())
    assert "at the time of the conduct, date not known;" in page.text
    assert "when charged (4 May 2020), in force since 2018" in page.text


def test_a_vague_day_of_conduct_makes_the_version_ambiguous(visitor, told):
    told.case.participations.first().charges.update(conduct_on="2018")
    page = read(visitor, told.case.get_absolute_url())
    assert (
        "at the time of the conduct (2018), ambiguous in force until 2018, start not known or "
        "in force since 2018"
    ) in page.text


def test_conduct_before_any_version_is_flagged(visitor, told):
    told.provision.versions.filter(starts_on=None).delete()
    told.case.participations.first().charges.update(conduct_on="2005")
    page = read(visitor, told.case.get_absolute_url())
    assert "(2005), no version recorded for that day" in page.text


def test_a_requalified_charge_names_the_one_it_replaces(visitor, told):
    part = told.case.participations.first()
    later = factories.provision("8", law=told.law)
    factories.charge(under=later, of=part, requalified_from=part.charges.get())
    page = read(visitor, told.case.get_absolute_url())
    assert "Requalified from Article 7 bis" in page.text


def test_a_person_tells_spellings_roles_charges_and_custody(visitor, told):
    person = told.people[0]
    page = read(visitor, person.get_absolute_url())
    assert f"{person.name} the Second" in page.text
    assert "Singer" in page.text
    assert "29 to 58 days" in page.text
    assert page.links["Invented arrests"] == told.case.get_absolute_url()


def test_a_minor_has_no_name_and_the_class_of_reason(visitor, told):
    person = told.people[0]
    person.is_minor = True
    person.save()
    page = read(visitor, person.get_absolute_url())
    assert "Name withheld: minor" in page.text
    assert (person.name in page.text) is False


def test_a_merged_person_leads_to_the_other(visitor, told):
    one, other = told.people
    type(one).objects.filter(pk=one.pk).update(merged_into=other)
    response = visitor.get(one.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())


@pytest.mark.parametrize("kind", ["case", "person"])
def test_what_is_hidden_answers_as_what_never_was(visitor, kind):
    hidden = getattr(factories, kind)(state="draft")
    never = hidden.get_absolute_url().replace(hidden.code, f"{hidden.code[0]}-000000")
    answers = [visitor.get(where) for where in (hidden.get_absolute_url(), never)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_people_of_a_provision_are_listed_with_the_unnamed_beside(visitor, told):
    page = read(visitor, "/people/?provision=story-law-2001/7-bis")
    assert "2 individual people" in page.text
    assert "3 unnamed people in 1 case" in page.text
    assert rows(visitor, page.links["3 unnamed people"]) == 1


def test_record_pages_take_as_many_queries_for_two_people_as_for_twelve(visitor, told):
    pages = [told.case.get_absolute_url(), told.people[0].get_absolute_url(), "/", "/usage/"]
    pages += ["/cases/", "/people/", "/charges/", "/prosecutions/"]
    few = [queries(visitor, page) for page in pages]
    for _ in range(10):
        sample_data.charged(told.case, told.provision, told.source)
    assert [queries(visitor, page) for page in pages] == few


@pytest.mark.parametrize("unit", ["people", "cases", "prosecutions", "charges"])
@pytest.mark.parametrize("columns", sorted(DIMENSIONS.keys() - {"provision"}))
def test_every_number_of_the_matrix_equals_its_list(visitor, told, unit, columns):
    matrix = visitor.get(f"/usage/?columns={columns}&unit={unit}").context["matrix"]
    shown = [cell for _row, total, cells in matrix.rows for cell in (total, *cells)]
    shown += [*matrix.column_totals, matrix.total]
    assert [rows(visitor, cell.address) for cell in shown] == [cell.value for cell in shown]


def test_the_matrix_states_its_figure_with_unit_basis_and_data_version(visitor, told):
    page = read(visitor, "/usage/?category=journalist&category=unknown")
    assert "2 individual people" in page.links
    assert "Basis: As charged. How it is known: Stated by a source." in page.text
    assert "Only: Category of person: Journalist; Category of person: Not known" in page.text


def test_rows_of_the_matrix_without_anything_are_told(visitor, told):
    factories.provision("12", law=told.law)
    page = read(visitor, "/usage/?law=story-law-2001")
    assert "1 line with none recorded" in page.text
    assert "Article 12, Story Law: 0" in page.text


def test_a_question_the_matrix_does_not_know_is_explained(visitor):
    page = read(visitor, "/usage/?rows=colour&unit=heads", status=400)
    assert page.text.count("Allowed:") == 2


def test_numbers_of_the_first_page_equal_their_lists(visitor, told):
    home = visitor.get("/").context["home"]
    numbers = home.headlines
    assert [rows(visitor, n.address) for n in numbers] == [n.number for n in numbers]
    used = home.most_used
    assert [rows(visitor, f"/people/?{u.address}") for u in used] == [u.value for u in used]


def test_the_process_is_alive_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"alive\n"


def test_the_process_is_ready_when_the_database_answers(client):
    assert client.get("/readyz").content == b"ready\n"


def test_without_a_database_the_process_asks_to_try_again(client, monkeypatch):
    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
