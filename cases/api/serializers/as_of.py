"""Until when the sources of a record speak."""

from tracker.api.serializers.fields import PartialDateValue


class AsOfValue(PartialDateValue):
    """The date of the latest source of the case, or null; `path` leads to its summary."""

    def __init__(self, path: str = "", **options):
        source = {"source": f"{path}.as_of"} if path else {}
        help_text = "Date of the latest source of the case, or null: what came later is unknown."
        super().__init__(allow_null=True, **{"help_text": help_text} | source | options)
