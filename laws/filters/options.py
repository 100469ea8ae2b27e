"""Options of select boxes in filter forms: value and label."""

from laws.models import Law, Provision
from tracker.models import Organisation


def provision_options() -> list[tuple[str, str]]:
    """Choices of a select box: address and label of every provision."""
    rows = Provision.objects.select_related("law").order_by("law__title", "position", "slug")
    return [
        (provision.address, f"{provision.label}, {provision.law.own_title}") for provision in rows
    ]


def law_options() -> list[tuple[str, str]]:
    return [(law.slug, law.own_title) for law in Law.objects.all()]


def body_options() -> list[tuple[str, str]]:
    """Choices: organisations that made a recommendation."""
    bodies = Organisation.objects.filter(recommendations_made__isnull=False).distinct()
    return [*bodies.values_list("code", "name")]
