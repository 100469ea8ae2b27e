"""Choices of the models of this app; each is also a database constraint."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.enums import Country as Country, Province as Province


class DisplayPolicy(models.TextChoices):
    """How much of a person's name the public sees. Applied by the public views of the database."""

    FULL = "full", _("Full name")
    INITIALS = "initials", _("Initials")
    PSEUDONYM = "pseudonym", _("Pseudonym")
    WITHHELD = "withheld", _("Name withheld")


class ProtectionReason(models.TextChoices):
    """Why a name is protected, as published. Details are for staff only."""

    NONE = "", _("none")
    MINOR = "minor", _("minor")
    SAFETY = "safety", _("safety")
    REQUEST = "request", _("at the person's request")
    COURT_ORDER = "court_order", _("court order")


class Category(models.TextChoices):
    """What a person mainly was when the state acted against them."""

    OPPOSITION = "opposition", _("Political opposition")
    JOURNALIST = "journalist", _("Journalist")
    RIGHTS_DEFENDER = "rights_defender", _("Human rights defender or NGO worker")
    ENVIRONMENT = "environment", _("Environmental activist")
    UNION = "union", _("Trade unionist")
    YOUTH = "youth", _("Student or youth activist")
    ARTIST = "artist", _("Artist")
    WORKER = "worker", _("Worker")
    PUBLIC = "public", _("Member of the public")
    RELATIVE = "relative", _("Relative of someone targeted")
    OFFICIAL = "official", _("Official")
    EXPERT = "expert", _("Expert or spokesperson")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Script(models.TextChoices):
    LATIN = "latin", _("Latin")
    KHMER = "khmer", _("Khmer")


class Role(models.TextChoices):
    """What someone is in a case."""

    ACCUSED = "accused", _("Accused")
    AFFECTED = "affected", _("Affected, not accused")
    VICTIM = "victim", _("Victim")
    COMPLAINANT = "complainant", _("Complainant")
    CIVIL_PARTY = "civil_party", _("Civil party")
    LAWYER = "lawyer", _("Lawyer")
    WITNESS = "witness", _("Witness")
    OFFICIAL = "official", _("Acting official")


class GroupQualifier(models.TextChoices):
    """How exactly the size of an unnamed group is known."""

    EXACT = "exact", _("exactly")
    AT_LEAST = "at_least", _("at least")
    NEARLY = "nearly", _("nearly")
    NOT_STATED = "not_stated", _("number not stated")


class Provenance(models.TextChoices):
    """How the article of a charge is known. Only `stated` charges are counted by default."""

    STATED = "stated", _("Stated in a source")
    # Of unnumbered provisions only: "treason", "public defamation".
    OFFENCE = "offence", _("Offence only: no source names an article")
    INFERRED = "inferred", _("Inferred: we worked out the article from the offence")
    TITLE_ONLY = "title_only", _("Title only: from the title of a work not read")


class EventProvenance(models.TextChoices):
    """How an event is known."""

    STATED = "stated", _("Stated in a source")
    INFERRED = "inferred", _("Inferred from what a source states")
    TITLE_ONLY = "title_only", _("Title only: from the title of a work not read")


class CaseScope(models.TextChoices):
    """Why a case is in the record. Only `expression` is counted by default."""

    EXPRESSION = "expression", _("Expression, assembly or association")
    CONTEXT = "context", _("Context: the accused harmed someone in the record, or the like")


