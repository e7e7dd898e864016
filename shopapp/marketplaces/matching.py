"""Which product a listing sells: by SKU, then by title and picture; what is not plain is asked.

From values to values. A SKU decides only where it is one product's and one listing's; a title decides only together
with a picture.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shopapp.marketplaces.fingerprint import distance
from shopapp.marketplaces.titles import Titles, alike, words
from shopapp.models import Listing

SURE_TITLE, ALIKE_TITLE = 0.92, 0.7
SURE_BITS, ALIKE_BITS = 10, 6
"""Of 64. Two different rings on white are about 20 to 32 apart; one ring before and after a retouch under 10."""
_MOST_CANDIDATES = 3
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


class Shelf:
    """The products by what they can be found by."""

    def __init__(self, products: Sequence[Known]) -> None:
        self.products = products
        self.titles = Titles([product.title for product in products])
        self._pictures = {
            number: found for number, product in enumerate(products) if (found := _bits(product))
        }

    def nearest(self, listing: Known, *, most: int = 5) -> list[Known]:
        """Return the products that share most words with a listing's title."""
        shared = self.titles.shared(listing.title)
        near = sorted(shared, key=lambda number: (-shared[number], number))
        return [self.products[number] for number in near[:most]]

    def by_looks(self, listing: Known) -> Matched:
        """A title and a picture that both fit, and fit one product only, are enough; either alone is a question."""
        scored = self._scored(listing)
        sure = [key for title, bits, key in scored if title >= SURE_TITLE and -bits <= SURE_BITS]
        if len(sure) == 1:
            return Matched(_M.ALIKE, product=sure[0])
        maybe = [key for title, bits, key in scored if title >= ALIKE_TITLE or -bits <= ALIKE_BITS]
        if not maybe:
            return Matched(_M.NONE)
        reason = "no_sku" if not listing.skus else "sku_unknown"
        return Matched(_M.DOUBTFUL, reason=reason, candidates=_first(maybe))

    def _scored(self, listing: Known) -> list[tuple[float, int, int]]:
        """Score the products that count, the best first: those of like pictures, and the few of the likest titles.

        Titles are compared in the order of what they can come to at most, until none that is left can be among the
        first: the answer is the same as if all were compared.
        """
        ours = words(listing.title)
        most = self.titles.ceilings(listing.title)
        bits = self._apart(listing)
        found = {number for number, apart in bits.items() if apart <= SURE_BITS}
        titles = {number: alike(self.titles.words[number], ours) for number in found}
        left = [
            number for number, ceiling in enumerate(most) if ceiling >= ALIKE_TITLE and number not in found
        ]
        best = sorted((title for title in titles.values() if title >= ALIKE_TITLE), reverse=True)
        for number in sorted(left, key=lambda number: -most[number]):
            if len(best) >= _MOST_CANDIDATES and best[_MOST_CANDIDATES - 1] > most[number]:
                break
            titles[number] = alike(self.titles.words[number], ours)
            if titles[number] >= ALIKE_TITLE:
                best = sorted([*best, titles[number]], reverse=True)[:_MOST_CANDIDATES]
        none = distance("", "")
        scored = ((title, -bits.get(n, none), int(self.products[n].key)) for n, title in titles.items())
        return sorted(scored, reverse=True)

    def _apart(self, listing: Known) -> dict[int, int]:
        """Return how far the nearest picture of each product is, of those where both sides have one."""
        ours = _bits(listing)
        if not ours:
            return {}
        return {
            number: min((one ^ other).bit_count() for one in ours for other in theirs)
            for number, theirs in self._pictures.items()
        }


def match(listings: Sequence[Known], products: Sequence[Known]) -> dict[str, Matched]:
    """Return for each listing's key what it sells."""
    told, shelf = by_sku(listings, products), Shelf(products)
    return {str(each.key): told.get(str(each.key)) or shelf.by_looks(each) for each in listings}


def by_sku(listings: Sequence[Known], products: Sequence[Known]) -> dict[str, Matched]:
    """Return what those listings sell of which a SKU is known, or what is asked of them."""
    known: dict[str, set[int]] = {}
    for product in products:
        for sku in _skus(product):
            known.setdefault(sku, set()).add(int(product.key))
    uses = Counter(sku for listing in listings for sku in _skus(listing))
    found: dict[str, Matched] = {}
    for listing in listings:
        skus = [sku for sku in _skus(listing) if sku in known]
        if skus:
            sold = {product for sku in skus for product in known[sku]}
            found[str(listing.key)] = _told(sold, is_used_twice=any(uses[sku] > 1 for sku in skus))
    return found


def _told(products: set[int], *, is_used_twice: bool) -> Matched:
    if is_used_twice:
        return Matched(_M.DOUBTFUL, reason="sku_twice", candidates=_first(sorted(products)))
    if len(products) == 1:
        return Matched(_M.SKU, product=next(iter(products)))
    return Matched(_M.DOUBTFUL, reason="sku_shared", candidates=_first(sorted(products)))


def nearest(listing: Known, products: Sequence[Known], *, most: int = 5) -> list[Known]:
    """Return the products that share most words with a listing's title."""
    return Shelf(products).nearest(listing, most=most)


def _bits(known: Known) -> list[int]:
    return [int(picture, 16) for picture in known.pictures if picture]


def _skus(known: Known) -> frozenset[str]:
    return frozenset(sku.strip().casefold() for sku in known.skus if sku.strip())


def _first(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(keys)[:_MOST_CANDIDATES]
