"""Atom feeds with permanent tag: URIs."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from tracker.web.xml_text import strip_non_xml

MAX_ENTRIES = 60  # entries in a feed
# `updated` of an empty feed, for which no date is known: before any record was public.
EMPTY_FEED_UPDATED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def tag_uri(specific: str) -> str:
    """Permanent tag: URI (RFC 4151) of a public code: `tag:example.org,2026:C-7F3KQ2`."""
    return f"tag:{settings.TAG_AUTHORITY}:{specific}"


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed.

    `updated` is when its record was first published: the public views have no other timestamp.
    """

    id: str
    title: str
    address: str
    updated: datetime | None
    summary: str = ""


def newest_entries(*groups) -> list[FeedEntry]:
    """The newest entries of several lists, without duplicates."""
    entries = {entry.id: entry for group in groups for entry in group}.values()
    newest_first = sorted(entries, key=lambda one: (entry_updated_at(one), one.id), reverse=True)
    return newest_first[:MAX_ENTRIES]


def entry_updated_at(entry: FeedEntry) -> datetime:
    """When the entry changed; a fixed early date where that is unknown."""
    return entry.updated or EMPTY_FEED_UPDATED_AT


class AtomFeedGenerator(Atom1Feed):
    """Atom generator without the current time, so that equal feeds are equal bytes."""

    def latest_post_date(self):
        """Date of the latest entry; Django would put the current time into an empty feed."""
        return max((item["updateddate"] for item in self.items), default=EMPTY_FEED_UPDATED_AT)


class EntryFeed(Feed):
    """A feed of entries that are already loaded; the instance is called like a view."""

    feed_type = AtomFeedGenerator

    def __init__(self, *, title: str, address: str, entries: list[FeedEntry]):
        self.title, self.link, self.entries = strip_non_xml(title), address, entries

    def __call__(self, request):
        self.feed_url = request.get_full_path()
        self.feed_guid = tag_uri(self.feed_url)
        return super().__call__(request)

    def items(self):
        return self.entries

    def item_guid(self, entry):
        return tag_uri(entry.id)

    def item_title(self, entry):
        return strip_non_xml(entry.title)

    def item_description(self, entry):
        """Escaped plain text: the generator marks the summary as HTML."""
        return escape(strip_non_xml(entry.summary))

    def item_link(self, entry):
        return entry.address

    def item_updateddate(self, entry):
        return entry_updated_at(entry)
