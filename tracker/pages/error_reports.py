"""Page on which a reader reports an error; nothing about the reader is stored."""

from django import forms
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.models import ERROR_REPORT_MAX_LENGTHS
from tracker.web.lists.filters import BadParameters, ParameterError, unknown_parameters
from tracker.web.lists.list_view import handle_public_errors, public_page

MAX_FORM_BYTES = 64 * 1024  # bytes of the request body; fits full fields in percent-encoded Khmer
# Results of `pub.report_error()` without a stored report: (HTTP status, Retry-After in seconds).
REFUSAL_RESPONSES = {"busy": (429, 60), "full": (503, 24 * 3600)}
NOT_AN_ADDRESS = _("Give an address on this site: it starts with / and has no blank.")


def limited_text_field(lines: int, name: str, **options) -> forms.CharField:
    """A text field of `lines` lines with the maximum length of the model field `name`."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput
    return forms.CharField(max_length=ERROR_REPORT_MAX_LENGTHS[name], widget=widget, **options)


class ReportForm(forms.Form):
    """Form of an error report."""

    about = limited_text_field(
        1,
        "about",
        label=_("Which page?"),
        help_text=_("Its address on this site, such as /cases/C-7F3KQ2/"),
    )
    words = limited_text_field(6, "words", label=_("What is wrong?"))
    source = limited_text_field(
        3,
        "source",
        label=_("How can we check it?"),
        help_text=_("A link, a document, a page number. You can leave this empty."),
        required=False,
    )
    contact = limited_text_field(
        1,
        "contact",
        label=_("How can we reach you, if we have a question?"),
        help_text=_("You can leave this empty. Only our staff will see it."),
        required=False,
    )
    # Honeypot: hidden from readers, filled in by spam bots.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    def clean_about(self):
        about = self.cleaned_data["about"]
        if not is_site_path(about):
            raise forms.ValidationError(NOT_AN_ADDRESS)
        return about

    def send(self) -> str:
        """Store the report; returns `kept` or a key of REFUSAL_RESPONSES."""
        if self.cleaned_data["website"]:
            return "kept"
        values = [self.cleaned_data[name] for name in ERROR_REPORT_MAX_LENGTHS]
        with connection.cursor() as cursor:
            cursor.execute("SELECT report_error(%s, %s, %s, %s)", values)
            return cursor.fetchone()[0]


def is_site_path(address: str) -> bool:
    """Whether it is a URL path on this site, and not a URL of another one."""
    has_blank = any(character.isspace() for character in address)
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not has_blank


# No CSRF token: there is no session, so a forged request can do no more than any visitor.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@handle_public_errors
def error_report(request):
    if request.method != "POST":
        return render(request, "tracker/report.html", {"form": prefilled_form(request.GET)})
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MAX_FORM_BYTES:
        return HttpResponse(gettext("This is too long."), status=413, content_type="text/plain")
    form = ReportForm(request.POST)
    if not form.is_valid():
        return render(request, "tracker/report.html", {"form": form}, status=400)
    if (outcome := form.send()) == "kept":
        return redirect("tracker:report-received")
    status, wait = REFUSAL_RESPONSES[outcome]
    context = {"form": form, "refused": outcome}
    response = render(request, "tracker/report.html", context, status=status)
    response["Retry-After"] = str(wait)
    return response


def prefilled_form(query) -> ReportForm:
    """The empty form with the page from the `about` parameter. Raises BadParameters."""
    errors = list(unknown_parameters(query, ["about"]))
    about = query.get("about", "")
    if about and (not is_site_path(about) or len(about) > ERROR_REPORT_MAX_LENGTHS["about"]):
        errors.append(ParameterError("about", about, str(NOT_AN_ADDRESS)))
    if errors:
        raise BadParameters(errors)
    return ReportForm(initial={"about": about})


@public_page
def report_received(request):
    return render(request, "tracker/report_received.html")
