"""Choices of the models of this app; each is also a database constraint."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class LawKind(models.TextChoices):
    CONSTITUTION = "constitution", _("Constitution")
    CODE = "code", pgettext_lazy("kind of law", "Code")
    LAW = "law", _("Law")
    DRAFT_LAW = "draft_law", _("Draft law")
    SUB_DECREE = "sub_decree", _("Sub-decree")
    PRAKAS = "prakas", _("Prakas (proclamation)")
    NOTICE = "notice", _("Administrative notice")
    COURT_DECISION = "court_decision", _("Court decision")
    TREATY = "treaty", _("Treaty")
    DECLARATION = "declaration", _("Declaration")
    SOFT_LAW = "soft_law", _("International principles or comment")


class Jurisdiction(models.TextChoices):
    CAMBODIA = "kh", _("Cambodia")
    INTERNATIONAL = "int", _("International")


class StageKind(models.TextChoices):
    """What happened in the life of a law."""

    ANNOUNCED = "announced", _("Announced")
    PROPOSED = "proposed", _("Proposed")
    DRAFTED = "drafted", _("Draft dated")
    LEAKED = "leaked", _("Draft leaked")
    CRITICISED = "criticised", _("Draft criticised")
    ADOPTED = "adopted", _("Adopted")
    SIGNED = "signed", _("Signed")
    PROMULGATED = "promulgated", _("Promulgated")
    RATIFIED = "ratified", _("Ratified by Cambodia")
    IN_USE = "in_use", _("In use")
    DATED = "dated", _("Year given in its title")
    AMENDED = "amended", _("Amended")
    REVIEWED = "reviewed", _("Reviewed by United Nations experts")
    DUE = "due", _("Due to take effect")
    PLANNED = "planned", _("Change planned")
    RESCINDED = "rescinded", _("Rescinded")
    ISSUED = "issued", _("Issued")
    REPEALED = "repealed", _("Repealed")
    REPLACED = "replaced", _("Replaced by another law")


# Stages that end a law, and with it all its provisions.
ENDING_STAGES = (StageKind.REPEALED, StageKind.REPLACED, StageKind.RESCINDED)


class ProvisionUnit(models.TextChoices):
    """The numbered unit a provision is."""

    ARTICLE = "article", _("Article")
    ARTICLES = "articles", _("Articles")
    CLAUSE = "clause", _("Clause")
    PARAGRAPH = "paragraph", _("Paragraph")
    UNNUMBERED = "unnumbered", _("Unnumbered")


class ProvisionKind(models.TextChoices):
    """What a provision does."""

    OFFENCE = "offence", _("Offence")
    GUARANTEE = "guarantee", _("Guarantee")
    DUTY = "duty", _("Duty")
    OBLIGATION = "obligation", _("Obligation")
    POWER = "power", _("Power")
    INSTITUTION = "institution", _("Institution")
    OBJECTIVE = "objective", _("Objective")
    SANCTION = "sanction", _("Sanction")
    DURATION = "duration", _("Duration")
    GENERAL = "general", _("General part")


class VersionStage(models.TextChoices):
    ENACTED = "enacted", _("Enacted")
    DRAFT = "draft", _("Draft")


class Connector(models.TextChoices):
    """How a source joins prison and fine."""

    NONE = "", _("not stated")
    AND = "and", _("and")
    OR = "or", _("or")
    AND_OR = "and_or", _("and/or")


class Currency(models.TextChoices):
    NONE = "", _("not stated")
    KHR = "KHR", _("riel")
    USD = "USD", _("US dollars")


class Action(models.TextChoices):
    """What a recommendation asks for."""

    REPEAL = "repeal", _("Repeal")
    AMEND = "amend", _("Amend")
    REVISE = "revise", _("Revise")
    ALIGN = "align", _("Bring into line with international standards")
    DROP = "drop", _("Drop the draft")
    DROP_CHARGES = "drop_charges", _("Drop the charges")
    DISMISS = "dismiss", _("Dismiss the case")
    RELEASE = "release", pgettext_lazy("action", "Release")
    REVOKE = "revoke", _("Revoke")
    REVERSE = "reverse", _("Reverse")
    REFRAIN = "refrain", _("Refrain")
    CEASE = "cease", _("Cease")
    ESTABLISH = "establish", _("Establish")
    ADOPT = "adopt", _("Adopt")
    REFORM = "reform", _("Reform")
    RESTORE = "restore", _("Restore")
    ENFORCE = "enforce", _("Enforce")
    ENABLE = "enable", _("Enable")
    ALLOW = "allow", _("Allow")
    INVESTIGATE = "investigate", _("Investigate")
    MONITOR = "monitor", _("Monitor")
    REPORT = "report", pgettext_lazy("action", "Report")
    CONSULT = "consult", _("Consult")
    DIALOGUE = "dialogue", _("Hold a dialogue")
    ENGAGE = "engage", _("Engage")
    COORDINATE = "coordinate", _("Coordinate")
    SUPPORT = "support", _("Support")
    FUND = "fund", _("Fund")
    TRAIN = "train", _("Train")
    ADVOCATE = "advocate", _("Advocate")
    PRESSURE = "pressure", _("Press for change")
    CONDITION = "condition", _("Make conditional")
    STATEMENT = "statement", _("Make a statement")
    HIGHLIGHT = "highlight", _("Draw attention to")
    REQUEST = "request", _("Request")
    RENEW = "renew", _("Renew")
    DELIST = "delist", _("Remove from a list")


# Actions that ask for a law or provision to be changed.
CHANGE_ACTIONS = (Action.REPEAL, Action.AMEND, Action.REVISE, Action.ALIGN)


class Addressee(models.TextChoices):
    """Whom a recommendation addresses, in broad classes; the text says it exactly."""

    GOVERNMENT = "government", _("Government of Cambodia")
    LEGISLATURE = "legislature", _("Legislators of Cambodia")
    COURTS = "courts", _("Courts of Cambodia")
    UNITED_NATIONS = "united_nations", _("United Nations")
    STATES = "states", _("Other states")
    COMPANIES = "companies", _("Companies")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    NOT_STATED = "not_stated", _("Not stated")
