"""Rollup of charges per article and law."""

from django.db import models

from cases.enums import Basis, Unit
from laws.models import Law, Provision
from tracker.changes.rollups import RollupSpec

from .charge_summary import ChargeSummary

HAS_PERSON = "person_id IS NOT NULL"  # an unnamed group counts as a case, not as people

WITHOUT_PERSON = "unnamed"  # groups, and organisations


class UsageCount(models.Model):
    """How many of a unit were charged, tried or convicted: under a provision, a law or at all; of
    one category of people, one outcome and so on, or of all.

    Maintained for the public only; read by cases/statistics/rollup_source.py for the matrices it
    covers.
    """

    is_bookkeeping = True  # derived from charge summaries
    rollup = RollupSpec(
        of=ChargeSummary,
        condition="is_countable",
        units={
            Unit.PEOPLE.value: ("person_id", HAS_PERSON),
            Unit.CASES.value: ("case_id", "true"),
            Unit.PROSECUTIONS.value: ("participation_id", HAS_PERSON),
            Unit.CHARGES.value: ("charge_id", HAS_PERSON),
            WITHOUT_PERSON: ("participation_id", "person_id IS NULL"),
        },
        group_by=("law_id", "provision_id"),
        dimensions={
            **{name: name for name in ("category", "gender", "province", "country")},
            "outcome": "status",
        },
        measures={basis: f"is_{basis}" for basis in Basis.values}
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
