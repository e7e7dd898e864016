from integrations.shopify import shop
from tests.shopify_fakes import SHOP, Script, admin, answer


def test_a_shop_is_read_with_what_it_has_granted():
    about = {
        "id": "gid://shopify/Shop/1",
        "name": "Aurelia",
        "email": "owner@aurelia.example",
        "myshopifyDomain": SHOP,
        "currencyCode": "USD",
        "ianaTimezone": "Europe/Paris",
        "primaryDomain": {"host": "aurelia.example", "url": "https://aurelia.example"},
        "plan": {"publicDisplayName": "Basic", "partnerDevelopment": True, "shopifyPlus": False},
    }
    installation = {
        "id": "gid://i/1",
        "accessScopes": [{"handle": "read_products"}, {"handle": "write_files"}],
    }
    info = shop.read(admin(Script(answer({"shop": about, "currentAppInstallation": installation}))))
    assert info.domain == SHOP
    assert info.is_development
    assert info.scopes == {"read_products", "write_files"}
