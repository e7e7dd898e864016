"""Every setting, typed, frozen, read once from the environment.

A secret may also stand in a file of the same name in the folder named by ``SECRETS_FOLDER``. What is missing or
malformed is told all at once, at start. Nothing here has a default that is unsafe.
"""

import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Self

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_ROOT = Path(__file__).parents[1]


class Env(BaseSettings):
    """What an installation is told from outside."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", secrets_dir=os.environ.get("SECRETS_FOLDER")
    )

    secret_key: SecretStr = Field(
        description="Signs file addresses and hashes shop domains; at least 40 characters."
    )
    debug: bool = Field(
        default=False, description="Django's debug pages; never where a stranger can reach them."
    )
    allowed_hosts: list[str] = Field(description="Host names the product answers to, as a JSON list.")
    app_url: str = Field(description="The product's own public address, without a slash at the end.")
    trusted_proxies: int = Field(
        default=0, ge=0, description="How many proxies of ours stand in front of the web process."
    )

    database_url: str = Field(description="sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME.")
    redis_url: str = Field(
        default="", description="The queue. Empty: queues and workers live in the one web process."
    )

    files_folder: Path = Field(
        default=_ROOT / "var" / "files", description="Where files are kept when S3 is not used."
    )
    s3_bucket: str = Field(default="", description="Bucket for files. Empty: the folder is used.")
    s3_endpoint_url: str = Field(
        default="", description="Address of an S3-compatible service. Empty: Amazon's."
    )
    s3_region: str = Field(default="", description="Region of the bucket.")
    s3_access_key_id: str = Field(default="", description="Key id. Empty: the machine's own role is used.")
    s3_secret_access_key: SecretStr = Field(
        default=SecretStr(""), description="Secret that belongs to the key id."
    )
    file_link_expires: timedelta = Field(
        default=timedelta(hours=1), description="How long the address of a picture stays good."
    )

    engine_device: Literal["cpu", "cuda"] = Field(
        default="cpu",
        description="What runs the trained network in a worker: cpu, or cuda with the extra ml.",
    )
    shopify_client_id: str = Field(description="The app's client id, from the Shopify dashboard.")
    shopify_client_secret: SecretStr = Field(description="The app's client secret.")
    shopify_old_client_secret: SecretStr = Field(
        default=SecretStr(""), description="The former secret while it is being rotated."
    )
    shopify_api_version: str = Field(default="2026-10", description="Version of Shopify's Admin API.")
    shopify_sandbox_url: str = Field(
        default="", description="Address of the sandbox that stands in for Shopify. Empty in production."
    )
    token_encryption_keys: list[SecretStr] = Field(
        description="Fernet keys for shops' tokens, as a JSON list, newest first."
    )
    etsy_keystring: str = Field(
        default="", description="The app's keystring at Etsy. Empty: Etsy is not offered."
    )
    etsy_shared_secret: SecretStr = Field(
        default=SecretStr(""), description="The shared secret that belongs to the keystring."
    )
    etsy_sandbox_url: str = Field(
        default="", description="Address of the sandbox that stands in for Etsy. Empty in production."
    )
    amazon_application_id: str = Field(
        default="",
        description="The app's id in Amazon's Solution Provider Portal. Empty: Amazon is not offered.",
    )
    amazon_client_id: str = Field(default="", description="The app's client id for Login with Amazon.")
    amazon_client_secret: SecretStr = Field(
        default=SecretStr(""), description="The client secret for Login with Amazon."
    )
    amazon_marketplace_id: str = Field(
        default="ATVPDKIKX0DER", description="Which of Amazon's marketplaces; this one is the United States."
    )
    amazon_app_is_draft: bool = Field(
        default=False,
        description="Whether the app is not published there yet; merchants then consent to a draft.",
    )
    amazon_sandbox_url: str = Field(
        default="", description="Address of the sandbox that stands in for Amazon. Empty in production."
    )
    amazon_notifications_queue: str = Field(
        default="",
        description="Address of the SQS queue with Amazon's notifications. Empty: verdicts are read by polling alone.",
    )
    amazon_notifications_destination: str = Field(
        default="",
        description="Id of the destination that fills the queue; each account is subscribed to it. Empty: none is.",
    )
    listing_photo_kept: timedelta = Field(
        default=timedelta(days=90),
        description="How long a photo that Amazon was told of stays at its public address after the last fetch.",
    )
    verdict_give_up: timedelta = Field(
        default=timedelta(hours=24),
        description="How long a marketplace may take to say what it thinks of a photo.",
    )
    app_bridge_url: str = Field(
        default="https://cdn.shopify.com/shopifycloud/app-bridge.js",
        description="Address of App Bridge's script.",
    )
    polaris_url: str = Field(
        default="https://cdn.shopify.com/shopifycloud/polaris-2.js",
        description="Address of the Polaris web components.",
    )
    billing_test: bool = Field(
        default=False, description="Make charges that Shopify marks as tests and never collects."
    )

    c2pa_certificate_file: str = Field(
        default="",
        description="File with the chain, as PEM, that image sets are signed with. Empty: they are not signed.",
    )
    c2pa_private_key: SecretStr = Field(
        default=SecretStr(""), description="Private key that belongs to the certificate, as PEM."
    )

    processing_give_up: timedelta = Field(
        default=timedelta(minutes=10),
        description="How long a photo may stay in Shopify's processing before it is left as it is.",
    )
    lease: timedelta = Field(
        default=timedelta(seconds=60), description="How long a worker holds a job between two signs of life."
    )
    sweep_every: timedelta = Field(
        default=timedelta(seconds=30), description="How often lost or lapsed work is rung for again."
    )
    retry_give_up: timedelta = Field(
        default=timedelta(hours=6),
        description="How long Shopify may be out of reach before a job could not be done.",
    )
    gpu_threads: int = Field(default=1, ge=1, description="Photos retouched at once in one worker process.")
    pixel_threads: int = Field(default=1, ge=1, description="Threads that one photo's arithmetic may use.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if len(self.secret_key.get_secret_value()) < 40:
            raise ValueError("SECRET_KEY has fewer than 40 characters")
        if not self.token_encryption_keys:
            raise ValueError("TOKEN_ENCRYPTION_KEYS is empty")
        if "*" in self.allowed_hosts:
            raise ValueError("ALLOWED_HOSTS names every host; name yours")
        if bool(self.c2pa_certificate_file) != bool(self.c2pa_private_key.get_secret_value()):
            raise ValueError("C2PA_CERTIFICATE_FILE and C2PA_PRIVATE_KEY belong together")
        return self

    @property
    def embedded(self) -> bool:
        """Whether queues and workers live in the one web process."""
        return not self.redis_url


@cache
def env() -> Env:
    """Return the settings of this process, read once; what is wrong is told by name, never with a value."""
    try:
        return Env()  # type: ignore[call-arg]  # the environment fills it
    except ValidationError as error:
        raise ImproperlyConfigured(_told(error)) from None


def _told(error: ValidationError) -> str:
    wrong = [
        " ".join([*(str(part).upper() for part in each["loc"][:1]), each["msg"]])
        for each in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    return "\n  ".join(["Settings are missing or wrong; README.md explains each:", *wrong])
