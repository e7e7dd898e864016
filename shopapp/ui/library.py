"""The library: filters as the address holds them, one page of cards, and the ways to the others."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shopapp.models import Shop
from shopapp.studio import selectors, words
from shopapp.studio.selectors import Filters
from shopapp.ui import cards
from shopapp.ui.cards import Card
from shopapp.ui.paging import Paged

A_PAGE = 48
CATEGORIES = {
    "ring": _("Rings"),
    "necklace": _("Necklaces"),
    "earrings": _("Earrings"),
    "bracelet": _("Bracelets"),
    "watch": _("Watches"),
    "loose_stone": _("Loose stones"),
}


@dataclass(frozen=True, slots=True)
class Library(Paged):
    """One page of the shop's photos."""

    filters: Filters
    page: "Page[Any]"
    cards: list[Card] = field(default_factory=list)

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states that can be asked for."""
        return [("none", _("not yet retouched")), *((s, word) for s, word in words.STATES.items())]  # type: ignore[list-item]

    @property
    def categories(self) -> list[tuple[str, str]]:
        """The kinds of piece that can be asked for."""
        return [(key, str(name)) for key, name in CATEGORIES.items()]

    @property
    def is_filtered(self) -> bool:
        """Whether anything was asked for."""
        return self.filters != Filters()

    def asks(self) -> dict[str, str]:
        """Return the filters."""
        asked = {"state": self.filters.state, "category": self.filters.category, "text": self.filters.text}
        return {name: value for name, value in asked.items() if value}


def filters_of(asked: QueryDict) -> Filters:
    """Read the filters out of an address."""
    text = asked.get("text", "")[:100].strip()
    return Filters(state=asked.get("state", ""), category=asked.get("category", ""), text=text)


def library(shop: Shop, asked: QueryDict) -> Library:
    """Return the page of the library that an address asks for."""
    filters = filters_of(asked)
    page = Paginator(selectors.library(shop, filters), A_PAGE).get_page(asked.get("page"))
    return Library(filters, page, cards.of_media(list(page.object_list)))
