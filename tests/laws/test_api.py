"""Laws, provisions and recommendations in the API."""

import pytest

from laws.models import Ask, Breach, Content, Penalty, PenaltyCitation, Stage, Standard
from tests import factories as make
from tests.api import count_queries, get_json, parameter_errors

PROVISIONS = "/api/v1/provisions/"


@pytest.fixture
def amended(db):
    """A provision whose text changed at an unknown time in 2018."""
    law = make.law(slug="invented-code-2009", year=2009, title="Invented Code")
    provision = make.provision("437 bis", law=law)
    before = make.version(provision=provision, starts_on="2009", ends_on="2018")
    after = make.version(provision=provision, starts_on="2018")
    for version, months in ((before, 6), (after, 12), (after, 24)):
        penalty = Penalty.objects.create(
            version=version, prison_months_max=months, standing="disputed", standing_reason="why"
        )
        PenaltyCitation.objects.create(fact=penalty, source=make.source(), locator="p. 1")
    Content.objects.create(version=after, summary="An invented rule.")
    return provision


def test_provision_has_its_urls_and_all_versions(partner, amended):
    found = get_json(partner, f"{PROVISIONS}invented-code-2009/437-bis/")
    assert found["id"] == "invented-code-2009/437-bis"
    assert found["url"] == "http://testserver/laws/invented-code-2009/437-bis/"
    assert found["akn_uri"] == "/akn/kh/act/2009/invented-code/~art_437-bis"
    assert [v["starts_on"]["edtf"] for v in found["versions"]] == ["2009", "2018"]
    assert [found[name] for name in ("on", "in_force", "ambiguous", "reason")] == [None] * 4
    assert found["cases_url"] == (
        "http://testserver/api/v1/cases/?provision=invented-code-2009/437-bis"
    )


def test_differing_penalties_are_all_listed_with_their_sources(partner, amended):
    [_before, after] = get_json(partner, f"{PROVISIONS}invented-code-2009/437-bis/")["versions"]
    claims = [(p["prison_months_max"], p["standing"]) for p in after["penalties"]]
    assert claims == [(12, "disputed"), (24, "disputed")]
    assert [len(p["citations"]) for p in after["penalties"]] == [1, 1]
    assert after["penalties"][0]["currency"] is None


@pytest.mark.parametrize(
    ("day", "starts", "reason"),
    [
        ("2008-12-31", [], "not_yet_in_force"),
        ("2009-05-01", ["2009"], "start_uncertain"),
        ("2015-01-01", ["2009"], None),
        ("2018-06-01", ["2009", "2018"], "change_uncertain"),
        ("2019-01-01", ["2018"], None),
        ("2025-05-01", ["2018"], "law_end_uncertain"),
        ("2026-01-01", [], "law_ended"),
    ],
)
def test_day_parameter_selects_versions_possibly_in_force(partner, amended, day, starts, reason):
    make.make_stage(amended.law, kind="repealed", happened_on="2025")
    for found in (
        get_json(partner, f"{PROVISIONS}invented-code-2009/437-bis/", on=day),
        get_json(partner, PROVISIONS, on=day)["results"][0],
    ):
        assert found["on"] == day
        assert [v["starts_on"]["edtf"] for v in found["in_force"]] == starts
        assert found["ambiguous"] is (reason or "").endswith("uncertain")
        assert (found["reason"] and found["reason"]["code"]) == reason


@pytest.mark.parametrize(
    "day", ["2019", "2019-02-30", "0999-01-01", "3000-01-01", "%00", "x" * 999]
)
def test_malformed_day_is_refused(partner, amended, day):
    for path in (PROVISIONS, f"{PROVISIONS}invented-code-2009/437-bis/"):
        assert list(parameter_errors(partner, f"{path}?on={day}")) == ["on"]


def test_repeated_day_is_refused(partner, amended):
    query = "on=2019-01-01&on=2020-01-01"
    errors = parameter_errors(partner, f"{PROVISIONS}invented-code-2009/437-bis/?{query}")
    assert errors["on"]["message"] == "Give “on” once only."


def test_provisions_are_ordered_by_law_and_number_across_pages(partner):
    for law in (make.law(slug="b-law"), make.law(slug="a-law")):
        for number in ("2", "10", "1"):
            make.provision(number, law=law)
    page, found = get_json(partner, PROVISIONS, page_size=4), []
    found += [row["id"] for row in page["results"]]
    found += [row["id"] for row in get_json(partner, page["next"])["results"]]
    assert found == ["a-law/1", "a-law/10", "a-law/2", "b-law/1", "b-law/10", "b-law/2"]


def test_provision_lists_breaches_and_recommendations(partner, amended):
    standard = Standard.objects.create(slug="invented-19", label="Invented Covenant 19")
    make.add_citation(
        Breach.objects.create(provision=amended, standard=standard, concern="too vague")
    )
    advice = make.recommendation(summary="Repeal it.")
    Ask.objects.create(recommendation=advice, action="repeal", provision=amended)
    found = get_json(partner, f"{PROVISIONS}invented-code-2009/437-bis/")
    assert found["breaches"][0]["standard"] == {
        "id": "invented-19",
        "label": "Invented Covenant 19",
        "url": None,
    }
    assert [(a["action"], a["recommendation"]["id"]) for a in found["asks"]] == [
        ("repeal", advice.code)
    ]
    [asked] = get_json(partner, f"/api/v1/recommendations/{advice.code}/")["asks"]
    assert (asked["provision"]["id"], asked["law"]) == ("invented-code-2009/437-bis", None)


def test_law_has_its_slug_as_id_and_its_stages(partner):
    law = make.law(slug="invented-law-of-2001", number="")
    law.issuers.add(make.organisation(name="Invented Assembly"))
    for day in ("2001-02", "2001-03"):
        make.add_citation(Stage.objects.create(law=law, kind="adopted", happened_on=day))
    found = get_json(partner, "/api/v1/laws/invented-law-of-2001/")
    assert (found["id"], found["code"], found["number"]) == (law.slug, law.code, None)
    assert [s["happened_on"]["edtf"] for s in found["stages"]] == ["2001-02", "2001-03"]
    assert [i["label"] for i in found["issuers"]] == ["Invented Assembly"]
    assert get_json(partner, found["provisions_url"])["results"] == []


@pytest.mark.parametrize("path", ["no-law/", "%FF/", "a/b/", "%00/"])
def test_path_of_no_law_or_provision_is_a_404(partner, path):
    assert partner.get(f"/api/v1/laws/{path}").status_code == 404
    assert partner.get(f"{PROVISIONS}no-law/{path}").status_code == 404


@pytest.mark.parametrize("path", [PROVISIONS, f"{PROVISIONS}?on=2019-01-01"])
def test_list_of_provisions_takes_as_many_queries_for_two_as_for_twelve(partner, amended, path):
    def fill(numbers):
        for number in numbers:
            provision = make.provision(str(number), law=amended.law, part_of=amended)
            version = make.version(provision=provision)
            Penalty.objects.create(version=version)
            Content.objects.create(version=version, summary="An invented rule.")

    fill([1])
    few = count_queries(partner, path)
    fill(range(2, 12))
    assert count_queries(partner, path) == few
