"""Model admins of this app."""
# ruff: noqa: F401 (imported to register them)

from cases.staff import queue_pages

from . import case, charge, detention, disagreement, event, measure, person
from .duplicates import merge_pages, pair_pages
from .imports import pages
