"""A whole run with every log line caught: no token, no secret, no signed address is in any of them."""

import logging

import pytest

from integrations.errors import IntegrationError
from integrations.shopify import catalog, media, shop, staged_upload, token_exchange
from tests.integration.shopify.conftest import CONFIG
from tests.sandbox.raw import picture


def run(connected):
    client = connected.admin()
    shop.read(client)
    list(catalog.media_status(client, [connected.shop.medium("ring.jpg")["id"]]))
    url = staged_upload.upload(
        client, connected.http, file_name="ring.jpg", mime_type="image/jpeg", data=picture()
    )
    media.replace_bytes(client, connected.shop.medium("ring.jpg")["id"], url)
    connected.shop.wait(5)
    media.download_original(client, connected.http, connected.shop.medium("ring.jpg")["id"])
    token_exchange.refresh(CONFIG, connected.shop.options.shop, connected.pair, connected.http)
    connected.shop.control("tokens/revoke")
    with pytest.raises(IntegrationError) as refusal:
        shop.read(client)
    return client, refusal.value


def test_no_secret_is_in_a_log_line_a_message_or_a_repr(connected, caplog):
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="httpx"):
        client, error = run(connected)
    told = caplog.text + repr(client) + repr(error) + repr(connected.pair) + repr(CONFIG)
    secrets = (connected.pair.access_token, connected.pair.refresh_token, CONFIG.client_secret)
    assert "ring.jpg" in told or "graphql.json" in told
    assert not [secret for secret in secrets if secret in told]
    assert "signature" not in told.lower()
