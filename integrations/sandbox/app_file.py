"""Reads ``shopify.app.toml``: the scopes, webhooks and addresses that the app declares."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

COMPLIANCE_TOPICS = frozenset({"customers/data_request", "customers/redact", "shop/redact"})


@dataclass(frozen=True, slots=True)
class Subscription:
    """One declared topic and where its deliveries go."""

    topic: str
    uri: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class AppFile:
    """What the app's file declares."""

    name: str
    application_url: str
    scopes: tuple[str, ...]
    api_version: str
    subscriptions: tuple[Subscription, ...]


def read_app_file(path: Path) -> AppFile:
    """Read the file; a topic under the wrong heading is an error, and so is what the sandbox would not apply."""
    content = tomllib.loads(path.read_text())
    webhooks = content["webhooks"]
    subscriptions = []
    for entry in webhooks.get("subscriptions", []):
        if unknown := entry.keys() - {"topics", "compliance_topics", "uri", "name"}:
            raise ValueError(f"{path.name}: the sandbox does not apply {', '.join(sorted(unknown))}")
        for kind in ("topics", "compliance_topics"):
            for topic in entry.get(kind, []):
                if (kind == "compliance_topics") != (topic in COMPLIANCE_TOPICS):
                    raise ValueError(f"{path.name}: {topic} does not belong under {kind}")
                subscriptions.append(Subscription(topic, entry["uri"], entry.get("name", "")))
    return AppFile(
        name=content["name"],
        application_url=content["application_url"],
        scopes=tuple(sorted(scope.strip() for scope in content["access_scopes"]["scopes"].split(","))),
        api_version=webhooks["api_version"],
        subscriptions=tuple(subscriptions),
    )
