"""Page on which a reader reports an error; stores nothing about the reader."""

from django import forms
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.models import LONGEST
from tracker.web.lists.filters import BadParameters, ParameterError, unknown_parameters
from tracker.web.lists.list_view import handle_bad_parameters, page

LARGEST = 64 * 1024  # bytes of a form; its longest fields, percent-encoded Khmer, fit
# What `pub.report_error()` says when it keeps nothing: the status, and when to try again.
REFUSALS = {"busy": (429, 60), "full": (503, 24 * 3600)}


def text(lines: int, name: str, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput
    return forms.CharField(max_length=LONGEST[name], widget=widget, **options)


class ReportForm(forms.Form):
    """What is wrong, where, and how we can check it."""

    about = text(
        1,
        "about",
        label=_("Which page?"),
        help_text=_("Its address on this site, such as /cases/C-7F3KQ2/"),
    )
    words = text(6, "words", label=_("What is wrong?"))
    source = text(
        3,
        "source",
        label=_("How can we check it?"),
        help_text=_("A link, a document, a page number. You can leave this empty."),
        required=False,
    )
    contact = text(
        1,
        "contact",
        label=_("How can we reach you, if we have a question?"),
        help_text=_("You can leave this empty. Only our staff will see it."),
        required=False,
    )
    # Readers do not see it; programs that fill in every field do.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    def clean_about(self):
        about = self.cleaned_data["about"]
        if not is_ours(about):
            raise forms.ValidationError(
                _("Give an address on this site: it starts with / and has no blank.")
            )
        return about

    def send(self) -> str:
        """Have the database keep it: `kept`, or why not."""
        if self.cleaned_data["website"]:
            return "kept"
        sent = [self.cleaned_data[name] for name in LONGEST]
        with connection.cursor() as cursor:
            cursor.execute("SELECT report_error(%s, %s, %s, %s)", sent)
            return cursor.fetchone()[0]


def is_ours(address: str) -> bool:
    """Whether it is the address of a page on this site, not of another one."""
    has_blank = any(sign.isspace() for sign in address)
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not has_blank


# No cookie and no session: a forged request could do no more than anybody can.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@handle_bad_parameters
def report(request):
    if request.method != "POST":
        return render(request, "tracker/report.html", {"form": blank_form(request.GET)})
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LARGEST:
        return HttpResponse(gettext("This is too long."), status=413, content_type="text/plain")
    form = ReportForm(request.POST)
    if not form.is_valid():
        return render(request, "tracker/report.html", {"form": form}, status=400)
    if (outcome := form.send()) == "kept":
        return redirect("tracker:report-received")
    status, wait = REFUSALS[outcome]
    context = {"form": form, "refused": outcome}
    response = render(request, "tracker/report.html", context, status=status)
    response["Retry-After"] = str(wait)
    return response


def blank_form(query) -> ReportForm:
    """The form about the page the reader comes from. Raises BadParameters."""
    errors = list(unknown_parameters(query, ["about"]))
    about = query.get("about", "")
    if about and (not is_ours(about) or len(about) > LONGEST["about"]):
        problem = gettext("Give an address on this site: it starts with / and has no blank.")
        errors.append(ParameterError("about", about, problem))
    if errors:
        raise BadParameters(errors)
    return ReportForm(initial={"about": about})


@page
def report_received(request):
    return render(request, "tracker/report_received.html")
