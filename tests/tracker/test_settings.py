"""Environment variables that the settings require."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def check(**environment):
    """Run `manage.py check` with this environment only: (whether it succeeds, its stderr)."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode == 0, result.stderr


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
def test_incomplete_environment_is_rejected(environment, complaint):
    is_started, stderr = check(**environment)
    assert (is_started, complaint in stderr) == (False, True)


def test_complete_environment_passes_the_check():
    is_started, _stderr = check(SECRET_KEY="invented", DATABASE_URL="postgres://a@b/c")
    assert is_started
