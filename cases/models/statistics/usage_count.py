"""Rollup of charges per article and law."""

from django.db import models

from cases.enums import Basis, Unit
from laws.models import Law, Provision
from tracker.changes.rollups import RollupSpec

from .charge_summary import ChargeSummary

NAMED = "person_id IS NOT NULL"  # an unnamed group is a case, but no countable people

UNNAMED = "unnamed"  # who is charged without being a person: groups, which have sizes of their own


class UsageCount(models.Model):
    """How many of a unit were charged, tried or convicted: under a provision, a law or at all; of
    one category of people, one outcome and so on, or of all.

    Read by the public alone, and by nobody who asks for more than that
    (cases/statistics/rollup_source.py).
    """

    is_bookkeeping = True  # it changes with what it counts
    counting = RollupSpec(
        of=ChargeSummary,
        among="is_countable",
        units={
            Unit.PEOPLE.value: ("person_id", NAMED),
            Unit.CASES.value: ("case_id", "true"),
            Unit.PROSECUTIONS.value: ("participation_id", NAMED),
            Unit.CHARGES.value: ("charge_id", NAMED),
            UNNAMED: ("participation_id", "person_id IS NULL"),
        },
        places=("law_id", "provision_id"),
        dimensions={
            **{name: name for name in ("category", "gender", "province", "country")},
            "outcome": "status",
        },
        sorts={basis: f"is_{basis}" for basis in Basis.values}
        | {f"{basis}_stated": f"is_{basis} AND is_stated" for basis in Basis.values},
    )

    key = models.CharField(max_length=100, primary_key=True)
    unit = models.CharField(max_length=20)
    law = models.ForeignKey(Law, models.DO_NOTHING, null=True, related_name="+")
    provision = models.ForeignKey(Provision, models.DO_NOTHING, null=True, related_name="+")
    dimension = models.CharField(max_length=20, blank=True)  # empty: of all
    value = models.CharField(max_length=20, blank=True)
    charged = models.IntegerField()
    tried = models.IntegerField()
    convicted = models.IntegerField()
    charged_stated = models.IntegerField()
    tried_stated = models.IntegerField()
    convicted_stated = models.IntegerField()

    class Meta:
        managed = False
        db_table = "cases_usagecount"

    def __str__(self):
        return self.key
