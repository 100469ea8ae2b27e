"""Choices of the models of this app; each is also a database constraint."""

from django.db import models
from django.utils.translation import gettext_lazy as _

UNKNOWN = "unknown"  # a value in its own right: checked, and no source says


class State(models.TextChoices):
    """Publication state of a record. Only `published` is public."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Standing(models.TextChoices):
    """How analysts assess the claim of one source."""

    ACCEPTED = "accepted", _("Accepted")
    DISPUTED = "disputed", _("Disputed: sources differ")
    REJECTED = "rejected", _("Rejected")


class SourceKind(models.TextChoices):
    REPORT = "report", _("Report")
    MEETING_REPORT = "meeting_report", _("Meeting report")
    EVENT_REPORT = "event_report", _("Event report")
    PROFILE = "profile", _("Organisation profile")
    COMPILATION = "compilation", _("Compilation of pages")
    PAGE = "page", _("Web page")
    STATEMENT = "statement", _("Statement")
    LETTER = "letter", _("Open letter")
    INTERVIEW = "interview", _("Interview")
    NEWS = "news", _("News article")
    COURT_PAPER = "court_paper", _("Court paper")
    LEGAL_TEXT = "legal_text", _("Legal text")
    UN_DOCUMENT = "un_document", _("United Nations document")
    WORK = "work", _("Cited work")


class OrganisationKind(models.TextChoices):
    STATE = "state", _("State body")
    STATE_LINKED = "state_linked", _("State-linked body")
    COURT = "court", _("Court")
    PRISON = "prison", _("Prison")
    PARTY = "party", _("Political party")
    MEDIA = "media", _("Media outlet")
    UNION = "union", _("Trade union")
    CIVIL_SOCIETY = "civil_society", _("Civil society organisation")
    INTERNATIONAL = "international", _("International or regional body")
    COMPANY = "company", _("Company")


class FigureQualifier(models.TextChoices):
    """How exactly the source states the number."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    NEARLY = "nearly", _("nearly")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    AT_MOST = "at_most", _("at most")
    IN_WORDS = "in_words", _("given in words only")


class ReportState(models.TextChoices):
    """State of an error report sent by a reader."""

    NEW = "new", _("New")
    MENDED = "mended", _("Mended")
    SET_ASIDE = "set_aside", _("Set aside")


class DirtyState(models.TextChoices):
    """How far change tracking has followed a dirty row (tracker/changes/tracking.sql)."""

    CHECK_LABEL = "check_label", "check label"
    PROPAGATE = "propagate", "propagate"
    PROPAGATED = "propagated", "propagated"
    LABEL_UNCHANGED = "label_unchanged", "label unchanged"


class Operation(models.TextChoices):
    """What happened to a public record. Used by the API only, so the labels are not translated."""

    UPSERT = "upsert", "It is new, or it changed"
    DELETE = "delete", "It is gone"
    MERGE = "merge", "It is part of another record now"


class StaffRole(models.TextChoices):
    """Staff role; a user may have several (tracker/staff/accounts/roles.py).

    Labels are shown to staff only and are therefore in English.
    """

    ANALYST = "analyst", "Analyst: writes drafts"
    REVIEWER = "reviewer", "Reviewer: publishes and withdraws"
    CUSTODIAN = "custodian", "Identity custodian: reveals and seals identities"
    ADMINISTRATOR = "administrator", "Administrator: manages accounts and keys"


class ImportKind(models.TextChoices):
    """Kind of a table imported by staff. Labels are shown to staff only, so in English."""

    SOURCES = "sources", "Sources"
    PEOPLE = "people", "People"
    RECOMMENDATIONS = "recommendations", "Recommendations"
    CASES = "cases", "Cases, participations and charges"


class ImportState(models.TextChoices):
    """State of an uploaded import table."""

    WAITING = "waiting", "Waiting for a decision"
    DONE = "done", "Imported"


class MediaType(models.TextChoices):
    """Media type of a captured document, detected from its content."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    WEBP = "webp", "WebP"
    GIF = "gif", "GIF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    TEXT = "txt", "TXT"
    EMAIL = "eml", "EML"


class Country(models.TextChoices):
    CAMBODIA = "KH", _("Cambodia")
    THAILAND = "TH", _("Thailand")
    OTHER = "XX", _("Elsewhere or not stated")


class Province(models.TextChoices):
    """The capital and the 24 provinces, by ISO 3166-2:KH number."""

    BANTEAY_MEANCHEY = "01", _("Banteay Meanchey")
    BATTAMBANG = "02", _("Battambang")
    KAMPONG_CHAM = "03", _("Kampong Cham")
    KAMPONG_CHHNANG = "04", _("Kampong Chhnang")
    KAMPONG_SPEU = "05", _("Kampong Speu")
    KAMPONG_THOM = "06", _("Kampong Thom")
    KAMPOT = "07", _("Kampot")
    KANDAL = "08", _("Kandal")
    KOH_KONG = "09", _("Koh Kong")
    KRATIE = "10", _("Kratie")
    MONDULKIRI = "11", _("Mondulkiri")
    PHNOM_PENH = "12", _("Phnom Penh")
    PREAH_VIHEAR = "13", _("Preah Vihear")
    PREY_VENG = "14", _("Prey Veng")
    PURSAT = "15", _("Pursat")
    RATANAKIRI = "16", _("Ratanakiri")
    SIEM_REAP = "17", _("Siem Reap")
    PREAH_SIHANOUK = "18", _("Preah Sihanouk")
    STUNG_TRENG = "19", _("Stung Treng")
    SVAY_RIENG = "20", _("Svay Rieng")
    TAKEO = "21", _("Takeo")
    ODDAR_MEANCHEY = "22", _("Oddar Meanchey")
    KEP = "23", _("Kep")
    PAILIN = "24", _("Pailin")
    TBOUNG_KHMUM = "25", _("Tboung Khmum")
    UNKNOWN = "unknown", _("Not known")
