"""Serializers of charges, their status changes and applied version."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.serializers.as_of import AsOfValue
from cases.api.serializers.case_page_links import CasePageUrlValue, case_page_url
from cases.api.serializers.participants import ParticipantSerializer
from cases.enums import CaseScope, DateBasis
from cases.filters import OUTCOMES
from cases.models import Charge, ChargeChange
from cases.models.event import CHRONOLOGICAL_ORDER
from cases.page_data.case import ApplicableVersion, select_applicable_versions
from laws.models import Version
from tracker.api.serializers.base import (
    FACT_FIELDS,
    RECORD_FIELDS,
    PublicSerializer,
    RecordSerializer,
)
from tracker.api.serializers.fields import (
    PartialDateValue,
    PlannedField,
    Reference,
    ReferenceSerializer,
)
from tracker.models import plain_names

APPLIED_BASES = {DateBasis.CONDUCT: "Day of the conduct", DateBasis.CHARGE: "Day of the charge"}
APPLIED_ANSWERS = [
    ("unknown", "the day is not known"),
    ("none", "no version is recorded for it"),
    ("one", "one version"),
    ("ambiguous", "more than one version may have applied"),
]


class VersionDatesSerializer(PublicSerializer):
    """A version of the provision. For its content, see the provision."""

    class Meta:
        model = Version
        fields = ("starts_on", "ends_on")


class AppliedSerializer(PublicSerializer):
    """The version of the provision that may have applied on a relevant date. Computed."""

    date_basis = serializers.ChoiceField([*APPLIED_BASES.items()])
    on = PartialDateValue(allow_null=True, help_text="That day.")
    answer = serializers.ChoiceField(APPLIED_ANSWERS)
    versions = VersionDatesSerializer(many=True)

    class Meta:
        fields = ("date_basis", "on", "answer", "versions")


@extend_schema_field(AppliedSerializer(many=True))
class AppliedVersionsValue(PlannedField, serializers.Field):
    """By the day of the conduct, and by the day of the charge."""

    def bind_columns(self, row_ref):
        make_charge = row_ref.record(("code", "conduct_day", "dated_on"))
        version, rows_of = row_ref.several("provision.versions")
        make_version = version.record(("stage", "starts_on", "ends_on"))

        def render(row, fetched):
            charge, versions = make_charge(row), map(make_version, rows_of(row, fetched))
            days = {"conduct": charge.conduct_day, "charged": charge.dated_on}
            by_basis = zip(
                APPLIED_BASES, select_applicable_versions(list(versions), **days), strict=True
            )
            return [applied_as_json(basis, applicable) for basis, applicable in by_basis]

        return render


def applied_as_json(basis: str, applicable: ApplicableVersion) -> dict:
    return {
        "date_basis": str(basis),
        "on": applicable.on and applicable.on.as_json(),
        "answer": applicable.answer,
        "versions": [
            {
                "starts_on": version.starts_on and version.starts_on.as_json(),
                "ends_on": version.ends_on and version.ends_on.as_json(),
            }
            for version in applicable.versions
        ],
    }


@extend_schema_field(ReferenceSerializer)
class RelatedChargeReference(PlannedField, serializers.Field):
    """Another charge against the same participant, labelled by its provision."""

    def bind_columns(self, row_ref):
        charge, page = row_ref.under(self.field_name), case_page_url(row_ref)
        code, provision = charge.column("code"), charge.under("provision").reference()

        def render(row, fetched):
            if row[code] is None:
                return None
            label = provision(row, fetched)["label"]
            return {"id": row[code], "label": label, "url": f"{page(row, fetched)}#{row[code]}"}

        return render


class StatusChangeSerializer(PublicSerializer):
    """The effect of one event on the charge."""

    happened_on = PartialDateValue(source="event.happened_on", allow_null=True)

    class Meta:
        model = ChargeChange
        order = CHRONOLOGICAL_ORDER
        fields = ("status", "event", "happened_on")


CHARGE_FIELDS = (
    "provision",
    "status",
    "changes",
    *plain_names(Charge, "api"),
    "applied",
    "base",
    "requalified_from",
    *FACT_FIELDS,
)


class ChargeOfParticipantSerializer(RecordSerializer):
    """One participant charged under one provision."""

    url = CasePageUrlValue()
    status = serializers.ChoiceField(OUTCOMES, help_text="Status after the latest event. Computed.")
    changes = StatusChangeSerializer(many=True, help_text="Oldest first.")
    applied = AppliedVersionsValue(source="*")
    base = RelatedChargeReference(
        allow_null=True, help_text="The charge it forms one offence with."
    )
    requalified_from = RelatedChargeReference(allow_null=True, help_text="The charge it replaces.")

    class Meta:
        model = Charge
        computed = {
            "status": lambda charges: charges.with_status(),
            "conduct_day": lambda charges: charges.with_date(DateBasis.CONDUCT, "conduct_day"),
            "dated_on": lambda charges: charges.with_date(DateBasis.CHARGE),
        }
        extra = ("changes", "applied", "base", "requalified_from", "citations")
        fields = (*RECORD_FIELDS, *CHARGE_FIELDS)


class ChargeSerializer(ChargeOfParticipantSerializer):
    """One participant charged under one provision in a case."""

    case = Reference(source="participation.case")
    scope = serializers.ChoiceField(
        CaseScope.choices, source="participation.case.scope", help_text="Scope of the case."
    )
    as_of = AsOfValue("participation.case.coverage")
    participant = ParticipantSerializer(source="participation")

    class Meta(ChargeOfParticipantSerializer.Meta):
        fields = (*RECORD_FIELDS, "case", "scope", "as_of", "participant", *CHARGE_FIELDS)
