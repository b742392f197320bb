"""Settings of the server; everything comes from the environment, which `sprue serve` and `sprue demo` fill.

SPRUE_DATA: folder of the database and keys · SPRUE_DATABASE: postgresql://… instead of SQLite ·
SPRUE_DEMO, SPRUE_HTTPS: 1 or 0 · SPRUE_IMPROVE: off, propose or publish ·
SPRUE_HOSTS: names under which the server is reached, by comma · SPRUE_URL: its address in messages ·
SPRUE_HOOKS_TO_SELF: 1 lets webhooks go to this machine itself.
"""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sprue.floor.policy import Improving

PACKAGE = Path(__file__).resolve().parent


def flag(name: str) -> bool:
    """Whether an environment variable says yes."""
    return os.environ.get(name, "") not in ("", "0", "no")


SPRUE_DATA = Path(os.environ.get("SPRUE_DATA") or "sprue-data").absolute()
#: The second place of backups, None: none is set.
SPRUE_BACKUP = Path(os.environ["SPRUE_BACKUP"]) if os.environ.get("SPRUE_BACKUP") else None
SPRUE_DEMO = flag("SPRUE_DEMO")
SPRUE_HTTPS = flag("SPRUE_HTTPS")
SPRUE_HOOKS_TO_SELF = flag("SPRUE_HOOKS_TO_SELF")
SPRUE_IMPROVE = Improving(os.environ.get("SPRUE_IMPROVE") or Improving.PROPOSE)
#: Address of this server as people reach it, for links in messages; "": none is known.
SPRUE_URL = os.environ.get("SPRUE_URL", "").rstrip("/")
SECRET_FILE = SPRUE_DATA / "secret.key"


def secret() -> str:
    """The key that signs sessions; one of this process alone where the data folder has none yet."""
    try:
        return SECRET_FILE.read_text(encoding="ascii").strip() or secrets.token_urlsafe(50)
    except OSError:
        return secrets.token_urlsafe(50)


def database() -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL that SPRUE_DATABASE names."""
    url = os.environ.get("SPRUE_DATABASE", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": SPRUE_DATA / "sprue.db",
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": str(Path(tempfile.gettempdir()) / f"sprue-test-{os.getpid()}.db")},
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                # FULL: an acknowledged report survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;"
                "PRAGMA cache_size=-16000;PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("SPRUE_DATABASE must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = secret()
DEBUG = False
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = [name for name in os.environ.get("SPRUE_HOSTS", "").split(",") if name] or ["*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "ninja",
    "sprue.server.floor",
    "sprue.server.accounts",
    "sprue.server.outbox",
    "sprue.server.hooks",
]
MIDDLEWARE = [
    "sprue.server.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "sprue.server.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_NAME = "sprue_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SPRUE_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sprue.server.pages.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SPRUE_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
#: Vite puts a digest of the content into each name under assets.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*/dist/assets/.+$"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "sprue": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
