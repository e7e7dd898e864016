"""Our client and the sandbox across WSGI: two writings of one contract, with the real wire format between them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from integrations import http as our_http
from integrations.sandbox.options import Options
from integrations.shopify import session_token, token_exchange
from integrations.shopify.client import AdminClient
from integrations.shopify.config import ShopifyConfig
from integrations.shopify.token_exchange import TokenPair
from tests.sandbox.raw import RawShop, stocked_folder

CONFIG = ShopifyConfig(client_id="the-client", client_secret="the-secret-of-the-app-at-its-usual-length")


@dataclass
class Connected:
    """A sandbox with our app installed in it by our own code."""

    shop: RawShop
    http: httpx.Client
    pair: TokenPair

    def admin(self, token: str = "", **settings: object) -> AdminClient:
        """A client whose pauses move the sandbox's clock."""
        config = ShopifyConfig(CONFIG.client_id, CONFIG.client_secret, **settings)
        return AdminClient(
            self.shop.options.shop,
            token or self.pair.access_token,
            http=self.http,
            config=config,
            sleep=self.shop.wait,
            clock=lambda: self.shop.now,
        )


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stocked_folder(tmp_path_factory.mktemp("stock"))


@pytest.fixture
def install(catalog: Path, request: pytest.FixtureRequest) -> Callable[..., Connected]:
    """Open a store of this test's own and install into it: cost buckets are kept by shop."""

    def opened(**changed: object) -> Connected:
        options = Options(
            CONFIG.client_id,
            CONFIG.client_secret,
            catalog=catalog,
            shop=f"shop-{abs(hash(request.node.name)):x}.myshopify.com",
            public_url="https://sandbox.example",
            **changed,
        )
        shop = RawShop(options, now=time.time())
        http = our_http.client(transport=httpx.WSGITransport(app=shop.app))
        claims = session_token.verify(CONFIG, f"Bearer {shop.session_token()}")
        return Connected(shop, http, token_exchange.exchange(CONFIG, claims, http))

    return opened


@pytest.fixture
def connected(install: Callable[..., Connected]) -> Connected:
    return install()
