"""What the environment must say before anything starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def check(**environment):
    """`manage.py check` under this environment alone: whether it starts, and what it says."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"DATABASE_URL": "postgres://a@b/c"}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "invented"}, "Set DATABASE_URL"),
        ({"SECRET_KEY": "invented", "DATABASE_URL": "sqlite:///x"}, "must begin with postgres://"),
        (
            {
                "SECRET_KEY": "i",
                "DATABASE_URL": "postgres://a@b/c",
                "PUBLIC_ONLY": "1",
                "STAFF_ONLY": "1",
            },
            "PUBLIC_ONLY or STAFF_ONLY",
        ),
        (
            {"SECRET_KEY": "i", "DATABASE_URL": "postgres://a@b/c", "CACHE_URL": "file:///x"},
            "CACHE_URL must begin with redis://",
        ),
        (
            {"SECRET_KEY": "i", "DATABASE_URL": "postgres://a@b/c", "CACHE_URL": "redis://x"},
            "the Python package “redis”",
        ),
    ],
)
def test_nothing_starts_half_configured(environment, complaint):
    started, said = check(**environment)
    assert (started, complaint in said) == (False, True)


def test_it_starts_when_the_environment_says_enough():
    started, _said = check(SECRET_KEY="invented", DATABASE_URL="postgres://a@b/c")
    assert started
