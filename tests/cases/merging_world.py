"""Small random worlds in which two records may be one, and what all their tables hold."""

from itertools import product

from django.apps import apps
from django.db import connection

from cases.enums import ChargeStatus, EventKind
from cases.models import Affiliation, Detention, Disagreement, Event, Measure, Person, Sentence
from tests import factories as make

POLICIES = ["full", "initials", "pseudonym", "withheld"]
# A state, and whether the record was public once.
STATES = ["draft", "in_review", "published", "withdrawn", "in_review again"]


def standing(state: str) -> dict:
    """Fields of a record in this state."""
    if state in ("draft", "in_review"):
        return {"state": state, "published_at": None}
    return make.published(state=state.removesuffix(" again"))


def person(name: str, *, policy="full", state="published", **fields) -> Person:
    shown = {} if policy == "full" else {"protection_reason": "safety"}
    shown |= {"pseudonym": f"Bird of {name[:1]}"} if policy == "pseudonym" else {}
    return make.person(name, display_policy=policy, **shown, **standing(state), **fields)


def tables() -> dict[str, list[tuple]]:
    """Every row of cases, people and what hangs on them; without the numbers of their versions."""
    found = {}
    for model in apps.get_app_config("cases").get_models(include_auto_created=True):
        if model.__name__.endswith("History") or model.__name__.startswith(("Merge", "Spelling")):
            continue
        if not model._meta.managed:  # counts and readings: made of the others
            continue
        columns = [f.column for f in model._meta.local_concrete_fields if f.column != "lock"]
        with connection.cursor() as cursor:
            listed = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {listed} FROM "{model._meta.db_table}" ORDER BY 1')
            found[model._meta.label] = cursor.fetchall()
    return found


class World:
    """A few people in a few cases; `chance` decides who, how and why."""

    def __init__(self, chance):
        self.chance = chance
        self.provisions = [make.provision(number) for number in ("1", "2")]
        self.people = [self.somebody(name) for name in ("Aba Ono", "Ebe Unu", "Ibi Ene")]
        self.cases = [make.case(**standing(chance.choice(STATES))) for _ in range(3)]
        for case, who in product(self.cases, [*self.people, None]):
            if chance.random() < 0.6:
                self.takes_part(case, who)
        self.about_everything()

    def somebody(self, name) -> Person:
        chance = self.chance
        one = person(name, policy=chance.choice(POLICIES), state=chance.choice(STATES))
        for spelling in chance.sample(["Uba", "Eba", "Oba"], 2):
            make.spelling(one, spelling)
        one.citations.create(source=make.source(), locator="p. 1")
        body = make.organisation() if chance.random() < 0.5 else None
        for title in chance.sample(["head", "member"], 1):
            make.cited(Affiliation.objects.create(person=one, organisation=body, title=title))
        return one

    def takes_part(self, case, who) -> None:
        chance = self.chance
        one = make.accused(case=case, person=who) if who else make.group(3, case=case)
        make.cited(one)
        for provision in chance.sample(self.provisions, chance.randint(1, 2)):
            charge = make.charge(under=provision, of=one)
            earlier = one.charges.exclude(pk=charge.pk).first()
            if earlier and chance.random() < 0.7:
                charge.base, charge.requalified_from = earlier, None
                charge.save()
            if chance.random() < 0.5:
                verdict = make.happened(charge, ChargeStatus.CONVICTED, on="2021")
                make.cited(Sentence.objects.create(participation=one, event=verdict, is_life=True))
        make.cited(Detention.objects.create(participation=one, basis="police", started_on="2020"))

    def about_everything(self) -> None:
        """Links from outside, to one record or to several that may be merged."""
        measure = Measure.objects.create(kind="other", title="Invented measure")
        measure.cases.set(self.chance.sample(self.cases, 2))
        question = Disagreement.objects.create(
            kind="fact", nature="ambiguity", topic="Invented question", handling="none"
        )
        question.people.set(self.chance.sample(self.people, 2))
        question.cases.set(self.chance.sample(self.cases, 1))
        for case in self.cases:
            event = Event.objects.create(case=case, kind=EventKind.ARREST, happened_on="2020")
            event.participations.set(case.participations.all()[:2])
            for change in case.participations.values_list("charges", flat=True)[:2]:
                if change and self.chance.random() < 0.5:
                    event.charge_changes.create(charge_id=change, status=ChargeStatus.DROPPED)
