"""What is typed and not saved yet: kept on the server, restored when the page is opened again."""

from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.models import EntryDraft
from tracker.models import Submission, User

LONGEST = 1_000_000  # characters: 400 rows are a tenth of it
NOT_TYPED = ("csrfmiddlewaretoken", "_save", "_more", "_preview", "_confirm")


class TooLong(ValueError):
    """More than anybody types."""


def keep(data, *, page: str, by: User) -> None:
    """Keep a form as it is sent. Raises TooLong."""
    typed = data.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > LONGEST:
        raise TooLong(_("This is too long to be kept: save it in parts."))
    EntryDraft.objects.keep(page=page, typed=text, by=by)


def kept(*, page: str, by: User) -> tuple[QueryDict, EntryDraft] | None:
    """What was typed and never saved; what was saved after all is dropped."""
    draft = EntryDraft.objects.of(page=page, by=by)
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
