"""Database backend that can group by columns of a view."""

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """Groups by every selected column.

    PostgreSQL accepts a group by the primary key alone for tables only, and the public reads
    views under the tables' names.
    """

    def allows_group_by_selected_pks_on_model(self, model):
        return False


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    reads_as_public = False  # inside public_reader() (tracker.visibility)

    def get_new_connection(self, conn_params):
        """Know of each connection which statements it has prepared
        (tracker.api.serializers.query_plans)."""
        self.prepared: set[str] = set()
        return super().get_new_connection(conn_params)
