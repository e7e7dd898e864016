"""What a merchant can set, in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopapp.api import keys
from shopapp.billing import selectors as billing
from shopapp.models import Shop

RECIPES: dict[str, tuple[Promise, Promise]] = {
    "catalog-white": (_("White catalog"), _("Pure white, square, the same size and shadow for every piece.")),
    "keep-background": (_("Keep the background"), _("Tone, spots, highlights and stones; the scene stays.")),
    "transparent": (_("Transparent"), _("Cut out, for PNG and WebP files; others are left as they are.")),
    "gradient": (
        _("Gradient"),
        _("On a soft gradient drawn by code. Marketplaces want white for main photos."),
    ),
    "stone": (_("Stone"), _("On pale stone drawn by code. Marketplaces want white for main photos.")),
    "linen": (_("Linen"), _("On linen drawn by code. Marketplaces want white for main photos.")),
    "studio": (_("Studio"), _("In a studio sweep drawn by code. Marketplaces want white for main photos.")),
}
TONES: dict[str, Promise] = {
    "": _("As the listing says"),
    "14k-yellow-gold": _("14k yellow gold"),
    "18k-yellow-gold": _("18k yellow gold"),
    "14k-rose-gold": _("14k rose gold"),
    "14k-white-gold": _("14k white gold"),
    "sterling-silver": _("Sterling silver"),
    "platinum": _("Platinum"),
    "steel": _("Steel"),
}


def context(shop: Shop) -> dict[str, Any]:
    """Return everything the page shows."""
    return {
        "has_pro": billing.has_pro(shop),
        "on_hold": billing.is_on_hold(shop),
        "recipes": [(key, name, hint) for key, (name, hint) in RECIPES.items()],
        "tones": list(TONES.items()),
        "keys": keys.of_shop(shop),
    }
