"""Charts show the numbers of the usage matrix, and no hidden record."""

import csv
import io
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.template import Context, Template

from cases.enums import Category, Province
from cases.filters import OUTCOMES
from cases.models import Detention
from cases.statistics.charts import CHARTS, ChartQuery
from cases.statistics.charts.provinces import TILE_POSITIONS
from cases.statistics.charts.years import OUTCOME_TONES
from tests import factories as make, sample_data
from tests.cases.counting_oracle import counted_charges
from tests.pages import count_page_queries, listed_rows, read_page
from tests.shared_world_fixture import share_world
from tracker.models import DataVersion
from tracker.visibility.public_reader import public_reader

# Rows and columns of the matrix of each chart.
DRAWN = {
    "use-by-year": ("year", "outcome"),
    "article-by-category": ("provision", "category"),
    "articles-over-time": ("provision", "year"),
}
ADDRESSES = [f"/charts/{name}/" for name in CHARTS]


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


@pytest.fixture
def world(db):
    """Years, outcomes, provinces, a group; one person in two cases with overlapping detentions."""
    first, second = (make.provision(number, law=make.law()) for number in ("1", "2"))
    twice = make.person(category=Category.UNION)
    for province, outcome in (("12", "convicted"), ("11", "acquitted")):
        accused = make.accused(case=make.case(province=province), person=twice)
        charge = make.charge(under=first, of=accused, on="2019")
        make.add_charge_event(charge, outcome, on="2020-05")
        make.charge(under=second, of=accused, on="2021-06", base=charge)
        detain(accused, "2019-02-01", "2019-02-10")
    make.charge(under=first, of=make.group(7), on="2020")
    make.charge(under=first, provenance="inferred", on=None)
    make.charge(under=second, of=make.accused(case=make.case(country="TH")), on="2020/2021")
    return first


def detain(participation, start, end=None, **fields):
    fields = {"basis": "police", "started_on": start, "ended_on": end} | fields
    return make.add_citation(Detention.objects.create(participation=participation, **fields))


def table(name, query=""):
    """The header and the rows of a chart's table."""
    with public_reader():
        chart_table = CHARTS[name](ChartQuery(QueryDict(query))).table
        return chart_table.header, [row.values for row in chart_table.all_rows]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("query", ["", "unit=charges&basis=tried", "unit=cases", "category=union"])
def test_every_linked_number_of_chart_table_equals_its_list(visitor, world, name, query):
    with public_reader():
        chart_table = CHARTS[name](ChartQuery(QueryDict(query))).table
        numbers = [n for row in chart_table.all_rows for n in row.numbers if n.address]
        groups = [n for n in numbers if "participant=group" in n.address]
    counted = [n for n in numbers if n not in groups]
    assert [listed_rows(visitor, n.address) for n in counted] == [n.value for n in counted]
    assert [listed_rows(visitor, n.address) > 0 for n in groups] == [True] * len(groups)
    assert counted or name == "time-in-detention"


@pytest.mark.parametrize("name", CHARTS)
def test_chart_files_are_its_table_and_its_drawing(visitor, world, name):
    header, lines = table(name)
    answer = visitor.get(f"/charts/{name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    csv_rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert [row[: len(header)] for row in csv_rows[: len(lines) + 1]] == [
        header,
        *([str(value) for value in line] for line in lines),
    ]
    assert csv_rows[0][len(header)] == "as_of"
    drawing = visitor.get(f"/charts/{name}.svg")
    assert drawing["Content-Disposition"] == f'attachment; filename="{name}.svg"'
    assert "script-src" not in drawing["Content-Security-Policy"]
    assert "default-src 'none'" in drawing["Content-Security-Policy"]
    assert ElementTree.fromstring(drawing.content).get("role") == "img"  # noqa: S314


def test_person_with_two_outcomes_is_in_both_and_counts_once_in_total(world):
    header, lines = table("use-by-year", "provision=" + world.address)
    year = dict(zip(header, lines[0], strict=True))
    assert year["Year"] == "2019"
    assert (year["Convicted"], year["Acquitted"], year["Total (each counted once)"]) == (1, 1, 1)


def test_case_flow_counts_each_stage_on_its_own_basis(world):
    _header, lines = table("case-flow", "unit=charges")
    assert {(line[0], line[1]): line[2] for line in lines} == {
        ("Charged", "As charged"): 5,
        ("Tried", "As tried"): 2,
        ("Convicted (including those later pardoned)", "As convicted"): 1,
        ("Acquitted", "As tried"): 1,
        ("Dropped", "As charged"): 0,
        ("Reclassified: continued under another article", "As charged"): 0,
        ("Charged, no later step recorded", "As charged"): 3,
        ("On trial, when last known", "As tried"): 0,
        ("Unknown", "As charged"): 0,
    }


