"""Shows a record as the public would see it if it were published.

It is published for the length of one transaction that is always rolled back, and its public page
is made in it by the public view, as the public role: what is redacted, withheld or unsourced is so
by the same projection. Nothing is settled, told or kept, since that happens when a transaction
commits; the answer passes none of the caches of public answers.
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
# Of the staff's own request: where the site is, which its pages say.
KEPT = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")
LONGEST_WAIT = "5s"  # for somebody who is saving the record this moment


class NotShown(Exception):
    """There is no page to show; the message says why."""


class PreviewAdmin:
    """Part of the admin of a record that has a public page."""

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
        """The public page of the record, marked for what it is; `?language=km` the Khmer one."""
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
        asked = public_request(request, record.get_absolute_url())
    try:
        with transaction.atomic():
            try:
                publish_for_now(record)
                with public_reader(), translation.override(language):
                    response = asked.resolver_match.func(
                        asked, *asked.resolver_match.args, **asked.resolver_match.kwargs
                    )
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
    """The record, and what it hangs on. Past `move`: no step is taken, nobody is noted."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
    for each in (record, *owning_records(record)):
        if hasattr(each, "state") and each.state != State.PUBLISHED:
            type(each)._base_manager.filter(pk=each.pk).update(
                state=State.PUBLISHED,
                published_at=each.published_at or timezone.now(),
                withdrawal_reason="",
            )


def public_request(request: HttpRequest, address: str) -> HttpRequest:
    """What a reader's browser would send: no cookie, no account."""
    asked = HttpRequest()
    asked.method = "GET"
    asked.META = {name: request.META[name] for name in KEPT if name in request.META}
    asked.path = asked.path_info = address
    asked.resolver_match = resolve(address)
    return asked


def marked(page: str, record: models.Model) -> str:
    """The page with a band on top, and a word in its title, that say what it is."""
    state = next(
        (
            each.get_state_display()
            for each in (record, *owning_records(record))
            if hasattr(each, "state")
        ),
        "",
    )
    opts = record._meta
    desk = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    context = {"record": record, "desk": desk, "state": state}
    head, title, body = (
        render_to_string(f"admin/records/_preview_{name}.html", context).strip()
        for name in ("head", "title", "band")
    )
    page = page.replace(HEAD, f"{head}{HEAD}", 1)
    page = page.replace(TITLE, f"{TITLE}{title}", 1)
    return page.replace(BODY, f"{BODY}{body}", 1)
