"""Provision, its versions over time and their text."""

import re

from concurrency.fields import IntegerVersionField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laws.enums import ProvisionKind, ProvisionUnit, VersionStage
from laws.models.number_parsing import (
    ProvisionReference,
    normalise_number,
    parse_provision_references,
)
from tracker.database.edit_history import tracked
from tracker.models import (
    Fact,
    FullTextQuerySet,
    Redactable,
    Searchable,
    citation_model,
    known_check,
    plain,
)
from tracker.partial_dates import Earliest, PartialDateField, ordered_check

from .law import Law


class ProvisionQuerySet(FullTextQuerySet):
    def at(self, address: str):
        """The provision at an address such as `penal-code-2009/495`: one row or none."""
        law, _slash, number = address.partition("/")
        return self.filter(law__slug=law, slug=number)

    def ids_cited_as(self, words: str) -> list[int]:
        """Ids of the provisions that `art. 495`, `437bis` or `PC 305` may refer to.

        Matches on the number of the provision come before matches on its other names.
        """
        has_number: dict[int, bool] = {}
        references = list(parse_provision_references(words))
        laws = Law.objects.search_terms_by_id() if references else {}
        for cited in references:
            known = tuple(w for w in cited.law if any(t.matches_all((w,)) for t in laws.values()))
            description = known if cited.is_distinctive else cited.law
            for pk, law, number, name in self.rows_with_number(cited.number):
                is_own = normalise_number(number) == cited.number
                is_other_name = ProvisionReference(cited.number, ()) in parse_provision_references(
                    name or ""
                )
                is_of_law = law in laws and laws[law].matches_all(description)
                if (is_own or is_other_name) and is_of_law:
                    has_number[pk] = has_number.get(pk, False) or is_own
        return sorted(has_number, key=lambda pk: (not has_number[pk], pk))

    def rows_with_number(self, number: str):
        """Rows (pk, law, number, other name) whose number or name contains the same digits."""
        digits = re.match(r"\d+", number)
        pattern = rf"(^|\D){digits.group()}(\D|$)" if digits else "^$"
        rows = self.filter(Q(number__regex=pattern) | Q(names__spelling__regex=pattern))
        return rows.order_by().values_list("pk", "law", "number", "names__spelling")

    def with_words(self, words: str):
        """Full-text search; also finds provisions cited by number."""
        if cited := self.model._default_manager.ids_cited_as(words):
            return self.filter(Q(pk__in=super().with_words(words).values("pk")) | Q(pk__in=cited))
        return super().with_words(words)


@tracked
class Provision(Searchable, Redactable):
    """One numbered part of a law. Charges refer to it; which version applied is computed."""

    searched_columns = ("heading", "heading_km", "note")

    is_record = True
    code_sql = "(SELECT l.slug FROM laws_law l WHERE l.id = r.law_id) || '/' || r.slug"

    label_fields = ("slug", "unit", "number", "heading", "law")
    plain_fields = plain(kind=_("Kind"), heading=_("Heading"), heading_km=_("Heading in Khmer"))

    law = models.ForeignKey(Law, models.PROTECT, related_name="provisions")
    slug = models.SlugField(max_length=60, help_text=_("Part of the address: 437-bis."))
    unit = models.CharField(max_length=12, choices=ProvisionUnit, default=ProvisionUnit.ARTICLE)
    number = models.CharField(max_length=20, blank=True, help_text=_("As printed: 437 bis."))
    position = models.PositiveIntegerField(default=0, help_text=_("Order within the law."))
    kind = models.CharField(max_length=12, choices=ProvisionKind)
    heading = models.CharField(max_length=300, blank=True, help_text=_("The offence or subject."))
    heading_km = models.CharField(_("heading in Khmer"), max_length=300, blank=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    note = models.TextField(blank=True)
    lock = IntegerVersionField()

    also_searched = ("names", "versions__contents")

    objects = ProvisionQuerySet.as_manager()

    class Meta(Searchable.Meta):
        ordering = ["law__title", "position", "slug"]
        constraints = [
            models.UniqueConstraint(name="provision_address_is_unique", fields=["law", "slug"]),
            known_check("provision_unit_is_known", unit=ProvisionUnit),
            known_check("provision_kind_is_known", kind=ProvisionKind),
            models.CheckConstraint(
                name="provision_is_numbered_or_unnumbered",
                condition=Q(unit=ProvisionUnit.UNNUMBERED, number="")
                | (~Q(unit=ProvisionUnit.UNNUMBERED) & ~Q(number="")),
                violation_error_message=_("Give the number, or choose unnumbered."),
            ),
        ]

    def __str__(self):
        return f"{self.law.own_title} {self.label}"

    def get_absolute_url(self):
        return reverse("laws:provision-detail", args=[self.law.slug, self.slug])

    @property
    def label(self) -> str:
        """`Article 437 bis`, or the heading of an unnumbered provision."""
        if self.unit == ProvisionUnit.UNNUMBERED:
            return self.heading
        return f"{ProvisionUnit(self.unit).label} {self.number}"

    @property
    def address(self) -> str:
        """The provision's id in the API: `penal-code-2009/437-bis`."""
        return f"{self.law.slug}/{self.slug}"

    @property
    def akn_uri(self) -> str:
        """The Akoma Ntoso IRI, such as `/akn/kh/act/2009/penal-code/~art_437-bis`."""
        prefix = {
            ProvisionUnit.CLAUSE: "cl",
            ProvisionUnit.PARAGRAPH: "para",
            ProvisionUnit.UNNUMBERED: "prov",
        }.get(ProvisionUnit(self.unit), "art")
        return f"{self.law.akn_uri}/~{prefix}_{self.slug.removeprefix('clause-')}"


@tracked
class ProvisionName(Searchable, Redactable):
    """Another number or name under which sources cite the provision ("437", "conspiracy")."""

    searched_columns = ("spelling",)

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="names")
    spelling = models.CharField(max_length=200)

    class Meta(Searchable.Meta):
        ordering = ["spelling"]
        constraints = [
            models.UniqueConstraint(
                name="provision_name_is_kept_once", fields=["provision", "spelling"]
            )
        ]

    def __str__(self):
        return self.spelling


