"""Pages of cases and people, the usage matrix, home and health."""

import pytest
from django.db import OperationalError, connection

from cases.statistics import DIMENSIONS
from tests import factories, sample_data
from tests.pages import count_page_queries, listed_rows, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


def test_case_page_has_people_provisions_and_outcomes(visitor, story):
    page = read_page(visitor, story.case.get_absolute_url())
    assert page.links[story.people[0].name] == story.people[0].get_absolute_url()
    assert page.links["Article 7 bis, Story Law"] == story.provision.get_absolute_url()
    assert "3 people: invented group" in page.text
    assert "2 charges: Convicted" in page.text
    assert "24 months (2 years) in prison" in page.text


def test_case_page_has_range_of_days_in_custody_and_reason(visitor, story):
    page = read_page(visitor, story.case.get_absolute_url())
    assert "29 to 58 days" in page.text
    assert "the end is known only as June 2020" in page.text


def test_case_page_has_applicable_version(visitor, story):
    page = read_page(visitor, story.case.get_absolute_url())
    assert "at the time of the conduct, date not known;" in page.text
    assert "when charged (4 May 2020), in force since 2018" in page.text


def test_imprecise_conduct_date_makes_version_ambiguous(visitor, story):
    story.case.participations.first().charges.update(conduct_on="2018")
    page = read_page(visitor, story.case.get_absolute_url())
    assert (
        "at the time of the conduct (2018), ambiguous in force until 2018, start not known or "
        "in force since 2018"
    ) in page.text


def test_conduct_before_first_version_is_flagged(visitor, story):
    story.provision.versions.filter(starts_on=None).delete()
    story.case.participations.first().charges.update(conduct_on="2005")
    page = read_page(visitor, story.case.get_absolute_url())
    assert (
        "(2005), no version in force (Not yet in force: the article began to apply in 2018.)"
    ) in page.text


def test_reason_of_an_ambiguous_version_is_told_on_the_case_page(visitor, story):
    page = read_page(visitor, story.case.get_absolute_url())
    assert "The law was" not in page.text
    factories.make_stage(story.law, kind="replaced", happened_on="2019/2021")
    page = read_page(visitor, story.case.get_absolute_url())
    assert (
        "when charged (4 May 2020), ambiguous applied from 2018 (The law was replaced between "
        "1 January 2019 and 31 December 2021; on which day is not known.)"
    ) in page.text


def test_requalified_charge_names_the_charge_it_replaces(visitor, story):
    part = story.case.participations.first()
    later = factories.provision("8", law=story.law)
    factories.charge(under=later, of=part, requalified_from=part.charges.get())
    page = read_page(visitor, story.case.get_absolute_url())
    assert "Reclassified from Article 7 bis" in page.text


def test_person_page_has_spellings_roles_charges_and_custody(visitor, story):
    person = story.people[0]
    page = read_page(visitor, person.get_absolute_url())
    assert f"{person.name} the Second" in page.text
    assert "Singer" in page.text
    assert "29 to 58 days" in page.text
    assert page.links["Invented arrests"] == story.case.get_absolute_url()


def test_name_of_minor_is_withheld_with_reason(visitor, story):
    person = story.people[0]
    person.is_minor = True
    person.save()
    page = read_page(visitor, person.get_absolute_url())
    assert "Name withheld: minor" in page.text
    assert (person.name in page.text) is False


def test_merged_person_redirects(visitor, story):
    merged, other = story.people
    type(merged).objects.filter(pk=merged.pk).update(merged_into=other)
    response = visitor.get(merged.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())


@pytest.mark.parametrize("kind", ["case", "person"])
def test_hidden_record_answers_like_a_missing_one(visitor, kind):
    hidden = getattr(factories, kind)(state="draft")
    missing = hidden.get_absolute_url().replace(hidden.code, f"{hidden.code[0]}-000000")
    answers = [visitor.get(address) for address in (hidden.get_absolute_url(), missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_person_list_shows_unnamed_groups_separately(visitor, story):
    page = read_page(visitor, "/people/?provision=story-law-2001/7-bis")
    assert "2 people" in page.text
    assert "3 unnamed people in 1 case" in page.text
    assert listed_rows(visitor, page.links["3 unnamed people"]) == 1


def test_record_pages_take_same_queries_for_two_people_as_for_twelve(visitor, story):
    pages = [story.case.get_absolute_url(), story.people[0].get_absolute_url(), "/", "/usage/"]
    pages += ["/cases/", "/people/", "/charges/", "/prosecutions/"]
    few = [count_page_queries(visitor, page) for page in pages]
    for _ in range(10):
        sample_data.make_charged_person(story.case, story.provision, story.source)
    assert [count_page_queries(visitor, page) for page in pages] == few


def test_case_page_takes_same_queries_for_one_law_as_for_ten(visitor, story):
    address = story.case.get_absolute_url()
    part = story.case.participations.filter(person__isnull=False).first()
    few = count_page_queries(visitor, address)
    for _ in range(9):
        version = factories.version(starts_on="2009")
        factories.make_stage(version.provision.law, kind="repealed", happened_on="2019/2021")
        sample_data.cite_source(factories.charge(under=version.provision, of=part), story.source)
    assert count_page_queries(visitor, address) == few
    assert read_page(visitor, address).text.count("The law was repealed between") == 9


@pytest.mark.parametrize("unit", ["people", "cases", "prosecutions", "charges"])
@pytest.mark.parametrize("columns", sorted(DIMENSIONS.keys() - {"provision"}))
def test_every_number_of_matrix_page_equals_its_list(visitor, story, unit, columns):
    matrix = visitor.get(f"/usage/?columns={columns}&unit={unit}").context["matrix"]
    shown = [cell for _row, total, cells in matrix.rows for cell in (total, *cells)]
    shown += [*matrix.column_totals, matrix.total]
    values = [cell.cell.value for cell in shown]
    assert [listed_rows(visitor, cell.address) for cell in shown] == values


def test_matrix_page_states_unit_basis_and_filters(visitor, story):
    page = read_page(visitor, "/usage/?category=journalist&category=unknown")
    assert listed_rows(visitor, page.links["2 people"]) == 2
    assert "as charged, where a source names the article, in cases about expression" in page.text
    assert "Scope Expression, assembly or association Dated by Day of the charge" in page.text
    assert "Only: Category of person: Journalist or Not known" in page.text


def test_matrix_page_lists_empty_rows(visitor, story):
    factories.provision("12", law=story.law)
    page = read_page(visitor, "/usage/?law=story-law-2001")
    assert "1 line with none recorded" in page.text
    assert "Article 12, Story Law" in page.text


def test_matrix_page_explains_invalid_parameters(visitor):
    page = read_page(visitor, "/usage/?rows=colour&unit=heads", status=400)
    assert page.text.count("Allowed:") == 2


def test_numbers_of_home_page_equal_their_lists(visitor, story):
    home = visitor.get("/").context["home"]
    numbers = home.headlines
    assert [listed_rows(visitor, n.address) for n in numbers] == [n.number for n in numbers]
    used = home.most_used
    assert [listed_rows(visitor, f"/people/?{u.list_query}") for u in used] == [
        u.value for u in used
    ]


def test_healthz_uses_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"alive\n"


def test_readyz_answers_when_the_database_does(client):
    assert client.get("/readyz").content == b"ready\n"


def test_readyz_without_database_answers_503_with_retry_after(client, monkeypatch):
    def refuse_connection():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse_connection)
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
