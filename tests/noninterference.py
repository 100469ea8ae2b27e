"""Worlds that look the same from outside.

Each world has the same public records, under the same codes, and different secrets.
"""

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

from cases.enums import CaseRole, ChargeStatus
from cases.models import Claim, Detention, Disagreement, Event, Measure, Person, Sentence
from cases.releases import build_release
from cases.statistics import record_figures
from tests import factories as make
from tests.factories import PUBLISHED
from tests.releases import releases_in
from tests.urls_under_test import PUBLIC, SECRET, SUGGEST, code, corpus
from tracker.models import Figure, Source
from tracker.staff.captured_files import capture, make_copy
from tracker.visibility.public_reader import process_dirty_rows


def records(which: str, words: str, **fields) -> dict:
    """One record of every kind, each saying the given words wherever it can say anything."""
    law = make.law(slug=f"law-{which}", title=words, subject=words, note=words, **fields)
    provision = make.provision("495", law=law, heading=words, note=words)
    made = {
        "law": law,
        "provision": provision,
        "source": with_copy(
            make.source(code=code("source", which), title=words, note=words, **fields), words
        ),
        "organisation": make.organisation(code=code("organisation", which), name=words, **fields),
        "recommendation": make.recommendation(
            code=code("recommendation", which), summary=words, **fields
        ),
        "figure": make.cited(
            Figure.objects.create(
                code=code("figure", which),
                topic=words,
                value=1,
                unit="x",
                **make.published(**fields),
            )
        ),
        "measure": make.cited(
            Measure.objects.create(
                code=code("measure", which), kind="other", title=words, **make.published(**fields)
            )
        ),
        "case": make.case(code=code("case", which), title=words, summary=words, **fields),
        "person": make.person(words, code=code("person", which), **fields),
        "disagreement": disagreement(which, words, **fields),
    }
    return made | {"charge": prosecuted(which, made["case"], made["person"], provision)}


def with_copy(source: Source, words: str) -> Source:
    """The source with a document, of which readers may have a copy."""
    content = f"Read by {source.author or words}".encode()
    make_copy(file=capture(source=source, content=content, name=f"{words}.txt", by=None), by=None)
    return source


def disagreement(which, words, **fields):
    made = Disagreement.objects.create(
        code=code("disagreement", which),
        topic=words,
        kind="fact",
        nature="ambiguity",
        handling=words,
        **make.published(**fields),
    )
    make.cited(Claim.objects.create(disagreement=made, value=words))
    return made


def prosecuted(which, case, person, provision):
    """Somebody arrested, charged, held and convicted, with all that hangs on it."""
    one = make.accused(case=case, person=person, code=code("prosecution", which))
    charge = make.charge(under=provision, of=one, code=code("charge", which))
    Event.objects.filter(charge_changes__charge=charge).update(code=code("event", which))
    make.happened(charge, ChargeStatus.CONVICTED, on="2021", code=f"E-{which[::-1]}")
    make.cited(Sentence.objects.create(participation=one, prison_months_max=7))
    make.cited(
        Detention.objects.create(
            code=code("detention", which), participation=one, basis="police", started_on="2020-05"
        )
    )
    return charge


def secrets_around(public: dict, token: str) -> None:
    """Drafts of every kind, and hidden things that touch what is public."""
    hidden = records(SECRET, token, state="draft", published_at=None)
    make.charge(
        under=public["provision"], of=make.accused(case=public["case"], person=hidden["person"])
    )
    make.charge(
        under=hidden["provision"], of=make.accused(case=hidden["case"], person=public["person"])
    )
    make.charge(under=public["provision"], of=make.group(19, case=hidden["case"], note=token))
    make.accused(
        case=public["case"], organisation=hidden["organisation"], role=CaseRole.COMPLAINANT
    )
    for fact in (public["case"], public["law"], public["charge"]):
        fact.citations.create(source=hidden["source"], locator=token)
    public["measure"].cases.add(hidden["case"])
    hidden["disagreement"].cases.add(public["case"])
    for record in public.values():
        if hasattr(record, "staff_notes"):
            type(record).objects.filter(pk=record.pk).update(staff_notes=token)


def protect(name: str, public: dict) -> None:
    """Somebody published, written about, and then protected."""
    shy = make.person(name, nationality="Invented")
    make.charge(under=public["provision"], of=make.accused(case=public["case"], person=shy))
    make.case(title=f"About {name}", summary=f"{name} did it")
    process_dirty_rows()
    type(shy).objects.filter(pk=shy.pk).update(display_policy="withheld")


@contextmanager
def counted_codes():
    """Public codes that are the same in every world; secrets keep their random ones."""
    numbers = count(1)
    with patch("tracker.codes.new_code", lambda prefix: f"{prefix}-T{next(numbers):05}"):
        yield


@contextmanager
def lying_in(folder: str):
    """Releases and documents in a folder that goes with the world."""
    places = {"FILES_DIR": f"{folder}/files", "COPIES_DIR": f"{folder}/copies"}
    with releases_in(f"{folder}/releases"), override_settings(**places):
        yield


@contextmanager
def world(*, token: str | None = None, hidden_first=False, protected: str | None = None):
    """A world in a transaction of its own, gone afterwards. Yields its public records."""
    with TemporaryDirectory() as folder, lying_in(folder), transaction.atomic():
        if hidden_first:
            Person.objects.create(name=f"{token} first")
            make.case(title=token, state="draft", published_at=None)
        with counted_codes():
            public = records(PUBLIC, "Invented open matter")
            process_dirty_rows()
            build_at(hour=1)
            process_dirty_rows()
            if protected:
                protect(protected, public)
                process_dirty_rows()
        if token:
            secrets_around(public, token)
        with patch(
            "cases.statistics.snapshots.timezone.now", return_value=PUBLISHED["published_at"]
        ):
            record_figures()
        # As at commit: ETags are made from the data version that results.
        process_dirty_rows()
        build_at(hour=2)
        process_dirty_rows()
        yield public
        transaction.set_rollback(True)


def build_at(hour: int) -> None:
    """A release that says so, in every world."""
    moment = timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0)
    with patch("django.utils.timezone.now", return_value=moment):
        build_release()


# --- Everything one can ask -------------------------------------------------------------------


def answers(client: Client | None = None) -> dict[str, tuple]:
    """Status, headers and body of every answer."""
    client = client or Client()
    given = {}
    for address in corpus():
        headers = {"host": settings.ALLOWED_HOSTS[0]}
        if address.startswith(SUGGEST):
            headers["hx-request"] = "true"
        response = client.get(address, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        given[address] = (response.status_code, sorted(response.headers.items()), unpacked(body))
    return given


def unpacked(body: bytes) -> bytes:
    """What a zip holds, part by part; all else as it is."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as parts:
        return b"".join(part.filename.encode() + parts.read(part) for part in parts.infolist())
