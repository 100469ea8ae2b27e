"""Change feed: `/changes/?after=`, from which a partner updates a copy."""

from dataclasses import dataclass

from django import forms
from rest_framework import serializers
from rest_framework.response import Response

from tracker.api.errors.problems import FullSyncRequired
from tracker.api.pagination import MAX_PAGE_SIZE, decode_cursor, encode_cursor
from tracker.api.parameters import describe_form
from tracker.api.serializers.links import Links
from tracker.api.views import ApiView
from tracker.enums import Operation
from tracker.models import Change, DataVersion
from tracker.web.lists.filters import ParameterError, require_valid

FULL_SYNC_REQUIRED = (
    "full_sync_required: the data were restored or set up anew since this cursor was given out. "
    "Drop your copy and begin again without a cursor."
)


@dataclass(frozen=True)
class ChangeCursor:
    """The last change a client has read, and the data version token of that change."""

    change: int = 0
    token: str = ""

    def __str__(self):
        return encode_cursor(f"{self.change} {self.token}")

    @classmethod
    def read(cls, text: str) -> "ChangeCursor":
        """Raises ValueError if this is not a cursor we issued."""
        change, token = decode_cursor(text).decode("ascii").split(" ")
        cursor = cls(int(change), token)
        if str(cursor) != text or not 0 <= cursor.change < 2**63:
            raise ValueError("not a cursor")
        return cursor

    @property
    def is_of_this_database(self) -> bool:
        """Whether this database issued the token: one restored or rebuilt since did not."""
        return not self.token or DataVersion.objects.filter(token=self.token).exists()


class ChangeCursorField(forms.Field):
    """The `next_cursor` of an earlier response."""

    default_error_messages = {
        "invalid": "This is no cursor of the changes: give the last `next_cursor` as it stands."
    }

    def to_python(self, value):
        try:
            return ChangeCursor.read(value) if value else ChangeCursor()
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error


class ChangesForm(forms.Form):
    """The cursor to continue from, and the size of the page."""

    after = ChangeCursorField(
        required=False, label="The last `next_cursor`; without it, everything from the beginning"
    )
    page_size = forms.IntegerField(
        label=f"Changes in one answer: {MAX_PAGE_SIZE} unless asked, which is also the most",
        min_value=1,
        max_value=MAX_PAGE_SIZE,
        required=False,
    )


class ChangeSerializer(serializers.Serializer):
    """The latest change to one record."""

    op = serializers.ChoiceField(
        Operation.choices, source="operation", help_text="What to do with your copy."
    )
    kind = serializers.CharField(help_text="`case`, `person`, `charge`: a resource, in singular.")
    id = serializers.CharField(source="code", help_text="Its id in that resource.")
    merged_into = serializers.CharField(
        allow_null=True, help_text="The id of the record it was merged into, or null."
    )
    url = serializers.URLField(
        allow_null=True, help_text="The record in the API, or null if it has been removed."
    )


class ChangesSerializer(serializers.Serializer):
    """A page of changes, in the order they were published."""

    results = ChangeSerializer(many=True)
    next_cursor = serializers.CharField(help_text="Cursor for your next request. Store it.")
    has_more = serializers.BooleanField(help_text="True if there are more changes now.")


class ChangeFeedView(ApiView):
    """What changed, for whoever keeps a copy.

    Each record is listed once, at its latest change: whoever reads on from the last cursor misses
    nothing, and whoever begins without a cursor gets everything there is. An `upsert` means: get
    the record again. A `delete` says that it is not public any more, and never why.
    """

    serializer_class = ChangesSerializer  # for the OpenAPI document

    def parameters(self):
        return describe_form(ChangesForm())

    def problems(self):
        return (400, 405, 406, 410)

    def get(self, request):
        form = ChangesForm(request.query_params)
        require_valid(request.query_params, form, reject_unknown=True)
        after = form.cleaned_data["after"]
        if not after.is_of_this_database:
            cursor = request.query_params["after"]
            raise FullSyncRequired([ParameterError("after", cursor, FULL_SYNC_REQUIRED)])
        size = form.cleaned_data["page_size"] or MAX_PAGE_SIZE
        found = list(
            Change.objects.filter(pk__gt=after.change).select_related("version")[: size + 1]
        )
        last = found[:size][-1] if found else None
        reached = ChangeCursor(last.pk, last.version.token) if last else after
        links = Links(request)
        return Response(
            {
                "results": [as_change_json(change, links) for change in found[:size]],
                "next_cursor": str(reached),
                "has_more": len(found) > size,
            }
        )


def as_change_json(change: Change, links: Links) -> dict:
    is_gone = change.operation == Operation.DELETE
    return {
        "op": change.operation,
        "kind": change.kind,
        "id": change.code,
        "merged_into": change.merged_into or None,
        "url": None if is_gone else links.api(change.kind, change.code),
    }
