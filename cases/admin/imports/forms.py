"""Forms to upload a table and to map its columns."""

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from cases.tables.imports import IMPORT_SPECS
from tracker.models import ImportRun
from tracker.tables.imports.columns import guess_columns
from tracker.tables.sheets.reader import MAX_IMPORT_BYTES, Sheet, read_sheet
from tracker.tables.sheets.xlsx_reader import UnreadableWorkbook


class UploadTableForm(forms.ModelForm):
    """Upload of a table for preview; nothing is imported yet."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 10 MB and 10,000 rows."),
    )

    class Meta:
        model = ImportRun
        fields = ["kind", "origin"]

    def clean_file(self):
        """The format is detected from the content, not from the file name."""
        file = self.cleaned_data["file"]
        if file.size > MAX_IMPORT_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        self.content = file.read()
        try:
            self.sheet = read_sheet(self.content)
        except UnreadableWorkbook as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def save(self, *, by) -> ImportRun:
        run = super().save(commit=False)
        run.file_name = self.cleaned_data["file"].name[-200:]
        run.content, run.sent_by = self.content, by
        run.heads = guess_columns(IMPORT_SPECS[run.kind].columns, self.sheet.heads)
        run.save()
        return run


class ColumnMappingForm(forms.Form):
    """Maps header cells of the file to import columns, each to one column at most."""

    def __init__(self, *args, run: ImportRun, sheet: Sheet, **kwargs):
        super().__init__(*args, initial=run.heads, **kwargs)
        heads = [(head, head) for head in sheet.heads if head]
        for column in IMPORT_SPECS[run.kind].columns:
            self.fields[column.name] = forms.ChoiceField(
                choices=[("", _("not in the file")), *heads],
                label=str(column.label),
                help_text=str(column.help),
                required=False,
            )

    def clean(self):
        cleaned = {name: head for name, head in super().clean().items() if head}
        for name, head in cleaned.items():
            if list(cleaned.values()).count(head) > 1:
                self.add_error(name, _("“%(head)s” fills another column too.") % {"head": head})
        return cleaned
