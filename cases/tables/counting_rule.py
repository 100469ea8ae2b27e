"""The rule of counting in words: the one place that tells it.

The method page, the codebook, its API and the codebook of a release show it. The code that it tells
of: cases/statistics/engine.py, cases/filters/prosecution_conditions.py,
cases/models/statistics/charge_summary.py and cases/statistics/charges_after_recommendation.py.
Raise RULE_VERSION in cases/statistics/snapshots.py with a change of the rule.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.enums import Basis, CaseScope, Provenance, Unit
from tracker.enums import Standing


@dataclass(frozen=True)
class VocabularyValue:
    """One value of a closed vocabulary; defined if it is a word that stands beside numbers."""

    value: str
    label: str
    anchor: str
    definition: str = ""


@dataclass(frozen=True)
class Rule:
    """One paragraph of the rule of counting, with the terms that it defines."""

    id: str  # also the anchor on pages
    title: str
    lead: str
    terms: tuple[VocabularyValue, ...] = ()

    @property
    def text(self) -> str:
        """The whole paragraph as plain text."""
        return " ".join([self.lead, *(f"{term.label}: {term.definition}" for term in self.terms)])


# The words that stand beside numbers: start of their anchors, values, definitions.
TERMS = {
    "units": (
        "unit",
        Unit.choices,
        {
            Unit.PEOPLE: _(
                "People counted one by one, each once, however many cases or charges. Some names "
                "are withheld."
            ),
            Unit.CASES: _(
                "Matters in which the state acted against one or more people. A case counts also "
                "if only unnamed people or an organisation are charged in it."
            ),
            Unit.PROSECUTIONS: _("One person charged in one case, whatever the number of charges."),
            Unit.CHARGES: _(
                "One person charged under one article in one case. Articles charged together for "
                "one offence (494 with 495) are two charges and one offence."
            ),
        },
    ),
    "bases": (
        "basis",
        Basis.choices,
        {
            Basis.CHARGED: _(
                "Under the article first charged. A charge that was later changed to another "
                "article counts under the first only."
            ),
            Basis.TRIED: _("A trial or a verdict on the charge is recorded."),
            Basis.CONVICTED: _(
                "The last known status of the charge is convicted, or pardoned: a pardon follows "
                "a conviction."
            ),
        },
    ),
    "provenances": (
        "known",
        Provenance.choices,
        {
            Provenance.STATED: _("A source names the article."),
            Provenance.OFFENCE: _(
                "A source names an offence and no article, such as treason. It is recorded under "
                "the offence, never under an article."
            ),
            Provenance.INFERRED: _(
                "A source names only the offence; we worked out the article. Incitement without a "
                "number is read as Article 495 alone."
            ),
            Provenance.TITLE_ONLY: _("Known from the title of a work that was cited and not read."),
        },
    ),
    "scopes": (
        "scope",
        CaseScope.choices,
        {
            CaseScope.EXPRESSION: _(
                "The state acted against people for what they said, wrote or organised."
            ),
            CaseScope.CONTEXT: _(
                "Recorded because it concerns them, such as the prosecution of someone who harmed "
                "a person in the record."
            ),
        },
    ),
    "standings": (
        "standing",
        Standing.choices,
        {
            Standing.ACCEPTED: _("No other source recorded here contradicts it."),
            Standing.DISPUTED: _("Sources differ. Both claims are shown and both count."),
            Standing.REJECTED: _("Shown with the reason, and not counted."),
        },
    ),
}


def build_terms(kind: str, labels, definitions: dict) -> list[VocabularyValue]:
    """The values with their definitions. Raises KeyError if a definition is missing."""
    return [
        VocabularyValue(v, str(label), f"{kind}-{v}", str(definitions[v])) for v, label in labels
    ]


def defined_terms() -> dict[str, list[VocabularyValue]]:
    return {name: build_terms(*group) for name, group in TERMS.items()}


# Id, title, text, and the group of TERMS that is defined with it.
RULES = (
    (
        "charge",
        _("What makes a charge"),
        _(
            "A charge is one person, organisation or unnamed group under one article in one case. "
            "Someone counts as charged once a recorded event made it a charge, such as a charge, a "
            "trial or a verdict. A complaint, an arrest warrant, a summons, questioning, an arrest "
            "or a detention is no charge. Announced events and rejected claims do not count."
        ),
        "",
    ),
    (
        "known",
        _("How we know the article"),
        _(
            "Only charges stated in a source are counted, unless you ask for others. The others "
            "are shown, marked and not counted. A source may name the article at the charge or at "
            "the verdict: either way it counts at both, unless the charge was changed to another "
            "article."
        ),
        "provenances",
    ),
    (
        "scope",
        _("Which cases"),
        _(
            "Cases about expression, assembly or association are counted. Context cases are shown "
            "and not counted, unless you ask for them."
        ),
        "scopes",
    ),
    (
        "units",
        _("Units: what is counted"),
        _(
            "Every number has a unit. Each unit counts once in a number, so the rows of a table "
            "can add up to more than its total. Unnamed people and organisations count in no unit "
            "but cases."
        ),
        "units",
    ),
    (
        "bases",
        _("Bases: at which point it is counted"),
        _(
            "Every number has a basis. It is “as charged”, unless you ask for another. A charge "
            "that was brought and later dropped still counts as charged."
        ),
        "bases",
    ),
    (
        "unnamed",
        _("Unnamed people"),
        _(
            "Unnamed people are in groups that no source names. They stand beside the people "
            "counted one by one, as many as a source states, and are never added to them: they may "
            "be the same people. A group of unknown size is marked and is in no number. Only the "
            "order of a list and the length of a bar may add unnamed people to people: those of "
            "whom no one is also recorded as a person, or all where nobody is counted one by one."
        ),
        "",
    ),
    (
        "dates",
        _("Years and periods"),
        _(
            "Years and periods are about the day of the charge, unless you ask for another. A year "
            "counts only if all possible days lie in it; otherwise the year is “not known”. A list "
            "of a period also has what may lie in it."
        ),
        "",
    ),
    (
        "as-of",
        _("As of: until when the sources speak"),
        _(
            "“As of” is the day of the latest source of the cases counted, not of today. What "
            "happened later is not known here. Where fewer than one in ten dated sources are later "
            "than some year, the number says so."
        ),
        "",
    ),
    (
        "defaults",
        _("What holds without asking"),
        _(
            "Pages, files and the API count by the same defaults: as charged, stated in a source, "
            "in cases about expression, assembly or association. They hold as soon as a list is "
            "asked about charges: by article, law, outcome, basis, how we know, year or period. "
            "The value “all” of basis, provenance or scope lifts that default, but a table always "
            "has one basis. A table by how we know, or by scope, shows all values of it."
        ),
        "",
    ),
    (
        "zero",
        _("Zero and unknown"),
        _(
            "0 says that the sources read state none that meets the conditions, not that there was "
            "none. “Not known” is a value of its own. An offence without an article number "
            "has no count. Where nobody is counted, the page says what the record covers. A number "
            "that is a link leads to exactly the rows it counts."
        ),
        "",
    ),
    (
        "since",
        _("Charges since a recommendation"),
        _(
            "The number has only people charged certainly after the recommendation, on every "
            "possible day of both. Those who may have been charged later are given apart, and so "
            "are people without a known day of charge, unnamed people and inferred charges. If "
            "none is certain, nothing is said. “First asked for” means the earliest dated "
            "recommendation in the sources read to change the article or to repeal its law."
        ),
        "",
    ),
)


def counting_rule() -> list[Rule]:
    """The rule in the language in use."""
    terms = defined_terms() | {"": []}
    return [
        Rule(id_, str(title), str(text), tuple(terms[group])) for id_, title, text, group in RULES
    ]
