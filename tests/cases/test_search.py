"""Search: provisions by number, people by any spelling, words in any text."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from cases.models import Measure, Person
from cases.page_data.search_results import SEARCHABLE_KINDS
from laws.models import LawName, Provision, ProvisionName
from tests import factories as make
from tests.noninterference import create_disagreement
from tests.pages import count_page_queries, listed_rows, read_page
from tracker.models import IndexedTerm

PENAL = {"slug": "penal-code-2009", "title": "Penal Code of Nowhere", "year": 2009}


def search(client, q: str, **more):
    """The search object in the template context."""
    response = client.get("/search/", {"q": q, **more})
    assert response.status_code == 200
    return response.context["search"]


def counts(page) -> dict[str, int]:
    return {group.kind.id: group.count for results in page.result_sets for group in results.groups}


def exact_addresses(client, q: str) -> list[str]:
    return [provision.address for provision in search(client, q).exact.provisions]


@pytest.fixture
def code(db):
    law = make.law(**PENAL)
    LawName.objects.create(law=law, spelling="Penal Code")
    for number in ("305", "495", "437 bis", "12(a)", "8-13"):
        make.provision(number, law=law, slug=number.replace(" ", "-").strip(")").replace("(", "-"))
    make.provision("495", law=make.law(slug="press-law", title="Press Law"))
    return law


@pytest.mark.parametrize(
    ("q", "slugs"),
    [
        ("PC 305", ["305"]),
        ("penal code art. 495", ["495"]),
        ("Article 495 of the Penal Code", ["495"]),
        ("437bis", ["437-bis"]),
        ("437-BIS", ["437-bis"]),
        ("article 437 bis penal code", ["437-bis"]),
        ("12a", ["12-a"]),
        ("Art 12 (a)", ["12-a"]),
        ("articles 8-13", ["8-13"]),
        ("មាត្រា ៣០៥", ["305"]),
        ("press 305", []),
        ("437", []),
        ("305 people", []),
        ("who asked to repeal 305", ["305"]),
        ("what article 305 threatens", ["305"]),
        ("12 people", []),
    ],
)
def test_provision_is_found_by_common_ways_of_writing_it(visitor, code, q, slugs):
    assert exact_addresses(visitor, q) == [f"penal-code-2009/{slug}" for slug in slugs]


def test_number_alone_finds_provisions_of_every_law(visitor, code):
    assert exact_addresses(visitor, "art. 495") == ["penal-code-2009/495", "press-law/495"]


def test_provision_is_found_by_alternative_number(visitor, code):
    bis = Provision.objects.get(slug="437-bis")
    ProvisionName.objects.create(provision=bis, spelling="Article 437")
    assert exact_addresses(visitor, "art. 437") == ["penal-code-2009/437-bis"]


@pytest.mark.parametrize("q", ["PC", "penal code", "prakas 170", "No. 170 prakas"])
def test_law_is_found_by_short_name_or_number(visitor, code, q):
    prakas = make.law(slug="p-170", title="Joint Prakas No. 170", number="170")
    meant = prakas if "170" in q else code
    assert search(visitor, q).exact.laws == [meant]


def test_exact_match_shows_use_of_provision(visitor, code):
    make.charge(under=Provision.objects.get(slug="305"))
    page = read_page(visitor, "/search/?q=PC+305")
    assert "Article 305, Penal Code of Nowhere 2009" in page.links
    assert listed_rows(visitor, page.links["1 person"]) == 1


def test_person_is_found_by_other_spelling_with_reason(visitor, db):
    person = make.person("Chea Other")
    make.spelling(person, "Kong Inventya")
    [[hit]] = [group.hits for group in search(visitor, "Kung Inventya").result_sets[0].groups]
    assert (hit.record, hit.matched_spelling, hit.reasons) == (person, "Kong Inventya", ("o = u",))
    assertContains(visitor.get("/search/?q=Kung+Inventya"), "found as “Kong Inventya”: o = u")


@pytest.mark.parametrize(
    "q", ["posted", "POSTING", "post invented", "defamé", "ក្រម", "ក្រ\u200bម ព្រហ្ម", "៤៤"]
)
def test_words_are_found_in_any_inflection_case_and_script(visitor, db, q):
    case = make.case(title="Invented post 44", summary="Défamed by one", title_km="ក្រមព្រហ្មទណ្ឌ")
    [[hit]] = [group.hits for group in search(visitor, q).result_sets[0].groups]
    assert hit.record == case


def test_all_words_must_match(visitor, db):
    make.case(title="One thing", summary="and another")
    assert counts(search(visitor, "one another")) == {"cases": 1}
    assert counts(search(visitor, "one elsewhere")) == {}


def make_one_of_each(words: str) -> None:
    law = make.law(title=words, slug=f"l{Provision.objects.count()}")
    make.provision("7", law=law, heading=words)
    make.case(summary=words)
    make.person(words)
    make.recommendation(summary=words)
    make.organisation(description=words, name=f"{words} {law.slug}")
    make.source(title=words)
    make.add_citation(Measure.objects.create(kind="other", title=words, **make.published_fields()))
    create_disagreement(f"0000{law.pk % 90 + 10}", words)


def test_count_of_every_group_equals_its_list(visitor, db):
    for _ in range(7):
        make_one_of_each("Zebra crossing")
    groups = search(visitor, "zebra").result_sets[0].groups
    assert [group.kind.id for group in groups] == [kind.id for kind in SEARCHABLE_KINDS]
    assert {group.kind.id: listed_rows(visitor, group.address) for group in groups} == counts(
        search(visitor, "zebra")
    )
    assert {group.count for group in groups} == {7}


def test_search_takes_same_queries_for_any_number_of_hits(visitor, db):
    make_one_of_each("Zebra crossing")
    few = count_page_queries(visitor, "/search/?q=zebra+crossing")
    for _ in range(6):
        make_one_of_each("Zebra crossing")
    assert count_page_queries(visitor, "/search/?q=zebra+crossing") == few == 22


def test_mistyped_word_finds_similar_indexed_word(visitor, db):
    case = make.case(title="Telecommunication cut off")
    answer = search(visitor, "telecomunication cut")
    assert (answer.similar_words, counts(answer)) == ("telecommunication cut", {"cases": 1})
    page = visitor.get("/search/?q=telecomunication+cut")
    assertContains(page, case.get_absolute_url())
    assertContains(page, "Did you mean")


def test_word_of_hidden_record_is_not_suggested(visitor, db):
    make.case(title="Telecommunication", state="draft")
    assert IndexedTerm.objects.filter(text="telecommunication").exists()
    assert search(visitor, "telecomunication").similar_words == ""


def test_search_can_be_limited_to_one_kind(visitor, db):
    make_one_of_each("Zebra crossing")
    assert counts(search(visitor, "zebra", kind="cases")) == {"cases": 1}


@pytest.mark.parametrize(
    "address",
    ["/search/?kind=nothing", "/search/?x=1", "/search/?q=a&q=b", f"/search/?q={'a' * 201}"]
    + ["/search/?q=%00", "/search/suggest/?kind=cases", "/cases/?q=%00", f"/laws/?q={'a' * 201}"],
)
def test_invalid_search_parameter_is_rejected(visitor, db, address):
    assert visitor.get(address).status_code == 400


def test_text_is_escaped_in_results(visitor, db):
    make.case(title="A <script>alert(1)</script> & so on", summary="<b>alert</b>")
    page = visitor.get("/search/", {"q": "<script>alert"})
    assertNotContains(page, "<script>alert")
    assertContains(page, "A &lt;<mark>script</mark>&gt;<mark>alert</mark>(1)&lt;/")
    assertNotContains(page, "<b>")


def test_suggestions_are_links_for_htmx_and_redirect_otherwise(visitor, code):
    part = visitor.get("/search/suggest/?q=pc+305", headers={"HX-Request": "true"})
    assertContains(part, 'href="/laws/penal-code-2009/305/"')
    assertNotContains(part, "<html")
    response = visitor.get("/search/suggest/?q=pc+305")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=pc+305")


def test_single_letter_has_no_suggestions(visitor, code):
    part = visitor.get("/search/suggest/?q=p", headers={"HX-Request": "true"})
    assert part.content.strip() == b""


def test_every_page_has_one_search_box(visitor, code):
    for address in ("/", "/laws/", "/search/", "/laws/penal-code-2009/305/"):
        assertContains(visitor.get(address), 'role="search"', count=1)


def test_search_words_are_not_logged(visitor, db, caplog):
    caplog.set_level(0)
    visitor.get("/search/?q=secretword")
    visitor.get("/search/?q=secretword&kind=nothing")
    visitor.get("/search/suggest/?q=secretword")
    own_records = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [record for record in own_records if "secretword" in record.getMessage()] == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=210) | st.text("495abc'\\\":&|!*()<>%_ ៤ក្", max_size=30))
def test_search_accepts_any_text(visitor, q):
    for address in ("/search/", "/cases/", "/provisions/"):
        assert visitor.get(address, {"q": q}).status_code in (200, 400)


def test_search_vector_is_restored_without_history_entry(db):
    case = make.case(title="Zebra")
    history = case.history.count()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET search_vector = NULL")
    assert (case.history.count(), type(case).objects.with_words("zebra").count()) == (history, 1)


def test_number_does_not_match_person_names(visitor, db):
    make.person("Art Invented")
    assert (Person.objects.count(), counts(search(visitor, "art. 495"))) == (1, {})
