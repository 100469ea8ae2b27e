"""Atom feeds with permanent tag: URIs."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from tracker.web.lists.filters import BadParameters, unknown_parameters

NEWEST = 60  # entries in a feed
# An empty feed has changed at no moment we know; this is before any record was public.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# XML has no way to write these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def tag_uri(specific: str) -> str:
    """A name that is no address, made of a public code: `tag:example.org,2026:C-7F3KQ2`."""
    return f"tag:{settings.TAG_AUTHORITY}:{specific}"


@dataclass(frozen=True)
class FeedEntry:
    """One thing a feed tells.

    `updated` is when its record was first published: the public views carry no other moment.
    """

    id: str
    title: str
    address: str
    updated: datetime | None
    summary: str = ""


def newest(*groups) -> list[FeedEntry]:
    """Of entries, the newest, each once."""
    entries = {entry.id: entry for group in groups for entry in group}.values()
    found = sorted(entries, key=lambda entry: (moment(entry), entry.id), reverse=True)
    return found[:NEWEST]


def moment(entry: FeedEntry) -> datetime:
    return entry.updated or BEGINNING


class Atom(Atom1Feed):
    def latest_post_date(self):
        """Of the entries; an empty feed does not change with every look at it."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


class EntryFeed(Feed):
    """A feed of entries found beforehand. Answers a request like a view."""

    feed_type = Atom

    def __init__(self, *, title: str, address: str, entries: list[FeedEntry]):
        self.title, self.link, self.entries = writable(title), address, entries

    def __call__(self, request):
        self.feed_url = request.get_full_path()
        self.feed_guid = tag_uri(self.feed_url)
        return super().__call__(request)

    def items(self):
        return self.entries

    def item_guid(self, entry):
        return tag_uri(entry.id)

    def item_title(self, entry):
        return writable(entry.title)

    def item_description(self, entry):
        """Marked as HTML by the generator, so that plain words must be escaped."""
        return escape(writable(entry.summary))

    def item_link(self, entry):
        return entry.address

    def item_updateddate(self, entry):
        return moment(entry)


def writable(text: str) -> str:
    return UNWRITABLE.sub("", str(text))


def require_no_parameters(query) -> None:
    """Raises BadParameters where a feed that takes none is given some."""
    if errors := list(unknown_parameters(query, [])):
        raise BadParameters(errors)
