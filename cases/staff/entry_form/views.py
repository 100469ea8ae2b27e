"""Views of the case entry form, and of the lookups its script makes while somebody types.

Each is called by the admin of cases with that ModelAdmin as `model_admin`.
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
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case
from cases.staff.entry import drafts
from cases.staff.entry.cell_parsing import CellSyntaxError, split_spellings
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


def draft_page_name(case: Case | None, kind: str = "entry") -> str:
    """The key of a user's draft of this page, also part of a URL."""
    return f"{kind}/{case.pk}" if case else kind


@require_http_methods(["GET", "HEAD", "POST"])
def case_entry_view(request, model_admin, case_id: int | None = None):
    """GET: the empty form or the stored draft. POST: save, add empty rows, or discard the draft."""
    case = get_object_or_404(Case, pk=case_id) if case_id else None
    require_case_permission(request, model_admin, case)
    if request.method != "POST":
        return open_entry_form(request, model_admin, case)
    if "_more" in request.POST:
        return add_empty_rows(request, model_admin, case)
    if "_discard" in request.POST:
        drafts.delete_draft(page=draft_page_name(case), by=request.user)
        return HttpResponseRedirect(request.path)
    return save_entry(request, model_admin, case)


def require_case_permission(request, model_admin, case: Case | None) -> None:
    if case:
        is_permitted = model_admin.has_change_permission(request, case)
    else:
        is_permitted = model_admin.has_add_permission(request)
    if not is_permitted:
        raise PermissionDenied


def open_entry_form(request, model_admin, case):
    """The stored draft, or an empty form, prefilled if the URL has `?like=` and a case's ID."""
    restored = drafts.load_draft(page=draft_page_name(case), by=request.user)
    if restored:
        data, stored = restored
        form = CaseEntryForm(data, case=case)
        return render_entry_form(request, model_admin, form, is_quiet=True, restored=stored.kept_at)
    like = request.GET.get("like", "")
    template = Case.objects.filter(pk=like).first() if like.isdecimal() else None
    return render_entry_form(request, model_admin, CaseEntryForm(case=case, template=template))


def add_empty_rows(request, model_admin, case):
    """Without JavaScript: the same form with more empty rows in one section."""
    data = request.POST.copy()
    name = f"{data['_more']}-TOTAL_FORMS"
    # Enter presses the first button, whose `_more` names no section: the form is shown unchanged.
    if data.get(name, "").isdecimal():
        data[name] = str(int(data[name]) + EXTRA_ROWS)
    return render_entry_form(request, model_admin, CaseEntryForm(data, case=case), is_quiet=True)


def save_entry(request, model_admin, case):
    """Save and redirect; or store the draft and show the form with its errors."""
    page, token = draft_page_name(case), request.POST.get("token", "")

    def open_form():
        current = Case.objects.get(pk=case.pk) if case else None
        return CaseEntryForm(request.POST, case=current)

    form, redirect_url = save_once(open_form, token=token, page=page, by=request.user)
    if not redirect_url:
        save_draft_or_warn(request, page)
        return render_entry_form(request, model_admin, form)
    if form:
        messages.success(request, success_message(form, form.plan.case))
    else:
        messages.info(request, ALREADY_SAVED)
    return HttpResponseRedirect(redirect_url)


def save_draft_or_warn(request, page: str) -> None:
    """Store the submitted data as a draft; a warning message if that is impossible."""
    try:
        drafts.save_draft(request.POST, page=page, by=request.user)
    except drafts.DraftNotSaved as error:
        messages.warning(request, str(error))


def success_message(form: CaseEntryForm, case: Case) -> str:
    """The success message, as HTML with links."""
    return format_html(
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


def render_entry_form(request, model_admin, form: CaseEntryForm, *, is_quiet=False, restored=None):
    """The page with the form.

    `is_quiet` hides errors, since the user did not try to save; `restored` is when the draft shown
    was stored.
    """
    if is_quiet:
        form.check_namesakes()
    page = draft_page_name(None if form.is_new else form.case)
    context = {
        "form": form,
        "is_quiet": is_quiet,
        "problems": [] if is_quiet or form.data is None else form.problems,
        "restored": restored,
        "case": None if form.is_new else form.case,
        "title": _("Log a case") if form.is_new else _("Add to a case"),
        "subtitle": None if form.is_new else str(form.case),
        "draft_address": reverse("admin:cases_case_entry_draft", args=[page]),
    }
    return model_admin.render_page(request, "admin/cases/entry/form.html", **context)


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
    by_name = suggest_people(split_spellings(text))
    by_person = {each.person.pk: each for matches in by_name.values() for each in matches}
    context = {"alike": by_person.values(), "asked": text, "prefix": request.GET.get("prefix", "")}
    context["warning"] = MAY_BE_CALLED_SO if may_contain_sealed_name(text) else ""
    return TemplateResponse(request, "admin/cases/entry/_similar_people.html", context)


def describe_charges(text: str) -> str:
    return "; ".join(map(str, ProvisionLookup().find_all(text)))


PREVIEW_PARSERS = {
    "charges": describe_charges,
    "sentence": lambda text: str(parse_sentence(text)),
    "date": lambda text: PartialDateFormField().clean(text).in_words(),
}
