"""Etsy's Open API v3 as plain Python: a merchant's consent, listings, and the images on them."""

from integrations.etsy.config import EtsyConfig
from integrations.etsy.marketplace import EtsyMarketplace
from integrations.etsy.oauth import EtsyLogin, new_verifier

__all__ = ["EtsyConfig", "EtsyLogin", "EtsyMarketplace", "new_verifier"]
