"""Normalises and romanises names in Khmer script.

The sounds follow the published tables (UNGEGN 1972; Geographic Department 1995; Huffman 1970),
adapted to the spelling of names in the press and in identity papers: no accents, `srey` for srei.
`romanise_khmer` returns the commonest of many spellings; `comparison` accounts for the others.
"""

import re
import unicodedata
from collections import deque
from dataclasses import dataclass, replace

KHMER_LETTERS, KHMER_VOWELS, KHMER_SIGNS = "ក-ឳ", "ា-ៅ", "ំះៈ់៍៎៏័៑"  # signs in canonical order
KHMER_MARKS = KHMER_VOWELS + KHMER_SIGNS + "៉៊៌"
COENG, SHIFTERS, ROBAT = "្", "៉៊", "៌"

CHARACTER_REPLACEMENTS = str.maketrans(
    dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u17b4\u17b5")  # invisible
    | dict.fromkeys("\u17d3\u17dd")  # a misused lunar date sign, an obsolete sign
    | {"\u17a3": "អ", "\u17a4": "អា", "\u17a8": "ឧក", "\u17b2": "ឱ", "\u17b3": "ឪ"}  # variants
    | {"\u17d8": "។ល។"}  # a ligature
    | dict(zip("០១២៣៤៥៦៧៨៩", "0123456789", strict=True))
)
COMPOSED_VOWELS = [("េេ", "ែ"), ("េា", "ោ"), ("េី", "ើ")]  # two keystrokes that look like one vowel
STRAY_COENG = re.compile(rf"(?<![{KHMER_LETTERS}{KHMER_MARKS}])្+|្+(?![{KHMER_LETTERS}])")
KHMER_SYLLABLE = re.compile(rf"([{KHMER_LETTERS}])((?:្[{KHMER_LETTERS}]|[{KHMER_MARKS}])+)")
KHMER_WORD = re.compile(rf"[{KHMER_LETTERS}{KHMER_MARKS}្]+")
ZERO_WIDTH_SEPARATOR = re.compile(rf"(?<!្)\u200b+(?![{KHMER_MARKS}្])")

