"""Charges under an offence without a number are known by the offence only."""

from django.db import migrations

SET_OFFENCE = """
UPDATE cases_charge c SET provenance = 'offence' FROM laws_provision p
WHERE p.id = c.provision_id AND p.number = '' AND c.provenance IN ('stated', 'inferred');
-- The public views do not exist during migrate; after it, every row is compared anew.
DELETE FROM tracker_dirtyrow WHERE transaction = pg_current_xact_id()::text::bigint;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_scope_and_provenance")]

    operations = [migrations.RunSQL(SET_OFFENCE, migrations.RunSQL.noop)]
