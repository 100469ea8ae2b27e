"""Saves and restores unsaved input on the server."""

from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.models import EntryDraft
from tracker.database.encryption import IDENTITY_KEYS, DecryptionError, keys
from tracker.models import Submission, User

LONGEST = 1_000_000  # characters: 400 rows are a tenth of it
NOT_TYPED = ("csrfmiddlewaretoken", "_save", "_more", "_preview", "_confirm")


class DraftNotSaved(Exception):
    """Nothing was kept; the message says why. What is typed can be saved all the same."""


class TooLong(DraftNotSaved):
    """More than anybody types."""


def save_draft(data, *, page: str, by: User) -> None:
    """Keep a form as it is sent. Raises NotKept: without a key no name is kept in clear instead."""
    typed = data.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > LONGEST:
        raise TooLong(_("This is too long to be kept: save it in parts."))
    try:
        keys(IDENTITY_KEYS)
    except ImproperlyConfigured as no_key:
        words = _("What is typed here is not kept until it is saved: the server has no key for it.")
        raise DraftNotSaved(words) from no_key
    EntryDraft.objects.keep(page=page, typed=text, by=by)


def load_draft(*, page: str, by: User) -> tuple[QueryDict, EntryDraft] | None:
    """What was typed and never saved; what was saved after all is dropped.

    What no key of this process opens is as if it were not there: it goes after its week.
    """
    try:
        draft = EntryDraft.objects.of(page=page, by=by)
    except (ImproperlyConfigured, DecryptionError):
        return None
    if draft is None:
        return None
    data = QueryDict(draft.typed)
    if was_saved(data.get("token", "")):
        draft.delete()
        return None
    return data, draft


def was_saved(token: str) -> bool:
    try:
        return Submission.objects.filter(token=UUID(token)).exclude(led_to="").exists()
    except ValueError:
        return False


def drop(*, page: str, by: User) -> None:
    EntryDraft.objects.filter(page=page, user=by).delete()
