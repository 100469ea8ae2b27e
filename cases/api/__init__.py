"""The resources of the top storey in the API, and the usage matrix."""

from .resources import RESOURCES
from .usage import UsageMatrix

__all__ = ["RESOURCES", "UsageMatrix"]
