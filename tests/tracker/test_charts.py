"""SVG charts are well-formed and accessible, and match their numbers."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from tracker.web.charts.amounts import FEW, UNNAMED, UNSIZED, Amount, Sign
from tracker.web.charts.drawing import Block, Message
from tracker.web.charts.flow import Flow, FlowStage
from tracker.web.charts.heat_rows import HeatRow, HeatRows
from tracker.web.charts.ranges import Range, Ranges
from tracker.web.charts.scale import Scale, shade
from tracker.web.charts.small_multiples import Panel, SmallMultiples
from tracker.web.charts.stacked_bars import Bar, BarSegment, StackedBars
from tracker.web.charts.text import LINE_HEIGHT, strip_non_xml, text_width, wrap_text
from tracker.web.charts.tile_map import Tile, TileMap

SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'Invented <b>&amp; "quoted" \x0b words'
WORDS = {"name": "invented", "title": f"Title {NASTY}", "description": f"Told {NASTY}"}
SIGNS = (Sign(UNNAMED, NASTY), Sign(UNSIZED, "groups"), Sign(FEW, "few"), Sign("arrow", "open"))
KHMER = "ក្រមព្រហ្មទណ្ឌនៃព្រះរាជាណាចក្រកម្ពុជា" * 4

# Nothing; unnamed people who may be added; who may overlap; beside a number that is not of people.
ONE, ADDED = Amount(1), Amount(3, unnamed=9, addable=9, unsized=1, words="3 people and 9 unnamed")
APART = Amount(3, unnamed=9, addable=2, apart=7, words="3 people and 9 unnamed (7 may overlap)")
MARKED = Amount(3, unnamed=9, unsized=2, words="3 cases, plus 9 unnamed people")
AMOUNTS = (Amount(0), ONE, ADDED, APART, MARKED)

DRAWINGS = {
    "bars": StackedBars(
        parts=[BarSegment(NASTY, "full", 3), BarSegment("none", "empty", 0)],
        bars=[
            *(Bar(str(2016 + i), amount, (amount.value, 0)) for i, amount in enumerate(AMOUNTS)),
            Bar("2021", Amount(0), (0, 0), is_few=True),
            Bar("Not known", Amount(2), (3, 0), is_apart=True),
        ],
        total_note="each once",
        key_heading="Status",
        signs=SIGNS,
        **WORDS,
    ),
    "heat": HeatRows(
        total_label="All",
        columns=["one", "two", "three", "four", "five"],
        rows=[HeatRow(KHMER, each, AMOUNTS) for each in AMOUNTS],
        signs=SIGNS,
        **WORDS,
    ),
    "ranges": Ranges(
        ranges=[
            Range(NASTY, "3 to 9 days", 3, 9, is_open=True),
            Range(KHMER, "3 to 9 days", 3, 9, is_stated=False),
        ],
        unit="days",
        signs=SIGNS,
        **WORDS,
    ),
    "flow": Flow(
        stages=[FlowStage("Charged", each, "middle", "How far") for each in AMOUNTS],
        signs=SIGNS,
        **WORDS,
    ),
    "tiles": TileMap(
        tiles=[Tile(0, i, NASTY, each) for i, each in enumerate(AMOUNTS)],
        aside=[("away", ADDED)],
        columns=5,
        signs=SIGNS,
        **WORDS,
    ),
    "multiples": SmallMultiples(
        first="2019",
        last="2023",
        panels=[Panel(KHMER, "3 in all", AMOUNTS)] * 3,
        few_from=3,
        signs=SIGNS,
        **WORDS,
    ),
}
EMPTY = {
    "bars": StackedBars(parts=[], bars=[], **WORDS),
    "heat": HeatRows(total_label="All", columns=[], rows=[], **WORDS),
    "ranges": Ranges(ranges=[], unit="days", **WORDS),
    "flow": Flow(stages=[], **WORDS),
    "tiles": TileMap(tiles=[], aside=[], columns=5, **WORDS),
    "multiples": SmallMultiples(first="", last="", panels=[Panel("x", "y", ())], **WORDS),
    "message": Message(words=NASTY, **WORDS),
}
ALL = [*DRAWINGS.values(), *EMPTY.values()]


@pytest.mark.parametrize("drawing", ALL, ids=lambda d: type(d).__name__)
def test_inline_drawing_has_title_and_description_and_no_style(drawing):
    svg = ElementTree.fromstring(drawing.inline())  # noqa: S314 (our own)
    assert svg.get("role") == "img"
    named = [svg.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert svg.get("aria-labelledby") == " ".join(element.get("id") for element in named)
    clean = NASTY.replace("\x0b", "")
    assert [element.text for element in named] == [f"Title {clean}", f"Told {clean}"]
    assert [e for e in svg.iter() if "style" in e.attrib or e.tag == f"{SVG}style"] == []


@pytest.mark.parametrize("drawing", ALL, ids=lambda d: type(d).__name__)
def test_standalone_drawing_has_a_style_and_no_references(drawing):
    text = drawing.standalone(["A note & more", "https://example.org/charts/"])
    svg = ElementTree.fromstring(text)  # noqa: S314 (our own)
    [style] = svg.findall(f"{SVG}style")
    assert "var(" not in style.text
    assert "#fbf9f4" in style.text  # the paper, written out
    assert [e for e in svg.iter() if any("href" in name for name in e.attrib)] == []
    assert "A note & more" in "".join(svg.itertext())


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=lambda d: type(d).__name__)
def test_every_pattern_used_is_defined(drawing):
    text = drawing.inline()
    assert set(re.findall(r"url\(#([\w-]+)\)", text)) <= set(re.findall(r' id="([\w-]+)"', text))


@pytest.mark.parametrize("drawing", ALL, ids=lambda d: type(d).__name__)
def test_rectangles_are_inside_the_drawing(drawing):
    for rect in ElementTree.fromstring(drawing.inline()).findall(f"{SVG}rect"):  # noqa: S314
        x, y, width, height = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + width <= drawing.width + 0.5
        assert y + height <= drawing.height + 0.5


def test_numbers_are_not_localised():
    drawing = DRAWINGS["multiples"]
    in_english = drawing.inline()
    with translation.override("de"):
        assert drawing.inline() == in_english


def hatched(drawing, direction):
    """Lengths of the blocks of unnamed people, in the direction of the scale."""
    return [getattr(b, direction) for b in drawing.blocks if b.fill == UNNAMED]


# A part of 8 in 10 people is drawn as 8 tenths, on the bar if it may be added, else apart.
COUNTED = st.builds(
    lambda value, addable, apart: Amount(value, addable + apart, addable, apart),
    *(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)),
)


@given(st.lists(COUNTED, min_size=1, max_size=6))
def test_flow_adds_to_a_bar_only_unnamed_people_who_may_be_added(amounts):
    drawing = Flow(stages=[FlowStage("x", each, "full") for each in amounts], **WORDS)
    widths = [drawing.width_of(n) for a in amounts for n in (a.addable, a.apart) if n]
    assert hatched(drawing, "width") == widths
    assert max(x.x + x.width for x in drawing.blocks or [Block(0, 0, 0, 0)]) <= 320


@given(st.lists(COUNTED, min_size=1, max_size=6))
def test_stacked_bars_add_only_unnamed_people_who_may_be_added(amounts):
    bars = [Bar("2020", each, (each.value,)) for each in amounts]
    drawing = StackedBars(parts=[BarSegment("x", "full", 1)], bars=bars, **WORDS)
    unit = 150 / drawing.gridlines[-1][0]
    expected = [n * unit for a in amounts for n in (a.addable, a.apart) if n]
    assert hatched(drawing, "height") == pytest.approx(expected, abs=0.06)


@given(st.lists(COUNTED, min_size=1, max_size=6))
def test_small_multiples_add_only_unnamed_people_who_may_be_added(amounts):
    drawing = SmallMultiples(first="1", last="2", panels=[Panel("x", "y", tuple(amounts))], **WORDS)
    heights = [drawing.height_of(n) for a in amounts for n in (a.addable, a.apart) if n]
    assert hatched(drawing, "height") == heights


def test_unnamed_people_beside_a_number_of_cases_are_a_mark_without_a_length():
    drawing = Flow(stages=[FlowStage("x", MARKED, "full")], **WORDS)
    assert hatched(drawing, "width") == [12]
    assert len(drawing.unsized_marks) == 1


def test_year_that_few_sources_cover_is_hatched_and_has_no_zero():
    parts, zero = [BarSegment("x", "full", 1)], Amount(0)
    bars = [Bar("2020", ONE, (1,)), Bar("2021", zero, (0,)), Bar("2022", zero, (0,), is_few=True)]
    drawing = StackedBars(parts=parts, bars=bars, **WORDS)
    assert [area.width for area in drawing.few_areas] == [drawing.pitch]
    assert [t.words for t in drawing.texts if "strong" in t.css_class] == ["1", "0"]
    assert StackedBars(parts=parts, bars=bars[:2], **WORDS).few_areas == []


def test_small_multiples_hatch_from_the_first_year_that_few_sources_cover():
    panels = [Panel("x", "y", (ONE, ONE, Amount(0)))]
    drawing = SmallMultiples(first="1", last="3", panels=panels, few_from=2, **WORDS)
    assert [(area.x, area.width) for area in drawing.few_areas] == [(60, 30)]
    covered = SmallMultiples(first="1", last="3", panels=panels, **WORDS)
    assert covered.few_areas == []


@pytest.mark.parametrize("amount", [ADDED, MARKED])
def test_mark_of_unsized_groups_stands_above_both_numbers(amount):
    drawing = StackedBars(
        parts=[BarSegment("x", "full", 3)], bars=[Bar("2020", amount, (3,))], **WORDS
    )
    [(_x, mark_top)] = drawing.unsized_marks
    numbers = {text.words: text.y for text in drawing.texts if "halo" in text.css_class}
    assert numbers["3"] == numbers["+9"] - LINE_HEIGHT
    assert 0 <= mark_top == pytest.approx(numbers["3"] - LINE_HEIGHT - 10)


@pytest.mark.parametrize(("years", "lines"), [(5, ["Not known"]), (7, ["Not", "known"])])
def test_label_set_apart_does_not_run_into_the_last_year(years, lines):
    bars = [Bar(str(2017 + i), ONE, (1,)) for i in range(years)]
    bars.append(Bar("Not known", ONE, (1,), is_apart=True))
    drawing = StackedBars(parts=[BarSegment("x", "full", 3)], bars=bars, **WORDS)
    labels = [text.words for text in drawing.texts if text.css_class == "middle"]
    assert labels[years:] == lines


def test_words_of_a_range_and_label_of_a_row_are_not_cut_off():
    long = " ".join(["invented"] * 12)
    ranges = Ranges(ranges=[Range("x", long, 3, 9)], unit="days", **WORDS)
    heat = HeatRows(total_label="All", columns=[], rows=[HeatRow(long, ONE, ())], **WORDS)
    multiples = SmallMultiples(first="1", last="2", panels=[Panel(long, "y", (ONE,))], **WORDS)
    for drawing in (ranges, heat, multiples):
        shown = " ".join(t.words for t in drawing.texts if "invented" in t.words)
        assert shown == long
        assert max(t.y for t in drawing.texts) < drawing.height


def test_row_of_small_multiples_is_as_high_as_its_own_words():
    short, long = Panel("x", "y", (ONE,)), Panel("x", "invented " * 12, (ONE,))
    heights = [
        SmallMultiples(first="1", last="2", panels=panels, **WORDS).body_height
        for panels in ([short], [long], [short, short, long], [short, long, long])
    ]
    assert heights[0] < heights[1]
    assert heights[2:] == [heights[0] + heights[1], 2 * heights[1]]


def test_range_is_solid_only_if_stated():
    assert [bar["tone"] for bar in DRAWINGS["ranges"].bars] == ["full", "dense"]


def test_total_line_is_drawn_only_where_parts_overlap():
    bars = [Bar("2019", Amount(2), (2, 0)), Bar("2020", Amount(2), (2, 1))]
    parts = [BarSegment("a", "full", 4), BarSegment("b", "empty", 1)]
    drawing = StackedBars(parts=parts, bars=bars, total_note="each once", **WORDS)
    assert len(drawing.total_marks) == 1
    assert drawing.note == "each once"


def test_bars_of_a_thousand_years_fit():
    bars = [Bar(str(year), ONE, (1,)) for year in range(1000, 2027)]
    drawing = StackedBars(parts=[BarSegment("a", "full", 9)], bars=bars, **WORDS)
    assert max(block.x + block.width for block in drawing.blocks) <= drawing.width
    assert len(drawing.texts) < 60


def test_number_too_wide_for_its_cell_is_printed_in_thousands():
    columns = [str(n) for n in range(14)]
    rows = [HeatRow("x", Amount(12_345), (Amount(999),) * 14)]
    drawing = HeatRows(total_label="All", columns=columns, rows=rows, **WORDS)
    assert {text.words for text in drawing.texts} - {*columns, "All", "x"} == {"12k", "999"}
    assert drawing.is_rounded
    assert not DRAWINGS["heat"].is_rounded


@given(st.integers(0, 10**7))
def test_scale_ends_at_a_round_number_not_below_the_maximum(most):
    scale = Scale(most, 100)
    assert scale.top >= most
    assert len(scale.ticks) <= 6
    assert scale.of(scale.top) == 100


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_only_zero_has_no_shade(value, more):
    assert (shade(value, value + more) == 0) is (value == 0)
    assert shade(value + more, value + more) == 5


def test_signs_above_and_below_khmer_letters_take_no_width():
    assert text_width("ឆ្នាំ") == text_width("ឆនា")


@given(st.text(), st.integers(20, 400), st.integers(1, 3))
def test_wrapped_text_has_at_most_the_given_lines(words, width, lines):
    assert 1 <= len(wrap_text(words, width, lines=lines)) <= lines
    assert "".join("".join(wrap_text(words, width)).split()) == "".join(
        strip_non_xml(words).split()
    )
