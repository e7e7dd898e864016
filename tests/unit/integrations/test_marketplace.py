import pytest

from integrations import MARKETPLACES
from integrations.compliance import load_rules
from integrations.errors import UnsupportedFeature


def test_every_marketplace_has_rules_and_every_rule_its_marketplace():
    assert {rule.marketplace for rule in load_rules().rules} == MARKETPLACES.keys()


def test_only_shopify_takes_images_from_us():
    MARKETPLACES["shopify"].require_images()
    for name in ("etsy", "amazon"):
        with pytest.raises(UnsupportedFeature) as error:
            MARKETPLACES[name].require_images()
        assert "a set for you to upload" in error.value.merchant_sentence
