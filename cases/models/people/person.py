"""Person, names and affiliations, with the display policy of the name."""

from collections import defaultdict

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import Category, DisplayPolicy, Gender, ProtectionReason, Script
from cases.name_matching import SEARCH_THRESHOLD, NameSimilarity
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.models import Citation, Fact, Organisation, Publishable, plain
from tracker.partial_dates import PartialDateField, ordered_check

from .spelling import NameMatch, Spelling, similar_spellings, similar_spellings_by_name

# Policies that publish no part of the real name, so that it may be stored in the vault only.
NAME_HIDDEN_POLICIES = [DisplayPolicy.WITHHELD, DisplayPolicy.PSEUDONYM]


class PersonQuerySet(models.QuerySet):
    def name_matches(self, words: str, at_least: float = SEARCH_THRESHOLD) -> list[NameMatch]:
        """The best match of each of these people with a spelling like `words`, best first.

        Uses the spellings visible to the current role: the public role sees none of protected
        names.
        """
        return self._best_matches({words: similar_spellings(words, at_least)})[words]

    def name_matches_by_name(self, names: list[str], at_least: float) -> dict[str, list[NameMatch]]:
        """`name_matches` of each name, by name; two queries in all."""
        return self._best_matches(similar_spellings_by_name(names, at_least))

    def _best_matches(
        self, similar: dict[str, dict[str, NameSimilarity]]
    ) -> dict[str, list[NameMatch]]:
        """Best match per person for each name, from its similar spellings."""
        spellings = {spelling for similarities in similar.values() for spelling in similarities}
        person_ids: dict[str, list[int]] = defaultdict(list)
        names = PersonName.objects.filter(spelling__in=spellings, person__in=self)
        for person, spelling in names.values_list("person", "spelling"):
            person_ids[spelling].append(person)
        best_matches = {}
        for name, similarities in similar.items():
            matches = [
                NameMatch(person_id, spelling, similarity)
                for spelling, similarity in similarities.items()
                for person_id in person_ids[spelling]
            ]
            matches.sort(
                key=lambda match: (-match.similarity.score, match.spelling, match.person_id)
            )
            best: dict[int, NameMatch] = {}
            for match in matches:
                best.setdefault(match.person_id, match)
            best_matches[name] = list(best.values())
        return best_matches

    def with_name_rank(self, ids: list[int]) -> "PersonQuerySet":
        """People with these ids; annotates `name_rank`, the 1-based position in the list."""
        rank = models.Func(
            models.Value(ids, ArrayField(models.BigIntegerField())),
            models.F("pk"),
            function="array_position",
            output_field=models.IntegerField(),
        )
        return self.filter(pk__in=ids).annotate(name_rank=rank)


