"""The database backend: Django's own for PostgreSQL, with one answer changed."""
