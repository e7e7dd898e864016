"""The environment put into Django's names; nothing else."""

from pathlib import Path
from typing import Any

from shopapp.env import env
from shopapp.settings_parts import broker, database, storages

ENV = env()
BASE_DIR = Path(__file__).parents[1]
SECRET_KEY = ENV.secret_key.get_secret_value()
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
ROOT_URLCONF = "shopapp.urls"
WSGI_APPLICATION = "shopapp.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
# Those with sentences of ours; Django alone would answer in a hundred. One language, but 3/2 is another day in London
# than in New York: whose browser asks decides, since Shopify tells a shop's time zone and not its locale.
LANGUAGES = [("en", "English"), ("en-gb", "British English"), ("en-au", "Australian English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "csp",
    "django_dramatiq",
    "dramatiq_crontab",
    "rest_framework",
    "drf_spectacular",
    "shopapp",
]
MIDDLEWARE = [
    "shopapp.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shopapp.middleware.RequestLogMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "shopapp.middleware.ShopCSPMiddleware",
    "shopapp.middleware.ErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES: dict[str, dict[str, Any]] = {"default": database(ENV.database_url)}
STORAGES = storages(ENV)
STATIC_URL = "/static/"
STATIC_ROOT = None if ENV.embedded else BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "shopapp" / "static"]
WHITENOISE_USE_FINDERS = ENV.embedded
LOCALE_PATHS = [BASE_DIR / "shopapp" / "locale"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

_SCRIPTS = sorted({url.rsplit("/", 1)[0] + "/" for url in (ENV.app_bridge_url, ENV.polaris_url)})
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", *_SCRIPTS],
        "style-src": ["'self'", "'unsafe-inline'", *_SCRIPTS],
        "font-src": ["'self'", "https://cdn.shopify.com", *_SCRIPTS],
        "img-src": [
            "'self'",
            "data:",
            "blob:",
            "https://cdn.shopify.com",
            "https://i.etsystatic.com",
            "https://m.media-amazon.com",
            *filter(None, (ENV.shopify_sandbox_url, ENV.etsy_sandbox_url, ENV.amazon_sandbox_url)),
        ],
        "connect-src": ["'self'", *_SCRIPTS],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    },
}

DRAMATIQ_BROKER = broker(ENV)
# No lock on Redis: it ends the scheduler when Redis is emptied, which is when the sweeper is needed most; two
# schedulers only ring twice, and ringing twice does nothing twice.
DRAMATIQ_CRONTAB: dict[str, str] = {}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if ENV.embedded
    else {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "shopapp.api.exceptions.handle",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": ENV.trusted_proxies,
}
SPECTACULAR_SETTINGS = {"TITLE": "Lustre", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

LOGGING_CONFIG = "shopapp.logs.configure"
LOGGING = {"level": ENV.log_level}
