"""Models of this app: law, provision, penalty, standard, recommendation."""

from .law import Law, LawCitation, LawName, Stage, StageCitation
from .penalty import Penalty, PenaltyCitation
from .provision import (
    Content,
    ContentCitation,
    Provision,
    ProvisionCitation,
    ProvisionName,
    Version,
)
from .recommendation import Ask, Recommendation, RecommendationCitation, RecommendationKey
from .standard import Breach, BreachCitation, Standard
