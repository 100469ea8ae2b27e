"""Normalisation and romanisation of Khmer names."""

import pytest
from hypothesis import given, strategies as st

from cases.name_matching.khmer_script import is_khmer, normalise_khmer, romanise_khmer

KHMER_BLOCK = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), max_size=24)
KHMER_LETTERS = st.text("".join(map(chr, range(0x1780, 0x17D4))) + "\u200b ", max_size=24)
COMMON_LETTERS = st.text("កតដនរសហអអ្្ាិីុេៃោំះ៉៊់៌៍័ឫ \u17dd\u0301\u0323\u200c", max_size=16)

PEOPLE = """
ហ៊ុន សែន: hun sen / សម រង្ស៊ី: sam rainsy / កឹម សុខា: kem sokha / រ៉ុង ឈុន: rong chhun
កែម ឡី: kem ley / មូរ សុខហួរ: mur sokhuor / ចក់ សុភាព: chak sopheap / គង់ រ៉ៃយ៉ា: kong raiya
ហ៊ុន ម៉ាណែត: hun manet / ខៀវ កាញារីទ្ធ: khieu kanharith / ប្រាក់ សុខុន: prak sokhon
ជា មុនី: chea mony / ធី សុវណ្ណថា: thy sovanntha / ឡុង គន្ធា: long kunthea
យឹម លាងហ៊ី: yim leanghy / សុវណ្ណ រិទ្ធី: sovann rithy / ស៊ិន ស៊ីសាមុត: sin sisamut
រស់ សេរីសុទ្ធា: ros sereysothea / អ៊ួន ឈិន: uon chhin / អូន ភាព: aon pheap
នរោត្តម សីហនុ: norodom sihanuk / នរោត្តម សីហមុនី: norodom sihamony / ជា ស៊ីម: chea sim
ហេង សំរិន: heng samrin / ស ខេង: sa kheng / ទៀ បាញ់: tea banh / ជា សុផារ៉ា: chea sophara
ប៊ុន រ៉ានី: bun rany / ថាច់ សេដ្ឋា: thach setha / ទេព វន្នី: tep vanny / លន់ នល់: lon nol
ប៉ុល ពត: pol pot / ខៀវ សំផន: khieu samphan / នួន ជា: nuon chea / អៀង សារី: ieng sary
ភួង កែវរស្មី: phuong keoraksmey / ធុន រដ្ឋា: thun ratha / ថេង សាវឿន: theng savoeun
លី ចាន់ដារ៉ាវុធ: ly chandaravuth / យាង សុធារិន: yeang sothearin / នី សុខា: ny sokha
សេង ធារី: seng theary / សុន ឆ័យ: son chhay / ហោ ណាំហុង: ho namhong / ម៉ែន សំអន: men saman
"""
FAMILY_NAMES = """
ជា: chea / ចាន់: chan / អ៊ុំ: um / ម៉ៅ: mao / សៅ: sao / ទេព: tep / នួន: nuon / យ៉ែម: yem
ឡេង: leng / កែវ: keo / ពៅ: pov / ព្រុំ: prum / អៀម: iem / លឹម: lim / តាន់: tan / ងួន: nguon
មាស: meas / សួស: suos / ឯក: ek / ឱម: om / ឆាយ: chhay / ឡាយ: lay / ជុំ: chum / គឹម: kim
ហួត: huot / អ៊ុយ: uy / ផាន់: phan / ជ័យ: chey / ឈឹម: chhim / លាភ: leap / ឃួន: khuon
យ៉ាន់: yan / អ៊ាង: eang / ដួង: duong / ស៊ុយ: suy / ឥន្ទ: in / ញ៉ែម: nhem / ឡាំង: lang
"""
GIVEN_NAMES = """
វណ្ណា: vanna / វុទ្ធី: vuthy / ស្រីមុំ: sreymom / បូផា: bopha / រតនា: ratana / ធឿន: thoeun
សុភ័ក្ត្រ: sopheak / ភឿន: phoeun / ណារី: nary / សុខេត: sokhet / វាសនា: veasna / ស្រី: srey
សុធារ៉ា: sotheara / ពិសិដ្ឋ: piseth / រិទ្ធ: rith / សុវណ្ណារិទ្ធ: sovannarith / បុត្រ: bot
ចន្ទ: chan / វិចិត្រ: vichet / សុជាតិ: socheat / ធាតុ: theat / សុខុម: sokhom / ភូមិ: phum
មុនី: mony / នារី: neary / វឌ្ឍនា: vathana / កញ្ញា: kanha / សុគន្ធ: sokun / ពេជ្រ: pich
សុភមង្គល: sopheakmongkol / ផល: phal / សំណាង: samnang / សុភ័ណ: sophorn / វិបុល: vibol
វីរៈ: vireak / រតនៈ: ratanak / រស្មី: raksmey / ដារា: dara / ចរិយា: chariya / លីដា: lida
ចន្ទ្រា: chantrea / ច័ន្ទតារា: chantara / ចិន្តា: chenda / ធារី: theary / មករា: makara
កុលាប: kolap / កុសល: kosal / ពិសី: pisey / ពន្លឺ: ponleu / បុប្ផា: bopha / បូរី: borey
បញ្ញា: panha / ទេវី: tevy / ម៉ារីណា: marina / ស្រីនាង: sreyneang / ដាវីន: davin
ណារិទ្ធ: narith / ចំរើន: chamroeun / វិទូ: vitou / ឫទ្ធី: rithy / សារុន: sarun / ភក្តី: pheakdey
ជីវ័ន: chivorn / វង្ស: vong / សោភា: sophea / ឧត្តម: oudom / អរុណ: arun / សុរិយា: soriya
កល្យាណ: kalyan / រចនា: rachana / លក្ខិណា: leakkhena / គន្ធា: kunthea / ធីតា: thida
"""
SIGNS = """
បូរណ៍: bor / ធម៌: thor / ពណ៌: por / សួគ៌: suor / រ័ត្ន: rath / ព្រះ: preah / ស្រះ: srah
កោះ: koh / សម: sam / គង់: kong / លក្ខណ៍: leak / ភ្នំពេញ: phnompenh / អង្គ: ang / ល្អ: laor
ហ្វា: fa / ប៉ា: pa / ប៊ា: bea / នាំ: noam / ឮ: leu / ឪ: ov / ឧបាលី: oubaly / កម្ពុជា: kampuchea
"""


