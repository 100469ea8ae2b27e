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

HEAD, TITLE, BODY = "</head>", "<title>", "<body>"
# Copied from the staff request, because pages contain absolute URLs.
KEPT = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")
LONGEST_WAIT = "5s"  # lock timeout, if another user is saving the record


class NotShown(Exception):
    """The record has no public page to preview; the message says why."""


class PreviewAdmin:
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
            page = previewed(record, request, language)
        except NotShown as reason:
            context = {"reason": str(reason), "record": record}
            return HttpResponse(
                render_to_string("admin/records/preview_refused.html", context, request)
            )
        return HttpResponse(marked(page, record))


def previewed(record: models.Model, request: HttpRequest, language: str) -> str:
    """The public page of a record as if it were published. Raises NotShown."""
    with translation.override(language):
        public = public_request(request, record.get_absolute_url())
    try:
        with transaction.atomic():
            try:
                publish_for_now(record)
                with public_reader(), translation.override(language):
                    match = public.resolver_match
                    response = match.func(public, *match.args, **match.kwargs)
            finally:
                transaction.set_rollback(True)
    except Http404:
        raise NotShown(
            _("Even if it were published, the public would have no page of it.")
        ) from None
    except DatabaseError as error:
        raise NotShown(_("It cannot be published: %(why)s") % {"why": error}) from error
    if response.status_code != 200:
        raise NotShown(_("Even if it were published, the public would be sent to another page."))
    return response.content.decode()


def publish_for_now(record: models.Model) -> None:
    """Publish the record and its owners by UPDATE, without workflow steps."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
    for each in (record, *owning_records(record)):
        if hasattr(each, "state") and each.state != State.PUBLISHED:
            type(each)._base_manager.filter(pk=each.pk).update(
                state=State.PUBLISHED,
                published_at=each.published_at or timezone.now(),
                withdrawal_reason="",
            )


def public_request(request: HttpRequest, url_path: str) -> HttpRequest:
    """An anonymous GET request without cookies."""
    anonymous = HttpRequest()
    anonymous.method = "GET"
    anonymous.META = {name: request.META[name] for name in KEPT if name in request.META}
    anonymous.path = anonymous.path_info = url_path
    anonymous.resolver_match = resolve(url_path)
    return anonymous


def marked(page: str, record: models.Model) -> str:
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
    context = {"record": record, "desk": staff_url, "state": state}
    head, title, body = (
        render_to_string(f"admin/records/_preview_{name}.html", context).strip()
        for name in ("head", "title", "band")
    )
    page = page.replace(HEAD, f"{head}{HEAD}", 1)
    page = page.replace(TITLE, f"{TITLE}{title}", 1)
    return page.replace(BODY, f"{BODY}{body}", 1)
