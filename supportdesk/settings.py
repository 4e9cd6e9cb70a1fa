"""All settings, read from the environment. The table of variables stands in README.md."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from supportdesk.environment import (
    BASE_DIR,
    DATA_DIR,
    choice,
    database,
    embedded_engines,
    env,
    flag,
    matching,
    names,
    networks,
    number,
    secret_key,
    url,
)
from supportdesk.interface import REST_FRAMEWORK as REST_FRAMEWORK
from supportdesk.interface import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from supportdesk.logs import logging_config

DEMO = flag("DEMO", default=False)
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret_key(demo=DEMO)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PUBLIC_URL = url("PUBLIC_URL", schemes=("http", "https"), default="http://127.0.0.1:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Engines -------------------------------------------------------------------------------------------------------------
_engines = embedded_engines()
DATABASES = {
    # The unprivileged role: row-level security holds for it.
    "default": database("DATABASE_URL", default=_engines.app) | {"ATOMIC_REQUESTS": True},
    # Claims due clocks and outbox rows across tenants, and sees nothing else.
    "relay": database("RELAY_DATABASE_URL", default=_engines.relay),
    # Owns the tables: used by `migrate` alone.
    "owner": database("OWNER_DATABASE_URL", default=_engines.owner or env.str("DATABASE_URL", "")),
}
DATABASE_ROUTERS = ["accounts.tenancy.router.MigrateAsOwner"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = url("REDIS_URL", schemes=("redis", "rediss", "unix"), default=_engines.redis)
_redis = {
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": env.str("CACHE_PREFIX", "supportdesk"),
    "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
}
CACHES = {
    "default": {"BACKEND": "accounts.cache.ForgivingCache", **_redis},
    # The same keys; /readyz must hear that it is away.
    "strict": {"BACKEND": "django.core.cache.backends.redis.RedisCache", **_redis},
}
# Pieces of pages that many see alike are kept drawn, until a commit says that something has changed (accounts/kept.py).
KEEP_PIECES = True

# Applications --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "accounts",
    "outbox",
    "sla",
    "contracts",
    "tickets",
    "inbox",
    "surveys",
    "reports",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]
MIDDLEWARE = [
    "supportdesk.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tickets.desk.unchanged.UnchangedMiddleware",
    "accounts.middleware.TenantMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.MembershipMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "supportdesk.urls"
WSGI_APPLICATION = "supportdesk.wsgi.application"
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
                "accounts.context_processors.desk",
                "sla.context_processors.hours",
            ],
        },
    }
]
FORM_RENDERER = "accounts.widgets.Renderer"

# Users ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.MemberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if DEMO:  # a password set in the demo opens nothing outside it
    PASSWORD_HASHERS.insert(0, "demo.hashers.DemoHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.signin_forms.LoginForm",
    "reset_password": "accounts.signin_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.signin_forms.ResetPasswordKeyForm",
    "change_password": "accounts.signin_forms.ChangePasswordForm",
    "set_password": "accounts.signin_forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# What strangers send: by network address, and by the mail address that they name.
ACCOUNT_RATE_LIMITS = {"public_form": "20/h/ip,3/h/key"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # a stranger signed in elsewhere must be able to sign in here
# In the cache, and in the database where it lasts.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "supportdesk_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# Language and time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGES = [("sv", _("Swedish")), ("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Files ---------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Outside the web root: attachments are served by a view, after a permission check.
MEDIA_ROOT = env.str("MEDIA_ROOT", str(DATA_DIR / "attachments"))
ATTACHMENT_MAX_BYTES = number("ATTACHMENT_MAX_MB", default=20, least=1) * 1024 * 1024
# clamd, which looks at every file that comes in; empty: nobody does.
CLAMD_URL = matching("CLAMD_URL", default="", pattern=r"(tcp://[^/\s:]+:\d+|unix:/\S+)?", like="tcp://127.0.0.1:3310")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail ----------------------------------------------------------------------------------------------------------------
EMAIL_URL = url("EMAIL_URL", schemes=("smtp", "smtp+tls", "smtp+ssl"), default="smtp://127.0.0.1:1025")
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = matching(
    "DEFAULT_FROM_EMAIL", default="support@localhost", pattern=r"[^@\s<>]+@[^@\s<>]+", like="support@example.com"
)
# Of one tenant's, to spare the mail server and the other tenants; 0: as many as there are.
OUTBOX_PER_MINUTE = number("OUTBOX_PER_MINUTE", default=600)
# Sent mail keeps its text so long, and its row so long: until then a bounce finds it.
OUTBOX_TEXT_DAYS = number("OUTBOX_TEXT_DAYS", default=14, least=1)
OUTBOX_DAYS = number("OUTBOX_DAYS", default=400, least=OUTBOX_TEXT_DAYS)
# Mail that came in keeps its bytes so long once it is taken up or left.
INBOX_RAW_DAYS = number("INBOX_RAW_DAYS", default=90, least=1)
# Mail servers whose Authentication-Results are believed, by the names that they give themselves there.
MAIL_AUTH_SERVERS = names("MAIL_AUTH_SERVERS")

# Webhooks ------------------------------------------------------------------------------------------------------------
# Networks with endpoints of our own that are no public addresses; http is allowed there as well.
WEBHOOK_ALLOWED_NETWORKS = networks("WEBHOOK_ALLOWED_NETWORKS")

# Security ------------------------------------------------------------------------------------------------------------
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose attempts to sign in are counted together
SECURE_SSL_REDIRECT = SECURE and flag("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Figures -------------------------------------------------------------------------------------------------------------
# What a monitoring system sends to /metrics, which does not exist without it.
METRICS_TOKEN = matching(
    "METRICS_TOKEN", default="", pattern=r"([\x21-\x7e]{16,})?", like="a random text of 16 characters or more"
)

# Logs ----------------------------------------------------------------------------------------------------------------
LOG_LEVEL = choice("LOG_LEVEL", default="INFO", of=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = logging_config(level=LOG_LEVEL, as_json=not DEBUG)
LOGGING_CONFIG = "supportdesk.logs.configure"
SILENCED_SYSTEM_CHECKS: list[str] = []