# Letter, series, sound as onset, sound as coda. Sonorants: see `_effective_series`.
CONSONANT_TABLE = """
ក 1 k k, ខ 1 kh k, គ 2 k k, ឃ 2 kh k, ង 2 ng ng
ច 1 ch ch, ឆ 1 chh ch, ជ 2 ch ch, ឈ 2 chh ch, ញ 2 nh nh
ដ 1 d t, ឋ 1 th th, ឌ 2 d t, ឍ 2 th th, ណ 1 n n
ត 1 t t, ថ 1 th th, ទ 2 t t, ធ 2 th th, ន 2 n n
ប 1 b p, ផ 1 ph p, ព 2 p p, ភ 2 ph p, ម 2 m m
យ 2 y y, រ 2 r r, ល 2 l l, វ 2 v v, ឝ 1 s s
ឞ 1 s s, ស 1 s s, ហ 1 h h, ឡ 1 l l, អ 1 - -
"""
SONORANTS, ASPIRATES = "ងញណនមយរលវឡ", "ឋឍថធ"
# Vowel, then its sounds: first series open and closed, second series open and closed syllable.
VOWEL_TABLE = """
- a a o o, ា a a ea ea, ា់ a a oa oa, ័ a a oa oa
ិ i e i i, ី ey i i i, ឹ e e eu i, ឺ eu eu eu eu
ុ o o u u, ូ o o ou u, ួ uo uo uo uo, ើ oeu oeu eu eu
ឿ oeu oeu oeu oeu, ៀ ea ie ea ie, េ e e e e, ែ ae e e e
ៃ ai ai ey ey, ោ o o o o, ៅ ao ao ov ov
ឥ i i i i, ឦ ey ey ey ey, ឧ ou u ou u, ឩ ou ou ou ou
ឪ ov ov ov ov, ឫ ri ri ri ri, ឬ reu reu reu reu, ឭ li li li li
ឮ leu leu leu leu, ឯ ae e ae e, ឰ ai ai ai ai, ឱ o o o o
"""
# Vowel, series, following sound (a sign, not a letter, if it ends in -), sound of the vowel.
VOWEL_BEFORE_CODA_TABLE = """
- 1 r o, ័ 1 r o, ័ 2 r o, ័ 1 y a, ័ 2 y e
័ 2 k ea, ័ 2 t a, ័ 2 th a, ័ 2 n or
ា់ 2 k ea, ា់ 2 ng ea, ឹ 1 ng oeu, ឹ 2 ng oeu
ា 2 m- oa, - 2 h- ea, - 2 k- ea
"""
# The inherent vowel of the second series before two consonants of an Indic word.
VOWEL_BEFORE_CLUSTER = {"k": "ea", "t": "a", "th": "a", "n+n": "a"}  # ភក្តិ pheak, រដ្ឋ rath, វណ្ណ vann
# Clusters split between two syllables, apart from doubled consonants and nasals.
SPLIT_CLUSTERS = {"កត", "កដ", "កស", "ខស", "ទយ", "តយ", "តន", "បត", "សស", "ពវ", "វវ"}
ARTICULATION_GROUPS = ["កខគឃ", "ចឆជឈ", "ដឋឌឍតថទធ", "បផពភ"]
NAME_PREFIXES = {"សុ", "សរី"}  # the next part keeps its own series: សុលាភ soleap, ស្រីនាង sreyneang
HA_CLUSTERS = {"ហវ": "f", "ហស": "z", "ហគ": "g", "ហក": "g"}  # sounds of loanwords
# Irregular words, respelled as they sound; a vowel may follow those in -. ហ្រ, ហ្ម: r, m of series 1.
RESPELLING_TABLE = """
រង្ស៊ី រ៉ៃនស៊ី, អូន អៅន, សីហនុ ស៊ីហានូក់, សីហមុនី ស៊ីហាម៉ូនី, រណឫទ្ធិ រ៉ាណារិទ្ធ
នរោត្តម នរោដុម, ឧត្តម ឧដុម, ឬទ្ធ- ឫទ្ធ, មុនី ម៉ូនី, មុំ ម៉ុំ, សេរី សេហ្រី, បូរី បូហ្រី
បុរី បូហ្រី, បារមី បារ៉ាហ្មី, រតន- រ៉ាតាណ, រចន- រ៉ាចាណ, វាសន- វាសណ, វឌ្ឍន- វ៉ាថាណ
កញ្ចន- កាន់ចាណ, បញ្ញ- ប៉ញ្ញ, បុញ្ញ- ប៉ុញ្ញ, មករា ម៉ាការ៉ា, ខេមរា ខេម៉ារ៉ា, អមរ- អាម៉ារ
សុរិយ- សូរិយ, ធីតា ធីដា, ទេវតា ទេវ៉ាដា, ចំរើន ចំរឿន, ចម្រើន ចំរឿន, ពេជ្រ ពិជ្រ, គន្ធ- គុន្ធ
រស្មី រ៉ាក់ស្មី, លក្ខណ៍ លាក់, លក្ខណ- លាក់ខេណ, លក្ខិណ- លាក់ខេណ, សុភមង្គល សុភាក់មង្គល
ថាវរី ថាវ៉ារី, មុន្នី ម៉ូនី, មុន្និ ម៉ូនី, វឌ្ឍន៍ វ៉ាថ, ាំង ាង, ល្អ ល៉អរ
"""


def _entries(table):
    return [entry.split() for entry in table.strip().replace("\n", ",").split(",")]


