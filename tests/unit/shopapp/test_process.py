"""What a process of the product loads, and what it writes to its log."""

import json
import os
import subprocess
import sys

import pytest
import structlog
from django.core import signing
from django.test import Client
from django.urls import reverse

from shopapp.api import keys
from shopapp.logs import redact
from shopapp.models import Shop

_LOADED = """
import django, sys, json
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from shopapp.wsgi import application
print(json.dumps(sorted(sys.modules)))
"""


def test_the_web_process_of_production_loads_neither_pixels_nor_workers() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shopapp.settings",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert "shopapp.urls" in loaded
    heavy = {
        name
        for name in loaded
        if name.split(".")[0] in {"cv2", "torch", "scipy"} or name == "retouch.pipeline"
    }
    assert not heavy
    assert not {
        name for name in loaded if name.startswith(("shopapp.tasks", "shopapp.worker", "shopapp.embedded"))
    }


def test_what_looks_like_a_token_never_reaches_a_message() -> None:
    line = "shpat_abc123 and eyJhbGciOi.eyJpc3Mi.c2ln and Bearer abc and ?id_token=xyz&hmac=123"
    assert all(secret not in redact(line) for secret in ("abc123", "c2ln", "Bearer abc", "xyz", "123"))


def test_a_signed_address_never_reaches_a_message() -> None:
    address = reverse("file", args=[signing.dumps({"k": "shops/1/a.jpg"}, salt="any")])
    assert redact(f"Not Found: {address}") == "Not Found: /files/[redacted]"
    assert redact("http://127.0.0.1:8000/files") == "http://127.0.0.1:8000/files"


@pytest.mark.django_db
def test_a_request_is_logged_without_what_its_address_carries() -> None:
    with structlog.testing.capture_logs() as lines:
        Client().get("/", {"id_token": "x.y.z", "shop": "a.myshopify.com"})
    (line,) = [line for line in lines if line["event"] == "answered"]
    assert (line["method"], line["status"], line["shop"]) == ("GET", 200, "a.myshopify.com")
    assert "x.y.z" not in str(line)


@pytest.mark.django_db
def test_a_key_of_the_api_never_reaches_a_message(alice: Shop) -> None:
    secret = keys.create(shop=alice, name="PIM").secret
    assert redact(f"sent {secret} twice") == "sent [redacted] twice"


def test_a_log_line_is_json_with_shop_and_job(capsys) -> None:  # type: ignore[no-untyped-def]
    script = (
        "import django, structlog; django.setup();"
        "structlog.contextvars.bind_contextvars(shop='a.myshopify.com', job=7);"
        "structlog.get_logger('x').info('token shpat_1', access_token='secret')"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shopapp.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    line = json.loads(done.stderr.strip().splitlines()[-1])
    assert (line["shop"], line["job"], line["access_token"]) == ("a.myshopify.com", 7, "[redacted]")
    assert "shpat_1" not in done.stderr
    assert structlog.contextvars.get_contextvars() == {}
