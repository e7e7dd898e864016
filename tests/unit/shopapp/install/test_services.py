import time
from typing import Any

import jwt
import pytest
from django.test import RequestFactory

from shopapp.billing import selectors as billing
from shopapp.errors import NotSignedIn
from shopapp.install import services
from shopapp.install.authentication import EmbeddedRequest, embedded
from shopapp.models import OfflineToken, Promotion, Shop, Sync
from tests.fake_shop import DOMAIN, FakeShop

pytestmark = pytest.mark.django_db


def session_token(**claims: Any) -> str:
    now = int(time.time())
    body = {"iss": f"https://{DOMAIN}/admin", "dest": f"https://{DOMAIN}", "aud": "test-client-id", "sub": "42",
            "exp": now + 60, "nbf": now - 5, "iat": now - 5, "jti": "1", "sid": "1"}  # fmt: skip
    return jwt.encode(body | claims, "test-client-secret", algorithm="HS256")


@embedded
def view(request: EmbeddedRequest) -> Any:
    return request.shop


def open_app(**claims: Any) -> Any:
    return view(RequestFactory().get("/", headers={"Authorization": f"Bearer {session_token(**claims)}"}))


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
class TestInstalling:
    def test_the_first_opening_installs_the_shop(self, fake: FakeShop) -> None:
        shop = open_app()
        assert (shop.domain, billing.balance(shop).available) == (DOMAIN, 80)
        assert Sync.objects.get().state == "running"
        token = OfflineToken.objects.get()
        assert token.expires_at
        assert "shpat_1" not in token.access_token

    def test_opening_again_asks_for_no_second_token(self, fake: FakeShop) -> None:
        open_app()
        open_app()
        assert fake.tokens == 1
        assert Sync.objects.count() == 1

    def test_the_token_of_a_document_load_stands_in_its_address(self, fake: FakeShop) -> None:
        assert view(RequestFactory().get("/", {"id_token": session_token()})).domain == DOMAIN

    @pytest.mark.parametrize(
        "claims",
        [{"exp": 1}, {"aud": "another-app"}, {"dest": "https://evil.example"}, {"iss": "https://x/admin"}],
    )
    def test_a_token_that_is_not_good_opens_nothing(self, fake: FakeShop, claims: dict[str, Any]) -> None:
        with pytest.raises(NotSignedIn):
            open_app(**claims)
        assert not Shop.objects.exists()

    def test_no_token_opens_nothing(self) -> None:
        with pytest.raises(NotSignedIn):
            view(RequestFactory().get("/"))

    def test_free_credits_are_given_once_for_ever(self, fake: FakeShop) -> None:
        services.uninstall(shop=open_app())
        services.redact(domain=DOMAIN)
        assert not Shop.objects.exists()
        assert billing.balance(open_app()).available == 0
        assert Promotion.objects.count() == 1

    def test_coming_back_after_uninstalling_keeps_the_credits(self, fake: FakeShop) -> None:
        services.uninstall(shop=open_app())
        shop = open_app()
        assert shop.installed
        assert billing.balance(shop).available == 80

    def test_the_shop_is_read(self, fake: FakeShop) -> None:
        services.read_shop(shop_id=open_app().pk)
        shop = Shop.objects.get()
        assert (shop.currency, shop.timezone, shop.scopes) == (
            "EUR",
            "Europe/Berlin",
            "read_products,write_files",
        )