CONSONANT_SOUNDS = {
    c: (int(n), on.strip("-"), end.strip("-")) for c, n, on, end in _entries(CONSONANT_TABLE)
}
VOWEL_SOUNDS = {vowel: sounds for vowel, *sounds in _entries(VOWEL_TABLE)}
VOWEL_SOUND_BEFORE_CODA = {
    (vowel, int(n), end): sound for vowel, n, end, sound in _entries(VOWEL_BEFORE_CODA_TABLE)
}
RESPELLINGS = {word.strip("-"): sounds for word, sounds in _entries(RESPELLING_TABLE)}
WHOLE_WORD_PATTERN, WORD_STEM_PATTERN = rf"(?<!្){{}}(?![{KHMER_MARKS}្])", "(?<!្){}"
# Longer words first.
RESPELLED_PATTERNS = [
    (WORD_STEM_PATTERN if "-" in word else WHOLE_WORD_PATTERN).format(word.strip("-"))
    for word, _ in sorted(_entries(RESPELLING_TABLE), reverse=True)
]
RESPELLED_WORD = re.compile("|".join(RESPELLED_PATTERNS))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A base letter with its subscripts, shifter, vowel and signs."""

    letters: str  # base, then subscripts
    series: int
    shifter: str
    vowel: str
    signs: str

    @property
    def is_bare(self):
        """Whether it has no vowel of its own, so that it may close the preceding syllable."""
        return not self.vowel and not set(self.signs) & set("ំះៈ័")

    @property
    def is_split(self):
        """Whether its first consonant closes the preceding syllable."""
        first, *others = self.letters
        if not others or others[0] == "រ" or self.signs.startswith("់"):
            return False
        if first in "ងញណនមលរ" or first + others[0] in SPLIT_CLUSTERS:
            return True
        return any(first in letters and others[0] in letters for letters in ARTICULATION_GROUPS)


def is_khmer(text: str) -> bool:
    return re.search("[ក-\u17b3]", text) is not None


def normalise_khmer(text: str) -> str:
    """The canonical spelling of texts that look the same, without zero-width spaces."""
    text = unicodedata.normalize("NFC", text.translate(CHARACTER_REPLACEMENTS))
    text = KHMER_SYLLABLE.sub(_canonical_order, STRAY_COENG.sub("", text))
    return " ".join(text.split())


def _canonical_order(syllable):
    """Base, robat, subscripts with ro last, shifter, vowels, signs; each of them once."""
    base, rest = syllable.group(1), syllable.group(2).replace("្ដ", "្ត")  # they look the same
    subscripts = dict.fromkeys(re.findall(f"{COENG}.", rest))
    marks = "".join(sorted(re.sub(f"{COENG}.", "", rest)))
    for strokes, vowel in COMPOSED_VOWELS:
        if all(marks.count(stroke) >= strokes.count(stroke) for stroke in strokes):
            marks = vowel + "".join(c for c in marks if c not in strokes)
    marks = set(marks)
    if "ុ" in marks and marks & set("ិីឹឺើ័") and not marks & set(SHIFTERS):
        # Below a vowel sign on top, a shifter is drawn as ុ and often typed as such.
        marks = marks - {"ុ"} | {"៉" if base in "ងញមយរវនល" else "៊"}
    vowels = sorted(marks - set(KHMER_SIGNS + SHIFTERS + ROBAT))
    groups = (ROBAT, SHIFTERS, KHMER_SIGNS)
    robat, shifter, signs = ([c for c in group if c in marks] for group in groups)
    ro_last = sorted(subscripts, key=lambda subscript: subscript == "្រ")
    return "".join([base, *robat, *ro_last, *shifter, *vowels, *signs])


def romanise_khmer(text: str) -> str:
    """The name in lower-case Latin letters as the press writes it; parts stay separate."""
    text = normalise_khmer(ZERO_WIDTH_SEPARATOR.sub(" ", text))
    text = KHMER_WORD.sub(lambda word: _romanise_word(word.group()), text)
    return " ".join(re.sub("[\u1780-\u17ff]", " ", text).lower().split())


def _romanise_word(word):
    word = RESPELLED_WORD.sub(lambda match: RESPELLINGS[match.group()], word)
    clusters = deque(_pronounced(_clusters(word)))
    text, carried_series = "", 0
    while clusters:
        opening = clusters.popleft()
        closing, is_split = _closing(opening, clusters)
        series = _effective_series(opening, carried_series)
        onset, coda = _onset(opening), _coda(closing, is_split)
        text += onset + _rhyme(opening, series, closing, coda, is_last=not clusters)
        following = _onset(clusters[0]) if clusters else ""
        if is_split and coda not in ("n", "m", "l", "ng") and following.startswith(coda):
            text = text.removesuffix(coda)  # រិទ្ធី rithy, not ritthy
        # A sonorant after an open syllable takes over its series: ដារា dara.
        is_open = closing is None or is_split
        is_prefix = opening.letters + opening.vowel in NAME_PREFIXES
        carried_series = series if is_open and not is_prefix else 0
    return text


def _clusters(word):
    for match in re.finditer(rf"([{KHMER_LETTERS}])((?:[{KHMER_MARKS}]|្[{KHMER_LETTERS}])*)", word):
        base, rest = match.groups()
        subscripts = "".join(re.findall(f"{COENG}(.)", rest))
        marks = re.sub(f"{COENG}.", "", rest)
        shifter, vowel, signs = (
            "".join(c for c in marks if c in group)
            for group in (SHIFTERS, VOWEL_SOUNDS.keys() - set(KHMER_SIGNS), KHMER_SIGNS)
        )
        if ROBAT in marks and not vowel + signs and match.start():
            yield Cluster("រ", 2, "", "", "")  # ធម៌ thor: the letter under the robat is silent
            continue
        if base not in CONSONANT_SOUNDS:  # an independent vowel
            yield Cluster("អ", 2 if base in "ឫឬឭឮ" else 1, "", base, signs)
            base = vowel = signs = ""
        if letters := "".join(c for c in base + subscripts if c in CONSONANT_SOUNDS):
            # ្ត is also written for ្ដ, and sounds d after these: ចិន្តា chenda, ភក្តី pheakdey.
            letters = re.sub("(?<=[កខណនផមលស])ត$", "ដ", letters)
            series = _own_series(letters, shifter)
            yield Cluster(letters, series, shifter[:1], vowel[:1], signs)


def _own_series(letters, shifter):
    """The series given by the shifter, else by the last stop or fricative, else by the base."""
    if shifter:
        return 1 if shifter[0] == "៉" else 2
    strong = [c for c in letters if c not in SONORANTS and c != "អ"]
    return CONSONANT_SOUNDS[strong[-1] if strong else letters[0]][0]


def _pronounced(clusters):
    """The clusters without letters silenced by toandakhiat and silent final vowels (Indic)."""
    pronounced = []
    for cluster in clusters:
        if "៍" not in cluster.signs:
            pronounced.append(cluster)
        elif len(cluster.letters) > 1:
            pronounced.append(replace(cluster, letters=cluster.letters[0], vowel="", signs=""))
    before, last = pronounced[-2:] if len(pronounced) > 1 else (None, None)
    if last and last.vowel in tuple("ិុ") and not last.signs:
        is_stop = last.letters[0] not in SONORANTS.replace("ម", "") + "អស"
        if is_stop and (len(last.letters) > 1 or (before.vowel and before.vowel not in "ិុ")):
            pronounced[-1] = replace(last, vowel="")  # សុជាតិ socheat, រិទ្ធិ rith
    return pronounced


def _closing(opening, clusters):
    """The cluster that closes the syllable, or None; whether its rest begins the next one."""
    if not clusters or set(opening.signs) & set("ំះៈ"):
        return None, False
    following = clusters[0]
    if following.is_bare and ("័" in opening.signs or _count_bare(clusters) % 2):
        return clusters.popleft(), False
    if following.is_split:
        clusters[0] = replace(following, letters=following.letters[1:])
        return following, True
    return None, False


def _count_bare(clusters):
    """Number of leading bare clusters, plus one if the next cluster is split."""
    count = 0
    for cluster in clusters:
        if not cluster.is_bare:
            return count + cluster.is_split
        count += 1
        if "់" in cluster.signs:
            break
    return count


def _effective_series(opening, carried_series):
    """The series of a syllable; sonorants take over the first series of the syllable before."""
    is_sonorant = not opening.shifter and all(c in SONORANTS for c in opening.letters)
    return carried_series if carried_series == 1 and is_sonorant else opening.series


def _onset(cluster):
    letters = cluster.letters
    if letters[0] == "ហ" and len(letters) > 1:
        return HA_CLUSTERS.get(letters[:2]) or CONSONANT_SOUNDS[letters[1]][1]
    sounds = "".join(CONSONANT_SOUNDS[c][1] for c in letters)
    # ប is p with a subscript or the first shifter: ប្រាក់ prak, ប៉េង peng.
    is_p = letters[0] == "ប" and (len(letters) > 1 or cluster.shifter == "៉")
    return "p" + sounds[1:] if is_p else sounds


def _coda(closing, is_split):
    if closing is None:
        return ""
    letters = closing.letters
    coda = CONSONANT_SOUNDS[letters[0]][2]
    if coda == "t" and not is_split and (set(letters) & set(ASPIRATES) or letters == "តន"):
        return "th"
    return "nn" if letters in ("ណណ", "នន") and not is_split else coda


def _rhyme(opening, series, closing, coda, *, is_last):
    """The vowel and the coda of a syllable, romanised."""
    vowel = opening.vowel or ("័" if "័" in opening.signs else "-")
    if vowel not in "-ា័":
        series = opening.series  # a carried series changes a and o only
    if vowel == "ា" and closing and "់" in closing.signs:
        vowel = "ា់"
    ending = next((end for sign, end in zip("ំះៈ", "mhk", strict=True) if sign in opening.signs), "")
    is_cluster = closing is not None and len(closing.letters) > 1
    if vowel == "-" and series == 2 and is_cluster:
        key = "n+n" if closing.letters in ("ណណ", "នន") else coda
        if key in VOWEL_BEFORE_CLUSTER:
            return VOWEL_BEFORE_CLUSTER[key] + coda
    if vowel == "ី" and not coda and is_last and opening.letters != "យ":
        return "ey" if series == 1 and opening.letters[0] not in "ណមយរវនញ" else "y"
    is_closed = bool(coda or ending)
    sound = VOWEL_SOUNDS[vowel][2 * (series - 1) + is_closed]
    sound = VOWEL_SOUND_BEFORE_CODA.get((vowel, series, coda or f"{ending}-"), sound)
    if coda == "v":
        coda = {"ែ": "o", "ៀ": "u"}.get(vowel, "v")  # កែវ keo, ខៀវ khieu
    return sound + coda + ending
