"""Other people's services as plain Python; no Django, no database, no pixels."""

from integrations.marketplace import Capabilities

MARKETPLACES = {
    "shopify": Capabilities(label="Shopify", accepts_images=True, replaces_in_place=True),
    "etsy": Capabilities(label="Etsy", accepts_images=False, replaces_in_place=False),
    "amazon": Capabilities(label="Amazon", accepts_images=False, replaces_in_place=False),
}
"""Every marketplace we know rules for."""
