"""Normalises and romanises names in Khmer script.

The sounds follow the published tables (UNGEGN 1972; the Geographic Department's of 1995; Huffman,
Cambodian System of Writing, 1970), bent to how the press and identity papers write names: no
accents, `srey` for srei, `kong` for kóng. A name has many such spellings; `romanised` gives the
commonest and leaves the others to whoever compares.
"""

import re
import unicodedata
from collections import deque
from dataclasses import dataclass, replace

LETTERS, VOWELS, SIGNS = "ក-ឳ", "ា-ៅ", "ំះៈ់៍៎៏័៑"  # in the order signs are kept in
MARKS = VOWELS + SIGNS + "៉៊៌"
COENG, SHIFTERS, ROBAT = "្", "៉៊", "៌"

REPLACED = str.maketrans(
    dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u17b4\u17b5")  # nothing to see
    | dict.fromkeys("\u17d3\u17dd")  # a lunar date sign misused, and one nobody prints
    | {"\u17a3": "អ", "\u17a4": "អា", "\u17a8": "ឧក", "\u17b2": "ឱ", "\u17b3": "ឪ"}  # variants
    | {"\u17d8": "។ល។"}  # a ligature of its letters
    | dict(zip("០១២៣៤៥៦៧៨៩", "0123456789", strict=True))
)
COMPOSED = [("េេ", "ែ"), ("េា", "ោ"), ("េី", "ើ")]  # typed in two strokes, the same to the eye
STRAY_COENG = re.compile(rf"(?<![{LETTERS}{MARKS}])្+|្+(?![{LETTERS}])")
SYLLABLE = re.compile(rf"([{LETTERS}])((?:្[{LETTERS}]|[{MARKS}])+)")
WORD = re.compile(rf"[{LETTERS}{MARKS}្]+")
SEPARATING = re.compile(rf"(?<!្)\u200b+(?![{MARKS}្])")  # not one lost inside a syllable

