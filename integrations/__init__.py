"""Other people's services as plain Python; no Django, no database, no pixels."""

from integrations.marketplace import Capabilities

MARKETPLACES = {
    "shopify": Capabilities(label="Shopify", accepts_images=True, replaces_in_place=True),
    "etsy": Capabilities(
        label="Etsy", accepts_images=True, replaces_in_place=False, closes_gaps=True, most_images=20,
        most_alt_chars=500,
    ),
    "amazon": Capabilities(
        label="Amazon", accepts_images=True, replaces_in_place=False, fetches_images=True, takes_many=True,
        previews=True, most_images=9,
    ),
}  # fmt: skip
"""Every marketplace we know rules for; what a listing takes is what its rules say, and a test holds the two equal."""
