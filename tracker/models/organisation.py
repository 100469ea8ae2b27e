"""Organisations: courts, authorities, complainants, NGOs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.enums import OrganisationKind

from .base import Publishable, Redactable, citation_model, known_check
from .plain_fields import plain
from .search_index import Searchable
from .source import Source


@tracked
class Organisation(Searchable, Publishable):
    """A party, union, NGO, outlet, court, ministry, prison or United Nations body."""

    searched_columns = ("name", "name_km", "abbreviation", "description")

    label_fields = ("code", "name")
    plain_fields = plain(kind=_("Kind"), name=_("Name"), name_km=_("Name in Khmer"))

    code = CodeField(prefix="O")
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=300, unique=True)
    name_km = models.CharField(_("name in Khmer"), max_length=300, blank=True)
    abbreviation = models.CharField(max_length=50, blank=True)
    description = models.CharField(max_length=500, blank=True)
    statements_signed = models.ManyToManyField(Source, blank=True, related_name="signatories")

    also_searched = ("names",)

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["name", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            known_check("organisation_kind_is_known", kind=OrganisationKind),
        ]


@tracked
class OrganisationName(Searchable, Redactable):
    """Another spelling or short form under which sources name the body."""

    searched_columns = ("spelling",)

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    spelling = models.CharField(max_length=300)

    class Meta(Searchable.Meta):
        ordering = ["spelling"]
        constraints = [
            models.UniqueConstraint(
                name="organisation_spelling_is_kept_once", fields=["organisation", "spelling"]
            )
        ]

    def __str__(self):
        return self.spelling


OrganisationCitation = citation_model(
    Organisation, "Where a source names or describes the organisation."
)


tracked(Organisation.statements_signed.through)
