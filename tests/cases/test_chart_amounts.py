"""Charts draw unnamed people apart, and hatch years that few sources cover."""

import csv
import io

import pytest
from django.http import QueryDict

from cases.statistics.charts import CHARTS, ChartQuery
from tests import factories as make, sample_data
from tracker.visibility.public_reader import public_reader

OVER_YEARS = ("use-by-year", "articles-over-time")


def test_key_speaks_of_bars_only_where_unnamed_people_may_continue_one(db):
    make.charge(under=make.provision(), of=make.group(3))
    with public_reader():
        of_people, of_cases = (
            ChartQuery(QueryDict(f"unit={each}")) for each in ("people", "cases")
        )
        apart = "+: unnamed people, 3 in all; apart from the bar where they may overlap"
        keys = {
            name: [chart(each).drawing.signs[0].words == apart for each in (of_people, of_cases)]
            for name, chart in CHARTS.items()
            if name != "time-in-detention"
        }
    is_barred = {name: [name not in ("article-by-category", "where"), False] for name in keys}
    assert keys == is_barred


def test_article_with_unnamed_people_only_is_drawn(db):
    article = make.provision("9")
    make.charge(under=article, of=make.group(18), on="2020")
    with public_reader():
        question = ChartQuery(QueryDict(f"provision={article.address}"))
        [row] = CHARTS["article-by-category"](question).drawing.rows
    assert row.total.words == "0 people and 18 unnamed"
    assert row.total.addable == 18


def test_legend_of_statuses_has_the_unnamed_people(db):
    article = make.provision("9")
    make.charge(under=article, of=make.group(18), on="2020")
    with public_reader():
        drawing = CHARTS["use-by-year"](ChartQuery(QueryDict(""))).drawing
    legends = [part.legend(200) for part in drawing.parts if part.unnamed]
    assert legends == ["Charged: 0 +18"]


@pytest.mark.parametrize(
    ("people", "title"), [(4, "Charges by year and"), (5, "Most in 2020: 5 people")]
)
def test_few_people_make_no_peak(db, people, title):
    article = make.provision("9")
    for _ in range(people):
        make.charge(under=article, on="2020")
    with public_reader():
        chart = CHARTS["use-by-year"](ChartQuery(QueryDict("")))
        assert chart.title.startswith(title)


@pytest.mark.parametrize(
    ("unit", "numbers"),
    [
        ("people", (0, 18, 18, 0)),
        ("prosecutions", (0, 18, 18, 0)),
        ("cases", (1, 18, 1, 0)),
        ("charges", (0, 18, 0, 0)),
    ],
)
def test_unnamed_people_are_added_to_no_number_of_cases_or_charges(db, unit, numbers):
    article = make.provision("9")
    make.charge(under=article, of=make.group(18), on="2020")
    with public_reader():
        question = ChartQuery(QueryDict(f"provision={article.address}&unit={unit}"))
        amount = question.amount(question.by_year.total)
    assert (amount.value, amount.unnamed, amount.length, amount.apart) == numbers


@pytest.mark.parametrize("unit", ["people", "prosecutions", "cases", "charges"])
def test_articles_are_ranked_with_unnamed_people_only_if_people_are_counted(db, unit):
    of_people, of_group = make.provision("9"), make.provision("10")
    for _ in range(2):
        make.charge(under=of_people)
    make.charge(under=of_group, of=make.group(18))
    with public_reader():
        lines = CHARTS["article-by-category"](ChartQuery(QueryDict(f"unit={unit}"))).ranked_lines
    both = {of_people.address, of_group.address}
    ranked = [total.row.id for total, _cells in lines if total.row.id in both]
    is_of_people = unit in ("people", "prosecutions")
    assert ranked[0] == (of_group if is_of_people else of_people).address


def make_late_sources(late: int) -> QueryDict:
    """The question about a charge of 2020: 11 sources are of that year, `late` of 2022."""
    charge = make.charge(under=make.provision(), on="2020")
    for day in [*["2020"] * 11, *["2022"] * late]:
        sample_data.cite_source(charge.participation.case, make.source(published_on=day))
    return QueryDict(f"provision={charge.provision.address}")


@pytest.mark.parametrize(("late", "few"), [(1, ["2021", "2022"]), (2, [])])
def test_years_that_few_sources_cover_are_hatched(db, late, few):
    query = make_late_sources(late)
    with public_reader():
        by_year, over_time = (CHARTS[name](ChartQuery(query)).drawing for name in OVER_YEARS)
    assert [bar.label for bar in by_year.bars] == ["2020", "2021", "2022", "Not known"]
    assert [bar.label for bar in by_year.bars if bar.is_few] == few
    assert over_time.few_from == (1 if few else None)
    marks = [[sign.mark for sign in drawing.signs] for drawing in (by_year, over_time)]
    assert marks == [["few"] if few else []] * 2


@pytest.mark.parametrize(("late", "is_few"), [(1, "true"), (2, "false")])
def test_csv_says_as_of_and_which_years_few_sources_cover(db, late, is_few):
    query = make_late_sources(late)
    with public_reader():
        files = [CHARTS[name](ChartQuery(query)).table.csv for name in OVER_YEARS]
    by_year, over_time = (list(csv.reader(io.StringIO(file))) for file in files)
    assert [(line[0], *line[-2:]) for line in by_year] == [
        ("Year", "as_of", "few_sources"),
        ("2020", "2022", "false"),
        ("2021", "2022", is_few),
        ("2022", "2022", is_few),
        ("Not known", "2022", ""),
        ("Total (each counted once)", "2022", ""),
    ]
    assert over_time[0][2:6] == ["2020", "2021", "2022", "Not known"]
    assert over_time[-1] == ["few_sources", "", "false", is_few, is_few, "", "", "", "2022"]
