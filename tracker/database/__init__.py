"""PostgreSQL below the models: backend, roles, triggers, edit history, search, encryption."""

from django.core.exceptions import ImproperlyConfigured


def described(config: dict) -> dict:
    """Django's description of the database at a libpq URL, also one with `?host=<socket>`."""
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or postgresql://")
    options = config.pop("OPTIONS", {})
    config["HOST"] = options.pop("host", config["HOST"])
    # `ext` holds the extensions, apart from our tables; the public reads `pub` in their place.
    session = {"search_path": "public,ext", "random_page_cost": 1.1}
    # How much of a name's key must agree for a closer look at the name (cases.name_matching).
    session["pg_trgm.similarity_threshold"] = 0.4
    options["options"] = " ".join(f"-c {name}={value}" for name, value in session.items())
    return config | {
        "ENGINE": "tracker.database",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
