"""Loads the founding data into a new installation."""

from django.core.management.base import BaseCommand, CommandError

from cases.models import Case, Disagreement, Measure, Person
from cases.statistics import take_snapshot
from laws.models import Law, Provision, Recommendation, Standard
from tracker.models import Figure, Organisation, Source
from tracker.tables.founding.loader import load_founding_files
from tracker.tables.founding.yaml_files import FoundingError

# In order of dependency: foreign keys refer to models further up.
MODELS_IN_LOADING_ORDER = (
    Source,
    Organisation,
    Figure,
    Law,
    Standard,
    Provision,
    Recommendation,
    Person,
    Case,
    Measure,
    Disagreement,
)
OUTCOMES = ("created", "present", "deleted", "left out")


class Command(BaseCommand):
    help = (
        "Load the founding data. Can be repeated: records that are there keep the analysts' "
        "corrections, records that staff deleted stay deleted."
    )

    def handle(self, **options):
        try:
            loader = load_founding_files(MODELS_IN_LOADING_ORDER, announce=self.stdout.write)
        except FoundingError as error:
            raise CommandError(str(error)) from error
        width = max(len(str(model._meta.verbose_name_plural)) for model in MODELS_IN_LOADING_ORDER)
        self.stdout.write(f"{'':{width}}" + "".join(f"{name:>10}" for name in OUTCOMES))
        for model in MODELS_IN_LOADING_ORDER:
            counts = "".join(f"{loader.counts[model][name]:>10}" for name in OUTCOMES)
            self.stdout.write(f"{model._meta.verbose_name_plural!s:{width}}{counts}")
        rows = sum(loader.rows.values())
        self.stdout.write(self.style.SUCCESS(f"Founding data loaded: {rows} rows written."))
        if take_snapshot():
            self.stdout.write("Saved a snapshot of the headline numbers for the change log.")
