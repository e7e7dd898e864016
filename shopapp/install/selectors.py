"""What a shop allows, and what is missing of what the product needs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopapp.models import Shop

SCOPES = frozenset({"read_products", "write_files"})
_SENTENCES: dict[str, Promise] = {
    "read_products": _("Lustre may not see your products and their photos."),
    "write_files": _("Lustre may not put photos on your store."),
}


def missing_scopes(shop: Shop) -> list[str]:
    """Return what the shop has not granted; nothing while that is not known. Who may write may read."""
    granted = {scope.strip() for scope in shop.scopes.split(",")} - {""}
    granted |= {scope.replace("write_", "read_", 1) for scope in granted if scope.startswith("write_")}
    return sorted(SCOPES - granted) if granted else []


def missing_permissions(shop: Shop) -> list[str]:
    """Return what Lustre may not do in this shop, in a merchant's words."""
    return [str(_SENTENCES[scope]) for scope in missing_scopes(shop)]
