"""A partner's copy kept by the change feed, and random changes of rows."""

import random
from datetime import date, timedelta

from django.db import DataError, IntegrityError, connection, models, transaction
from rest_framework.test import APIClient

from cases.models import Case, Person
from tracker.changes.tracking import DependencyGraph
from tracker.enums import State
from tracker.models import Publishable
from tracker.visibility.public_reader import process_dirty_rows

LIST_OF_KIND = {
    "case": "cases",
    "charge": "charges",
    "detention": "detentions",
    "disagreement": "disagreements",
    "event": "events",
    "figure": "figures",
    "law": "laws",
    "measure": "measures",
    "organisation": "organisations",
    "person": "people",
    "provision": "provisions",
    "recommendation": "recommendations",
    "source": "sources",
}


class FeedCopy:
    """Records as a client holds them that reads only the change feed."""

    def __init__(self, client: APIClient):
        self.client, self.cursor, self.records = client, "", {}
        self.applied = 0

    def sync(self) -> None:
        more = True
        while more:
            answer = self.client.get("/api/v1/changes/", {"after": self.cursor}).json()
            for change in answer["results"]:
                self.apply(change)
            self.cursor, more = answer["next_cursor"], answer["has_more"]

    def apply(self, change: dict) -> None:
        self.applied += 1
        key = (change["kind"], change["id"])
        if change["op"] == "delete":
            self.records.pop(key, None)
        else:
            self.records[key] = self.client.get(change["url"]).json()


def read_all_records(client: APIClient) -> dict:
    """Every record of every list of the API. (Rejected charges have a record but no row.)"""
    records = {}
    for kind, plural in LIST_OF_KIND.items():
        address = f"/api/v1/{plural}/?page_size=500&include=all"
        while address:
            answer = client.get(address).json()
            records |= {(kind, record["id"]): record for record in answer["results"]}
            address = answer["next"]
    return records


def find_differences(copy: FeedCopy) -> list[str]:
    """Differences between the copy and the lists."""
    listed = read_all_records(copy.client)
    found = [
        f"{key} differs at {first_difference(copy.records.get(key), record)}"
        for key, record in listed.items()
        if copy.records.get(key) != record
    ]
    for key in copy.records.keys() - listed.keys():
        answer = copy.client.get(f"/api/v1/{LIST_OF_KIND[key[0]]}/{key[1]}/")
        if answer.status_code != 200 or answer.json() != copy.records[key]:
            found.append(f"{key} should be gone")
    return found


def first_difference(first, second) -> str:
    """Path of the first difference between two records, and both values."""
    if isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
        name = next(name for name in first if first[name] != second[name])
        return f"{name}.{first_difference(first[name], second[name])}"
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        index = next(index for index, pair in pairs if pair[0] != pair[1])
        return f"{index}.{first_difference(first[index], second[index])}"
    return f" {str(first)[:300]} != {str(second)[:300]}"


# --- Changes at random ------------------------------------------------------------------------


class RandomChanger:
    """Makes random changes: edits columns, publishes, withdraws, deletes, protects, merges."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setseed(%s)", [self.chance.random()]
            )  # row() draws rows in the database
            cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'pub'")
            self.graph = DependencyGraph({name for (name,) in cursor.fetchall()})
        self.models = [self.graph.models[table] for table in self.graph.tables]
        self.done: dict[str, int] = {}

    def step(self) -> None:
        """Make one change, or none if a constraint refuses it."""
        action = self.chance.choices(
            [self.edit, self.move, self.delete, self.protect, self.merge], [70, 15, 8, 5, 2]
        )[0]
        try:
            with transaction.atomic():
                action()
                process_dirty_rows()
            self.done[action.__name__] = self.done.get(action.__name__, 0) + 1
        except (IntegrityError, DataError, models.ProtectedError):
            self.done["refused"] = self.done.get("refused", 0) + 1

    def row(self, model):
        return model._base_manager.order_by("?").first()

    def edit(self) -> None:
        model = self.chance.choice(self.models)
        columns = [f for f in model._meta.local_fields if not f.primary_key and self.can_change(f)]
        row = self.row(model)
        if row is None or not columns:
            return
        field = self.chance.choice(columns)
        model._base_manager.filter(pk=row.pk).update(**{field.name: self.value(field)})

    def can_change(self, field) -> bool:
        excluded = ("code", "state", "is_sourced", "is_shown", "mentions_protected", "lock", "slug")
        return field.name not in excluded and (not field.is_relation or not self.is_staff(field))

    def is_staff(self, field) -> bool:
        return field.related_model._meta.db_table not in self.graph.models

    def value(self, field):
        chance = self.chance
        if field.is_relation:
            other = self.row(field.related_model)
            return None if other is None or (field.null and chance.random() < 0.2) else other.pk
        if field.choices:
            return chance.choice([value for value, _label in field.flatchoices])
        if isinstance(field, models.BooleanField):
            return chance.random() < 0.5
        if isinstance(field, models.DateTimeField):
            return None
        if isinstance(field, (models.IntegerField, models.DecimalField)):
            return chance.randrange(1, 40)
        if hasattr(field, "range_field") or "Partial" in type(field).__name__:
            day = date(2015, 1, 1) + timedelta(days=chance.randrange(3000))
            return chance.choice([day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"])
        return f"Invented {chance.randrange(1000)}"[: field.max_length]

    def move(self) -> None:
        model = self.chance.choice([m for m in self.models if issubclass(m, Publishable)])
        state = self.chance.choice([State.PUBLISHED, State.PUBLISHED, State.WITHDRAWN, State.DRAFT])
        reason = "invented reason" if state == State.WITHDRAWN else ""
        if row := self.row(model):
            model._base_manager.filter(pk=row.pk).update(state=state, withdrawal_reason=reason)

    def delete(self) -> None:
        facts = [m for m in self.models if m is not Case and m is not Person]
        if row := self.row(self.chance.choice(facts)):
            row.delete()

    def protect(self) -> None:
        if person := self.row(Person):
            policy = self.chance.choice(["full", "full", "initials", "withheld"])
            reason = "" if policy == "full" else "request"
            Person._base_manager.filter(pk=person.pk).update(
                display_policy=policy, protection_reason=reason, is_minor=False
            )

    def merge(self) -> None:
        person, other = self.row(Person), self.row(Person)
        if person and other and person != other:
            Person._base_manager.filter(pk=person.pk).update(
                merged_into=None if self.chance.random() < 0.4 else other.pk
            )
