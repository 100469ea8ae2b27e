"""Identifiers that other organisations use for cases and people."""

from django.db import models

from cases.models.case import Case
from cases.models.people.person import Person
from tracker.models import GivenKey


class PersonKey(GivenKey):
    record = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(GivenKey.Meta):
        pass


class CaseKey(GivenKey):
    record = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Meta(GivenKey.Meta):
        pass
