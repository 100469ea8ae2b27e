"""What others call our cases and people in their own files."""

from django.db import models

from tracker.models import GivenKey

from .case import Case
from .person import Person


class PersonKey(GivenKey):
    record = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(GivenKey.Meta):
        pass


class CaseKey(GivenKey):
    record = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Meta(GivenKey.Meta):
        pass
