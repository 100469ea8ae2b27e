"""gunicorn worker that answers malformed HTTP with problem+json."""

import json
from contextlib import suppress

from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

# Left to gunicorn, as everything that is no error of HTTP.
FAULTS_OF_OURS = (
    errors.ConfigurationProblem,
    errors.InvalidResponseHeader,
    errors.InvalidResponseHeaderName,
)
STATUSES = {
    errors.LimitRequestLine: 414,
    errors.ExpectationFailed: 417,
    errors.LimitRequestHeaders: 431,
    errors.ParseException: 400,
}
ANSWER = (
    "HTTP/1.1 {status} {title}\r\nConnection: close\r\nContent-Type: {media_type}\r\n"
    "Content-Length: {length}\r\n\r\n{body}"
)


class Worker(ThreadWorker):
    """Answers with a problem where gunicorn has a page of its own, and logs nothing: gunicorn
    would log the reader's address and what was asked."""

    def handle_error(self, req, client, addr, exc):
        status = next((status for kind, status in STATUSES.items() if isinstance(exc, kind)), None)
        if status is None or isinstance(exc, FAULTS_OF_OURS):
            super().handle_error(req, client, addr, exc)
        else:
            with suppress(OSError):  # whoever it was may be gone
                client.sendall(answer(status).encode("ascii"))


def answer(status: int) -> str:
    # gunicorn reads this module before Django is set up.
    from tracker.api.errors.problems import MEDIA_TYPE, content_of  # noqa: PLC0415

    content = content_of(status)
    body = json.dumps(content)
    title, length = content["title"], len(body)
    return ANSWER.format(
        status=status, title=title, media_type=MEDIA_TYPE, length=length, body=body
    )
