"""Finds and parses the founding YAML files; errors name file, record and field."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from re import compile as pattern

import yaml
from django.apps import apps


class FoundingError(ValueError):
    """A founding file is invalid; the message names file, record, field, value and the remedy."""


@dataclass(frozen=True)
class FileLocation:
    """File, record and field of a value; fields of nested rows are dotted."""

    file: Path
    record: str
    field: str = ""

    def under(self, name) -> "FileLocation":
        return replace(self, field=f"{self.field}.{name}" if self.field else str(name))

    def error(self, value, right) -> FoundingError:
        where = f"{short_path(self.file)}, record {self.record!r}, {self.field or 'as a whole'}"
        return FoundingError(f"{where}: {value!r} is wrong. {right}")


class PlainTextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML in which all scalars but `true` and `false` are text: 495 and 2020-11 stay as written.

    Refuses duplicate keys, of which PyYAML would silently keep the last.
    """

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        for name, count in Counter(name.value for name, _value in node.value).items():
            if count > 1:
                raise yaml.MarkedYAMLError(problem=f"{name!r} twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


PlainTextLoader.add_implicit_resolver("tag:yaml.org,2002:bool", pattern("^(?:true|false)$"), "tf")


def short_path(path) -> str:
    return "/".join(path.parts[-3:])


def founding_files(model) -> list[Path]:
    """`laws.yaml` and parts such as `laws-2.yaml`, in the folder `founding` of the model's app."""
    folder = Path(apps.get_app_config(model._meta.app_label).path) / "founding"
    name = str(model._meta.verbose_name_plural).replace(" ", "-")
    return sorted([*folder.glob(f"{name}.yaml"), *folder.glob(f"{name}-*.yaml")])


def read_founding_records(path) -> list[dict]:
    """The records of a file. Raises FoundingError."""
    try:
        records = yaml.load(path.read_text(encoding="utf-8"), PlainTextLoader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise FoundingError(f"{short_path(path)} is not readable YAML: {error}") from error
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise FoundingError(f"{short_path(path)} must be a list of records.")
    return records
