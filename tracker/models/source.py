"""Source documents and their citations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.enums import SourceKind
from tracker.partial_dates import PartialDateField

from .base import Publishable, citation_model, known_check
from .plain_fields import plain
from .search_index import Searchable


@tracked
class Source(Searchable, Publishable):
    """A document: report, news article, court paper, statement, page."""

    searched_columns = ("title", "title_km", "author", "publisher", "note")

    label_fields = ("code", "title", "published_on")  # its date is the "as of" of cases
    plain_fields = (
        *plain(kind=_("Kind"), title=_("Title"), title_km=_("Title in Khmer"), author=_("Author")),
        *plain(publisher=_("Publisher"), published_on=pgettext_lazy("day", "Published")),
    )

    code = CodeField(prefix="S")
    kind = models.CharField(max_length=20, choices=SourceKind)
    title = models.CharField(max_length=500)
    title_km = models.CharField(_("title in Khmer"), max_length=500, blank=True)
    author = models.CharField(
        max_length=300, blank=True, help_text=_("Author or body, as the document gives it.")
    )
    publisher = models.CharField(max_length=300, blank=True)
    published_on = PartialDateField(null=True, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archived_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("The compilation this page was read in."),
    )
    known_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="works_cited",
        help_text=_("The document that cites this work, where the work itself was not read."),
    )
    note = models.TextField(blank=True, help_text=_("What a reader should know. Public."))

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["title", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            known_check("source_kind_is_known", kind=SourceKind),
            models.CheckConstraint(
                name="source_is_not_part_of_itself", condition=~Q(part_of=models.F("id"))
            ),
        ]

    @property
    def was_read(self) -> bool:
        """False if only its title is known, from the bibliography of another document."""
        return self.known_from_id is None


SourceCitation = citation_model(
    Source, "Where a document is listed or quoted by another: the bibliography line, the page head."
)