# Letter, series, sound before a vowel, sound after it. Those in `SONORANTS` follow others' series.
CONSONANTS = """
ក 1 k k, ខ 1 kh k, គ 2 k k, ឃ 2 kh k, ង 2 ng ng
ច 1 ch ch, ឆ 1 chh ch, ជ 2 ch ch, ឈ 2 chh ch, ញ 2 nh nh
ដ 1 d t, ឋ 1 th th, ឌ 2 d t, ឍ 2 th th, ណ 1 n n
ត 1 t t, ថ 1 th th, ទ 2 t t, ធ 2 th th, ន 2 n n
ប 1 b p, ផ 1 ph p, ព 2 p p, ភ 2 ph p, ម 2 m m
យ 2 y y, រ 2 r r, ល 2 l l, វ 2 v v, ឝ 1 s s
ឞ 1 s s, ស 1 s s, ហ 1 h h, ឡ 1 l l, អ 1 - -
"""
SONORANTS, ASPIRATES = "ងញណនមយរលវឡ", "ឋឍថធ"
# Vowel, then its sound: first series open and closed, second series open and closed.
SOUNDS = """
- a a o o, ា a a ea ea, ា់ a a oa oa, ័ a a oa oa
ិ i e i i, ី ey i i i, ឹ e e eu i, ឺ eu eu eu eu
ុ o o u u, ូ o o ou u, ួ uo uo uo uo, ើ oeu oeu eu eu
ឿ oeu oeu oeu oeu, ៀ ea ie ea ie, េ e e e e, ែ ae e e e
ៃ ai ai ey ey, ោ o o o o, ៅ ao ao ov ov
ឥ i i i i, ឦ ey ey ey ey, ឧ ou u ou u, ឩ ou ou ou ou
ឪ ov ov ov ov, ឫ ri ri ri ri, ឬ reu reu reu reu, ឭ li li li li
ឮ leu leu leu leu, ឯ ae e ae e, ឰ ai ai ai ai, ឱ o o o o
"""
# Vowel, series, following sound (with - a sign, not a letter), what the vowel becomes before it.
BEFORE = """
- 1 r o, ័ 1 r o, ័ 2 r o, ័ 1 y a, ័ 2 y e
័ 2 k ea, ័ 2 t a, ័ 2 th a, ័ 2 n or
ា់ 2 k ea, ា់ 2 ng ea, ឹ 1 ng oeu, ឹ 2 ng oeu
ា 2 m- oa, - 2 h- ea, - 2 k- ea
"""
# An inherent vowel of the second series before two consonants of an Indic word.
BEFORE_TWO = {"k": "ea", "t": "a", "th": "a", "n+n": "a"}  # ភក្តិ pheak, រដ្ឋ rath, វណ្ណ vann
# Two consonants that end one syllable and begin the next, beside doubled ones and nasals.
PARTED = {"កត", "កដ", "កស", "ខស", "ទយ", "តយ", "តន", "បត", "សស", "ពវ", "វវ"}
PLACES = ["កខគឃ", "ចឆជឈ", "ដឋឌឍតថទធ", "បផពភ"]
PREFIXES = {"សុ", "សរី"}  # what follows sounds as if alone: សុលាភ soleap, ស្រីនាង sreyneang
WITH_HA = {"ហវ": "f", "ហស": "z", "ហគ": "g", "ហក": "g"}  # sounds Khmer has from other languages
# Words whose letters mislead, spelt as they sound; with - another vowel may follow. ហ្រ and ហ្ម
# are r and m of the first series.
RESPELT = """
រង្ស៊ី រ៉ៃនស៊ី, អូន អៅន, សីហនុ ស៊ីហានូក់, សីហមុនី ស៊ីហាម៉ូនី, រណឫទ្ធិ រ៉ាណារិទ្ធ
នរោត្តម នរោដុម, ឧត្តម ឧដុម, ឬទ្ធ- ឫទ្ធ, មុនី ម៉ូនី, មុំ ម៉ុំ, សេរី សេហ្រី, បូរី បូហ្រី
បុរី បូហ្រី, បារមី បារ៉ាហ្មី, រតន- រ៉ាតាណ, រចន- រ៉ាចាណ, វាសន- វាសណ, វឌ្ឍន- វ៉ាថាណ
កញ្ចន- កាន់ចាណ, បញ្ញ- ប៉ញ្ញ, បុញ្ញ- ប៉ុញ្ញ, មករា ម៉ាការ៉ា, ខេមរា ខេម៉ារ៉ា, អមរ- អាម៉ារ
សុរិយ- សូរិយ, ធីតា ធីដា, ទេវតា ទេវ៉ាដា, ចំរើន ចំរឿន, ចម្រើន ចំរឿន, ពេជ្រ ពិជ្រ, គន្ធ- គុន្ធ
រស្មី រ៉ាក់ស្មី, លក្ខណ៍ លាក់, លក្ខណ- លាក់ខេណ, លក្ខិណ- លាក់ខេណ, សុភមង្គល សុភាក់មង្គល
ថាវរី ថាវ៉ារី, មុន្នី ម៉ូនី, មុន្និ ម៉ូនី, វឌ្ឍន៍ វ៉ាថ, ាំង ាង, ល្អ ល៉អរ
"""


def _facts(table):
    return [fact.split() for fact in table.strip().replace("\n", ",").split(",")]


