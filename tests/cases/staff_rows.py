"""One row of every model with a staff admin page, with plainly invented content."""

from itertools import count

from cases.models import (
    Affiliation,
    Case,
    Charge,
    Claim,
    Detention,
    Disagreement,
    Event,
    Measure,
    Participation,
    Person,
    PersonName,
    Sentence,
)
from laws.models import (
    Breach,
    Content,
    Law,
    Penalty,
    Provision,
    Recommendation,
    Stage,
    Standard,
    Version,
)
from tests import factories
from tracker.models import Figure, Organisation, Source

_serial = count(1)
# An editable text field of each record with a lock.
TEXT_FIELDS = {"case": "title", "person": "pseudonym", "measure": "title", "disagreement": "topic"}


def case():
    return factories.case(state="draft")


def person():
    return factories.person(state="draft")


def measure():
    return Measure.objects.create(kind="tax_bill", title=f"Invented bill {next(_serial)}")


def disagreement():
    topic = f"Invented question {next(_serial)}"
    return Disagreement.objects.create(kind="date", nature="spelling", topic=topic, handling="none")


def standard():
    label = f"Invented right {next(_serial)}"
    return Standard.objects.create(slug=label.replace(" ", "-").lower(), label=label)


def detention():
    return Detention.objects.create(
        participation=factories.accused(), basis="police", started_on="2020-05"
    )


def figure():
    return Figure.objects.create(topic=f"Invented count {next(_serial)}", value=3, unit="things")


ROW_FACTORIES = {
    Source: factories.source,
    Organisation: factories.organisation,
    Figure: figure,
    Law: factories.law,
    Stage: lambda: Stage.objects.create(law=factories.law(), kind="adopted"),
    Standard: standard,
    Provision: factories.provision,
    Version: factories.version,
    Content: lambda: Content.objects.create(version=factories.version(), summary="Invented"),
    Penalty: lambda: Penalty.objects.create(version=factories.version(), is_life=True),
    Breach: lambda: Breach.objects.create(provision=factories.provision(), standard=standard()),
    Recommendation: factories.recommendation,
    Person: factories.person,
    PersonName: lambda: factories.person().names.get(),
    Affiliation: lambda: Affiliation.objects.create(person=factories.person(), title="Invented"),
    Case: case,
    Participation: factories.accused,
    Charge: lambda: factories.charge(under=factories.provision()),
    Event: lambda: Event.objects.create(case=case(), kind="arrest", happened_on="2020"),
    Detention: detention,
    Sentence: lambda: Sentence.objects.create(participation=factories.accused(), is_life=True),
    Measure: measure,
    Disagreement: disagreement,
    Claim: lambda: Claim.objects.create(disagreement=disagreement(), value="Invented answer"),
}


def create_row(model):
    """A new row of the model with the records it depends on."""
    return ROW_FACTORIES[model]()
