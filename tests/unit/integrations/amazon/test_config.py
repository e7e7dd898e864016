from dataclasses import replace

import pytest

from integrations.amazon.stores import STORES
from integrations.errors import UnsupportedFeature
from tests.unit.integrations.amazon.fakes import CONFIG


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://m.media-amazon.com/images/I/71abc.jpg", True),
        ("http://g-ecx.images-amazon.com/images/I/71abc.jpg", True),
        ("https://images-na.ssl-images-amazon.com/images/I/71abc.jpg", True),
        ("https://media-amazon.com.evil.example/images/I/71abc.jpg", False),
        ("https://notmedia-amazon.com/images/I/71abc.jpg", False),
        ("https://app.example/files/a.jpg", False),
        ("s3://media-amazon/a.jpg", False),
    ],
)
def test_amazons_own_addresses_are_known_by_their_host(address, own):
    assert CONFIG.is_amazons_own(address) is own


def test_a_stand_in_answers_for_all_of_amazon():
    config = replace(CONFIG, sandbox_origin="http://127.0.0.1:1")
    addresses = (config.api_origin, config.token_url, config.consent_url)
    assert all(one.startswith("http://127.0.0.1:1") for one in addresses)
    assert config.is_amazons_own("http://127.0.0.1:1/images/I/a.jpg")
    assert not config.is_amazons_own("http://127.0.0.1:1/files/a.jpg")


def test_a_store_we_do_not_know_is_not_guessed():
    with pytest.raises(UnsupportedFeature):
        _ = replace(CONFIG, marketplace_id="X").api_origin


def test_every_store_is_served_by_one_of_the_three_regions():
    assert {store.region for store in STORES.values()} == {"na", "eu", "fe"}
