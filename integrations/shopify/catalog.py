"""Products, variants and media: a whole shop by a bulk operation, one product or some media by a query."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from integrations.errors import NotFound, Unavailable
from integrations.http import raise_for_status, translated
from integrations.shopify.client import AdminClient, document
from integrations.shopify.types import Media, Product, Variant

PRODUCTS_DOCUMENT = document("bulk_products")
"""Every product with its media; for ``start_bulk``."""

VARIANTS_DOCUMENT = document("bulk_variants")
"""Every variant with the media it shows; for ``start_bulk``. Apart from the products, since nesting is limited."""

_NODES_AT_ONCE = 100
"""Shopify takes 250 identifiers, but one query may cost 1,000 points and a medium with its parts costs up to five."""

_SERVICE = "Shopify's bulk result"


@dataclass(frozen=True, slots=True)
class BulkStatus:
    """How far a bulk operation is."""

    gid: str
    state: str
    error_code: str
    object_count: int
    file_size: int
    url: str = field(repr=False)
    """Signed, good for seven days; empty when nothing was found."""
    partial_url: str = field(repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether the whole result is there."""
        return self.state == "COMPLETED"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come, good or bad."""
        return self.state in {"COMPLETED", "CANCELED", "FAILED", "EXPIRED"}


def start_bulk(client: AdminClient, document: str) -> str:
    """Start a bulk operation and return its GID; ``Busy`` when too many of them run."""
    payload = client.execute("start_bulk", {"query": document})["bulkOperationRunQuery"]
    return str(payload["bulkOperation"]["id"])


def bulk_status(client: AdminClient, gid: str) -> BulkStatus:
    """Ask how far a bulk operation is."""
    node = client.execute("bulk_status", {"id": gid})["bulkOperation"]
    if node is None:
        raise NotFound(f"no bulk operation {gid}")
    return BulkStatus(
        gid=node["id"],
        state=node["status"],
        error_code=node["errorCode"] or "",
        object_count=int(node["objectCount"] or 0),
        file_size=int(node["fileSize"] or 0),
        url=node["url"] or "",
        partial_url=node["partialDataUrl"] or "",
    )


def read_bulk(http: httpx.Client, url: str) -> Iterator[dict[str, Any]]:
    """Stream a result's rows; nothing is held but the line being read. An empty address has no rows."""
    if not url:
        return
    with translated(_SERVICE), http.stream("GET", url) as response:
        raise_for_status(response, _SERVICE)
        for line in _lines(response.iter_bytes()):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise Unavailable(f"{_SERVICE} has a damaged line") from error


def products_from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Product, ...]:
    """Join the rows of ``PRODUCTS_DOCUMENT``; children may come before their parent or far behind it.

    The schema gives a medium no position of its own: its place in the gallery is its place among its parent's rows,
    which ``media(sortKey: POSITION)`` puts in order.
    """
    return tuple(
        Product.from_json(node, tuple(Media.from_json(child) for child in children))
        for node, children in _joined(rows)
    )


def variants_from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Variant, ...]:
    """Join the rows of ``VARIANTS_DOCUMENT``."""
    return tuple(
        Variant.from_json(node, node["product"]["id"], tuple(child["id"] for child in children))
        for node, children in _joined(rows)
    )


def media_status(client: AdminClient, gids: Sequence[str]) -> dict[str, Media]:
    """Read media images as they are now; one that is gone, or is no image, is not in the answer."""
    found: dict[str, Media] = {}
    for start in range(0, len(gids), _NODES_AT_ONCE):
        nodes = client.execute("media_status", {"ids": list(gids[start : start + _NODES_AT_ONCE])})["nodes"]
        found |= {
            node["id"]: Media.from_json(node) for node in nodes if node and node["__typename"] == "MediaImage"
        }
    return found


def product_media(client: AdminClient, gid: str) -> Product:
    """Read one product with all its media, in gallery order."""
    first: dict[str, Any] = {}

    def page(after: str | None) -> dict[str, Any]:
        product = _product(client, "product_media", gid, after)
        first.update(product if not first else {})
        return dict(product["media"])

    nodes = tuple(Media.from_json(node) for node in _paged(page))
    return Product.from_json(first, nodes)


def product_variants(client: AdminClient, gid: str) -> tuple[Variant, ...]:
    """Read all variants of one product and which media they show."""
    pages = _paged(lambda after: dict(_product(client, "product_variants", gid, after)["variants"]))
    return tuple(
        Variant.from_json(node, gid, tuple(medium["id"] for medium in node["media"]["nodes"]))
        for node in pages
    )


def _product(client: AdminClient, query_name: str, gid: str, after: str | None) -> dict[str, Any]:
    product = client.execute(query_name, {"id": gid, "after": after})["product"]
    if product is None:
        raise NotFound(f"no product {gid}")
    return dict(product)


def _paged(page: Callable[[str | None], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        connection = page(after)
        yield from connection["nodes"]
        if not connection["pageInfo"]["hasNextPage"]:
            return
        after = connection["pageInfo"]["endCursor"]


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Split at line feeds only: text inside JSON may hold what Unicode also counts as the end of a line."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line for line in whole if line.strip())
    if rest.strip():
        yield rest


def _joined(
    rows: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    parents: dict[str, Mapping[str, Any]] = {}
    children: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if "__parentId" in row:
            children[row["__parentId"]].append(row)
        else:
            parents[row["id"]] = row
    if orphans := children.keys() - parents.keys():
        raise Unavailable(f"{_SERVICE} is incomplete: {len(orphans)} parents are missing")
    for gid, parent in parents.items():
        yield parent, children[gid]
