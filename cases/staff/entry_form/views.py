"""Views of the entry form and its lookups."""

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
from cases.staff.entry.cell_parsing import CellSyntaxError, spellings
from cases.staff.entry.person_lookup import alike_each
from cases.staff.entry.provision_lookup import ProvisionLookup
from cases.staff.entry.sentence_parsing import terms_of
from cases.staff.entry.submit import save_once
from cases.staff.entry.write_plan import in_words
from cases.staff.entry_form.form import CaseEntryForm
from tracker.admin.record_admin import SAVED_BEFORE
from tracker.partial_dates import PartialDateFormField
from tracker.visibility.name_protection import MAY_BE_CALLED_SO, may_contain_protected_name

MORE_ROWS = 3


def page_name(case: Case | None, kind: str = "entry") -> str:
    """Under which name the drafts of a page are kept."""
    return f"{kind}/{case.pk}" if case else kind


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request, desk, case_id: int | None = None):
    """GET: a form, empty or as it was left. POST: save it, or add rows, or begin anew."""
    case = get_object_or_404(Case, pk=case_id) if case_id else None
    require_permission(request, desk, case)
    if request.method != "POST":
        return opened(request, desk, case)
    if "_more" in request.POST:
        return more_rows(request, desk, case)
    if "_discard" in request.POST:
        drafts.drop(page=page_name(case), by=request.user)
        return HttpResponseRedirect(request.path)
    return saved(request, desk, case)


def require_permission(request, desk, case: Case | None) -> None:
    may = desk.has_change_permission(request, case) if case else desk.has_add_permission(request)
    if not may:
        raise PermissionDenied


def opened(request, desk, case):
    kept = drafts.load_draft(page=page_name(case), by=request.user)
    if kept:
        data, draft = kept
        return shown(
            request, desk, CaseEntryForm(data, case=case), is_quiet=True, restored=draft.kept_at
        )
    like = request.GET.get("like", "")
    pattern = Case.objects.filter(pk=like).first() if like.isdecimal() else None
    return shown(request, desk, CaseEntryForm(case=case, like=pattern))


def more_rows(request, desk, case):
    """Without script: the same page with everything typed, and more empty rows in a section."""
    data = request.POST.copy()
    name = f"{data['_more']}-TOTAL_FORMS"
    if data.get(name, "").isdecimal():  # pressing Enter asks for no rows: nothing is to be saved
        data[name] = str(int(data[name]) + MORE_ROWS)
    return shown(request, desk, CaseEntryForm(data, case=case), is_quiet=True)


def saved(request, desk, case):
    page, token = page_name(case), request.POST.get("token", "")

    def open_form():
        fresh = Case.objects.get(pk=case.pk) if case else None
        return CaseEntryForm(request.POST, case=fresh)

    form, led_to = save_once(open_form, token=token, page=page, by=request.user)
    if not led_to:
        keep_typed(request, page)
        return shown(request, desk, form)
    if form:
        messages.success(request, logged(form, form.plan.case))
    else:
        messages.info(request, SAVED_BEFORE)
    return HttpResponseRedirect(led_to)


def keep_typed(request, page: str) -> None:
    """Keep what was sent, or say that it is not kept."""
    try:
        drafts.save_draft(request.POST, page=page, by=request.user)
    except drafts.DraftNotSaved as why:
        messages.warning(request, str(why))


def logged(form: CaseEntryForm, case: Case) -> str:
    return format_html(
        '{}: {}. <a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}">{}</a>',
        _("Logged") if form.is_new else _("Added"),
        in_words(form.plan),
        reverse("admin:cases_case_entry_of", args=[case.pk]),
        _("Add more to it"),
        reverse("admin:cases_case_entry"),
        _("Log another"),
        reverse("admin:cases_case_entry", query={"like": case.pk}),
        _("Log one like it"),
    )


def shown(request, desk, form: CaseEntryForm, *, is_quiet=False, restored=None):
    """The page. Quiet: nothing is said of what is wrong, since nobody asked to save it."""
    if is_quiet:
        form.ask_about_namesakes()
    page = page_name(None if form.is_new else form.case)
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
    return answer(request, desk, "admin/cases/entry/form.html", context)


def answer(request, desk, template: str, context: dict):
    request.current_app = desk.admin_site.name
    common = desk.admin_site.each_context(request) | {"opts": desk.opts}
    return TemplateResponse(request, template, common | context)


# --- asked for while somebody types ---


@require_http_methods(["GET", "POST"])
def draft(request, desk, page: str):
    """POST: keep what is typed, or say why not; only what is too long has to be sent otherwise.

    Either way: the token that the form needs after a new sign-in.
    """
    if not (desk.has_add_permission(request) or desk.has_change_permission(request)):
        raise PermissionDenied
    told = {"csrf": get_token(request)}
    if request.method == "POST":
        try:
            drafts.save_draft(request.POST, page=page, by=request.user)
        except drafts.DraftNotSaved as why:
            status = 413 if isinstance(why, drafts.TooLong) else 200
            return JsonResponse(told | {"error": str(why)}, status=status)
    return JsonResponse(told)


@require_safe
def reads(request, desk, kind: str):
    """How a few words are read: of charges, a sentence or a date; for a name, who is called so."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    text = request.GET.get("text", "").strip()[:500]
    if kind == "alike":
        return alike(request, desk, text)
    if kind not in READ:
        raise Http404
    try:
        return JsonResponse({"read": READ[kind](text) if text else ""})
    except CellSyntaxError as error:
        return JsonResponse({"error": str(error)})
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})


def alike(request, desk, text: str):
    found = alike_each(spellings(text))
    people = {one.person.pk: one for ones in found.values() for one in ones}
    context = {"alike": people.values(), "asked": text, "prefix": request.GET.get("prefix", "")}
    context["warning"] = MAY_BE_CALLED_SO if may_contain_protected_name(text) else ""
    return TemplateResponse(request, "admin/cases/entry/_similar_people.html", context)


def charges_read(text: str) -> str:
    return "; ".join(map(str, ProvisionLookup().read(text)))


READ = {
    "charges": charges_read,
    "sentence": lambda text: str(terms_of(text)),
    "date": lambda text: PartialDateFormField().clean(text).in_words(),
}
