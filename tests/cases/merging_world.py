"""Random data sets with records to merge, and a dump of all tables of the cases app."""

from itertools import product

from django.apps import apps
from django.db import connection

from cases.enums import ChargeStatus, EventKind
from cases.models import Affiliation, Detention, Disagreement, Event, Measure, Person, Sentence
from tests import factories as make

POLICIES = ["full", "initials", "pseudonym", "withheld"]
# States of records; "in_review again" is in review after having been published.
STATES = ["draft", "in_review", "published", "withdrawn", "in_review again"]


def state_fields(state: str) -> dict:
    """Fields of a record in one of STATES."""
    if state in ("draft", "in_review"):
        return {"state": state, "published_at": None}
    return make.published_fields(state=state.removesuffix(" again"))


def person(name: str, *, policy="full", state="published", **fields) -> Person:
    protection = {} if policy == "full" else {"protection_reason": "safety"}
    protection |= {"pseudonym": f"Bird of {name[:1]}"} if policy == "pseudonym" else {}
    fields |= protection | state_fields(state)
    return make.person(name, display_policy=policy, **fields)


def dump_tables() -> dict[str, list[tuple]]:
    """Every row of the cases app by model, without history, merges and `lock` counters."""
    rows = {}
    for model in apps.get_app_config("cases").get_models(include_auto_created=True):
        if model.__name__.endswith("History") or model.__name__.startswith(("Merge", "Spelling")):
            continue
        if not model._meta.managed:  # counts and views, derived from the other tables
            continue
        columns = [f.column for f in model._meta.local_concrete_fields if f.column != "lock"]
        with connection.cursor() as cursor:
            column_list = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {column_list} FROM "{model._meta.db_table}" ORDER BY 1')
            rows[model._meta.label] = cursor.fetchall()
    return rows


class MergingWorld:
    """Three people in three cases; the random generator `rng` decides everything else."""

    def __init__(self, rng):
        self.rng = rng
        self.provisions = [make.provision(number) for number in ("1", "2")]
        self.people = [self._create_person(name) for name in ("Aba Ono", "Ebe Unu", "Ibi Ene")]
        self.cases = [make.case(**state_fields(rng.choice(STATES))) for _ in range(3)]
        for case, participant in product(self.cases, [*self.people, None]):
            if rng.random() < 0.6:
                self._create_participation(case, participant)
        self._create_links()

    def _create_person(self, name) -> Person:
        rng = self.rng
        created = person(name, policy=rng.choice(POLICIES), state=rng.choice(STATES))
        for spelling in rng.sample(["Uba", "Eba", "Oba"], 2):
            make.spelling(created, spelling)
        created.citations.create(source=make.source(), locator="p. 1")
        body = make.organisation() if rng.random() < 0.5 else None
        for title in rng.sample(["head", "member"], 1):
            make.add_citation(
                Affiliation.objects.create(person=created, organisation=body, title=title)
            )
        return created

    def _create_participation(self, case, participant) -> None:
        """A person, or an unnamed group if `participant` is None, with all dependent rows."""
        rng = self.rng
        part = (
            make.accused(case=case, person=participant) if participant else make.group(3, case=case)
        )
        make.add_citation(part)
        for provision in rng.sample(self.provisions, rng.randint(1, 2)):
            charge = make.charge(under=provision, of=part)
            earlier = part.charges.exclude(pk=charge.pk).first()
            if earlier and rng.random() < 0.7:
                charge.base, charge.requalified_from = earlier, None
                charge.save()
            if rng.random() < 0.5:
                verdict = make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021")
                make.add_citation(
                    Sentence.objects.create(participation=part, event=verdict, is_life=True)
                )
        make.add_citation(
            Detention.objects.create(participation=part, basis="police", started_on="2020")
        )

    def _create_links(self) -> None:
        """A measure, a disagreement and events that link to one or several of the records."""
        measure = Measure.objects.create(kind="other", title="Invented measure")
        measure.cases.set(self.rng.sample(self.cases, 2))
        disagreement = Disagreement.objects.create(
            kind="fact", nature="ambiguity", topic="Invented question", handling="none"
        )
        disagreement.people.set(self.rng.sample(self.people, 2))
        disagreement.cases.set(self.rng.sample(self.cases, 1))
        for case in self.cases:
            event = Event.objects.create(case=case, kind=EventKind.ARREST, happened_on="2020")
            event.participations.set(case.participations.all()[:2])
            for charge_id in case.participations.values_list("charges", flat=True)[:2]:
                if charge_id and self.rng.random() < 0.5:
                    event.charge_changes.create(charge_id=charge_id, status=ChargeStatus.DROPPED)
