"""Pages about the data set: data, method, codebook, robots.txt and sitemap."""

import re
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from pghistory.models import Event

from cases.pages.site_views import DOWNLOADABLE_LISTS
from cases.tables import codebook, counting_rule
from tests import factories as make, sample_data
from tests.pages import read_page
from tests.shared_world_fixture import share_world
from tests.test_consistency import STAFF_ONLY
from tracker.models import Citation

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


def locations(visitor, address: str) -> list[str]:
    root = ElementTree.fromstring(visitor.get(address).content)  # noqa: S314 (written by us)
    addresses = [each.text for each in root.iter(f"{SITEMAP}loc")]
    return [address.removeprefix("http://testserver") for address in addresses]


def test_sitemap_has_every_public_page(visitor, story):
    sections = locations(visitor, "/sitemap.xml")
    pages = [page for section in sections for page in locations(visitor, section)]
    assert {visitor.get(page.split("#")[0]).status_code for page in pages} == {200}
    records = [story.law, story.provision, story.case, *story.people, story.recommendation]
    records += [story.measure, story.source, story.organisation]
    assert {record.get_absolute_url() for record in records} - set(pages) == set()


def test_sitemap_has_no_page_of_hidden_record(visitor, story):
    hidden = [make.case(state="draft"), make.person(state="withdrawn"), make.law(state="draft")]
    provision = make.provision(law=hidden[-1])
    pages = {p for s in locations(visitor, "/sitemap.xml") for p in locations(visitor, s)}
    assert {record.get_absolute_url() for record in [*hidden, provision]} & pages == set()


def test_robots_txt_names_the_sitemap(visitor):
    response = visitor.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert b"Sitemap: http://testserver/sitemap.xml\n" in response.content


def test_every_list_can_be_downloaded_in_every_format(visitor, story):
    page = read_page(visitor, "/data/")
    for resource in DOWNLOADABLE_LISTS:
        plural = resource.plural
        files = {f: page.links[f"{f} : {plural.capitalize()}"] for f in ("CSV", "Excel", "NDJSON")}
        assert files == {
            "CSV": f"/api/v1/{plural}/?format=csv",
            "Excel": f"/api/v1/{plural}/?format=xlsx",
            "NDJSON": f"/api/v1/{plural}/?format=ndjson",
        }
        assert visitor.get(page.links[f"JSON : {plural.capitalize()}"]).status_code == 200


def test_codebook_has_every_public_column(visitor):
    page = read_page(visitor, "/codebook/")
    expected = {
        f"{model._meta.model_name}-{field.name}"
        for name in settings.APP_LAYERS
        for model in apps.get_app_config(name).get_models()
        if model not in STAFF_ONLY and not issubclass(model, (Citation, Event))
        if not hasattr(model, "is_bookkeeping")
        for field in model._meta.local_concrete_fields
        if field.name not in codebook.BLANK_COLUMNS and not field.name.endswith("_is_about")
    }
    assert expected - page.anchors == set()
    assert {"unit-people", "basis-charged", "known-stated", "standing-disputed"} <= page.anchors


def test_codebook_has_every_enumeration():
    vocabularies = codebook.public_vocabularies()
    missing = [
        column.anchor
        for table in codebook.codebook_tables(vocabularies)
        for column in table.columns
        if column.form == "one of a closed list of values" and column.vocabulary is None
    ]
    assert missing == []


def test_every_public_model_has_a_docstring():
    without = [
        table.name for table in codebook.codebook_tables([]) if re.match(r"\w+\(", table.meaning)
    ]
    assert without == []  # Django's default docstring of a model


@pytest.mark.parametrize("page", ["data", "method", "codebook", "about", "changes", "report"])
def test_every_page_links_to_pages_about_the_data(visitor, page):
    links = read_page(visitor, f"/{page}/").links
    expected = {
        "Method": "/method/",
        "Units, terms and codebook": "/codebook/",
        "Data": "/data/",
        "Changes of figures": "/changes/",
        "Follow what is new": "/feed.atom",
    }
    assert {name: links[name] for name in expected} == expected


@pytest.mark.parametrize("page", ["data", "method", "codebook", "about", "changes"])
def test_pages_about_the_data_reject_post_and_are_small(visitor, page):
    response = visitor.get(f"/{page}/")
    assert len(response.content) < 100_000
    assert visitor.post(f"/{page}/").status_code == 405


def test_every_codebook_link_has_an_anchor(visitor, story):
    pages = {f"/{name}/": read_page(visitor, f"/{name}/") for name in ("method", "about", "data")}
    anchors = read_page(visitor, "/codebook/").anchors
    wanted = {
        address.partition("#")[2]
        for page in pages.values()
        for address in page.links.values()
        if address.startswith("/codebook/#")
    }
    assert wanted - anchors == set()
    assert len(wanted) > 10


def test_enumeration_without_definition_raises_key_error():
    class Odd(models.TextChoices):
        NEW = "new", "New"

    with pytest.raises(KeyError):
        counting_rule.build_terms("odd", Odd.choices, {})
