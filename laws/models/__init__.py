"""Models of this app: law, provision, penalty, standard, recommendation."""

from .in_force import InForce, InForceRule, Reason
from .law import Law, LawName, Stage
from .penalty import Penalty, PenaltyCitation
from .provision import Content, Provision, ProvisionName, Version
from .recommendation import Ask, Recommendation, RecommendationCitation, RecommendationKey
from .standard import Breach, Standard
