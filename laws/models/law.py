"""Law and the stages of its life."""

from collections import defaultdict

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from laws.enums import Jurisdiction, LawKind, StageKind
from laws.models.number_parsing import LawSearchTerms, significant_words
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.languages.switching import localised_text
from tracker.models import (
    Fact,
    FullTextQuerySet,
    Organisation,
    Publishable,
    Redactable,
    Searchable,
    citation_model,
    known_check,
    plain,
)
from tracker.partial_dates import PartialDateField

# Akoma Ntoso document types (OASIS LegalDocML 1.0, naming convention 5.2) by kind of law.
AKN_TYPES = {LawKind.DRAFT_LAW: "bill", LawKind.COURT_DECISION: "judgment"}


class LawQuerySet(FullTextQuerySet):
    def ids_cited_as(self, words: str) -> list[int]:
        """Ids of the laws cited as `PC`, `prakas 170`, `telecommunication law`."""
        cited = significant_words(words)
        return [pk for pk, law in self.search_terms_by_id().items() if law.is_cited_by(cited)]

    def drafts_named_in(self, words: str) -> list["Law"]:
        """The drafts that a question names, such as `charged under the draft cybercrime law`.

        Words that name another law as a whole name no draft.
        """
        asked, terms = {*significant_words(words)}, self.search_terms_by_id()
        named = {pk: titles for pk, law in terms.items() if (titles := law.titles_within(asked))}
        drafts = list(self.filter(pk__in=named, kind=LawKind.DRAFT_LAW))
        ids = {law.pk for law in drafts}
        others = [title for pk, titles in named.items() if pk not in ids for title in titles]
        return [
            law
            for law in drafts
            if any(not any(title <= other for other in others) for title in named[law.pk])
        ]

    def search_terms_by_id(self) -> dict[int, LawSearchTerms]:
        """The search terms of each law (titles, number, year, initials), by law id."""
        titles, numbers = defaultdict(set), defaultdict(set)
        fields = ("pk", "title", "full_title", "slug", "names__spelling", "number", "year")
        for pk, *names, number, year in self.order_by().values_list(*fields):
            titles[pk].update(name for name in names if name)
            numbers[pk].update({number, str(year or "")})
        return {pk: LawSearchTerms(titles[pk], numbers[pk]) for pk in titles}

    def with_words(self, words: str):
        """Full-text search; also finds laws cited by initials or number."""
        if cited := self.model._default_manager.ids_cited_as(words):
            return self.filter(Q(pk__in=super().with_words(words).values("pk")) | Q(pk__in=cited))
        return super().with_words(words)


@tracked
class Law(Searchable, Publishable):
    """A legal instrument: constitution, code, law, sub-decree, prakas, draft law, treaty."""

    searched_columns = ("title", "title_km", "full_title", "subject", "status", "note")

    label_fields = ("slug", "title", "title_km")
    plain_fields = (
        *plain(kind=_("Kind"), jurisdiction=_("Jurisdiction"), title=_("Title")),
        *plain(title_km=_("Title in Khmer"), full_title=_("Full title")),
        *plain(names=_("Other titles"), left_out="admin"),  # there as rows below the law
        *plain(number=pgettext_lazy("designation", "Number"), year=_("Year"), subject=_("Subject")),
        *plain(status=_("Where it stands")),
    )

    code = CodeField(prefix="L")
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=LawKind)
    jurisdiction = models.CharField(
        max_length=3, choices=Jurisdiction, default=Jurisdiction.CAMBODIA
    )
    title = models.CharField(max_length=300)
    title_km = models.CharField(_("title in Khmer"), max_length=300, blank=True)
    full_title = models.CharField(max_length=500, blank=True)
    number = models.CharField(max_length=30, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Empty where no source states it.")
    )
    subject = models.CharField(max_length=500, blank=True)
    status = models.CharField(
        max_length=300, blank=True, help_text=_("Where it stands, as of which source.")
    )
    note = models.TextField(blank=True)
    issuers = models.ManyToManyField(Organisation, blank=True, related_name="+")

    also_searched = ("names",)

    objects = LawQuerySet.as_manager()

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["title", "slug"]
        constraints = [
            *Publishable.Meta.constraints,
            known_check("law_kind_is_known", kind=LawKind),
            known_check("law_jurisdiction_is_known", jurisdiction=Jurisdiction),
            models.CheckConstraint(
                name="law_year_is_plausible",
                condition=Q(year__isnull=True) | Q(year__range=(1800, 2200)),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft bill: nobody can be charged under it."""
        return self.kind == LawKind.DRAFT_LAW

    @property
    def own_title(self) -> str:
        """The title in the active language, if there is one."""
        return localised_text(self.title, self.title_km)

    @property
    def akn_uri(self) -> str:
        """The Akoma Ntoso work IRI, such as `/akn/kh/act/2009/penal-code`.

        A year at the end of the slug is dropped: it is already the date part.
        """
        name = self.slug.removesuffix(f"-{self.year}") if self.year else self.slug
        kind = AKN_TYPES.get(LawKind(self.kind), "act")
        return "/".join(["", "akn", self.jurisdiction, kind, str(self.year or "nd"), name])


@tracked
class LawName(Searchable, Redactable):
    """Another title under which sources cite the law."""

    searched_columns = ("spelling",)

    law = models.ForeignKey(Law, models.CASCADE, related_name="names")
    spelling = models.CharField(max_length=300)

    class Meta(Searchable.Meta):
        ordering = ["spelling"]
        constraints = [
            models.UniqueConstraint(name="law_name_is_kept_once", fields=["law", "spelling"])
        ]

    def __str__(self):
        return self.spelling


LawCitation = citation_model(Law, "Where a source names or describes the law.")


@tracked
class Stage(Fact):
    """One dated step in a law's life, as one or more sources state it."""

    law = models.ForeignKey(Law, models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=20, choices=StageKind)
    happened_on = PartialDateField(null=True, blank=True)
    description = models.CharField(max_length=300, blank=True)

    class Meta(Fact.Meta):
        ordering = ["happened_on", "kind", "description"]
        constraints = [
            *Fact.Meta.constraints,
            known_check("law_stage_is_known", kind=StageKind),
            models.UniqueConstraint(
                name="law_stage_is_claimed_once",
                fields=["law", "kind", "happened_on", "description"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on or ''}".strip()


StageCitation = citation_model(Stage, "Where a source states the step.")


tracked(Law.issuers.through)
