"""Django app configuration."""

from django.apps import AppConfig


class LawsConfig(AppConfig):
    name = "laws"
    default_auto_field = "django.db.models.BigAutoField"
