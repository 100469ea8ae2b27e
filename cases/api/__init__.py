"""JSON API of this app, the usage matrix and the codebook."""

from .codebook import CodebookView
from .releases import ReleaseResource
from .resources import RESOURCES
from .usage_matrix import UsageMatrixView
