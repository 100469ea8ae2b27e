"""Case and Participation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, ngettext

from cases.enums import CaseScope, Category, Country, GroupQualifier, Platform, Province, Role
from laws.models import Recommendation
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.models import (
    Organisation,
    Publishable,
    Searchable,
    ShownFact,
    citation_model,
    known_check,
    plain,
)
from tracker.partial_dates import PartialDateField

from .people.person import Person


@tracked
class Case(Searchable, Publishable):
    """A cluster of state action against one or more people for one matter."""

    searched_columns = ("title", "title_km", "summary", "summary_km", "place", "status_note")

    label_fields = ("code", "title")
    plain_fields = (
        *plain(title=_("Title"), title_km=_("Title in Khmer"), summary=_("Summary")),
        *plain(summary_km=_("Summary in Khmer"), scope=_("Scope")),
        *plain(category=_("Category of those acted against")),
        *plain(platform=_("Platform"), country=_("Country"), province=_("Province")),
        *plain(place=_("Place")),
        *plain(court=_("Court of first instance"), left_out="import"),
        *plain(status_note=_("Where it stood"), confirmed_on=_("As of")),
    )

    code = CodeField(prefix="C")
    title = models.CharField(
        max_length=300,
        help_text=_("The matter, without names: names come from the people in the case."),
    )
    title_km = models.CharField(_("title in Khmer"), max_length=300, blank=True)
    summary = models.TextField(blank=True, help_text=_("What it is about, attributed."))
    summary_km = models.TextField(_("summary in Khmer"), blank=True)
    scope = models.CharField(
        max_length=10,
        choices=CaseScope,
        default=CaseScope.EXPRESSION,
        help_text=_(
            "Context: a prosecution of someone who harmed a person in the record, or the like. "
            "It is shown and not counted."
        ),
    )
    category = models.CharField(
        max_length=20,
        choices=Category,
        default=Category.UNKNOWN,
        help_text=_("Of the people acted against, mainly; in a context case, of the accused."),
    )
    platform = models.CharField(max_length=15, choices=Platform, default=Platform.UNKNOWN)
    country = models.CharField(max_length=2, choices=Country, default=Country.CAMBODIA)
    province = models.CharField(max_length=7, choices=Province, default=Province.UNKNOWN)
    place = models.CharField(max_length=200, blank=True)
    court = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Of first instance. Higher courts stand with their events."),
    )
    status_note = models.CharField(
        max_length=300, blank=True, help_text=_("Where it stood, in the source's terms.")
    )
    confirmed_on = PartialDateField(
        null=True, blank=True, help_text=_("As of when: date of the latest source used.")
    )
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["title", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            known_check("case_scope_is_known", scope=CaseScope),
            known_check("case_category_is_known", category=Category),
            known_check("case_platform_is_known", platform=Platform),
            known_check("case_country_is_known", country=Country),
            known_check("case_province_is_known", province=Province),
            models.CheckConstraint(
                name="case_is_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
        ]


CaseCitation = citation_model(Case, "Where a source describes the case.")


@tracked
class Participation(ShownFact):
    """A person, an organisation or an unnamed group in a case, in one role."""

    label_fields = (
        *("code", "case", "person", "organisation"),
        *("group_label", "group_size", "group_qualifier", "group_is_distinct"),
    )

    code = CodeField(prefix="PR")
    case = models.ForeignKey(Case, models.CASCADE, related_name="participations")
    role = models.CharField(max_length=12, choices=Role)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    group_label = models.CharField(
        max_length=200, blank=True, help_text=_("An unnamed group: party members, relatives.")
    )
    group_size = models.PositiveIntegerField(null=True, blank=True)
    group_qualifier = models.CharField(
        max_length=10, choices=GroupQualifier, default=GroupQualifier.EXACT
    )
    group_is_distinct = models.BooleanField(
        default=False,
        help_text=_("No member of the group is also recorded as a person."),
    )
    category = models.CharField(
        max_length=20,
        choices=Category,
        default=Category.UNKNOWN,
        help_text=_("Of an unnamed group. A person's category stands with the person."),
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta(ShownFact.Meta):
        ordering = ["case", "role", "pk"]
        constraints = [
            *ShownFact.Meta.constraints,
            models.CheckConstraint(
                name="participation_is_a_person_an_organisation_or_a_group",
                condition=Q(person__isnull=False, organisation__isnull=True, group_label="")
                | Q(person__isnull=True, organisation__isnull=False, group_label="")
                | (Q(person__isnull=True, organisation__isnull=True) & ~Q(group_label="")),
                violation_error_message=_(
                    "Choose exactly one: a person, an organisation, or an unnamed group."
                ),
            ),
            models.CheckConstraint(
                name="participation_group_has_a_size",
                condition=Q(group_label="", group_size__isnull=True)
                | (
                    ~Q(group_label="")
                    & Q(group_size__isnull=False, group_size__gte=1)
                    & ~Q(group_qualifier=GroupQualifier.NOT_STATED)
                )
                | (
                    ~Q(group_label="")
                    & Q(group_size__isnull=True, group_qualifier=GroupQualifier.NOT_STATED)
                ),
                violation_error_message=_(
                    "Give the size of the group, or say that no source states it."
                ),
            ),
            models.CheckConstraint(
                name="participation_distinct_is_a_group",
                condition=Q(group_is_distinct=False) | ~Q(group_label=""),
                violation_error_message=_("Only an unnamed group can be distinct from people."),
            ),
            known_check("participation_role_is_known", role=Role),
            known_check("participation_qualifier_is_known", group_qualifier=GroupQualifier),
            known_check("participation_category_is_known", category=Category),
            models.UniqueConstraint(
                name="participation_is_entered_once",
                fields=["case", "role", "person", "organisation", "group_label"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return str(self.person or self.organisation or self.group_in_words)

    @property
    def group_in_words(self) -> str:
        """`at least 22 people (arrested for Covid posts)`, or that no source gives a number."""
        if self.group_size is None:
            return f"{self.group_label} ({GroupQualifier.NOT_STATED.label})"
        count = ngettext("%(n)d person", "%(n)d people", self.group_size) % {"n": self.group_size}
        if self.group_qualifier != GroupQualifier.EXACT:
            count = f"{self.get_group_qualifier_display()} {count}"
        return f"{count}: {self.group_label}"


ParticipationCitation = citation_model(Participation, "Where a source names the participant.")


tracked(Case.recommendations.through)
