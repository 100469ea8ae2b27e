"""Logging configuration that keeps query strings and client addresses out of the log."""

import logging
import re

QUERY_STRING = re.compile(r"\?\S*")


class QueryStringRemover(logging.Filter):
    """Removes the query string from the request lines that `runserver` logs."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(
                QUERY_STRING.sub("", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


def build_logging_config(*, level: str) -> dict:
    """`LOGGING` setting: log to standard error, without client addresses and query strings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_query": {"()": "tracker.web.access_log.QueryStringRemover"}},
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
            "pgtrigger": {"level": "WARNING"},  # logs each of hundreds of triggers at every migrate
            "pikepdf": {"level": "WARNING"},  # logs its own start
        },
    }
