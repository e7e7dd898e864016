"""What is missing or unsafe in an installation, each with what to do about it; ``manage.py doctor`` prints it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import redis
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from integrations.compliance import stale_rules
from integrations.shopify.webhooks import COMPLIANCE_TOPICS, Topic
from shopapp.env import Env, env
from shopapp.health import problems
from shopapp.install.selectors import SCOPES
from shopapp.models import Shop
from shopapp.studio.storage import STORE_ERRORS

APP_FILE = Path(__file__).parents[1] / "shopify.app.toml"


class Grade(StrEnum):
    """How bad it is."""

    WRONG = "wrong"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something to mend."""

    grade: Grade
    sentence: str


def diagnose(app_file: Path | None = None) -> list[Complaint]:
    """Examine the whole installation; ``app_file`` is the one that is deployed with it where none is named."""
    settings = env()
    return [
        *(Complaint(Grade.WRONG, str(message.msg)) for message in run_checks()),
        *(Complaint(Grade.WRONG, f"Not ready to serve: {problem}.") for problem in problems()),
        *_settings(settings),
        *_queue(settings),
        *_files(),
        *_app_file(settings, app_file or APP_FILE),
        *_certificate(settings),
        *_shops(),
        *_rules(),
    ]


def _settings(settings: Env) -> Iterator[Complaint]:
    if settings.debug:
        yield Complaint(Grade.WRONG, "DEBUG is on: strangers would see settings and code.")
    if settings.shopify_sandbox_url:
        yield Complaint(Grade.WARNING, "SHOPIFY_SANDBOX_URL is set: a sandbox stands in for Shopify.")
    elif not settings.app_url.startswith("https://"):
        yield Complaint(Grade.WRONG, "APP_URL does not begin with https://: Shopify frames no other address.")
    elif not settings.trusted_proxies:
        yield Complaint(
            Grade.WARNING,
            "TRUSTED_PROXIES is 0, but the web process does not speak the https:// of APP_URL itself: all visitors "
            "behind the proxy count as one address, and share what one may upload in an hour.",
        )
    if settings.billing_test and not settings.shopify_sandbox_url:
        yield Complaint(Grade.WARNING, "BILLING_TEST is on: Shopify collects no charge.")
    if settings.redis_url and settings.database_url.startswith("sqlite"):
        yield Complaint(
            Grade.WRONG, "SQLite holds one machine only: use PostgreSQL where the queue is on Redis."
        )


def _queue(settings: Env) -> Iterator[Complaint]:
    if settings.embedded:
        return
    try:
        found = dict(
            redis.Redis.from_url(settings.redis_url, socket_timeout=3).config_get("maxmemory-policy")
        )
    except redis.RedisError as error:
        yield Complaint(Grade.WRONG, f"The queue cannot be reached: {type(error).__name__}.")
        return
    if found.get("maxmemory-policy") != "noeviction":
        yield Complaint(
            Grade.WARNING, "Redis may drop messages when it is full: set maxmemory-policy noeviction."
        )


def _files() -> Iterator[Complaint]:
    name = f"doctor/{uuid4().hex}"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"doctor")))
    except STORE_ERRORS as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        yield Complaint(Grade.WRONG, f"Files cannot be written: {why}.")


def _app_file(settings: Env, path: Path) -> Iterator[Complaint]:
    if not path.exists():
        yield Complaint(Grade.WRONG, f"{path.name} is missing: Shopify would not know scopes and webhooks.")
        return
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    for sentence in _other_names(settings, declared):
        yield Complaint(Grade.WRONG, f"{path.name} {sentence}")
    if _scopes(declared) != SCOPES:
        yield Complaint(Grade.WRONG, f"{path.name} asks for other scopes than {', '.join(sorted(SCOPES))}.")
    topics, compliance = _topics(declared)
    for missing in sorted({*Topic} - COMPLIANCE_TOPICS - topics) + sorted(COMPLIANCE_TOPICS - compliance):
        yield Complaint(Grade.WRONG, f"{path.name} does not declare the topic {missing}.")
    for unknown in sorted((topics | compliance) - {*Topic}):
        yield Complaint(Grade.WARNING, f"{path.name} declares {unknown}, which nobody handles.")


def _other_names(settings: Env, declared: dict[str, Any]) -> Iterator[str]:
    """Tell where the file and the settings differ; a sandbox knows no app by its id, and is told where the app is."""
    api_version = declared.get("webhooks", {}).get("api_version", "")
    if api_version != settings.shopify_api_version:
        ours = settings.shopify_api_version
        yield f"asks for webhooks of API {api_version or 'none'}; SHOPIFY_API_VERSION is {ours}."
    if settings.shopify_sandbox_url:
        return
    if declared.get("client_id") != settings.shopify_client_id:
        yield "names another client_id than SHOPIFY_CLIENT_ID, or none."
    if str(declared.get("application_url", "")).rstrip("/") != settings.app_url.rstrip("/"):
        yield "names another application_url than APP_URL: Shopify would send its frame and webhooks there."


def _scopes(declared: dict[str, Any]) -> set[str]:
    return {scope.strip() for scope in declared.get("access_scopes", {}).get("scopes", "").split(",")}


def _topics(declared: dict[str, Any]) -> tuple[set[str], set[str]]:
    subscriptions = declared.get("webhooks", {}).get("subscriptions", [])
    topics = {topic for each in subscriptions for topic in each.get("topics", [])}
    return topics, {topic for each in subscriptions for topic in each.get("compliance_topics", [])}


def _certificate(settings: Env) -> Iterator[Complaint]:
    if settings.c2pa_certificate_file:
        signing = import_module("shopapp.publishing.exports.signing")  # with it comes pixel code
        for is_wrong, sentence in signing.complaints(settings, timezone.now()):
            yield Complaint(Grade.WRONG if is_wrong else Grade.WARNING, sentence)


def _shops() -> Iterator[Complaint]:
    for shop in Shop.objects.filter(uninstalled_at=None).select_related("token"):
        if missing := SCOPES - {scope.strip() for scope in shop.scopes.split(",")}:
            yield Complaint(Grade.WARNING, f"{shop.domain} has not granted {', '.join(sorted(missing))}.")
        if not hasattr(shop, "token"):
            yield Complaint(
                Grade.WARNING, f"{shop.domain} has no token: the app must be opened from its admin."
            )


def _rules() -> Iterator[Complaint]:
    if stale := stale_rules(date.today()):  # noqa: DTZ011 - a rule's date has no zone
        names = ", ".join(rule.id for rule in stale[:5])
        yield Complaint(
            Grade.WARNING, f"{len(stale)} rules were not compared with their source for too long: {names}."
        )
