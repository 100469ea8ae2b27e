"""Rows for tests, with plainly invented people; published by default."""

import time
from datetime import UTC, date, datetime, time as hour
from itertools import count

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cases.enums import Category, ChargeStatus, EventKind, Role as Part
from cases.models import Case, Charge, ChargeChange, Event, Participation, Person, PersonName
from laws.enums import LawKind, ProvisionKind
from laws.models import Law, Provision, Recommendation, Stage, Version
from tracker.enums import OrganisationKind, SourceKind, StaffRole, State
from tracker.models import ApiKey, Organisation, Source, User
from tracker.models.accounts.api_key import API_KEY_LIFETIME

_serial = count(1)
PASSWORD = "an invented long password"
PUBLISHED = {"state": State.PUBLISHED, "published_at": timezone.now()}


def published_fields(**fields) -> dict:
    """Fields of a published record; `fields` take precedence."""
    if fields.get("state") == State.WITHDRAWN:
        fields.setdefault("withdrawal_reason", "invented reason")
    return PUBLISHED | fields


def staff_user(name: str, *roles: StaffRole) -> User:
    """A staff account with the roles; by default all but custodian."""
    account = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    role_names = roles or (StaffRole.ANALYST, StaffRole.REVIEWER, StaffRole.ADMINISTRATOR)
    account.groups.set(Group.objects.filter(name__in=role_names))
    return User.objects.get(pk=account.pk)  # a trigger changed its session epoch with the roles


def signed_in_client(user: User, *, ago: int = 0) -> Client:
    """A client signed in with password and second factor `ago` seconds ago."""
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    session = client.session
    session.update(
        authentication_session_data(user, "password", "mfa", ago=ago) | {"touched_at": time.time()}
    )
    session.save()
    return client


def authentication_session_data(user: User, *methods: str, ago: int = 0) -> dict:
    """Session data of allauth for the completed methods: "password", "mfa"."""
    at = timezone.now().timestamp() - ago
    return {
        "account_authentication_methods": [{"method": method, "at": at} for method in methods],
        "account_authentication_methods_user": str(user.pk),
    }


def source(**fields) -> Source:
    fields = {"title": f"Invented report {next(_serial)}", "kind": SourceKind.REPORT} | fields
    return Source.objects.create(**published_fields(**fields))


def add_citation(fact):
    """Add a citation, without which the fact is not public; returns the fact."""
    bulletin = Source.objects.filter(title="Invented bulletin").first()
    bulletin = bulletin or source(title="Invented bulletin")
    fact.citations.create(source=bulletin, locator="page 1")
    return fact


def organisation(**fields) -> Organisation:
    fields = {"name": f"Invented body {next(_serial)}", "kind": OrganisationKind.STATE} | fields
    return Organisation.objects.create(**published_fields(**fields))


def law(**fields) -> Law:
    serial = next(_serial)
    fields = {"slug": f"invented-law-{serial}", "title": f"Invented Law {serial}"} | fields
    return Law.objects.create(**published_fields(**{"kind": LawKind.LAW, "year": 2001} | fields))


def make_stage(law: Law, **fields) -> Stage:
    """A cited step in the life of a law."""
    return add_citation(Stage.objects.create(law=law, **fields))


def provision(number: str = "1", **fields) -> Provision:
    fields = {"slug": number.replace(" ", "-"), "kind": ProvisionKind.OFFENCE} | fields
    if "law" not in fields:
        fields["law"] = law()
    return Provision.objects.create(number=number, **fields)


def version(**fields) -> Version:
    if "provision" not in fields:
        fields["provision"] = provision()
    return Version.objects.create(**fields)


def recommendation(**fields) -> Recommendation:
    fields = {
        "summary": f"Invented advice {next(_serial)}",
        "issuer": "Invented committee",
        "addressee": "Invented ministry",
        "addressee_kind": "government",
    } | fields
    return Recommendation.objects.create(**published_fields(**fields))


def person(name: str | None = None, **fields) -> Person:
    name = f"Invented Person{next(_serial)}" if name is None else name
    row = Person.objects.create(
        **published_fields(**{"name": name, "category": Category.JOURNALIST} | fields)
    )
    for spelling in row.names.all():  # a trigger adds the heading as a spelling
        add_citation(spelling)
    return row


def spelling(person: Person, text: str, **fields) -> PersonName:
    return add_citation(PersonName.objects.create(person=person, spelling=text, **fields))


def case(**fields) -> Case:
    return Case.objects.create(
        **published_fields(**{"title": f"Invented case {next(_serial)}"} | fields)
    )


def accused(*, case=None, person=None, **fields) -> Participation:
    """An accused participant: a new person unless a person, group or organisation is given."""
    case = case or globals()["case"]()
    if person is None and not {"group_label", "organisation"} & fields.keys():
        person = globals()["person"]()
    return Participation.objects.create(case=case, person=person, **{"role": Part.ACCUSED} | fields)


def group(size: int, *, case=None, **fields) -> Participation:
    return accused(case=case, group_label="invented group", group_size=size, **fields)


def charge(*, under: Provision, on="2020-05-04", of=None, **fields) -> Charge:
    """A charge with its charging event."""
    row = add_citation(
        Charge.objects.create(participation=of or accused(), provision=under, **fields)
    )
    add_charge_event(row, ChargeStatus.CHARGED, on=on, kind=EventKind.CHARGE)
    return row


def add_charge_event(
    charge: Charge, status: str, *, on=None, kind=EventKind.VERDICT, **fields
) -> Event:
    """A cited event that gives the charge a status."""
    case = charge.participation.case
    event = add_citation(Event.objects.create(case=case, kind=kind, happened_on=on, **fields))
    event.participations.add(charge.participation)
    ChargeChange.objects.create(event=event, charge=charge, status=status)
    return event


def api_key(*, made_on: date | None = None, is_revoked=False, **fields) -> str:
    """Create an API key, valid for a year from `made_on`; returns its text."""
    made_at = datetime.combine(made_on, hour.min, UTC) if made_on else timezone.now()
    fields = {"partner": "Invented NGO", "expires_on": made_at.date() + API_KEY_LIFETIME} | fields
    maker = User.objects.filter(username="maker").first() or staff_user("maker")
    row = ApiKey(made_at=made_at, made_by=maker, **fields)
    key = row.generate_secret()
    row.save()
    if is_revoked:
        row.revoke()
    return key
