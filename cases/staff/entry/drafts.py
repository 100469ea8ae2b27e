"""Stores the unsaved input of an entry form on the server, encrypted, and restores it."""

from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.models import EntryDraft
from tracker.database.encryption import IDENTITY_KEYS, DecryptionError, keys
from tracker.models import Submission, User

MAX_DRAFT_CHARACTERS = 1_000_000  # characters; 400 rows take about a tenth of it
EXCLUDED_FIELDS = ("csrfmiddlewaretoken", "_save", "_more", "_preview", "_confirm")


class DraftNotSaved(Exception):
    """The draft was not stored; the message says why. The form itself can still be submitted."""


class DraftTooLong(DraftNotSaved):
    """The input is longer than `MAX_DRAFT_CHARACTERS`."""


def save_draft(data, *, page: str, by: User) -> None:
    """Store the submitted form data, URL-encoded and encrypted.

    Raises DraftNotSaved. Without an encryption key nothing is stored, since it contains names.
    """
    fields = data.copy()
    for name in EXCLUDED_FIELDS:
        fields.pop(name, None)
    encoded = fields.urlencode()
    if len(encoded) > MAX_DRAFT_CHARACTERS:
        raise DraftTooLong(_("This is too long to be kept: save it in parts."))
    try:
        keys(IDENTITY_KEYS)
    except ImproperlyConfigured as error:
        raise DraftNotSaved(
            _("What is typed here is not kept until it is saved: the server has no key for it.")
        ) from error
    EntryDraft.objects.keep(page=page, typed=encoded, by=by)


def load_draft(*, page: str, by: User) -> tuple[QueryDict, EntryDraft] | None:
    """The stored input of this user on this page, or None; deletes it if it was submitted.

    A draft that no configured key decrypts counts as missing; it expires like any other.
    """
    try:
        draft = EntryDraft.objects.of(page=page, by=by)
    except (ImproperlyConfigured, DecryptionError):
        return None
    if draft is None:
        return None
    data = QueryDict(draft.typed)
    if was_submitted(data.get("token", "")):
        draft.delete()
        return None
    return data, draft


def was_submitted(token: str) -> bool:
    """Whether the form with this token was submitted successfully."""
    try:
        return Submission.objects.filter(token=UUID(token)).exclude(led_to="").exists()
    except ValueError:
        return False


def delete_draft(*, page: str, by: User) -> None:
    EntryDraft.objects.filter(page=page, user=by).delete()