class EventKind(models.TextChoices):
    """What happened in a case."""

    CONDUCT = "conduct", _("Post, speech or other conduct")
    SURVEILLANCE = "surveillance", _("Surveillance")
    COMPLAINT = "complaint", _("Complaint or suit filed")
    WARRANT = "warrant", _("Arrest warrant")
    SUMMONS = "summons", _("Summons")
    QUESTIONING = "questioning", _("Questioning")
    ARREST = "arrest", _("Arrest")
    DETENTION = "detention", _("Detention")
    CHARGE = "charge", _("Charge")
    REQUALIFICATION = "requalification", _("Requalification")
    DETENTION_ORDER = "detention_order", _("Pre-trial detention ordered")
    BAIL_REFUSED = "bail_refused", _("Bail refused")
    BAIL = "bail", _("Bail")
    HEARING = "hearing", _("Hearing")
    TRIAL = "trial", _("Trial")
    COURT_DECISION = "court_decision", _("Other court decision")
    VERDICT = "verdict", _("Verdict")
    APPEAL = "appeal", _("Appeal")
    APPEAL_RULING = "appeal_ruling", _("Appeal ruling")
    IMPRISONMENT = "imprisonment", _("Imprisonment")
    RELEASE = "release", _("Release")
    PARDON = "pardon", _("Pardon")
    DEPORTATION = "deportation", _("Deportation")
    BAN = "ban", _("Ban from politics or profession")
    BLOCK = "block", _("Order to block or remove content")
    THREAT = "threat", _("Threat")
    HARASSMENT = "harassment", _("Harassment")
    VIOLENCE = "violence", _("Violence or ill-treatment")
    KILLING = "killing", _("Killing")
    OTHER = "other", _("Other")


class ChargeStatus(models.TextChoices):
    """Status that an event gives a charge. The latest one is the current status of the charge."""

    COMPLAINED = "complained", _("Complaint filed")
    CHARGED = "charged", _("Charged")
    ON_TRIAL = "on_trial", _("On trial")
    CONVICTED = "convicted", _("Convicted")
    ACQUITTED = "acquitted", _("Acquitted")
    DROPPED = "dropped", _("Dropped")
    REQUALIFIED = "requalified", _("Requalified")
    PARDONED = "pardoned", _("Pardoned")


# Events that are no charge: they can record a complaint, never a charge.
EVENTS_BEFORE_CHARGE = [
    EventKind.COMPLAINT,
    EventKind.WARRANT,
    EventKind.SUMMONS,
    EventKind.QUESTIONING,
    EventKind.ARREST,
    EventKind.DETENTION,
]
# Statuses that make a charge count on a basis (`Basis`). `dropped` does not: so can a complaint be.
CHARGED_STATUSES = [
    ChargeStatus.CHARGED,
    ChargeStatus.ON_TRIAL,
    ChargeStatus.REQUALIFIED,
    ChargeStatus.CONVICTED,
    ChargeStatus.ACQUITTED,
    ChargeStatus.PARDONED,
]
TRIED_STATUSES = [ChargeStatus.ON_TRIAL, ChargeStatus.CONVICTED, ChargeStatus.ACQUITTED]
# No end of the charge is recorded.
OPEN_STATUSES = [ChargeStatus.COMPLAINED, ChargeStatus.CHARGED, ChargeStatus.ON_TRIAL, "unknown"]
VERDICT_STATUSES = [ChargeStatus.CONVICTED, ChargeStatus.ACQUITTED]
# A pardon follows a conviction.
CONVICTED_STATUSES = [ChargeStatus.CONVICTED, ChargeStatus.PARDONED]


class Basis(models.TextChoices):
    """At which point of a prosecution a charge is counted."""

    CHARGED = "charged", _("As charged")
    TRIED = "tried", _("As tried")
    CONVICTED = "convicted", _("As convicted")


class DateBasis(models.TextChoices):
    """Which day of a prosecution a date range or a year is about."""

    CONDUCT = "conduct", _("Day of the conduct")
    ARREST = "arrest", _("Day of arrest")
    CHARGE = "charge", _("Day of the charge")
    VERDICT = "verdict", _("Day of the verdict")


class Unit(models.TextChoices):
    """What is counted. No number is given without it."""

    PEOPLE = "people", _("people")
    CASES = "cases", _("cases")
    PROSECUTIONS = "prosecutions", _("prosecutions")
    CHARGES = "charges", _("charges")


