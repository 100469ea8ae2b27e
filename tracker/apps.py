"""Django app configuration: rebuilds triggers, views and groups after migrate."""

from django.apps import AppConfig, apps
from django.core.checks import register
from django.db.models.signals import post_migrate, pre_migrate


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "Sources and accounts"  # shown to staff only
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """The projection is rebuilt when the last app is migrated: it needs every table."""
        from tracker.api.checks import check_serializers
        from tracker.staff.accounts import roles
        from tracker.visibility import projection

        last_app = list(apps.get_app_configs())[-1]
        pre_migrate.connect(projection.drop_projection, sender=self)
        post_migrate.connect(projection.rebuild_projection, sender=last_app)
        post_migrate.connect(roles.sync_role_groups, sender=last_app)
        register(check_serializers)
