"""The ways from one page of many to the pages beside it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page


class Paged(ABC):
    """One page of many; the others have the same address but for their number."""

    __slots__ = ()
    page: "Page[Any]"

    @abstractmethod
    def asks(self) -> Mapping[str, str]:
        """Return what the address asks for beside the page."""

    @property
    def before(self) -> str:
        """The address of the page before, "" on the first."""
        return self._link(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        """The address of the page after, "" on the last."""
        return self._link(self.page.next_page_number()) if self.page.has_next() else ""

    def _link(self, number: int) -> str:
        return "?" + urlencode({**self.asks(), "page": number})
