"""DRF exception handler that answers with application/problem+json."""

from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from tracker.models import Change
from tracker.tables.exports.responses import UnknownFormat
from tracker.web.lists.filters import BadParameters, ParameterError

MEDIA_TYPE = "application/problem+json"


class FullSyncRequired(BadParameters):
    """A cursor from before the database was restored or rebuilt. Becomes a 410."""


# Characters of an invalid value that are sent back.
LONGEST_VALUE = 200
# The same for a hidden record and one that never existed. The path is not repeated.
PROBLEM_DETAILS = {
    400: "The request is not understood.",
    401: "This key is not known, has expired or was revoked: send a good one, or none.",
    404: "There is no such record or address.",
    405: "The API is read only: use GET or HEAD.",
    406: "The API speaks JSON: accept application/json, or name a `format` of the list.",
    410: "This record is no longer published.",
    414: "This address is too long: ask for less at once.",
    417: "Nothing is expected here: leave the header Expect out.",
    429: "Too many requests in this minute: wait as many seconds as Retry-After says.",
    431: "The headers are too long.",
    500: "This is our fault, not yours. Please tell us.",
    503: "The data cannot be reached: wait as many seconds as Retry-After says.",
}


class ParameterErrorSerializer(serializers.Serializer):
    """One problem with one parameter."""

    parameter = serializers.CharField(help_text="The parameter's name.")
    value = serializers.CharField(help_text="The value you sent.")
    message = serializers.CharField(help_text="What is wrong with the value.")
    allowed = serializers.ListField(
        child=serializers.CharField(),
        help_text="The accepted values or, for an unknown parameter, the accepted names.",
    )


class ProblemSerializer(serializers.Serializer):
    """What is wrong with a request (RFC 9457)."""

    type = serializers.CharField(
        help_text="Always `about:blank`. The status gives the type of problem."
    )
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="How to fix it.")
    errors = ParameterErrorSerializer(many=True, help_text="Every parameter that is not valid.")


def problem_for_exception(error: Exception, context) -> Response | None:
    """DRF exception handler; None, and so a 500, for an error of ours."""
    if isinstance(error, UnknownFormat):
        return problem_response(406, errors=error.errors)
    if isinstance(error, FullSyncRequired):
        return problem_response(410, detail="Begin again: see errors.", errors=error.errors)
    if isinstance(error, BadParameters):
        return problem_response(
            400, detail="Some parameters are wrong: see errors.", errors=error.errors
        )
    if isinstance(error, SuspiciousOperation):
        return problem_response(400)
    if isinstance(error, Http404):
        return problem_response(410 if was_public(context) else 404)
    if isinstance(error, exceptions.APIException):
        return problem_response(error.status_code)
    return None


def was_public(context: dict) -> bool:
    """Whether the requested record was public once, by the change feed."""
    kind = getattr(context["view"], "singular", None)
    return bool(kind) and Change.objects.is_gone(kind, "/".join(context["kwargs"].values()))


def problem_response(
    status: int, *, detail: str = "", errors: list[ParameterError] = ()
) -> Response:
    content = problem_content(status, detail=detail, errors=errors)
    return Response(content, status=status, content_type=MEDIA_TYPE)


def problem_content(status: int, *, detail: str = "", errors: list[ParameterError] = ()) -> dict:
    title = HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or PROBLEM_DETAILS.get(status, title),
        "errors": [shorten_values(error.as_json()) for error in errors],
    }


def shorten_values(error: dict) -> dict:
    for name in ("parameter", "value", "message"):
        if len(error[name]) > LONGEST_VALUE:
            error[name] = error[name][: LONGEST_VALUE - 1] + "…"
    return error
