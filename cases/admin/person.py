"""Model admins of Person, PersonName and Affiliation."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import DisplayPolicy, ProtectionReason
from cases.models import Affiliation, Identity, Participation, Person, PersonName
from cases.staff.duplicates.actions import find_duplicates_of
from tracker.admin import EditForm, FactInline, RecordAdmin, admin_url, join_label
from tracker.admin.forms import FactFormSet
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET
from tracker.enums import State
from tracker.staff.accounts.roles import REVEAL_IDENTITIES
from tracker.staff.accounts.sessions import is_recently_verified
from tracker.visibility.public_reader import public_reader
from tracker.visibility.sealed_name_detection import MAY_BE_CALLED_SO, may_contain_sealed_name

from .duplicates.merge_pages import MergeableAdmin
from .identity_vault import IdentityPagesMixin

# How much of a name each policy shows; policies not listed show nothing (0).
DISCLOSURE_LEVELS = {DisplayPolicy.FULL: 2, DisplayPolicy.INITIALS: 1}

PROTECTION_LINES = [
    ("display_policy", "protection_reason"),
    "pseudonym",
    "is_minor",
    "minor_override_reason",
]


class PersonForm(EditForm):
    may_show_more = False  # set by PersonAdmin.get_form: whether the second factor is recent

    class Meta:
        help_texts = {
            "display_policy": gettext_lazy(
                "Full name: the name and every spelling. Initials, pseudonym: only that. Withheld: "
                "nothing. Other than full, the public sees no spelling, affiliation or citation "
                "either, and the name is blanked out of every public text."
            ),
            "is_minor": gettext_lazy(
                "Under eighteen at the time, stated or inferred. Saving then withholds the name, "
                "whatever is chosen above, unless the last field gives a reason to show it."
            ),
            "minor_override_reason": gettext_lazy(
                "Only if a minor's name is to be shown all the same: why. For staff."
            ),
        }

    def clean_display_policy(self):
        """Showing more of the name of a published person requires a recent second factor."""
        policy, previous = self.cleaned_data["display_policy"], self.initial.get("display_policy")
        shows_more = DISCLOSURE_LEVELS.get(policy, 0) > DISCLOSURE_LEVELS.get(previous, 0)
        is_published = self.instance.pk and self.instance.state == State.PUBLISHED
        if shows_more and is_published and not self.may_show_more:
            link = format_html(
                '<a href="{}">{}</a>',
                reverse("mfa_reauthenticate"),
                _("Give your second factor again"),
            )
            raise ValidationError(
                format_html("{} {}", _("This shows more of the name to everyone."), link)
            )
        return policy

    def clean(self):
        """Withhold the name of a minor by default, as Person.save does, before validation."""
        cleaned = super().clean()
        if cleaned.get("is_minor") and not cleaned.get("minor_override_reason"):
            cleaned["display_policy"] = DisplayPolicy.WITHHELD
            cleaned["protection_reason"] = ProtectionReason.MINOR
        return cleaned


class SpellingFormSet(FactFormSet):
    """A row with the spelling of the heading updates the one that a database trigger created."""

    def save_new(self, form, commit=True):
        names = PersonName.objects.filter(person=self.instance, spelling=form.instance.spelling)
        if existing := names.first():
            form.instance.pk, form.instance._state.adding = existing.pk, False
        return super().save_new(form, commit=commit)


class PersonNameInline(FactInline):
    model = PersonName
    formset = SpellingFormSet
    fields = ["spelling", "script", "standing", "standing_reason"]
    verbose_name_plural = gettext_lazy("names: every spelling a source uses")


class AffiliationInline(FactInline):
    model = Affiliation
    fields = ["title", "organisation", "held_from", "held_until", "stated_on"]
    verbose_name_plural = gettext_lazy("affiliations: what the person was, where, when")


@admin.register(Person)
class PersonAdmin(IdentityPagesMixin, MergeableAdmin):
    form = PersonForm
    names_people = True
    list_display = ["heading", "category", "gender", "display_policy", "minor", "code"]
    list_filter = ["category", "display_policy", "is_minor", "gender"]
    search_fields = ["names__spelling", "pseudonym", "code"]
    fieldsets = [
        (None, {"fields": ["name", "name_km", ("category", "gender", "nationality")]}),
        (gettext_lazy("What the public may see of the name"), {"fields": PROTECTION_LINES}),
        (gettext_lazy("Notes"), {"fields": ["staff_notes"]}),
    ]
    inlines = [PersonNameInline, AffiliationInline]

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def heading(self, person):
        return str(person)

    @admin.display(description=gettext_lazy("minor"), ordering="is_minor", empty_value="")
    def minor(self, person):
        return _("minor") if person.is_minor else None

    def with_label(self, queryset):
        events = "participations__case__events__happened_on__"
        return queryset.annotate(
            case_count=Count("participations__case", distinct=True),
            first_day=Min(f"{events}earliest"),
            last_day=Max(f"{events}latest"),
        ).prefetch_related("names")

    def label_of(self, record):
        """Name, other spellings, category, years, number of cases, code."""
        headings = (record.name, record.name_km)
        others = [n.spelling for n in record.names.all() if n.spelling not in headings]
        years = sorted({day.year for day in (record.first_day, record.last_day) if day})
        return join_label(
            record,
            record.name_km,
            ", ".join(others),
            record.get_category_display(),
            "–".join(map(str, years)),
            _("cases: %(n)d") % {"n": record.case_count},
            record.code,
        )

    def warning_about(self, term):
        return str(MAY_BE_CALLED_SO) if may_contain_sealed_name(term) else ""

    def changelist_view(self, request, extra_context=None):
        if warning := self.warning_about(request.GET.get("q", "")):
            self.message_user(request, warning, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        """Also people with a similar name in any spelling or script."""
        results, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        similar = [match.person_id for match in Person.objects.name_matches(search_term)]
        if not similar:
            return results, may_have_duplicates
        return queryset.filter(Q(pk__in=results.values("pk")) | Q(pk__in=similar)), False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_show_more = is_recently_verified(request)
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("is_minor") and not obj.minor_override_reason:
            self.message_user(request, _("A minor: the name is withheld."), messages.INFO)

    def save_related(self, request, form, formsets, change):
        """Look for duplicates after a change of the names."""
        super().save_related(request, form, formsets, change)
        find_duplicates_of(form.instance)

    def page_extras(self, request, record):
        participations = Participation.objects.filter(person=record).select_related("case")
        return super().page_extras(request, record) | {
            "public_view": public_view_of_person(record),
            "may_reveal": request.user.has_perm(REVEAL_IDENTITIES),
            "is_sealed": Identity.objects.filter(person=record, is_sealed=True).exists(),
            "participations": [(each, admin_url(each)) for each in participations],
        }


def public_view_of_person(person) -> dict | None:
    """What the public role reads of the person; None if the person is not public."""
    if person.state != State.PUBLISHED:
        return None
    with public_reader():
        public = Person.objects.filter(pk=person.pk).first()
        return public and {
            "heading": str(public),
            "heading_km": public.name_km,
            "spellings": [name.spelling for name in public.names.all()],
            "affiliations": [str(each) for each in public.affiliations.all()],
            "cases": [str(each.case) for each in public.participations.select_related("case")],
            "reason": public.get_protection_reason_display() if public.protection_reason else "",
        }


class PersonFactAdmin(RecordAdmin):
    is_in_index = False
    list_filter = ["standing"]
    list_select_related = ["person"]


@admin.register(PersonName)
class PersonNameAdmin(PersonFactAdmin):
    list_display = ["spelling", "person", "script", "standing"]
    list_filter = ["script", "standing"]
    search_fields = ["spelling", "person__code"]
    fieldsets = [
        (None, {"fields": ["person", "spelling", "script", "standing", "standing_reason"]})
    ]

    def save_related(self, request, form, formsets, change):
        """Look for duplicates of the person after a change of a name."""
        super().save_related(request, form, formsets, change)
        find_duplicates_of(form.instance.person)


@admin.register(Affiliation)
class AffiliationAdmin(PersonFactAdmin):
    list_display = ["person", "title", "organisation", "held_from", "held_until", "standing"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__names__spelling", "title", "organisation__name"]
    ordering = ["-held_from"]
    fieldsets = [
        (None, {"fields": ["person", ("title", "organisation")]}),
        (gettext_lazy("When"), {"fields": [("held_from", "held_until"), "stated_on"]}),
        CLAIM_STATUS_FIELDSET,
    ]
