"""Settings of Outreach. Everything that differs between places comes from the environment.

Without DATABASE_URL and REDIS_URL the embedded servers are used; see ``outreach/embedded.py``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from outreach import embedded

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, *, default: bool = False) -> bool:
    """Read a switch; anything but the known words stops the start."""
    text = os.environ.get(name, "yes" if default else "no").lower()
    if text not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be yes or no")
    return text in {"yes", "true", "1"}


def database(url: str) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:port/name`` or ``postgresql://user@/name?host=/folder/of/socket``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


# --- where it runs
DEBUG = flag("OUTREACH_DEBUG")
DEMO = flag("OUTREACH_DEMO")
EMBEDDED = "DATABASE_URL" not in os.environ
DATA_DIR = embedded.data_dir()
SECRET_KEY = os.environ.get("OUTREACH_SECRET_KEY") or (embedded.secret_key() if EMBEDDED else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("OUTREACH_SECRET_KEY must be set where DATABASE_URL is set")
ALLOWED_HOSTS = os.environ.get("OUTREACH_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "localhost" not in host and "1" not in host[:1]]
HTTPS = flag("OUTREACH_HTTPS", default=not EMBEDDED)
OUTREACH_NAME = os.environ.get("OUTREACH_NAME", "Outreach")

# --- database: the application's role by default, the owner for migrate alone
_app_url, _owner_url = (
    embedded.database_urls()
    if EMBEDDED
    else (os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"]))
)
DATABASES = {
    "default": {
        **database(_app_url),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=300s"},
    }
}
DATABASE_OWNER = {key: value for key, value in database(_owner_url).items() if key != "NAME"} | {
    "CONN_MAX_AGE": 0,
    "OPTIONS": {},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- apps
INSTALLED_APPS = [
    "accounts",  # its createsuperuser comes before Django's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "common",
    "cases",
    "networks",
    "visits",
    "signals_intake",
    "reporting",
    "outreach",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "common.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "accounts.middleware.ScopeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
#: Health checks answer without a transaction, also when the database is away.
UNSCOPED_PATHS = {"/healthz", "/readyz"}
ROOT_URLCONF = "outreach.urls"
WSGI_APPLICATION = "outreach.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.house",
            ],
        },
    }
]

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.MemberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/15m/ip,10/15m/key",
    "reset_password": "10/m/ip,5/m/key",
    "look_back": "30/m/ip",
}
#: How many proxies of one's own stand before the web server and add to X-Forwarded-For. Of none the header counts for
#: nothing: whoever asks could write any address in it, and have the limits above anew for each.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("OUTREACH_TRUSTED_PROXIES", "0"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
EMAIL_BACKEND = "accounts.mail.OutboxBackend"
MAIL_CARRIER = f"django.core.mail.backends.{'smtp' if 'EMAIL_HOST' in os.environ else 'filebased'}.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("OUTREACH_FROM_EMAIL", "outreach@localhost")

# --- history: by trigger, a statement at a time (row by row takes sixty times as long on large files)
PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- broker
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url()
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # a killed worker's task is taken up again; the job row, not the broker, is the truth
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "max_retries": 1,
    "interval_start": 0.1,  # a request does not wait for a broker that is away
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "outreach"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
JOB_LEASE_SECONDS = int(os.environ.get("OUTREACH_JOB_LEASE_SECONDS", "60"))

# --- cache: in the database, since limits on logins must survive a lost broker
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

# --- working together: after how long somebody asks again
DIRECTORY_STALE_MONTHS = int(os.environ.get("OUTREACH_DIRECTORY_STALE_MONTHS", "6"))
REFERRAL_ANSWER_DAYS = int(os.environ.get("OUTREACH_REFERRAL_ANSWER_DAYS", "14"))

# --- money: how long after a handover somebody asks how it goes, after a solution whether it holds
DEBT_MONITOR_DAYS = int(os.environ.get("OUTREACH_DEBT_MONITOR_DAYS", "28"))
DEBT_FOLLOW_UP_MONTHS = int(os.environ.get("OUTREACH_DEBT_FOLLOW_UP_MONTHS", "3"))
# --- rhythm: after how many days without a word since a crisis a household comes to mind (Samen DOEN 2016, case 14)
SILENCE_DAYS = int(os.environ.get("OUTREACH_SILENCE_DAYS", "28"))

# --- language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = USE_TZ = True

# --- files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "staticfiles"
#: Joined and named by their content once they are collected; as they lie in the folder before that.
COLLECTED = "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "outreach.staticfiles.OutreachStaticFilesStorage"
        if COLLECTED and not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "documents"
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_HANDLERS = ["common.uploads.DiskUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_LIST_BYTES = 25 * 1024 * 1024

# --- security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- API
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,  # the OpenAPI document says it better
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "common.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Outreach",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- logs: codes and ids, to standard error
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"keys_left_out": {"()": "common.logs.KeysLeftOut"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys_left_out"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