def test_overlapping_detentions_in_two_cases_count_once(world):
    _header, lines = table("time-in-detention")
    assert [line[1:] for line in lines] == [[10, 10, "Police custody", "stated in a source", ""]]


def test_open_detention_is_counted_to_its_last_confirmation(db):
    charge = make.charge(under=make.provision())
    detain(charge.participation, "2020-01-01", confirmed_on="2020-03")
    [line] = table("time-in-detention")[1]
    assert line[1:] == [61, 91, "Police custody", "stated in a source", "March 2020"]


def test_rejected_detention_is_not_counted(db):
    charge = make.charge(under=make.provision())
    detain(charge.participation, "2020-01-01", standing="rejected", standing_reason="invented")
    assert table("time-in-detention")[1] == []


def test_withheld_name_is_in_no_chart(visitor, story):
    story.people[0].display_policy = "withheld"
    story.people[0].protection_reason = "safety"
    story.people[0].save()
    address = "/charts/time-in-detention/"
    texts = [visitor.get(a).content.decode() for a in (address, f"{address[:-1]}.svg")]
    assert [story.people[0].name in text for text in texts] == [False, False]
    assert [story.people[0].code in text for text in texts] == [True, True]


def test_hidden_records_change_no_chart(visitor, story):
    def chart_files():
        names = [f"{name}.{kind}" for name in CHARTS for kind in ("svg", "csv")]
        drawn = [visitor.get(f"/charts/{name}").content for name in names]
        # Creating a public source changes the data version.
        version = DataVersion.objects.token().encode()
        return [content.replace(version, b"") for content in drawn]

    uncited = make.charge(under=story.provision)
    uncited.citations.all().delete()
    before = chart_files()
    secret = make.accused(case=story.case, person=make.person(state="draft"))
    detain(secret, "2020-01-01")
    make.charge(under=story.provision, of=secret)
    make.charge(
        under=story.provision, of=make.accused(case=make.case(state="draft", province="12"))
    )
    assert chart_files() == before
    make.add_citation(uncited)
    assert chart_files() != before


@pytest.mark.parametrize("address", [*ADDRESSES, "/charts/", "/charts/use-by-year.svg"])
def test_charts_take_same_queries_for_two_people_as_for_twelve(visitor, story, address):
    few = count_page_queries(visitor, address)
    assert few <= (14 if address == "/charts/" else 10)
    for _ in range(10):
        sample_data.make_charged_person(story.case, story.provision, story.source)
    assert count_page_queries(visitor, address) == few


def test_chart_tag_renders_in_any_template(story):
    line = '{% load cases %}{% chart "use-by-year" "provision=story-law-2001/7-bis&unit=cases" %}'
    with public_reader():
        html = Template(line).render(Context())
    assert '<h3 id="figure-use-by-year"' in html
    assert 'href="/charts/use-by-year.csv?provision=story-law-2001%2F7-bis&amp;unit=cases"' in html
    assert "1 case, plus 3 unnamed people by year and last known status of the charges" in html


def test_chart_keeps_filters_and_links_to_usage_table(visitor, story):
    page = read_page(visitor, "/charts/where/?unit=cases&category=journalist&rows=year&columns=law")
    assert page.links["See the numbers as a table"] == "/usage/?unit=cases&category=journalist"
    assert page.links["Use by year and status"] == (
        "/charts/use-by-year/?unit=cases&category=journalist"
    )
    assert "Filters: Category of person: Journalist." in page.text


@pytest.mark.parametrize("tail", ["", "use-by-year/", "where.svg", "where.csv"])
def test_unknown_chart_parameter_gets_suggestion(visitor, tail):
    page = read_page(visitor, f"/charts/{tail}?provison=x", status=400)
    assert "Did you mean “provision”?" in page.text


@pytest.mark.parametrize("tail", ["no-chart/", "no-chart.svg", "no-chart.csv"])
def test_unknown_chart_is_not_found(visitor, tail):
    assert visitor.get(f"/charts/{tail}").status_code == 404


def test_every_province_has_a_tile_and_every_outcome_a_distinct_pattern():
    assert TILE_POSITIONS.keys() == {*Province} - {Province.UNKNOWN}
    assert len(set(TILE_POSITIONS.values())) == 25
    assert len({OUTCOME_TONES[value] for value, _label in OUTCOMES}) == len(OUTCOMES)


@pytest.mark.parametrize("name", CHARTS)
def test_empty_question_says_what_the_record_covers(world, name):
    with public_reader():
        chart = CHARTS[name](ChartQuery(QueryDict("category=expert")))
        assert chart.is_empty
        n = len({charge.case.pk for charge in counted_charges()})
        assert chart.empty_text.startswith(
            f"No charge meets all of these conditions. The record covers {n} cases with charges"
        )
