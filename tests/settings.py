"""Settings of the test run: the site's own, under the environment of a test machine."""

import os
import secrets

from cryptography.fernet import Fernet

from tracker.database import embedded

# Read by tracker.settings when it is imported below, which is why that import stands there.
os.environ["DEBUG"] = "0"
os.environ["HTTPS_ONLY"] = "0"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["LOG_LEVEL"] = "WARNING"
os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
os.environ.pop("PUBLIC_ONLY", None)
os.environ.pop("STAFF_ONLY", None)
os.environ.pop("CACHE_URL", None)
os.environ.pop("TRUSTED_PROXIES", None)
os.environ["IDENTITY_KEYS"] = Fernet.generate_key().decode()
os.environ["FACTOR_KEYS"] = Fernet.generate_key().decode()
os.environ.setdefault("API_LIMIT", "1000000")  # tests ask faster than any partner
# One server for all parallel workers, without fsync. Tests log in as the staff role of production,
# and read as the public through SET ROLE, as one process does that serves both.
os.environ["DATABASE_URL"] = embedded.start("test", fast=True)

from tracker import settings as site
from tracker.languages import catalog, khmer_font

catalog.compile_catalog()  # where tests are run without make
khmer_font.build_fonts()

globals().update({name: getattr(site, name) for name in dir(site) if name.isupper()})

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, and only here
RESPONSE_CACHE_MB = 0  # each test has another world; those of tracker.web.http_cache keep answers
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES_DIR = COPIES_DIR = None  # the same for captured documents
RELEASES_DIR = None  # a test that makes releases says where: building sweeps the folder
STATIC_ROOT = None  # nothing is collected: the files are found where they lie
WHITENOISE_USE_FINDERS = True
STORAGES = site.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

if "TEST_DATABASE" in os.environ:  # set by tests.database for a command or a server
    site.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
    site.DATABASES["default"]["USER"] = os.environ["TEST_ROLE"]
