"""Etsy's listings and their images, request by request; each says what Etsy makes of it, and none decides anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from integrations.etsy.client import EtsyClient, FormFields
from integrations.etsy.types import VariationImage
from integrations.marketplace import ImageToSubmit

STATES = ("active", "sold_out", "draft", "inactive", "expired")
"""Etsy lists one state at a time."""

_PAGE = 100
_WITH_LISTINGS = "Images,Inventory"


class ShopListings:
    """The listings of one shop."""

    def __init__(self, client: EtsyClient, shop: str) -> None:
        self._client = client
        self._shop = f"/shops/{int(shop)}"

    def all(self) -> Iterator[Mapping[str, Any]]:
        """Yield every listing once, however pages shift while they are read."""
        seen: set[int] = set()
        for state in STATES:
            for node in self._of_state(state):
                if node["listing_id"] not in seen:
                    seen.add(node["listing_id"])
                    yield node

    def one(self, listing: str) -> Mapping[str, Any]:
        """Read one listing, without its images: those are read by themselves, to be as they are now."""
        node: Mapping[str, Any] = self._client.get(f"/listings/{int(listing)}")
        return node

    def images(self, listing: str) -> Sequence[Mapping[str, Any]]:
        """Read the images of a listing."""
        nodes: Sequence[Mapping[str, Any]] = self._client.get(f"/listings/{int(listing)}/images")["results"]
        return nodes

    def image(self, listing: str, image: str) -> Mapping[str, Any]:
        """Read one image."""
        node: Mapping[str, Any] = self._client.get(f"/listings/{int(listing)}/images/{int(image)}")
        return node

    def upload(self, listing: str, image: ImageToSubmit) -> tuple[str, str]:
        """Put a file over whatever stands at its place; return the new image's id and the number of the request.

        The answer's addresses may be those of another image, and its sizes are not known yet: only the id is good.
        """
        fields = _fields(rank=str(image.place), overwrite="true", alt_text=image.alt)
        file = ("image", (image.file_name, image.data, image.mime_type))
        node, request = self._client.post_form(self._images(listing), [*fields, file])
        return str(node["listing_image_id"]), request

    def attach(self, listing: str, image: str, *, rank: int, alt: str, overwrite: bool) -> None:
        """Put an image that Etsy has already at a rank; an alternative text that is not sent is lost."""
        over = "true" if overwrite else "false"
        fields = _fields(listing_image_id=str(int(image)), rank=str(rank), overwrite=over, alt_text=alt)
        self._client.post_form(self._images(listing), fields)

    def detach(self, listing: str, image: str) -> None:
        """Take an image off; Etsy keeps it, and it can be attached again."""
        self._client.delete(f"{self._images(listing)}/{int(image)}")

    def reorder(self, listing: str, images: Iterable[str]) -> None:
        """Say the whole order at once; the ids go in one value with commas between them."""
        order = ",".join(str(int(image)) for image in images)
        self._client.patch(f"{self._shop}/listings/{int(listing)}", {"image_ids": order})

    def variation_images(self, listing: str) -> tuple[VariationImage, ...]:
        """Read which images show which values; some may name images that are gone."""
        nodes = self._client.get(f"{self._shop}/listings/{int(listing)}/variation-images")["results"]
        return tuple(VariationImage.from_json(node) for node in nodes)

    def set_variation_images(self, listing: str, links: Iterable[VariationImage]) -> None:
        """Say all links at once; those that are not named are taken away."""
        content = {"variation_images": [link.as_json() for link in links]}
        self._client.post_json(f"{self._shop}/listings/{int(listing)}/variation-images", content)

    def _of_state(self, state: str) -> Iterator[Mapping[str, Any]]:
        offset = 0
        while True:
            page = self._client.get(
                f"{self._shop}/listings",
                {"state": state, "limit": _PAGE, "offset": offset, "includes": _WITH_LISTINGS},
            )
            yield from page["results"]
            offset += _PAGE
            if offset >= page["count"]:
                return

    def _images(self, listing: str) -> str:
        return f"{self._shop}/listings/{int(listing)}/images"


def _fields(**values: str) -> FormFields:
    return [(name, (None, value)) for name, value in values.items()]
