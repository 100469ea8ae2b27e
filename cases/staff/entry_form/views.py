"""Views of the case entry form, and of the lookups its script makes while somebody types.

Each gets the admin of cases as `model_admin`.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case
from cases.staff.entry import drafts
from cases.staff.entry.cell_parsing import CellSyntaxError
from cases.staff.entry.person_lookup import suggest_people
from cases.staff.entry.provision_lookup import ProvisionLookup
from cases.staff.entry.sentence_parsing import parse_sentence
from cases.staff.entry.submit import save_once
from cases.staff.entry.write_plan import describe_new_rows
from cases.staff.entry_form.form import CaseEntryForm
from tracker.admin.record_admin import ALREADY_SAVED
from tracker.partial_dates import PartialDateFormField
from tracker.visibility.sealed_name_detection import MAY_BE_CALLED_SO, may_contain_sealed_name

EXTRA_ROWS = 3


class EntryPageView(View):
    """A page with an entry form: opens the form or its stored draft, saves it once.

    The key of a draft, `page`, is also part of a URL.
    """

    http_method_names = ["get", "head", "post"]
    model_admin = None  # the admin of cases, whose URLs these are
    draft_kind = template = ""

    def dispatch(self, request, case_id: int | None = None):
        case = self.case = get_object_or_404(Case, pk=case_id) if case_id else None
        if case:
            is_permitted = self.model_admin.has_change_permission(request, case)
        else:
            is_permitted = self.model_admin.has_add_permission(request)
        if not is_permitted:
            raise PermissionDenied
        self.page = f"{self.draft_kind}/{case.pk}" if case else self.draft_kind
        return super().dispatch(request)

    def get(self, request):
        """The stored draft, or an empty form."""
        restored = drafts.load_draft(page=self.page, by=request.user)
        if not restored:
            return self.render(self.empty_form())
        data, stored = restored
        return self.render(self.form(data), is_quiet=True, restored=stored.kept_at)

    def post(self, request):
        """Save and redirect; or discard the draft."""
        if "_discard" in request.POST:
            drafts.delete_draft(page=self.page, by=request.user)
            return HttpResponseRedirect(request.path)
        form, redirect_url = save_once(request, self.form_to_save, page=self.page)
        if not redirect_url:
            return self.refused(form)
        if form:
            self.show_success(form)
        else:
            messages.info(request, ALREADY_SAVED)
        return HttpResponseRedirect(redirect_url)

    def save_draft(self) -> None:
        """Store the submitted data as a draft; a warning message if that is impossible."""
        try:
            drafts.save_draft(self.request.POST, page=self.page, by=self.request.user)
        except drafts.DraftNotSaved as error:
            messages.warning(self.request, str(error))

    def render_form(self, form, **context):
        case = form.case if self.case else None
        context |= {"form": form, "case": case, "subtitle": str(case) if case else None}
        context["draft_address"] = reverse("admin:cases_case_entry_draft", args=[self.page])
        return self.model_admin.render_page(self.request, self.template, **context)


class CaseEntryView(EntryPageView):
    """The form of a new case, or of rows to add to a recorded one."""

    draft_kind, template = "entry", "admin/cases/entry/form.html"

    def empty_form(self):
        """Prefilled if the URL has `?like=` and a case's ID."""
        like = self.request.GET.get("like", "")
        template = Case.objects.filter(pk=like).first() if like.isdecimal() else None
        return CaseEntryForm(case=self.case, template=template)

    def form(self, data):
        return CaseEntryForm(data, case=self.case)

    def form_to_save(self):
        current = Case.objects.get(pk=self.case.pk) if self.case else None
        return CaseEntryForm(self.request.POST, case=current)

    def post(self, request):
        """Without JavaScript also: the same form with more empty rows in one section."""
        if "_more" not in request.POST:
            return super().post(request)
        data = request.POST.copy()
        name = f"{data['_more']}-TOTAL_FORMS"
        # Enter presses the first button, whose `_more` names no section: the form stays unchanged.
        if data.get(name, "").isdecimal():
            data[name] = str(int(data[name]) + EXTRA_ROWS)
        return self.render(self.form(data), is_quiet=True)

    def refused(self, form):
        self.save_draft()
        return self.render(form)

    def show_success(self, form):
        case = form.plan.case
        text = format_html(
            '{}: {}. <a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}">{}</a>',
            _("Logged") if form.is_new else _("Added"),
            describe_new_rows(form.plan),
            reverse("admin:cases_case_entry_of", args=[case.pk]),
            _("Add more to it"),
            reverse("admin:cases_case_entry"),
            _("Log another"),
            reverse("admin:cases_case_entry", query={"like": case.pk}),
            _("Log one like it"),
        )
        messages.success(self.request, text)

    def render(self, form: CaseEntryForm, *, is_quiet=False, restored=None):
        """The page with the form.

        `is_quiet` hides errors, since the user did not try to save; `restored` is when the draft
        shown was stored.
        """
        if is_quiet:
            form.check_namesakes()
        return self.render_form(
            form,
            is_quiet=is_quiet,
            problems=[] if is_quiet or form.data is None else form.problems,
            restored=restored,
            title=_("Log a case") if form.is_new else _("Add to a case"),
        )


# --- requests of entry.js while somebody types ---


@require_http_methods(["GET", "POST"])
def draft_view(request, model_admin, page: str):
    """POST: store the draft; 200 with an error if it cannot be stored, 413 if it is too long.

    GET and POST: the CSRF token, which the form needs after a new sign-in.
    """
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
    content = {"csrf": get_token(request)}
    if request.method == "POST":
        try:
            drafts.save_draft(request.POST, page=page, by=request.user)
        except drafts.DraftNotSaved as error:
            status = 413 if isinstance(error, drafts.DraftTooLong) else 200
            return JsonResponse(content | {"error": str(error)}, status=status)
    return JsonResponse(content)


@require_safe
def text_preview_view(request, model_admin, kind: str):
    """Preview of a typed text: how charges, a sentence or a date parse; for a name, similar people.

    Answers JSON, but HTML for names.
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    text = request.GET.get("text", "").strip()[:500]
    if kind == "alike":
        return similar_people_response(request, text)
    if kind not in PREVIEW_PARSERS:
        raise Http404
    try:
        return JsonResponse({"read": PREVIEW_PARSERS[kind](text) if text else ""})
    except CellSyntaxError as error:
        return JsonResponse({"error": str(error)})
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})


def similar_people_response(request, text: str):
    """HTML choices of recorded people with a similar name, and a warning about sealed names."""
    context = {
        "alike": suggest_people([text])[text],
        "asked": text,
        "prefix": request.GET.get("prefix", ""),
        "warning": MAY_BE_CALLED_SO if may_contain_sealed_name(text) else "",
    }
    return TemplateResponse(request, "admin/cases/entry/_similar_people.html", context)


PREVIEW_PARSERS = {
    "charges": lambda text: "; ".join(map(str, ProvisionLookup().find_all(text))),
    "sentence": lambda text: str(parse_sentence(text)),
    "date": lambda text: PartialDateFormField().clean(text).in_words(),
}
