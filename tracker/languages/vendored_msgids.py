"""Strings of Django and model names marked for translation into Khmer.

Read by the string extraction only (`catalog.py`): Django's own Khmer catalog is incomplete.
"""

from django.utils.translation import gettext_noop as _

MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
    *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
)
# Validation errors of query parameters.
PROBLEMS = (
    _("This field is required."),
    _("Enter a valid value."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a list of values."),
    _("Null characters are not allowed."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("That page number is not an integer"),
    _("That page number is less than 1"),
    _("That page contains no results"),
)
# Lists of the API, by their URL names; most are marked elsewhere as well.
LISTS = (_("Detentions"), _("Disagreements"), _("Events"), _("Figures"), _("Provisions"))
# verbose_name of models, for "There is no %(kind)s".
KINDS = (
    *(_("case"), _("charge"), _("disagreement"), _("event"), _("figure"), _("law"), _("measure")),
    *(_("organisation"), _("person"), _("provision"), _("recommendation"), _("source")),
)