ProvisionCitation = citation_model(Provision, "Where a source names the provision.")


@tracked
class Version(Redactable):
    """What a provision said during a range of days, or in one draft.

    Which version applies on a day: `in_force.py`.
    """

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="versions")
    stage = models.CharField(max_length=10, choices=VersionStage, default=VersionStage.ENACTED)
    label = models.CharField(
        max_length=100, blank=True, help_text=_("Names a draft: leaked draft of 2020.")
    )
    starts_on = PartialDateField(
        null=True, blank=True, help_text=_("First day. Empty: from the beginning or not known.")
    )
    ends_on = PartialDateField(
        null=True,
        blank=True,
        help_text=_("First day on which it no longer applied. Empty: in force as far as known."),
    )

    class Meta:
        ordering = ["provision", "stage", F("starts_on").asc(nulls_first=True), "label"]
        constraints = [
            # A partial date ("2018") may end one version and start the next. Each range therefore
            # runs from the first possible day of its start to the first possible day of its end.
            ExclusionConstraint(
                name="provision_versions_do_not_overlap",
                expressions=[
                    ("provision", RangeOperators.EQUAL),
                    (
                        Func(Earliest("starts_on"), Earliest("ends_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(stage=VersionStage.ENACTED),
                violation_error_message=_("Another version of this provision covers these days."),
            ),
            ordered_check("starts_on", "ends_on", name="provision_version_ends_after_it_starts"),
            known_check("provision_version_stage_is_known", stage=VersionStage),
            models.UniqueConstraint(
                name="draft_version_label_is_unique",
                fields=["provision", "label"],
                condition=Q(stage=VersionStage.DRAFT),
            ),
        ]

    def __str__(self):
        if self.stage == VersionStage.DRAFT:
            return f"{self.provision}, {self.label or self.get_stage_display()}"
        return f"{self.provision}, {self.starts_on or '…'} – {self.ends_on or '…'}"


@tracked
class Content(Searchable, Fact):
    """What a version says according to its sources: in words of the tracker, not the law's text."""

    searched_columns = ("summary", "summary_km")

    version = models.ForeignKey(Version, models.CASCADE, related_name="contents")
    summary = models.TextField()
    summary_km = models.TextField(_("summary in Khmer"), blank=True)

    class Meta(Searchable.Meta, Fact.Meta):
        ordering = ["standing", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                name="version_content_is_stated_once", fields=["version", "summary"]
            ),
        ]

    def __str__(self):
        return self.summary


ContentCitation = citation_model(Content, "Where a source says what the version says.")
