"""The resources of the top storey in the API, and the usage matrix."""

from .releases import Releases
from .resources import RESOURCES
from .usage import UsageMatrix

__all__ = ["RESOURCES", "Releases", "UsageMatrix"]