class Participant(models.TextChoices):
    """Whether a participant is a person, an organisation or a group."""

    PERSON = "person", _("Individual person")
    GROUP = "group", _("Unnamed group")
    ORGANISATION = "organisation", _("Organisation")


class DetentionBasis(models.TextChoices):
    POLICE = "police", _("Police custody")
    PRE_TRIAL = "pre_trial", _("Pre-trial detention")
    SERVING = "serving", _("Serving a sentence")
    OTHER = "other", _("Other custody")
    UNKNOWN = "unknown", _("Basis not stated")


class Platform(models.TextChoices):
    """Where the statement was published or made that a case is about."""

    FACEBOOK = "facebook", _("Facebook")
    TELEGRAM = "telegram", _("Telegram")
    ZOOM = "zoom", _("Zoom")
    PHONE = "phone", _("Private phone call")
    YOUTUBE = "youtube", _("YouTube")
    TIKTOK = "tiktok", _("TikTok")
    SOCIAL_MEDIA = "social_media", _("Social media, which one not stated")
    PRESS = "press", _("Press or broadcast")
    MUSIC = "music", _("Song or video")
    STREET = "street", _("Street or public place")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class MeasureKind(models.TextChoices):
    """State action that is not a case against someone."""

    PARTY_DISSOLUTION = "party_dissolution", _("Party dissolved or banned")
    WEBSITE_BLOCK = "website_block", _("Website or account blocked")
    CONTENT_BAN = "content_ban", _("Content banned or taken down")
    LICENCE_REVOKED = "licence_revoked", _("Licence revoked")
    MEDIA_CLOSURE = "media_closure", _("Media outlet closed")
    ACCREDITATION = "accreditation", _("Accreditation refused")
    TAX_BILL = "tax_bill", _("Tax bill")
    SURVEILLANCE = "surveillance", _("Surveillance")
    DISRUPTION = "disruption", _("Technical disruption")
    DISINFORMATION = "disinformation", _("Information operation")
    THREAT = "threat", _("Threat or warning")
    HARASSMENT = "harassment", _("Harassment or retaliation")
    RESTRICTION = "restriction", _("Administrative restriction")
    LISTING = "listing", _("Organisation named on a list")
    LAW_CHANGE = "law_change", _("Law changed or change planned")
    EXTERNAL = "external", _("Measure of another state or body")
    EASING = "easing", _("Step in favour of freedoms")
    OTHER = "other", _("Other")


class MeasureRole(models.TextChoices):
    ORDERED = "ordered", _("Ordered by")
    EXECUTED = "executed", _("Carried out by")
    REQUESTED = "requested", _("Requested by")
    ACTED = "acted", _("Done by")
    TARGET = "target", _("Directed against")


class DisagreementKind(models.TextChoices):
    """What sources differ about."""

    PENALTY = "penalty", _("Penalty")
    ARTICLE = "article", _("Article number")
    DATE = "date", _("Date")
    RECOMMENDATION = "recommendation", _("What is recommended")
    ACTOR = "actor", _("Who did it")
    FACT = "fact", _("What happened")
    QUANTITY = "quantity", _("How many")
    CITATION = "citation", _("Citation or wording of the document")


class DisagreementNature(models.TextChoices):
    """How the claims relate."""

    CONTRADICTION = "contradiction", _("Contradiction: both cannot be right")
    COMPATIBLE = "compatible", _("Different, but both may be right")
    AMBIGUITY = "ambiguity", _("The wording allows more than one reading")
    SPELLING = "spelling", _("Spelling")
    DOUBTFUL = "doubtful", _("Doubtful statement")
    EXTRACTION = "extraction", _("Fault in the document as published")


class PairState(models.TextChoices):
    """Decision of staff on two possible duplicates. Labels are for staff only, so in English."""

    OPEN = "open", "To be looked at"
    LATER = "later", "Later"
    NOT_SAME = "not_same", "Not the same"
