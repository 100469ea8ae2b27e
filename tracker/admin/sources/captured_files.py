"""Admin of the captured files of a source: upload, download, publish a copy, withdraw it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from tracker.admin.record_admin import address_of
from tracker.models import SourceCopy, SourceFile
from tracker.staff.captured_files import (
    CAN_BE_STRIPPED,
    MIME,
    BadFile,
    NotStripped,
    capture,
    make_copy,
    remove_copy,
)
from tracker.staff.captured_files.storage import path_of

# The browser shows nothing of it, whatever it is: a header that is there is left alone.
LOCKED_DOWN = "default-src 'none'; sandbox"


class CaptureForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Capture a document"),
        help_text=gettext_lazy("PDF, picture, DOCX, XLSX, text or e-mail, at most 40 MB."),
    )


class FilesAdmin:
    """Part of the admin of sources."""

    def get_urls(self):
        ways = {
            "files/": (self.capture_view, "capture"),
            "files/<slug:slug>/": (self.file_view, "file"),
            "files/<slug:slug>/copy/": (self.copy_view, "copy"),
            "uncopy/": (self.uncopy_view, "uncopy"),
        }
        own = [
            path(
                f"<path:object_id>/{end}",
                self.admin_site.admin_view(view),
                name=f"tracker_source_{name}",
            )
            for end, (view, name) in ways.items()
        ]
        return [*own, *super().get_urls()]

    def page_extras(self, request, record):
        extras = super().page_extras(request, record)
        if record is None:
            return extras
        files = list(SourceFile.objects.filter(source=record).select_related("captured_by"))
        digests = [file.sha256 for file in files]
        same = SourceFile.objects.filter(sha256__in=digests).exclude(source=record)
        return extras | {
            "files": files,
            "strippable": CAN_BE_STRIPPED,
            "copy": SourceCopy.objects.filter(source=record).first(),
            "same": [(one.source, address_of(one.source)) for one in same.select_related("source")],
            "capture_form": CaptureForm(),
        }

    def capture_view(self, request, object_id):
        record = self._posted(request, object_id)
        form = CaptureForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("Choose a file."))
            return HttpResponseRedirect(address_of(record))
        given = form.cleaned_data["file"]
        try:
            file = capture(source=record, content=given.read(), name=given.name, by=request.user)
        except BadFile as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Captured. SHA-256 %(digest)s") % {"digest": file.sha256})
            self._tell_of_others(request, file)
        return HttpResponseRedirect(address_of(record))

    def _tell_of_others(self, request, file):
        """The same bytes may be recorded as another source."""
        same = SourceFile.objects.filter(sha256=file.sha256).exclude(source=file.source)
        for other in same.select_related("source"):
            link = format_html('<a href="{}">{}</a>', address_of(other.source), other.source)
            words = _("The same file is captured for another source:")
            messages.warning(request, format_html("{} {}", words, link))

    def file_view(self, request, object_id, slug):
        """The bytes as captured: to be saved, never to be shown by the browser."""
        record = self.record_or_404(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        file = self._file(record, slug)
        try:
            opened = path_of(file).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        name = f"{record.code}-{file.slug[:8]}.{file.media_type}"
        response = FileResponse(
            opened, as_attachment=True, filename=name, content_type=MIME[file.media_type]
        )
        response.headers["Content-Security-Policy"] = LOCKED_DOWN
        response.headers["Cache-Control"] = "no-store"
        return response

    def copy_view(self, request, object_id, slug):
        record = self._posted(request, object_id)
        try:
            with self.saying_why(_("a public copy is made")):
                make_copy(file=self._file(record, slug), by=request.user)
        except NotStripped as refused:
            messages.error(request, str(refused))
        else:
            words = _("Readers may have a copy, without its metadata, while the source is public.")
            messages.success(request, words)
        return HttpResponseRedirect(address_of(record))

    def uncopy_view(self, request, object_id):
        record = self._posted(request, object_id)
        with self.saying_why(_("the public copy is taken back")):
            remove_copy(source=record, by=request.user)
        messages.success(request, _("Readers have no copy any more."))
        return HttpResponseRedirect(address_of(record))

    def _file(self, record, slug) -> SourceFile:
        file = SourceFile.objects.filter(source=record, slug=slug).first()
        if file is None:
            raise Http404
        return file

    def _posted(self, request, object_id):
        record = self.record_or_404(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if request.method != "POST":
            raise Http404
        return record
