"""Similarity of names: examples and invariants. (`make names` measures recall and precision.)"""

import csv
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cases.name_matching import DUPLICATE_THRESHOLD, SEARCH_THRESHOLD, romanise_name
from cases.name_matching.keys import nearest_readings, phonetic_key
from cases.name_matching.sound_rules import CONSONANT
from tests.names.matching import compare_names, without

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
def test_similarity_gives_its_reasons(left, right, reasons):
    similarity = compare_names(left, right)
    assert similarity.reasons == reasons
    assert similarity.score >= DUPLICATE_THRESHOLD


def test_founding_spellings_of_one_name_are_found():
    similarity = compare_names("Phuon Keoreaksmey", "Phoung Keorasmey")
    assert similarity.reasons == ("ou = uo", "n = ng", "a = ea", "silent letter")
    assert similarity.score > SEARCH_THRESHOLD


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
def test_similar_but_different_names_are_no_duplicates(left, right):
    assert compare_names(left, right).score < DUPLICATE_THRESHOLD


def test_part_of_a_name_is_found_but_no_duplicate():
    similarity = compare_names("Rainsy", "Sam Rainsy")
    assert SEARCH_THRESHOLD <= similarity.score < DUPLICATE_THRESHOLD
    assert similarity.reasons == ("part missing",)


def test_initial_is_found_but_no_duplicate():
    similarity = compare_names("S. Rainsy", "Sam Rainsy")
    assert SEARCH_THRESHOLD <= similarity.score < DUPLICATE_THRESHOLD
    assert similarity.reasons == ("initial",)


def test_typing_error_is_found_but_no_duplicate():
    similarity = compare_names("Sok Vansea", "Sok Vasnea")
    assert SEARCH_THRESHOLD <= similarity.score < DUPLICATE_THRESHOLD


def test_khmer_spelling_matches_latin_spelling():
    assert compare_names("រ៉ុង ឈុន", "Rong Chhun").score >= DUPLICATE_THRESHOLD
    assert compare_names("លោក កឹម សុខា", "Kem Sokha").score >= DUPLICATE_THRESHOLD
    assert compare_names("កឹម\u200bសុខា", "កឹម សុខា").score == 1.0


@pytest.mark.parametrize(
    ("spelling", "expected"),
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
def test_romanised_name_has_no_titles_accents_or_signs(spelling, expected):
    assert romanise_name(spelling) == expected


def test_spellings_of_one_name_have_the_same_key():
    assert (
        phonetic_key(romanise_name("Kong Raiya"))
        == phonetic_key(romanise_name("Kung Rayya"))
        == "kn ry knry"
    )


def test_nearest_readings_are_those_with_similar_outlines():
    readings = ["chea sophal", "sok bopha", "vanna sok", "sok vana"]
    assert set(nearest_readings("sok vanna", readings, limit=2)) == {"sok vana", "vanna sok"}


@pytest.mark.parametrize(
    ("rule", "left", "right"),
    [
        ((CONSONANT, "p ph bh", 0.05), "Phal", "Pal"),
        ((CONSONANT, "v w", 0.05), "Vuth", "Wuth"),
        ("order", "Sok Vanna", "Vanna Sok"),
        ("initial", "S. Rainsy", "Sam Rainsy"),
        ("final h", "Sok Vannah", "Sok Vanna"),
        ("joined or split", "Sen Karuna", "Senkaruna"),
        ("part missing", "Sok Vanna Rithy", "Sok Vanna"),
    ],
)
def test_score_of_a_pair_is_lower_without_its_rule(rule, left, right):
    score = compare_names(left, right).score
    with without(rule):
        assert compare_names(left, right).score < score
    assert compare_names(left, right).score == score


@given(NAMES, NAMES)
def test_score_is_symmetric_and_between_0_and_1(left, right):
    score = compare_names(left, right).score
    assert score == pytest.approx(compare_names(right, left).score)
    assert 0 <= score <= 1


@given(NAMES)
def test_score_of_a_name_with_itself_is_1(name):
    assert compare_names(name, name).score == 1.0
    assert compare_names(name, name.upper().replace(" ", "-")).score == 1.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_have_a_score_between_0_and_1(left, right):
    assert 0 <= compare_names(left, right).score <= 1


def test_duplicate_warning_keeps_its_recall_and_precision_on_development_pairs():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    warned = {"same": [], "different": []}
    for row in rows:
        similarity = compare_names(row["left"], row["right"])
        warned[row["kind"]].append(similarity.score >= DUPLICATE_THRESHOLD)
    assert sum(warned["same"]) / len(warned["same"]) > 0.88
    assert sum(warned["different"]) / len(warned["different"]) < 0.02