@tracked
class Person(Publishable):
    """A human being, known by one or more names.

    `name` and `name_km` are the heading. The public view replaces them by what the display policy
    allows: the full name, initials, the pseudonym, or nothing.
    """

    label_fields = ("code", "name", "pseudonym")
    plain_fields = (
        *plain(name=_("Name"), name_km=_("Name in Khmer")),
        *plain(display_policy=_("How much of the name is shown"), left_out="import"),
        *plain(protection_reason=_("Why not all of it"), left_out="import"),
        *plain(is_minor=_("Under eighteen"), left_out="import"),
        *plain(category=_("Category"), gender=_("Gender"), nationality=_("Nationality")),
    )

    code = CodeField(prefix="P")
    name = models.CharField(
        max_length=200, blank=True, help_text=_("The spelling used as heading.")
    )
    name_km = models.CharField(_("name in Khmer"), max_length=200, blank=True)
    display_policy = models.CharField(
        max_length=10, choices=DisplayPolicy, default=DisplayPolicy.FULL
    )
    pseudonym = models.CharField(max_length=200, blank=True)
    protection_reason = models.CharField(
        max_length=12, choices=ProtectionReason, blank=True, default=""
    )
    is_minor = models.BooleanField(
        default=False, help_text=_("Under eighteen at the time, stated or inferred.")
    )
    minor_override_reason = models.TextField(
        blank=True,
        help_text=_("Why a minor's name is shown all the same. Staff only."),
    )
    category = models.CharField(max_length=20, choices=Category, default=Category.UNKNOWN)
    gender = models.CharField(max_length=10, choices=Gender, default=Gender.UNKNOWN)
    nationality = models.CharField(max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name_plural = "people"
        ordering = ["name", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="person_display_policy_is_known",
                condition=Q(display_policy__in=DisplayPolicy.values),
            ),
            models.CheckConstraint(
                name="person_protection_reason_is_known",
                condition=Q(protection_reason__in=ProtectionReason.values),
            ),
            models.CheckConstraint(
                name="minors_are_withheld_unless_overridden",
                condition=Q(is_minor=False)
                | Q(display_policy=DisplayPolicy.WITHHELD)
                | Q(minor_override_reason__regex=r"\S"),
                violation_error_message=_(
                    "Withhold the name of a minor, or give the reason for showing it."
                ),
            ),
            models.CheckConstraint(
                name="person_pseudonym_is_given_when_shown",
                condition=~Q(display_policy=DisplayPolicy.PSEUDONYM) | ~Q(pseudonym=""),
                violation_error_message=_("Give the pseudonym to show."),
            ),
            models.CheckConstraint(
                name="person_has_a_name_or_is_withheld",
                condition=~Q(name="") | Q(display_policy__in=NAME_HIDDEN_POLICIES),
                violation_error_message=_("Give a name."),
            ),
            models.CheckConstraint(
                name="person_category_is_known", condition=Q(category__in=Category.values)
            ),
            models.CheckConstraint(
                name="person_gender_is_known", condition=Q(gender__in=Gender.values)
            ),
            models.CheckConstraint(
                name="person_is_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
        ]

    def __str__(self):
        return self.name or self.pseudonym or str(_("Name withheld"))

    def save(self, **options):
        """Withhold the name of a minor unless `minor_override_reason` is given."""
        if self.is_minor and not self.minor_override_reason.strip():
            self.display_policy = DisplayPolicy.WITHHELD
            self.protection_reason = ProtectionReason.MINOR
        super().save(**options)
        Spelling.objects.fill_missing_keys()

    def get_absolute_url(self):
        return reverse("cases:person-detail", args=[self.code])

    @property
    def is_protected(self) -> bool:
        return self.display_policy != DisplayPolicy.FULL


@tracked
class PersonCitation(Citation):
    """Where a source describes the person."""

    fact = models.ForeignKey(Person, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        pass


@tracked
class PersonName(Fact):
    """One spelling of a person's name, in one script, from one source or more."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    spelling = models.CharField(max_length=200)
    script = models.CharField(max_length=5, choices=Script, default=Script.LATIN)

    class Meta(Fact.Meta):
        ordering = ["spelling"]
        indexes = [models.Index(fields=["spelling"], name="people_called_so")]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                name="person_spelling_is_kept_once", fields=["person", "spelling"]
            ),
            models.CheckConstraint(
                name="person_name_script_is_known", condition=Q(script__in=Script.values)
            ),
            models.CheckConstraint(name="person_name_is_not_empty", condition=~Q(spelling="")),
        ]

    def __str__(self):
        return self.spelling

    def save(self, **options):
        """Index the new spelling at once."""
        super().save(**options)
        Spelling.objects.fill_missing_keys()


@tracked
class PersonNameCitation(Citation):
    """Where a source uses the spelling."""

    fact = models.ForeignKey(PersonName, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        pass


@tracked
class Affiliation(Fact):
    """A position of a person, in an organisation or without one, during a period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200, blank=True, help_text=_("President, editor, member."))
    held_from = PartialDateField(null=True, blank=True)
    held_until = PartialDateField(null=True, blank=True)
    stated_on = PartialDateField(
        null=True, blank=True, help_text=_("When the source said so, if no term is known.")
    )

    class Meta(Fact.Meta):
        ordering = ["person", "title"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="affiliation_says_what_or_where",
                condition=Q(organisation__isnull=False) | ~Q(title=""),
                violation_error_message=_("Give an organisation or a title."),
            ),
            models.UniqueConstraint(
                name="affiliation_is_stated_once",
                fields=["person", "organisation", "title"],
                nulls_distinct=False,
            ),
            ordered_check("held_from", "held_until", name="affiliation_ends_after_it_starts"),
        ]

    def __str__(self):
        return ", ".join(part for part in (self.title, str(self.organisation or "")) if part)


@tracked
class AffiliationCitation(Citation):
    """Where a source states the affiliation."""

    fact = models.ForeignKey(Affiliation, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        pass
