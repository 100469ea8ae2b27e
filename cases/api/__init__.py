"""JSON API of this app, the usage matrix and the codebook."""

from .codebook import Codebook
from .releases import Releases
from .resources import RESOURCES
from .usage_matrix import UsageMatrix

__all__ = ["RESOURCES", "Codebook", "Releases", "UsageMatrix"]
