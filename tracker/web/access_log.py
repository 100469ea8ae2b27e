"""Logging configuration that keeps query strings and client addresses out of the log."""

import logging
import re

QUERY = re.compile(r"\?\S*")


class WithoutQuery(logging.Filter):
    """Cuts the query string off the request lines of the development server."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(
                QUERY.sub("", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


def to_stderr(*, level: str) -> dict:
    """To standard error, without the reader's address and without what was searched for."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_query": {"()": "tracker.web.access_log.WithoutQuery"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["without_query"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "pgtrigger": {"level": "WARNING"},  # says each of hundreds of triggers at every migrate
            "pikepdf": {"level": "WARNING"},  # says that it is there
        },
    }
