"""Published statistics of others, never mixed with our own counts."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.enums import FigureQualifier
from tracker.partial_dates import PartialDateField

from .base import Fact, Publishable, citation_model, known_check
from .plain_fields import plain
from .search_index import Searchable


@tracked
class Figure(Searchable, Publishable, Fact):
    """A number a source states: "108 restrictions in 2020". Not a count of ours."""

    searched_columns = ("topic", "wording", "unit", "issuer", "note")

    label_fields = ("code", "topic", "value", "wording", "unit")
    plain_fields = (
        *plain(topic=_("What is counted"), value=_("Value"), value_max=_("Upper end of a range")),
        *plain(qualifier=_("How exact"), wording=_("The value where it is given in words only")),
        *plain(unit=_("Unit"), out_of=_("Out of"), period=_("Period")),
        *plain(period_note=_("About the period"), issuer=_("Published by"), note=_("Note")),
    )

    code = CodeField(prefix="F")
    topic = models.CharField(max_length=300, help_text=_("What is counted."))
    value = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text=_("Empty if in words.")
    )
    value_max = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text=_("Upper end of a range.")
    )
    qualifier = models.CharField(
        max_length=10, choices=FigureQualifier, default=FigureQualifier.EXACT
    )
    wording = models.CharField(
        max_length=200, blank=True, help_text=_("The value where it is given in words only.")
    )
    unit = models.CharField(max_length=100)
    out_of = models.DecimalField(
        _("out of"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    period = PartialDateField(null=True, blank=True)
    period_note = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=300, blank=True, help_text=_("Who published the number."))
    note = models.TextField(blank=True)

    class Meta(Searchable.Meta, Publishable.Meta):
        ordering = ["topic", "code"]
        constraints = [
            *Publishable.Meta.constraints,
            *Fact.Meta.constraints,
            known_check("figure_qualifier_is_known", qualifier=FigureQualifier),
            models.CheckConstraint(
                name="figure_has_a_value_or_words",
                condition=Q(value__isnull=False) | ~Q(wording=""),
                violation_error_message=_("Give the number, or the words the source uses."),
            ),
            models.CheckConstraint(
                name="figure_range_is_ordered",
                condition=Q(value_max__isnull=True) | Q(value_max__gte=models.F("value")),
            ),
        ]

    def __str__(self):
        return f"{self.topic}: {self.value if self.value is not None else self.wording} {self.unit}"

    def get_absolute_url(self):
        return f"{reverse('tracker:figure-list')}#{self.code}"


FigureCitation = citation_model(Figure, "Where a source states the figure.")
