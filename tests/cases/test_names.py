"""What counts as another spelling of one name, and why. (How well: `make names`.)"""

import csv
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cases.name_matching import DUPLICATE, FOUND, compare, reading
from cases.name_matching.keys import key, nearest
from cases.name_matching.sound_rules import EVERY_NAME

PAIRS = Path(__file__).parents[1] / "names" / "development.csv"
NAMES = st.lists(
    st.sampled_from(
        "Sok Chan Keo Reaksmey Sophea Chhun Phuon Vuthy Ouk Srey Mom Aun Ratha".split()
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize(
    ("left", "right", "reasons"),
    [
        ("Kong Raiya", "Kung Raiya", ("o = u",)),
        ("Rong Chhun", "Rong Chuun", ("ch = chh", "u = uu")),
        ("Sen Karuna", "Senkaruna", ("joined or split",)),
        ("Chak Sopheap", "Sopheap Chak", ("order",)),
        ("Phal Vuthy", "Pal Wuthi", ("p = ph", "v = w", "i = y")),
        ("Invented Khieu", "Invented Khiev", ("ieu = iev",)),
        ("Sok Vannah", "Sok Vanna", ("final h",)),
        ("Sok Vannar", "Sok Vanna", ("final r",)),
        ("Lok Srey Sok Vanna", "Dr. Sok Vanna", ()),
        ("SOK Vanna", "sok-vanna", ()),
    ],
)
def test_a_match_says_what_it_rests_on(left, right, reasons):
    likeness = compare(left, right)
    assert likeness.reasons == reasons
    assert likeness.may_be_one_person


def test_two_founding_spellings_are_one_name():
    likeness = compare("Phuon Keoreaksmey", "Phoung Keorasmey")
    assert likeness.reasons == ("ou = uo", "n = ng", "a = ea", "silent letter")
    assert likeness.score > FOUND


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Long Kunthea", "Chea Kunthin"),
        ("Long Phary", "Long Ry"),
        ("Kem Sokha", "Lem Sokha"),
        ("Kem Sokha", "Kea Sokun"),
        ("Sovann Rithy", "Yean Rithy"),
        ("Mech Dara", "Voun Dara"),
        ("Sok Chan", "Sok Chanthy"),
        ("Sok Vanna", "Sok Vannak"),
        ("Chan Sothea", "Chan Sothy"),
        ("Hun Sen", "Sen"),
    ],
)
def test_one_part_alike_does_not_make_one_name(left, right):
    assert not compare(left, right).may_be_one_person


def test_a_part_of_a_name_is_found_but_no_duplicate():
    likeness = compare("Rainsy", "Sam Rainsy")
    assert FOUND <= likeness.score < DUPLICATE
    assert likeness.reasons == ("part missing",)


def test_an_initial_is_found_but_no_duplicate():
    likeness = compare("S. Rainsy", "Sam Rainsy")
    assert FOUND <= likeness.score < DUPLICATE
    assert likeness.reasons == ("initial",)


def test_a_slip_of_the_fingers_is_found_but_no_duplicate():
    likeness = compare("Sok Vansea", "Sok Vasnea")
    assert FOUND <= likeness.score < DUPLICATE


def test_khmer_script_finds_latin_letters():
    assert compare("រ៉ុង ឈុន", "Rong Chhun").may_be_one_person
    assert compare("លោក កឹម សុខា", "Kem Sokha").may_be_one_person
    assert compare("កឹម\u200bសុខា", "កឹម សុខា").score == 1.0


@pytest.mark.parametrize(
    ("spelling", "read"),
    [
        ("Ven. But Invented", "but invented"),
        ("H.E. Sok An", "sok an"),
        ("Lok", "lok"),
        ("Lok Hour", "lok hour"),
        ("Alejandro González-Davidson", "alejandro gonzalez davidson"),
        ("S.Rainsy", "s rainsy"),
        ("1234 !", ""),
        ("", ""),
    ],
)
def test_titles_accents_and_signs_are_no_part_of_a_name(spelling, read):
    assert reading(spelling) == read


def test_a_key_holds_what_romanisers_agree_about():
    assert key(reading("Kong Raiya")) == key(reading("Kung Rayya")) == "kn ry knry"


def test_the_nearest_outlines_are_looked_at_first():
    readings = ["chea sophal", "sok bopha", "vanna sok", "sok vana"]
    assert set(nearest("sok vanna", readings, limit=2)) == {"sok vana", "vanna sok"}


def test_without_a_rule_its_pairs_are_further_apart():
    pairs = [("ph", "p, ph", "Phal"), ("v", "v, w", "Vuth")]
    for letters, rule, name in pairs:
        other = name.lower().replace(letters, {"ph": "p", "v": "w"}[letters])
        assert rule in EVERY_NAME
        assert compare(name, other, frozenset({rule})).score < compare(name, other).score


@given(NAMES, NAMES)
def test_likeness_has_no_direction_and_stays_between_none_and_all(left, right):
    score = compare(left, right).score
    assert score == pytest.approx(compare(right, left).score)
    assert 0 <= score <= 1


@given(NAMES)
def test_every_name_is_like_itself(name):
    assert compare(name, name).score == 1.0
    assert compare(name, name.upper().replace(" ", "-")).score == 1.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_at_all_can_be_compared(left, right):
    assert 0 <= compare(left, right).score <= 1


def test_development_pairs_stay_as_well_told_apart_as_they_are():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    warned = {"same": [], "different": []}
    for row in rows:
        warned[row["kind"]].append(compare(row["left"], row["right"]).may_be_one_person)
    assert sum(warned["same"]) / len(warned["same"]) > 0.88
    assert sum(warned["different"]) / len(warned["different"]) < 0.02
