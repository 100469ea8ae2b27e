"""Test databases ("worlds") that must look the same to the public.

Each world has the same public records, under the same codes, and different hidden records.
"""

from collections import defaultdict
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from tempfile import TemporaryDirectory
from unittest.mock import patch
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from cases.enums import ChargeStatus, Role
from cases.models import Claim, Detention, Disagreement, Event, Measure, Person, Sentence
from cases.releases.actions import build_release
from cases.statistics import take_snapshot
from tests import factories as make
from tests.factories import PUBLISHED
from tests.releases import releases_in
from tests.urls_under_test import PUBLIC, SECRET, SUGGEST, all_addresses, public_code
from tracker.models import Figure, Source
from tracker.staff.captured_files.actions import capture_file, publish_copy
from tracker.visibility.public_reader import process_dirty_rows


def create_records(which: str, words: str, **fields) -> dict:
    """One record of every kind, with the given words in every text field."""
    law = make.law(slug=f"law-{which}", title=words, subject=words, note=words, **fields)
    provision = make.provision("495", law=law, heading=words, note=words)
    created = {
        "law": law,
        "provision": provision,
        "source": add_public_copy(
            make.source(code=public_code("source", which), title=words, note=words, **fields), words
        ),
        "organisation": make.organisation(
            code=public_code("organisation", which), name=words, **fields
        ),
        "recommendation": make.recommendation(
            code=public_code("recommendation", which), summary=words, **fields
        ),
        "figure": make.add_citation(
            Figure.objects.create(
                code=public_code("figure", which),
                topic=words,
                value=1,
                unit="x",
                **make.published_fields(**fields),
            )
        ),
        "measure": make.add_citation(
            Measure.objects.create(
                code=public_code("measure", which),
                kind="other",
                title=words,
                **make.published_fields(**fields),
            )
        ),
        "case": make.case(code=public_code("case", which), title=words, summary=words, **fields),
        "person": make.person(words, code=public_code("person", which), **fields),
        "disagreement": create_disagreement(which, words, **fields),
    }
    return created | {
        "charge": create_prosecution(which, created["case"], created["person"], provision)
    }


def add_public_copy(source: Source, words: str) -> Source:
    """The source, with a document that has a public copy."""
    content = f"Read by {source.author or words}".encode()
    publish_copy(file=capture_file(source=source, content=content, name=f"{words}.txt", by=None))
    return source


def create_disagreement(which, words, **fields):
    """A disagreement with one cited claim."""
    record = Disagreement.objects.create(
        code=public_code("disagreement", which),
        topic=words,
        kind="fact",
        nature="ambiguity",
        handling=words,
        **make.published_fields(**fields),
    )
    make.add_citation(Claim.objects.create(disagreement=record, value=words))
    return record


def create_prosecution(which, case, person, provision):
    """A charge of a person who was detained, convicted and sentenced."""
    participation = make.accused(case=case, person=person, code=public_code("prosecution", which))
    charge = make.charge(under=provision, of=participation, code=public_code("charge", which))
    Event.objects.filter(charge_changes__charge=charge).update(code=public_code("event", which))
    make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021", code=f"E-{which[::-1]}")
    make.add_citation(Sentence.objects.create(participation=participation, prison_months_max=7))
    make.add_citation(
        Detention.objects.create(
            code=public_code("detention", which),
            participation=participation,
            basis="police",
            started_on="2020-05",
        )
    )
    return charge


def add_secrets(public: dict, token: str) -> None:
    """Drafts of every kind, and hidden rows that refer to public records."""
    hidden = create_records(SECRET, token, state="draft", published_at=None)
    make.charge(
        under=public["provision"], of=make.accused(case=public["case"], person=hidden["person"])
    )
    make.charge(
        under=hidden["provision"], of=make.accused(case=hidden["case"], person=public["person"])
    )
    make.charge(under=public["provision"], of=make.group(19, case=hidden["case"], note=token))
    make.accused(case=public["case"], organisation=hidden["organisation"], role=Role.COMPLAINANT)
    for fact in (public["case"], public["law"], public["charge"]):
        fact.citations.create(source=hidden["source"], locator=token)
    public["measure"].cases.add(hidden["case"])
    hidden["disagreement"].cases.add(public["case"])
    for record in public.values():
        if hasattr(record, "staff_notes"):
            type(record).objects.filter(pk=record.pk).update(staff_notes=token)


def publish_and_protect(name: str, public: dict) -> None:
    """A person who was published and mentioned, and whose name was withheld afterwards."""
    person = make.person(name, nationality="Invented")
    make.charge(under=public["provision"], of=make.accused(case=public["case"], person=person))
    make.case(title=f"About {name}", summary=f"{name} did it")
    process_dirty_rows()
    type(person).objects.filter(pk=person.pk).update(display_policy="withheld")


@contextmanager
def deterministic_codes():
    """Context manager: new codes are sequential for each prefix, so the same in every world.

    Hidden records are created outside of it, with random codes.
    """
    numbers = defaultdict(lambda: count(1))
    with patch("tracker.codes.new_code", lambda prefix: f"{prefix}-T{next(numbers[prefix]):05}"):
        yield


@contextmanager
def file_directories(folder: str):
    """Context manager: releases and documents are stored in a folder."""
    directories = {"FILES_DIR": f"{folder}/files", "COPIES_DIR": f"{folder}/copies"}
    with releases_in(f"{folder}/releases"), override_settings(**directories):
        yield


@contextmanager
def temporary_world(*, protected: str, token: str | None = None):
    """Context manager: a world in a transaction that is rolled back. Yields its public records.

    `protected` is the name of a person who was public once. `token` is in every text of hidden
    drafts, of which some are older than the public records and some newer.
    """
    with TemporaryDirectory() as folder, file_directories(folder), transaction.atomic():
        if token:
            Person.objects.create(name=f"{token} first")
            make.case(title=token, state="draft", published_at=None)
        with deterministic_codes():
            public = create_records(PUBLIC, "Invented open matter")
            process_dirty_rows()
            build_release_at(hour=1)
            process_dirty_rows()
            publish_and_protect(protected, public)
            process_dirty_rows()
        if token:
            add_secrets(public, token)
        with patch(
            "cases.statistics.snapshots.timezone.now", return_value=PUBLISHED["published_at"]
        ):
            take_snapshot()
        # As at commit: the ETags depend on the resulting data version.
        process_dirty_rows()
        build_release_at(hour=2)
        process_dirty_rows()
        yield public
        transaction.set_rollback(True)


def build_release_at(hour: int) -> None:
    """Build a release with a fixed time, the same in every world."""
    moment = timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0)
    with patch("django.utils.timezone.now", return_value=moment):
        build_release()


# --- Responses --------------------------------------------------------------------------------


def all_responses(client: Client | None = None) -> dict[str, tuple]:
    """Status, headers and body of the response to every address."""
    client = client or Client()
    responses = {}
    for address in all_addresses():
        headers = {"host": settings.ALLOWED_HOSTS[0]}
        if address.startswith(SUGGEST):
            headers["hx-request"] = "true"
        response = client.get(address, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        responses[address] = (
            response.status_code,
            sorted(response.headers.items()),
            unzip_parts(body),
        )
    return responses


def unzip_parts(body: bytes) -> bytes:
    """Names and contents of the parts of a zip file; any other body unchanged."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as parts:
        return b"".join(part.filename.encode() + parts.read(part) for part in parts.infolist())
