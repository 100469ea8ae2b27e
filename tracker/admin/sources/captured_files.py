"""Admin of the captured files of a source: upload, download, publish a copy, withdraw it."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from tracker.admin.staff_admin import admin_url
from tracker.models import SourceCopy, SourceFile
from tracker.staff.captured_files.actions import capture_file, delete_copy, publish_copy
from tracker.staff.captured_files.media_types import MIME_TYPES, RejectedFile
from tracker.staff.captured_files.metadata_removal import STRIPPABLE_TYPES, MetadataNotRemovable
from tracker.staff.captured_files.storage import stored_file_path

# Keeps the browser from rendering the file. django-csp does not replace an existing header.
DOWNLOAD_CSP = "default-src 'none'; sandbox"


class CaptureForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Capture a document"),
        help_text=gettext_lazy("PDF, picture, DOCX, XLSX, text or e-mail, at most 40 MB."),
    )


class CapturedFilesMixin:
    """Mixin of SourceAdmin: captured files and the public copy."""

    pages = {
        "<path:object_id>/files/": "capture",
        "<path:object_id>/files/<slug:slug>/": "file",
        "<path:object_id>/files/<slug:slug>/copy/": "copy",
        "<path:object_id>/uncopy/": "uncopy",
    }

    def page_extras(self, request, record):
        files = list(SourceFile.objects.filter(source=record).select_related("captured_by"))
        digests = [file.sha256 for file in files]
        elsewhere = SourceFile.objects.filter(sha256__in=digests).exclude(source=record)
        elsewhere = elsewhere.select_related("source")
        return super().page_extras(request, record) | {
            "files": files,
            "strippable": STRIPPABLE_TYPES,
            "copy": SourceCopy.objects.filter(source=record).first(),
            "same": [(file.source, admin_url(file.source)) for file in elsewhere],
            "capture_form": CaptureForm(),
        }

    def capture_view(self, request, object_id):
        record = self._record_of_post(request, object_id)
        form = CaptureForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("Choose a file."))
            return HttpResponseRedirect(admin_url(record))
        upload = form.cleaned_data["file"]
        try:
            file = capture_file(
                source=record, content=upload.read(), name=upload.name, by=request.user
            )
        except RejectedFile as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Captured. SHA-256 %(digest)s") % {"digest": file.sha256})
            self._warn_of_same_file(request, file)
        return HttpResponseRedirect(admin_url(record))

    def _warn_of_same_file(self, request, file):
        """Warn if the same file is captured for another source, a possible duplicate."""
        elsewhere = SourceFile.objects.filter(sha256=file.sha256).exclude(source=file.source)
        for other in elsewhere.select_related("source"):
            link = format_html('<a href="{}">{}</a>', admin_url(other.source), other.source)
            text = _("The same file is captured for another source:")
            messages.warning(request, format_html("{} {}", text, link))

    def file_view(self, request, object_id, slug):
        """Download the captured file; the browser must not render it."""
        record = self.permitted_record(request, object_id, self.has_view_or_change_permission)
        file = get_object_or_404(SourceFile, source=record, slug=slug)
        try:
            opened = stored_file_path(file).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        name = f"{record.code}-{file.slug[:8]}.{file.media_type}"
        response = FileResponse(
            opened, as_attachment=True, filename=name, content_type=MIME_TYPES[file.media_type]
        )
        response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
        response.headers["Cache-Control"] = "no-store"
        return response

    def copy_view(self, request, object_id, slug):
        record = self._record_of_post(request, object_id)
        try:
            with self.log_reason(_("a public copy is made")):
                publish_copy(file=get_object_or_404(SourceFile, source=record, slug=slug))
        except MetadataNotRemovable as error:
            messages.error(request, str(error))
        else:
            text = _("Readers may have a copy, without its metadata, while the source is public.")
            messages.success(request, text)
        return HttpResponseRedirect(admin_url(record))

    def uncopy_view(self, request, object_id):
        record = self._record_of_post(request, object_id)
        with self.log_reason(_("the public copy is taken back")):
            delete_copy(source=record)
        messages.success(request, _("Readers have no copy any more."))
        return HttpResponseRedirect(admin_url(record))

    def _record_of_post(self, request, object_id):
        """The record. Raises PermissionDenied, or Http404 for other methods than POST."""
        record = self.permitted_record(request, object_id, self.has_change_permission)
        if request.method != "POST":
            raise Http404
        return record
