"""Shows a record as the public would see it if it were published.

The record is published inside a transaction that is always rolled back, and its public view renders
the page in it as the public role, so the same projection redacts and hides. Change tracking and
derived tables run at commit and are not affected. The response bypasses the HTTP caches.
"""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tracker.enums import State
from tracker.languages.switching import KHMER
from tracker.visibility.citation_coverage import owning_records
from tracker.visibility.public_reader import public_reader

HEAD_END, TITLE_START, BODY_START = "</head>", "<title>", "<body>"
# Copied from the staff request, because pages contain absolute URLs.
COPIED_META = (
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
)
PREVIEW_LOCK_TIMEOUT = "5s"  # lock timeout, if another user is saving the record


class PreviewUnavailable(Exception):
    """The record has no public page to preview; the message says why."""


class PreviewMixin:
    """ModelAdmin mixin: preview of records that have a public page."""

    @property
    def has_preview(self) -> bool:
        return hasattr(self.model, "get_absolute_url")

    def get_urls(self):
        if not self.has_preview:
            return super().get_urls()
        view = self.admin_site.admin_view(self.preview_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        return [path("<path:object_id>/preview/", view, name=name), *super().get_urls()]

    def page_extras(self, request, record):
        return super().page_extras(request, record) | {"has_preview": self.has_preview}

    def preview_view(self, request, object_id):
        """The public page of the record, marked as a preview; `?language=km` for Khmer."""
        record = self.record_or_404(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        language = KHMER if request.GET.get("language") == KHMER else "en"
        try:
            page = render_preview(record, request, language)
        except PreviewUnavailable as reason:
            context = {"reason": str(reason), "record": record}
            return HttpResponse(
                render_to_string("admin/records/preview_refused.html", context, request)
            )
        return HttpResponse(mark_as_preview(page, record))


def render_preview(record: models.Model, request: HttpRequest, language: str) -> str:
    """The public page of a record as if it were published. Raises NotShown."""
    with translation.override(language):
        public = build_public_request(request, record.get_absolute_url())
    try:
        with transaction.atomic():
            try:
                publish_in_transaction(record)
                with public_reader(), translation.override(language):
                    match = public.resolver_match
                    response = match.func(public, *match.args, **match.kwargs)
            finally:
                transaction.set_rollback(True)
    except Http404:
        raise PreviewUnavailable(
            _("Even if it were published, the public would have no page of it.")
        ) from None
    except DatabaseError as error:
        raise PreviewUnavailable(_("It cannot be published: %(why)s") % {"why": error}) from error
    if response.status_code != 200:
        raise PreviewUnavailable(
            _("Even if it were published, the public would be sent to another page.")
        )
    return response.content.decode()


def publish_in_transaction(record: models.Model) -> None:
    """Publish the record and its owners by UPDATE, without workflow steps."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PREVIEW_LOCK_TIMEOUT}'")
    for each in (record, *owning_records(record)):
        if hasattr(each, "state") and each.state != State.PUBLISHED:
            type(each)._base_manager.filter(pk=each.pk).update(
                state=State.PUBLISHED,
                published_at=each.published_at or timezone.now(),
                withdrawal_reason="",
            )


def build_public_request(request: HttpRequest, url_path: str) -> HttpRequest:
    """An anonymous GET request without cookies."""
    anonymous = HttpRequest()
    anonymous.method = "GET"
    anonymous.META = {name: request.META[name] for name in COPIED_META if name in request.META}
    anonymous.path = anonymous.path_info = url_path
    anonymous.resolver_match = resolve(url_path)
    return anonymous


def mark_as_preview(page: str, record: models.Model) -> str:
    """Add a banner and a title prefix that mark the page as a preview."""
    state = next(
        (
            each.get_state_display()
            for each in (record, *owning_records(record))
            if hasattr(each, "state")
        ),
        "",
    )
    opts = record._meta
    staff_url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    context = {"record": record, "staff_url": staff_url, "state": state}
    head, title, body = (
        render_to_string(f"admin/records/_preview_{name}.html", context).strip()
        for name in ("head", "title", "band")
    )
    page = page.replace(HEAD_END, f"{head}{HEAD_END}", 1)
    page = page.replace(TITLE_START, f"{TITLE_START}{title}", 1)
    return page.replace(BODY_START, f"{BODY_START}{body}", 1)
