"""Django settings. What differs between machines comes from the environment: see `.env.example`."""

import secrets
from importlib.util import find_spec
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tracker import database
from tracker.api.openapi import settings
from tracker.database import embedded
from tracker.staff.accounts import configuration
from tracker.web import access_log

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")  # absent on most machines; never overrides the environment

# --- What this process is -------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
# A public process serves no admin; a staff process serves nothing to the public. Neither: both.
PUBLIC_ONLY = env.bool("PUBLIC_ONLY", default=False)
STAFF_ONLY = env.bool("STAFF_ONLY", default=False)
if PUBLIC_ONLY and STAFF_ONLY:
    raise ImproperlyConfigured("Set PUBLIC_ONLY or STAFF_ONLY, not both.")

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text (or DEBUG=1 at home).")
    SECRET_KEY = secrets.token_urlsafe(50)  # sessions end with this process

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Database -------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="")
if not DATABASE_URL:
    if not DEBUG:
        raise ImproperlyConfigured("Set DATABASE_URL (or DEBUG=1 for the development server).")
    DATABASE_URL = embedded.start(role=env.str("DATABASE_ROLE", default="tracker_staff"))
DATABASES = {"default": database.described(env.db_url_config(DATABASE_URL))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache ----------------------------------------------------------------------------------

# The cache that all processes share. Without one, each counts for itself (docs/decisions/0018).
CACHE_URL = env.str("CACHE_URL", default="")
if CACHE_URL:
    if not CACHE_URL.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("CACHE_URL must begin with redis:// or rediss://")
    if find_spec("redis") is None:
        raise ImproperlyConfigured(
            "CACHE_URL needs the Python package “redis”, not installed here."
        )
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
    }

# Megabytes of responses that each process caches; a connection of its own LISTENs for changes.
# With 0 nothing is cached, and each request queries the data version: right for a pooler that
# gives out connections by the transaction (docs/decisions/0021).
RESPONSE_CACHE_MB = env.int("RESPONSE_CACHE_MB", default=32)

# --- Parts ----------------------------------------------------------------------------------

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
AUTH_USER_MODEL = "tracker.User"

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",  # the development server serves static files as production
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "concurrency",
    "csp",
    "django_htmx",  # for its copy of htmx
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tracker",
    "laws",
    "cases",
]

# Our own apps, lowest layer first: an app imports those before it, never those after.
APP_LAYERS = ["tracker", "laws", "cases"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "tracker.languages.switching.UrlLanguageMiddleware",
    "tracker.api.middleware.error_responses.ApiProblems",
    # around all that answers: what comes from a cache counts too
    "tracker.api.middleware.rate_limits.ApiLimits",
    "tracker.web.http_cache.middleware.ConditionalGetMiddleware",  # caches what those below answer
    "tracker.web.http_cache.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    # Everything below runs as the public role, unless the address is the admin's.
    "tracker.visibility.public_reader.PublicReaderMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.staff.accounts.sessions.StaffSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.database.edit_history.StaffHistoryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Edit history ---------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),  # not tracked unless asked for
)
# Hundreds of triggers as migration operations make a minute of migrating. They are installed
# after every migrate instead, as the public projection is (docs/decisions/0009).
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
# Reading changes nothing, and asking who reads would touch the session.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- Data -----------------------------------------------------------------------------------

# The address of the licence under which the data are given out; every file names it.
DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Where releases lie: the public service reads them, `build_release` and `purge_releases` write.
RELEASES_DIR = Path(env.str("RELEASES_DIR", default=str(BASE_DIR / "releases")))
# Captured documents, for staff only; the copies that readers may have.
FILES_DIR = Path(env.str("FILES_DIR", default=str(BASE_DIR / "files")))
COPIES_DIR = Path(env.str("COPIES_DIR", default=str(BASE_DIR / "copies")))
# The site's own address, for links in files that are made without a request.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="").rstrip("/")

# --- API ------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "tracker.api.openapi.schema.Description",
    "DEFAULT_RENDERER_CLASSES": ["tracker.api.renderer.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": [],  # nothing is ever sent to us
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "tracker.tables.exports.responses.ParameterNegotiation",
    "EXCEPTION_HANDLER": "tracker.api.errors.problems.problem_for_exception",
    "URL_FORMAT_OVERRIDE": None,
    # No session: the API is read only and the same for everybody.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = settings.SETTINGS
# Requests a minute: from one address, and with one key.
API_LIMITS = {
    "anonymous": env.int("API_LIMIT", default=60),
    "keyed": env.int("API_LIMIT_KEYED", default=600),
}
# How many proxies in front of us append to X-Forwarded-For. With none, the header is ignored.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Staff site ------------------------------------------------------------------------------

# Whoever edited a record last does not publish it.
REVIEW_BY_ANOTHER = env.bool("REVIEW_BY_ANOTHER", default=True)
# Days without news after which a detention or an open charge is put in a staff queue.
STALE_DETENTION_DAYS = env.int("STALE_DETENTION_DAYS", default=90)
STALE_CHARGE_DAYS = env.int("STALE_CHARGE_DAYS", default=180)
# Years without a newer source after which a case with an open outcome is put in one.
OLD_NEWS_YEARS = env.int("OLD_NEWS_YEARS", default=2)

# --- Feeds ----------------------------------------------------------------------------------

# Who names the entries of our feeds, and since when (RFC 4151): a name that was ours that year.
# Feed readers know entries by it, so it stays, also when the site moves to another host.
TAG_AUTHORITY = env.str("TAG_AUTHORITY", default="tracker.example.org,2026")

# --- Languages and time ---------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("km", "ខ្មែរ")]  # each as its readers call it
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
FORMAT_MODULE_PATH = ["tracker.languages"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = None if DEBUG else BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Safety of readers and staff ------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SENSORS = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media geolocation "
    "gyroscope magnetometer microphone midi payment usb"
)
PERMISSIONS_POLICY = {feature: [] for feature in SENSORS.split()}

# HTTPS everywhere but at home. Whoever ends TLS in front of us must set the header named here.
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading HSTS binds a whole domain: its owner's call
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites never learn what was read here. "no-referrer" would do the same and also make
# browsers send "Origin: null" with the admin's forms, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Cookies are for staff: they are never sent along with a public page.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
globals().update(
    configuration.build_account_settings(debug=DEBUG, without_tls=not HTTPS_ONLY, home=BASE_DIR)
)  # of sign-in and passwords

# --- Log ------------------------------------------------------------------------------------

LOGGING = access_log.build_logging_config(level=env.str("LOG_LEVEL", default="INFO"))
