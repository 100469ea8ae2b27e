"""gunicorn worker that answers malformed HTTP with problem+json."""

import json
from contextlib import suppress

from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

# Errors of the server: gunicorn handles them, as it does those that are not about HTTP.
SERVER_ERRORS = (
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


class Worker(ThreadWorker):
    """Answers malformed HTTP with problem+json instead of gunicorn's own page.

    Logs nothing: gunicorn would log the client's address and the request.
    """

    def handle_error(self, req, client, addr, exc):
        status = next((status for kind, status in STATUSES.items() if isinstance(exc, kind)), None)
        if status is None or isinstance(exc, SERVER_ERRORS):
            super().handle_error(req, client, addr, exc)
        else:
            with suppress(OSError):  # the client may have disconnected
                client.sendall(raw_problem_response(status).encode("ascii"))


def raw_problem_response(status: int) -> str:
    # gunicorn imports this module before Django is set up.
    from tracker.api.errors.problems import MEDIA_TYPE, problem_content  # noqa: PLC0415

    content = problem_content(status)
    body = json.dumps(content)
    return (
        f"HTTP/1.1 {status} {content['title']}\r\nConnection: close\r\n"
        f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