LETTER = {c: (int(n), on.strip("-"), end.strip("-")) for c, n, on, end in _facts(CONSONANTS)}
SOUND = {vowel: sounds for vowel, *sounds in _facts(SOUNDS)}
SOUND_BEFORE = {(vowel, int(series), end): sound for vowel, series, end, sound in _facts(BEFORE)}
SPELLING = {word.strip("-"): sounds for word, sounds in _facts(RESPELT)}
WHOLE, STEM = rf"(?<!្){{}}(?![{MARKS}្])", "(?<!្){}"
MISLEADING = re.compile(
    "|".join(
        (STEM if "-" in word else WHOLE).format(word.strip("-"))
        for word, _ in sorted(_facts(RESPELT), reverse=True)  # the longer of two first
    )
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A letter with all that is written under, over and around it."""

    letters: str  # the base, then its subscripts
    series: int
    shifter: str
    vowel: str
    signs: str

    @property
    def is_bare(self):
        """It may end the syllable before it: nothing here is voiced but its own consonants."""
        return not self.vowel and not set(self.signs) & set("ំះៈ័")

    @property
    def is_parted(self):
        """Its first consonant ends the syllable before it."""
        first, *others = self.letters
        if not others or others[0] == "រ" or self.signs.startswith("់"):
            return False
        if first in "ងញណនមលរ" or first + others[0] in PARTED:
            return True
        return any(first in place and others[0] in place for place in PLACES)


def is_khmer(text: str) -> bool:
    """Whether there is any Khmer letter in it."""
    return re.search("[ក-\u17b3]", text) is not None


def normalised(text: str) -> str:
    """The one spelling of all texts that look the same. Drops the zero-width space as well."""
    text = unicodedata.normalize("NFC", text.translate(REPLACED))
    text = SYLLABLE.sub(_ordered, STRAY_COENG.sub("", text))
    return " ".join(text.split())


def _ordered(syllable):
    """Base, robat, subscripts with ro last, shifter, vowels, signs; each of them once."""
    base, rest = syllable.group(1), syllable.group(2).replace("្ដ", "្ត")  # one shape
    subscripts = dict.fromkeys(re.findall(f"{COENG}.", rest))
    marks = "".join(sorted(re.sub(f"{COENG}.", "", rest)))
    for strokes, vowel in COMPOSED:
        if all(marks.count(stroke) >= strokes.count(stroke) for stroke in strokes):
            marks = vowel + "".join(c for c in marks if c not in strokes)
    marks = set(marks)
    if "ុ" in marks and marks & set("ិីឹឺើ័") and not marks & set(SHIFTERS):
        # Under a vowel on top the shifter is drawn as ុ, and often typed so.
        marks = marks - {"ុ"} | {"៉" if base in "ងញមយរវនល" else "៊"}
    vowels = sorted(marks - set(SIGNS + SHIFTERS + ROBAT))
    robat, shifter, signs = ([c for c in kind if c in marks] for kind in (ROBAT, SHIFTERS, SIGNS))
    in_order = sorted(subscripts, key=lambda subscript: subscript == "្រ")
    return "".join([base, *robat, *in_order, *shifter, *vowels, *signs])


def romanised(text: str) -> str:
    """Lower-case Latin letters as the press would write the name, its parts apart as they were."""
    text = normalised(SEPARATING.sub(" ", text))
    text = WORD.sub(lambda word: _romanised_word(word.group()), text)
    return " ".join(re.sub("[\u1780-\u17ff]", " ", text).lower().split())


def _romanised_word(word):
    word = MISLEADING.sub(lambda found: SPELLING[found.group()], word)
    clusters = deque(_pronounced(_clusters(word)))
    text, carried = "", 0
    while clusters:
        opening = clusters.popleft()
        closing, is_parted = _closing(opening, clusters)
        series = _series(opening, carried)
        onset, coda = _onset(opening), _coda(closing, is_parted)
        text += onset + _rhyme(opening, series, closing, coda, is_last=not clusters)
        following = _onset(clusters[0]) if clusters else ""
        if is_parted and coda not in ("n", "m", "l", "ng") and following.startswith(coda):
            text = text.removesuffix(coda)  # រិទ្ធី rithy, not ritthy
        # A sonorant after an open syllable keeps its series: ដារា dara.
        is_open = closing is None or is_parted
        carried = series if is_open and opening.letters + opening.vowel not in PREFIXES else 0
    return text


def _clusters(word):
    for found in re.finditer(rf"([{LETTERS}])((?:[{MARKS}]|្[{LETTERS}])*)", word):
        base, rest = found.groups()
        subscripts = "".join(re.findall(f"{COENG}(.)", rest))
        marks = re.sub(f"{COENG}.", "", rest)
        shifter, vowel, signs = (
            "".join(c for c in marks if c in kind)
            for kind in (SHIFTERS, SOUND.keys() - set(SIGNS), SIGNS)
        )
        if ROBAT in marks and not vowel + signs and found.start():
            yield Cluster("រ", 2, "", "", "")  # ធម៌ thor: what is under the robat is silent
            continue
        if base not in LETTER:  # an independent vowel
            yield Cluster("អ", 2 if base in "ឫឬឭឮ" else 1, "", base, signs)
            base = vowel = signs = ""
        if letters := "".join(c for c in base + subscripts if c in LETTER):
            # ្ត is drawn for ្ដ too, and sounds d after these: ចិន្តា chenda, ភក្តី pheakdey.
            letters = re.sub("(?<=[កខណនផមលស])ត$", "ដ", letters)
            series = _own_series(letters, shifter)
            yield Cluster(letters, series, shifter[:1], vowel[:1], signs)


def _own_series(letters, shifter):
    """A shifter decides, else the last stop or fricative, else the base."""
    if shifter:
        return 1 if shifter[0] == "៉" else 2
    strong = [c for c in letters if c not in SONORANTS and c != "អ"]
    return LETTER[strong[-1] if strong else letters[0]][0]


def _pronounced(clusters):
    """Without the letters a toandakhiat kills and the short vowel an Indic word ends in."""
    kept = []
    for cluster in clusters:
        if "៍" not in cluster.signs:
            kept.append(cluster)
        elif len(cluster.letters) > 1:
            kept.append(replace(cluster, letters=cluster.letters[0], vowel="", signs=""))
    if len(kept) > 1 and kept[-1].vowel in tuple("ិុ") and not kept[-1].signs:
        before, last = kept[-2:]
        is_stop = last.letters[0] not in SONORANTS.replace("ម", "") + "អស"
        if is_stop and (len(last.letters) > 1 or (before.vowel and before.vowel not in "ិុ")):
            kept[-1] = replace(last, vowel="")  # សុជាតិ socheat, រិទ្ធិ rith
    return kept


def _closing(opening, clusters):
    """The cluster that ends the syllable, or None; whether its rest begins the next one.

    Of bare consonants in a row each two make a syllable, so an odd one ends what went before.
    """
    if not clusters or set(opening.signs) & set("ំះៈ"):
        return None, False
    following = clusters[0]
    if following.is_bare and ("័" in opening.signs or _run(clusters) % 2):
        return clusters.popleft(), False
    if following.is_parted:
        clusters[0] = replace(following, letters=following.letters[1:])
        return following, True
    return None, False


def _run(clusters):
    """How many bare consonants come next, with one that the first vowel after them parts."""
    count = 0
    for cluster in clusters:
        if not cluster.is_bare:
            return count + cluster.is_parted
        count += 1
        if "់" in cluster.signs:
            break
    return count


def _series(opening, carried):
    follows = not opening.shifter and all(c in SONORANTS for c in opening.letters)
    return carried if carried == 1 and follows else opening.series


def _onset(cluster):
    letters = cluster.letters
    if letters[0] == "ហ" and len(letters) > 1:
        return WITH_HA.get(letters[:2]) or LETTER[letters[1]][1]
    sounds = "".join(LETTER[c][1] for c in letters)
    # ប is p with a subscript or the first shifter: ប្រាក់ prak, ប៉េង peng.
    hard = letters[0] == "ប" and (len(letters) > 1 or cluster.shifter == "៉")
    return "p" + sounds[1:] if hard else sounds


def _coda(closing, is_parted):
    if closing is None:
        return ""
    letters = closing.letters
    coda = LETTER[letters[0]][2]
    if coda == "t" and not is_parted and (set(letters) & set(ASPIRATES) or letters == "តន"):
        return "th"
    return "nn" if letters in ("ណណ", "នន") and not is_parted else coda


def _rhyme(opening, series, closing, coda, *, is_last):
    """The vowel and what ends the syllable."""
    vowel = opening.vowel or ("័" if "័" in opening.signs else "-")
    if vowel not in "-ា័":
        series = opening.series  # what a sonorant keeps from before it colours a and o only
    if vowel == "ា" and closing and "់" in closing.signs:
        vowel = "ា់"
    ending = next((end for sign, end in zip("ំះៈ", "mhk", strict=True) if sign in opening.signs), "")
    two = closing is not None and len(closing.letters) > 1
    if vowel == "-" and series == 2 and two:
        key = "n+n" if closing.letters in ("ណណ", "នន") else coda
        if key in BEFORE_TWO:
            return BEFORE_TWO[key] + coda
    if vowel == "ី" and not coda and is_last and opening.letters != "យ":
        return "ey" if series == 1 and opening.letters[0] not in "ណមយរវនញ" else "y"
    is_closed = bool(coda or ending)
    sound = SOUND[vowel][2 * (series - 1) + is_closed]
    sound = SOUND_BEFORE.get((vowel, series, coda or f"{ending}-"), sound)
    if coda == "v":
        coda = {"ែ": "o", "ៀ": "u"}.get(vowel, "v")  # កែវ keo, ខៀវ khieu
    return sound + coda + ending
