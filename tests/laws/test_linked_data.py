"""JSON-LD blocks of pages, and the Akoma Ntoso IRIs in them."""

import json
import re

import pytest

from laws.models import Stage
from tests import factories as make, sample_data
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db

JSON_LD_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


made_once, world = share_world(lambda _folder: sample_data.build_story())


def json_ld_blocks(visitor, address: str) -> dict[str, dict]:
    """The JSON-LD blocks of a page by type."""
    blocks = [json.loads(b) for b in JSON_LD_SCRIPT.findall(visitor.get(address).content.decode())]
    return {block["@type"]: block for block in blocks}


def test_json_ld_of_a_law_has_its_identity_dates_and_issuers(visitor, world):
    world.law.issuers.add(world.organisation)
    assert json_ld_blocks(visitor, world.law.get_absolute_url())["Legislation"] == {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": "http://testserver/akn/kh/act/2001/story-law",
        "url": "http://testserver/laws/story-law-2001/",
        "name": "Story Law",
        "legislationIdentifier": "/akn/kh/act/2001/story-law",
        "legislationType": "Law",
        "legislationDate": ["2001", "2003"],
        "legislationJurisdiction": "Cambodia",
        "legislationPassedBy": [
            {
                "@type": "Organization",
                "name": "Invented ministry",
                "url": f"http://testserver/organisations/{world.organisation.code}/",
            }
        ],
    }


def test_json_ld_of_a_provision_has_its_law_and_periods_in_force(visitor, world):
    block = json_ld_blocks(visitor, world.provision.get_absolute_url())["Legislation"]
    assert block["legislationIdentifier"] == "/akn/kh/act/2001/story-law/~art_7-bis"
    assert block["isPartOf"]["legislationIdentifier"] == "/akn/kh/act/2001/story-law"
    assert block["temporalCoverage"] == ["../2018", "2018/.."]
    assert block["alternateName"] == ["Singing", "ច្រៀង"]
    assert block["legislationLegalForce"] == "https://schema.org/InForce"


@pytest.mark.parametrize(
    ("kind", "stage", "force"),
    [
        ("law", "promulgated", "https://schema.org/InForce"),
        ("law", "rescinded", "https://schema.org/NotInForce"),
        ("draft_law", "leaked", "https://schema.org/NotInForce"),
        ("law", "announced", None),
    ],
)
def test_legal_force_of_a_law_follows_from_its_stages(visitor, kind, stage, force):
    law = make.law(kind=kind)
    make.add_citation(Stage.objects.create(law=law, kind=stage))
    block = json_ld_blocks(visitor, law.get_absolute_url())["Legislation"]
    assert block.get("legislationLegalForce") == force


def test_json_ld_breadcrumbs_equal_those_of_the_page(visitor, world):
    breadcrumbs = json_ld_blocks(visitor, world.provision.get_absolute_url())["BreadcrumbList"]
    assert [(step["name"], step["item"]) for step in breadcrumbs["itemListElement"]] == [
        ("Home", "http://testserver/"),
        ("Laws", "http://testserver/laws/"),
        ("Story Law", "http://testserver/laws/story-law-2001/"),
        ("Article 7 bis", "http://testserver/laws/story-law-2001/7-bis/"),
    ]


def test_the_data_page_is_a_dataset(visitor, world):
    block = json_ld_blocks(visitor, "/data/")["Dataset"]
    assert block["license"] == "https://creativecommons.org/licenses/by/4.0/"
    formats = {item["encodingFormat"] for item in block["distribution"]}
    assert len(formats) == 4


def test_script_tag_in_a_title_does_not_end_the_json_ld_block(visitor):
    title = "</script><script>alert(1)</script> & <!--"
    law = make.law(title=title)
    page = visitor.get(law.get_absolute_url()).content.decode()
    assert "<script>" not in page
    assert json_ld_blocks(visitor, law.get_absolute_url())["Legislation"]["name"] == title


@pytest.mark.parametrize("number", ["7 bis", "495"])
def test_akoma_ntoso_iri_redirects_to_its_page(visitor, number):
    provision = make.provision(number, law=make.law(slug="invented-code-2009", year=2009))
    for record in (provision, provision.law):
        response = visitor.get(record.akn_uri)
        assert (response.status_code, response["Location"]) == (301, record.get_absolute_url())


def test_clause_of_a_law_without_year_has_an_akoma_ntoso_iri(visitor):
    law = make.law(slug="draft-law", year=None, kind="draft_law")
    clause = make.provision("3", law=law, slug="clause-3", unit="clause")
    assert visitor.get(clause.akn_uri)["Location"] == clause.get_absolute_url()


@pytest.mark.parametrize(
    "uri",
    ["x", "kh/act/2009/nothing", "kh/act/2010/invented-code", "kh/act/2009/invented-code/~art_1"],
)
def test_unknown_akoma_ntoso_iri_is_not_found(visitor, uri):
    make.law(slug="invented-code-2009", year=2009)
    assert visitor.get(f"/akn/{uri}").status_code == 404


def test_akoma_ntoso_iri_is_shown_on_the_page(visitor, world):
    for record in (world.law, world.provision):
        assert record.akn_uri in visitor.get(record.get_absolute_url()).content.decode()