def pairs(table):
    return [tuple(p.strip().split(": ")) for p in table.strip().replace("\n", "/").split("/")]


def with_marks_shuffled(name, random):
    """The name with the marks after each base letter in random order."""
    pieces, marks = [], []
    for character in [*name, ""]:
        if character and character in "ាិីឹុូួើឿៀេែៃោៅំះ៉៊័":
            marks.append(character)
        else:
            random.shuffle(marks)
            pieces, marks = [*pieces, *marks, character], []
    return "".join(pieces)


@pytest.mark.parametrize(("name", "latin"), pairs(PEOPLE))
def test_public_figure_is_romanised_as_in_the_press(name, latin):
    assert romanise_khmer(name) == latin


@pytest.mark.parametrize(("name", "latin"), pairs(FAMILY_NAMES) + pairs(GIVEN_NAMES))
def test_common_name_is_romanised_as_usual(name, latin):
    assert romanise_khmer(name) == latin


@pytest.mark.parametrize(("word", "latin"), pairs(SIGNS))
def test_signs_and_silent_letters_are_romanised_by_sound(word, latin):
    assert romanise_khmer(word) == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("សុខសុភាព", "soksopheap"),
        ("ចាន់សុភា", "chansophea"),
        ("ហ៊ុនម៉ាណែត", "hunmanet"),
        ("សុខគង់", "sokkong"),
        ("វណ្ណផល", "vannphal"),
        ("ស្រីស្រស់", "sreysras"),
    ],
)
def test_joined_names_are_romanised_syllable_by_syllable(name, latin):
    assert romanise_khmer(name) == latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("ហ៊ុន\u200bសែន", "hun sen"),
        ("\u200bហ៊ុន \u200b សែន\u200b", "hun sen"),
        ("ស\u200bែន", "sen"),
        ("ស្\u200bរី", "srey"),
        ("ហ៊ុន\u200dសែន", "hunsen"),
        ("ជា។មុនី", "chea mony"),
        ("ជា Mony ២", "chea mony 2"),
        ("", ""),
    ],
)
def test_only_blanks_and_zero_width_spaces_separate_parts(text, latin):
    assert romanise_khmer(text) == latin


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ស\u200bុខ\u200c\u200d\u2060\ufeff\u00ad", "សុខ"),
        ("ក\u17b4\u17b5", "ក"),
        ("\u17a3\u17a4\u17a8\u17b2\u17b3", "អអាឧកឱឪ"),
        ("កេា កេី", "កោ កើ"),
        ("កាេ កីេ", "កោ កើ"),
        ("កេេ", "កែ"),
        ("ស្រ្តី", "ស្ត្រី"),
        ("ស្ដ្រី", "ស្ត្រី"),
        ("កន្ដា", "កន្តា"),
        ("ហុ៊ន", "ហ៊ុន"),
        ("សុី", "ស៊ី"),
        ("មុី", "ម៉ី"),
        ("នំា", "នាំ"),
        ("ករ៌្ក", "ករ៌្ក"),
        ("ករ្ក៌", "ករ៌្ក"),
        ("ចាា់់", "ចា់"),
        ("ក្ ្", "ក"),
        ("  ហ៊ុន \t\n សែន ", "ហ៊ុន សែន"),
        ("០១២៣៤៥៦៧៨៩", "0123456789"),
        ("ក\u17d8", "ក។ល។"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_texts_that_look_the_same_have_one_normal_form(typed, canonical):
    assert normalise_khmer(typed) == canonical


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ហ៊ុន", True),
        ("Hun ហ", True),
        ("ឫ", True),
        ("\u17a4", True),
        ("Hun Sen", False),
        ("១២៣", False),
        ("។ ា", False),
        ("ຮຸນ", False),
        ("", False),
    ],
)
def test_is_khmer_needs_a_khmer_letter(text, expected):
    assert is_khmer(text) == expected


@given(KHMER_BLOCK | COMMON_LETTERS | st.text())
def test_normalisation_is_idempotent(text):
    assert normalise_khmer(normalise_khmer(text)) == normalise_khmer(text)


@given(KHMER_BLOCK | COMMON_LETTERS)
def test_normalisation_does_not_change_the_romanisation(text):
    assert romanise_khmer(normalise_khmer(text)) == romanise_khmer(text)


@given(KHMER_LETTERS)
def test_romanised_khmer_has_latin_letters_and_blanks_only(text):
    assert set(romanise_khmer(text)) - set("abcdefghijklmnopqrstuvwxyz ") == set()


@given(KHMER_LETTERS)
def test_romanised_name_has_single_blanks_between_parts_only(text):
    assert romanise_khmer(text) == " ".join(romanise_khmer(text).split())


@given(st.sampled_from([name for name, _ in pairs(PEOPLE)]), st.randoms(use_true_random=False))
def test_typing_order_of_marks_does_not_matter(name, random):
    assert normalise_khmer(with_marks_shuffled(name, random)) == normalise_khmer(name)
