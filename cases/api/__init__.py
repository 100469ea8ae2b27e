"""The resources of the top storey in the API, the usage matrix and the codebook."""

from .codebook import Codebook
from .resources import RESOURCES
from .usage import UsageMatrix

__all__ = ["RESOURCES", "Codebook", "UsageMatrix"]
