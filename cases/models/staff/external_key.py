"""Identifiers that other organisations use for cases and people."""

from django.db import models

from cases.models.case import Case
from cases.models.people.person import Person
from tracker.models import ExternalKey


class PersonKey(ExternalKey):
    record = models.ForeignKey(Person, models.CASCADE, related_name="+")


class CaseKey(ExternalKey):
    record = models.ForeignKey(Case, models.CASCADE, related_name="+")
