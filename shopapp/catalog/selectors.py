"""Reading the catalog: what a photo's listing says, and which media are there."""

from shopapp.models import Media, Product

_CATEGORIES = {
    "ring": ("ring", "band", "solitaire", "signet"),
    "necklace": ("necklace", "pendant", "chain", "choker", "locket"),
    "earrings": ("earring", "stud", "hoop", "huggie"),
    "bracelet": ("bracelet", "bangle", "cuff", "anklet"),
    "watch": ("watch", "chronograph"),
    "loose stone": ("loose", "gemstone", "sapphire", "diamond", "emerald", "ruby"),
}


def listing_text(media: Media | None) -> str:
    """Return what the listings that show this photo say, title first."""
    if media is None:
        return ""
    products = Product.objects.filter(gallery__media=media, deleted_at=None).order_by("pk")[:3]
    parts = [f"{p.title}. {p.product_type}. {' '.join(p.tags)}. {p.description}" for p in products]
    return " ".join([*parts, media.alt])


def category_of(text: str) -> str:
    """Return the kind of piece a listing speaks of, "" where it does not say."""
    found = text.lower()
    hits = {
        category: min((found.find(word) for word in words if word in found), default=-1)
        for category, words in _CATEGORIES.items()
    }
    said = {category: place for category, place in hits.items() if place >= 0}
    return min(said, key=lambda category: said[category]) if said else ""
