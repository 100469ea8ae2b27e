"""Model admins of this app."""

from cases.staff import queue_pages

from . import case, charge, detention, disagreement, event, measure, person
from .duplicates import merge_pages, pair_pages
from .imports import pages
