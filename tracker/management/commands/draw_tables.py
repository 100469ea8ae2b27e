"""Draws the tables and their foreign keys, for docs/tables.svg ('make tables')."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Model
from pghistory.models import Event

from tracker.models import Citation, User

HEAD = """digraph tables {
  rankdir=RL; ranksep=1.2; nodesep=0.15; fontname="sans-serif";
  node [shape=box, style="filled,rounded", fillcolor="#f6f4ef", color="#8a8577",
        fontname="sans-serif", fontsize=11, height=0.3];
  edge [color="#8a8577", arrowsize=0.6];"""


class Command(BaseCommand):
    help = (
        "Prints a Graphviz drawing of the tables and their foreign keys. Left out: edit history, "
        "the citations that each kind of fact has, and who edited a record."
    )

    def handle(self, **options):
        models = list(self.drawn_models())
        self.stdout.write(HEAD)
        for app in settings.APP_LAYERS:
            self.stdout.write(f'  subgraph cluster_{app} {{ label="{app}"; color="#c9c2b2";')
            for model in models:
                if model._meta.app_label == app:
                    self.stdout.write(f'    "{model._meta.label}" [label="{model.__name__}"];')
            self.stdout.write("  }")
        for line in sorted({line for model in models for line in self.edges(model, models)}):
            self.stdout.write(line)
        self.stdout.write("}")

    def drawn_models(self) -> Iterator[type[Model]]:
        for model in apps.get_models():
            is_ours = model._meta.app_label in settings.APP_LAYERS
            if is_ours and not issubclass(model, Event | Citation):
                yield model

    def edges(self, model: type[Model], models: list[type[Model]]) -> Iterator[str]:
        """One line for each foreign key and, dashed, each many-to-many relation."""
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.related_model in models and field.related_model is not User:
                style = " [style=dashed]" if field.many_to_many else ""
                yield f'  "{model._meta.label}" -> "{field.related_model._meta.label}"{style};'
