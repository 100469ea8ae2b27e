"""Corrections of the founding data: what the documents say, and no more."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.http import QueryDict

from cases.enums import CaseScope, Category, MeasureKind, MeasureRole, Provenance, Role
from cases.models import (
    Case,
    CaseSource,
    Charge,
    ChargeSummary,
    Claim,
    Disagreement,
    Event,
    Measure,
    MeasureParty,
    Participation,
    Person,
)
from cases.statistics.matrix import UsageFilter
from laws.models import Recommendation
from tests.api import fetch_all_rows
from tracker.enums import Standing
from tracker.models import Source
from tracker.partial_dates import PartialDate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_data")]

# Kong Raiya, Sovann Rithy, Sam Rainsy, Uon Chhin, Thun Ratha, Aun Pheap, Phuon Keoreaksmey,
# Soung Neakpaon, Long Kunthea, Peter Zsombor, Yeang Sothearin, Rong Chhun, Phut Thona Lorn.
CHARGED = [
    *("P-6CEPW4", "P-94N7RS", "P-AD28HG", "P-AWW279", "P-BK71R9", "P-BW8SJQ", "P-G5HRWJ"),
    *("P-P8SFEP", "P-Q058NC", "P-SRXEWJ", "P-T1EYMK", "P-WRC93K", "P-X6EMFA"),
]
# No source names an article: Oeuth Ang, San Rotha, Kem Sokha, Sath Chanboth, Rath Rott Mony, and
# a minor.
WITHOUT_ARTICLE = ["P-FCS6RM", "P-FC9FQ9", "P-F89C9Y", "P-12T4V8", "P-CNA49X", "P-7CWQNM"]


def charged_by_default():
    filterset = UsageFilter(QueryDict())
    filterset.require_valid()
    people = filterset.asking_about_charges().charges().values("person_id")
    return sorted(Person.objects.filter(pk__in=people).values_list("code", flat=True))


def accused_in(code):
    accused = Participation.objects.filter(case__code=code, role=Role.ACCUSED).order_by("code")
    return list(accused.values_list("group_size", flat=True))


def test_people_charged_where_a_source_names_the_article(partner):
    rows = fetch_all_rows(partner, "/api/v1/people/?provenance=stated")
    assert sorted(row["id"] for row in rows) == CHARGED
    assert charged_by_default() == CHARGED
    assert set(CHARGED).isdisjoint(WITHOUT_ARTICLE)


def test_people_whose_source_names_no_article_are_in_the_record():
    assert Person.objects.filter(code__in=WITHOUT_ARTICLE).count() == len(WITHOUT_ARTICLE)


@pytest.mark.parametrize("code", ["P-FCS6RM", "P-F89C9Y", "P-12T4V8", "P-CNA49X", "P-7CWQNM"])
def test_charges_of_an_offence_without_number_are_known_by_the_offence(code):
    charges = Charge.objects.filter(participation__person__code=code, provision__number="")
    assert list(charges.values_list("provenance", flat=True)) == [Provenance.OFFENCE]


def test_the_murder_trial_is_the_one_context_case():
    contexts = Case.objects.filter(scope=CaseScope.CONTEXT)
    assert list(contexts.values_list("code", "category")) == [("C-TER3X2", Category.UNKNOWN)]


def test_the_victim_is_a_victim_and_shares_no_category_with_the_accused():
    people = Participation.objects.filter(case__code="C-TER3X2").order_by("role")
    assert list(people.values_list("role", "person__name", "person__category")) == [
        (Role.ACCUSED, "Oeuth Ang", Category.UNKNOWN),
        (Role.VICTIM, "Kem Ley", Category.RIGHTS_DEFENDER),
    ]


def test_a_warrant_and_an_arrest_are_no_charge():
    events = Event.objects.filter(case__code="C-2JVEZD").order_by("code")
    assert sorted(events.values_list("kind", flat=True)) == ["arrest", "warrant"]
    assert not Charge.objects.filter(participation__case__code="C-2JVEZD").exists()
    assert "public insult of the leader" in events.get(kind="warrant").description


def test_four_charged_and_four_arrested_activists_are_kept_apart():
    groups = Participation.objects.filter(case__code="C-X6EXBF").order_by("code")
    found = {group.code: (group.role, group.group_size, group.charges.count()) for group in groups}
    assert found == {
        "PR-37HS7C": (Role.ACCUSED, 4, 2),  # the interview
        "PR-ZZ73HH": (Role.ACCUSED, None, 1),  # the report
        "PR-11TX4N": (Role.AFFECTED, 3, 0),  # the letter: held
        "PR-8CGGEV": (Role.AFFECTED, 1, 0),  # the letter: released
    }
    documents = {
        group.code: {citation.source.kind for citation in group.citations.all()} for group in groups
    }
    assert all(len(kinds) == 1 for kinds in documents.values())


def test_nobody_is_said_to_be_charged_and_released():
    released = Event.objects.get(code="E-F3KRP5").participations.get()
    assert list(released.events.order_by("kind").values_list("kind", flat=True)) == [
        "arrest",
        "release",
    ]
    handling = Disagreement.objects.get(code="X-RKQ6PG").handling
    assert "No source says" in handling


def test_report_is_dated_from_its_completion_to_the_end_of_its_year():
    report = Source.objects.get(title="Internet Freedoms in Cambodia: A Gateway to Control")
    assert str(report.published_on) == "2021-08/2021-12"
    asked = Recommendation.objects.filter(citations__source=report, issuer="Asia Centre")
    assert {str(one.issued_on) for one in asked} == {"2021-08/2021-12"}
    assert asked.distinct().count() == 19


def test_partner_of_the_report_is_no_issuer():
    asked = Recommendation.objects.filter(issuer="Asia Centre").distinct()
    issuers = {tuple(one.issuers.values_list("abbreviation", flat=True)) for one in asked}
    assert len(issuers) == 1
    assert not Recommendation.objects.filter(
        Q(issuers__abbreviation="ICNL") | Q(issuer__contains="ICNL")
    ).exists()


def test_assembly_president_complained_and_the_party_is_disputed():
    complainants = Participation.objects.filter(case__code="C-KKKN58", role=Role.COMPLAINANT)
    assert [(str(one), one.standing) for one in complainants.order_by("standing")] == [
        ("Heng Samrin", Standing.ACCEPTED),
        ("Cambodian People's Party", Standing.DISPUTED),
    ]


ACTORS = [role for role in MeasureRole if role != MeasureRole.TARGET]


@pytest.mark.parametrize(
    "code",
    [
        *("M-9394YW", "M-831VE3", "M-ABY5Y5", "M-6KEJ6C"),  # outlets, tax bills, article 49, TVFB
        *("M-VEPSXP", "M-538NHN", "M-GXPH9X", "M-YT2MYY"),
    ],
)
def test_measure_whose_passage_names_no_actor_has_none(code):
    parties = MeasureParty.objects.filter(measure__code=code)
    assert parties.filter(role=MeasureRole.TARGET).exists()
    assert not parties.filter(role__in=ACTORS).exists()


@pytest.mark.parametrize(
    ("code", "actor"),
    [
        ("M-F9EBDD", "Royal Government of Cambodia"),  # tax bill of one newspaper
        ("M-N6PFRS", "Royal Government of Cambodia"),  # five licences
        ("M-9N4WP0", "Telecommunication Regulator of Cambodia"),  # two sites of TVFB
        ("M-VCM1X5", "National Election Committee"),
    ],
)
def test_measure_whose_passage_names_the_actor_keeps_it(code, actor):
    actors = MeasureParty.objects.filter(measure__code=code, role__in=ACTORS)
    assert [str(party.organisation) for party in actors] == [actor]


def test_no_actor_is_called_unknown():
    assert not MeasureParty.objects.filter(label__in=["not stated", "not known"]).exists()


def test_a_party_barred_from_an_election_is_not_dissolved():
    dissolved = Measure.objects.filter(kind=MeasureKind.PARTY_DISSOLUTION)
    assert list(dissolved.values_list("code", flat=True)) == ["M-X7CED9"]
    assert Measure.objects.get(code="M-VCM1X5").kind == MeasureKind.RESTRICTION


def test_day_of_the_charge_is_not_that_of_the_interviews():
    dates = Event.objects.filter(case__code="C-NF2154", kind__in=["conduct", "charge"])
    assert {event.kind: str(event.happened_on or "") for event in dates} == {
        "conduct": "",
        "charge": "2017-08-28",
    }
    claims = Claim.objects.filter(disagreement__code="X-7RQ3NV")
    assert dict(claims.values_list("value", "standing")) == {
        "The day of the interviews": Standing.REJECTED,
        "The day of the charge": Standing.ACCEPTED,
    }


def test_incitement_without_article_is_495_alone():
    assert not Charge.objects.filter(provision__slug="494", provenance=Provenance.INFERRED).exists()
    inferred = Charge.objects.filter(provision__slug="495", provenance=Provenance.INFERRED)
    assert inferred.exists()


def test_both_incitement_articles_stay_where_the_document_names_both():
    named = Charge.objects.filter(participation__case__code="C-ZRWQTJ", wording="incitement")
    assert sorted(named.values_list("provision__slug", "provenance")) == [
        ("494", Provenance.STATED),
        ("495", Provenance.STATED),
    ]


def test_both_co_founders_were_barred_from_politics():
    people = Event.objects.get(kind="ban").participations.order_by("person__name")
    assert [str(one) for one in people] == ["Kem Sokha", "Sam Rainsy"]


def test_publisher_charged_over_posts_is_known_from_a_title():
    event = Event.objects.get(case__code="C-GMQ361")
    assert (event.kind, event.provenance) == ("charge", "title_only")
    assert [one.person_id for one in event.participations.all()] == [None]


def test_questioning_of_a_journalist_is_no_charge():
    events = Event.objects.filter(case__code="C-QKX6P7").order_by("kind")
    assert [(e.kind, str(e.happened_on or ""), e.charge_changes.count()) for e in events] == [
        ("charge", "", 2),
        ("complaint", "", 2),
        ("questioning", "2019-12-02", 0),
        ("summons", "2019-11-19", 0),
    ]


def test_groups_that_are_no_person_of_the_record():
    distinct = Participation.objects.filter(group_is_distinct=True)
    assert dict(distinct.order_by("code").values_list("code", "group_size")) == {
        "PR-5T2EJE": 11,
        "PR-974HF9": 3,
        "PR-KKJBMN": 1,
        "PR-SRCSJK": 7,
    }
    overlapping = Participation.objects.filter(code__in=["PR-545687", "PR-145N1Y", "PR-37HS7C"])
    assert set(overlapping.values_list("group_is_distinct", flat=True)) == {False}


def test_each_case_is_confirmed_on_the_day_of_its_latest_source():
    assert [case.code for case in Case.objects.all() if not is_of_latest_source(case)] == []


def is_of_latest_source(case) -> bool:
    days = CaseSource.objects.filter(case=case, published_days__isnull=False)
    ranges = [one.published_days for one in days]
    latest = max(ranges, key=lambda days: (days.lower, -days.upper.toordinal()))
    confirmed = case.confirmed_on
    last = latest.upper - timedelta(days=1)
    return (confirmed.earliest, confirmed.latest) == (latest.lower, last)


PRESENT = ("In detention", "In pre-trial", "Ongoing", "Pending.", "is ", "are ", "remain")


def test_statuses_are_told_in_the_past():
    notes = Case.objects.values_list("status_note", flat=True)
    assert [note for note in notes if note.startswith(PRESENT) or " are held" in note] == []


def test_charge_summary_of_a_context_case_is_not_of_expression():
    scopes = ChargeSummary.objects.filter(case__code="C-TER3X2").values_list("scope", flat=True)
    assert set(scopes) == {CaseScope.CONTEXT}


def test_release_of_the_fourth_activist_is_dated_as_the_letter_dates_it():
    assert Event.objects.get(code="E-F3KRP5").happened_on == PartialDate.read("2021-06")
