"""Reading the catalog: what a photo's listing says, and which media are there."""

import re

from django.db.models import Q

from shopapp.models import Media, Product, Shop, Variant

_CATEGORIES = {
    "ring": r"\b(rings?|bands?|solitaires?|signets?)\b",
    "necklace": r"\b(necklaces?|pendants?|chains?|chokers?|lockets?)\b",
    "earrings": r"\b(earrings?|ear ?studs?|studs?|hoops?|huggies?)\b",
    "bracelet": r"\b(bracelets?|bangles?|cuffs?|anklets?)\b",
    "watch": r"\b(watch|watches|chronographs?)\b",
    "loose_stone": r"\b(loose|unset|gemstones?)\b",
}


def listing_text(media: Media | None) -> str:
    """Return what the listings that show this photo say, title first, and the variants it is the picture of."""
    if media is None:
        return ""
    variants = Variant.objects.filter(pictures__media=media, product__deleted_at=None).exclude(
        title="Default Title"
    )
    titles = variants.order_by("pk").values_list("title", flat=True)[:3]
    products = Product.objects.filter(gallery__media=media, deleted_at=None).order_by("pk")[:3]
    parts = [f"{p.title}. {p.product_type}. {' '.join(p.tags)}. {p.description}" for p in products]
    return " ".join([*parts, media.alt, *titles])


def products(shop: Shop, text: str, *, most: int = 10) -> list[Product]:
    """Return products whose title or SKUs have every word of a text in them; none for no words."""
    rows = Product.objects.filter(shop=shop, deleted_at=None)
    for word in text.split():
        with_sku = Variant.objects.filter(product__shop=shop, sku__icontains=word).values("product_id")
        rows = rows.filter(Q(title__icontains=word) | Q(pk__in=with_sku))
    return list(rows.order_by("title", "pk")[:most]) if text.split() else []


def category_of(text: str) -> str:
    """Return the kind of piece a listing speaks of first, as ``retouch`` names it; "" where it does not say.

    A stone's name says nothing: most are set in something.
    """
    found = {name: re.search(words, text.lower()) for name, words in _CATEGORIES.items()}
    said = {name: match.start() for name, match in found.items() if match}
    return min(said, key=lambda name: said[name]) if said else ""
