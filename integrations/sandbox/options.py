"""What one sandbox is started with."""

import os
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SCHEMA_FOLDER = REPOSITORY / "integrations" / "shopify" / "schema"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in seconds of the sandbox's clock."""

    media_shortest: float = 0.3
    media_longest: float = 1.0
    bulk_start: float = 0.1
    bulk_run: float = 0.5
    job: float = 0.2
    webhook_timeout: float = 5.0
    webhook_retries: tuple[float, ...] = (1, 2, 4, 8, 16, 32, 64, 128)
    access_token: float = 3600
    refresh_token: float = 90 * 86400
    original_url: float = 300
    staged_target: float = 86400
    bulk_result: float = 7 * 86400
    pending_charge: float = 2 * 86400


@dataclass(frozen=True, slots=True)
class Bucket:
    """The store's allowance of query cost: a standard plan's."""

    maximum: float = 2000
    restore_rate: float = 100
    single_query: float = 1000


@dataclass(frozen=True, slots=True)
class Options:
    """One sandbox: its addresses, its app, its stock and its pace."""

    client_id: str
    client_secret: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8401"
    app_url: str = "http://127.0.0.1:8400"
    shop: str = "lustre-sandbox.myshopify.com"
    api_version: str = "2026-10"
    app_file: Path = REPOSITORY / "shopify.app.toml"
    schema: Path = SCHEMA_FOLDER / "admin_2026-10_subset.graphql"
    scopes: Path = SCHEMA_FOLDER / "admin_2026-10_scopes.json"
    catalog: Path | None = None
    photos: Path | None = None
    shop_size: int | None = None
    timing: Timing = field(default_factory=Timing)
    bucket: Bucket = field(default_factory=Bucket)
    seed: int = 1


def credentials() -> tuple[str, str]:
    """Return the app's client id and secret, which both processes are given."""
    try:
        return os.environ["SHOPIFY_CLIENT_ID"], os.environ["SHOPIFY_CLIENT_SECRET"]
    except KeyError as missing:
        raise SystemExit(
            f"{missing.args[0]} is not set: give the app and the sandbox the same value"
        ) from None
