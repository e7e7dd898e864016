"""Which product a listing sells: by SKU, then by title and picture; what is not plain is asked.

From values to values. A SKU decides only where it is one product's and one listing's; a title decides only together
with a picture.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from shopapp.marketplaces.fingerprint import distance
from shopapp.models import Listing

SURE_TITLE, ALIKE_TITLE = 0.92, 0.7
SURE_BITS, ALIKE_BITS = 10, 6
"""Of 64. Two different rings on white are about 20 to 32 apart; one ring before and after a retouch under 10."""
_MOST_CANDIDATES = 3
_WORDS = re.compile(r"[\w]+")
_M = Listing.Match


@dataclass(frozen=True, slots=True)
class Known:
    """A product, or a listing, as far as it tells what it is."""

    key: int | str
    title: str
    skus: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    """Fingerprints."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found for a listing: a product, or why there is none and which might be meant."""

    match: str
    product: int | None = None
    reason: str = ""
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The products by what they can be found by."""

    products: Sequence[Known]
    by_sku: Mapping[str, frozenset[int]]
    sku_uses: Counter[str] = field(default_factory=Counter)


def match(listings: Sequence[Known], products: Sequence[Known]) -> dict[str, Matched]:
    """Return for each listing's key what it sells."""
    by_sku: dict[str, set[int]] = {}
    for product in products:
        for sku in _skus(product):
            by_sku.setdefault(sku, set()).add(int(product.key))
    uses = Counter(sku for listing in listings for sku in _skus(listing))
    shelf = _Shelf(products, {sku: frozenset(found) for sku, found in by_sku.items()}, uses)
    return {str(listing.key): _match(listing, shelf) for listing in listings}


def nearest(listing: Known, products: Sequence[Known], *, most: int = 5) -> list[Known]:
    """Return the products that share most words with a listing's title."""
    wanted = set(_words(listing.title))
    shared = {int(product.key): len(wanted & set(_words(product.title))) for product in products}
    near = [product for product in products if shared[int(product.key)]]
    return sorted(near, key=lambda product: -shared[int(product.key)])[:most]


def _match(listing: Known, shelf: _Shelf) -> Matched:
    skus = [sku for sku in _skus(listing) if sku in shelf.by_sku]
    found = {product for sku in skus for product in shelf.by_sku[sku]}
    if any(shelf.sku_uses[sku] > 1 for sku in skus):
        return Matched(_M.DOUBTFUL, reason="sku_twice", candidates=_first(sorted(found)))
    if len(found) == 1:
        return Matched(_M.SKU, product=found.pop())
    if found:
        return Matched(_M.DOUBTFUL, reason="sku_shared", candidates=_first(sorted(found)))
    return _by_looks(listing, shelf.products)


def _by_looks(listing: Known, products: Sequence[Known]) -> Matched:
    """A title and a picture that both fit, and fit one product only, are enough; either alone is a question."""
    scored = sorted(
        ((_title(listing, product), -_bits(listing, product), int(product.key)) for product in products),
        reverse=True,
    )
    sure = [key for title, bits, key in scored if title >= SURE_TITLE and -bits <= SURE_BITS]
    if len(sure) == 1:
        return Matched(_M.ALIKE, product=sure[0])
    maybe = [key for title, bits, key in scored if title >= ALIKE_TITLE or -bits <= ALIKE_BITS]
    if not maybe:
        return Matched(_M.NONE)
    reason = "no_sku" if not listing.skus else "sku_unknown"
    return Matched(_M.DOUBTFUL, reason=reason, candidates=_first(maybe))


def _title(listing: Known, product: Known) -> float:
    """Return how much two titles have in common: words in any order, or the run of letters."""
    ours, theirs = _words(product.title), _words(listing.title)
    if not ours or not theirs:
        return 0.0
    shared = 2 * sum((Counter(ours) & Counter(theirs)).values()) / (len(ours) + len(theirs))
    return max(shared, SequenceMatcher(None, " ".join(ours), " ".join(theirs)).ratio())


def _bits(listing: Known, product: Known) -> int:
    pairs = [distance(one, other) for one in listing.pictures for other in product.pictures]
    return min(pairs, default=distance("", ""))


def _words(title: str) -> list[str]:
    return _WORDS.findall(title.casefold())


def _skus(known: Known) -> frozenset[str]:
    return frozenset(sku.strip().casefold() for sku in known.skus if sku.strip())


def _first(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(keys)[:_MOST_CANDIDATES]
