"""Django app configuration: registers publication checks, refreshes name keys after migrate."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases and people"  # shown to staff only
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cases.staff import publication_checks  # noqa: F401 (its checks make themselves known)

        post_migrate.connect(self.renew_spellings, sender=self)

    @staticmethod
    def renew_spellings(*, using="default", **_signal):
        """The rules that read names may have changed with the code."""
        from cases.models import Spelling

        if Spelling._meta.db_table in connections[using].introspection.table_names():
            Spelling.objects.using(using).rebuild_outdated_keys()
