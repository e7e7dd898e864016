"""The images that show a listing's variations: which of them go over to another image, and what may be said to Etsy.

Links are always said all at once. A link to an image that is gone may still be told by Etsy, but not said to it; and
links of two properties may be told (they were made on Etsy's own pages), but only one property's can be said.
"""

from collections.abc import Collection, Iterable, Mapping

from integrations.errors import UnsupportedFeature
from integrations.etsy.types import VariationImage
from integrations.marketplace import Snapshot

KEPT_AS = "variation_images"

_TWO_PROPERTIES = (
    "This photo is linked to two kinds of variation on Etsy, and only Etsy's own pages can set that. "
    "Replace it there."
)


def of_snapshot(before: Snapshot) -> tuple[VariationImage, ...]:
    """Read the links that a snapshot was taken with."""
    return tuple(VariationImage.from_json(node) for node in before.more.get(KEPT_AS, ()))


def in_order(links: Iterable[VariationImage]) -> tuple[VariationImage, ...]:
    """Return links by what a buyer chooses; the order in which Etsy tells them means nothing."""
    return tuple(sorted(links, key=lambda link: link.choice))


def require_movable(before: Snapshot, keys: Collection[str]) -> None:
    """Refuse to replace an image whose links could not be said for the next one."""
    links = of_snapshot(before)
    linked = any(str(link.image_id) in keys for link in links)
    if linked and len({link.property_id for link in links}) > 1:
        raise UnsupportedFeature(
            f"{before.listing} links images to two properties", merchant_sentence=_TWO_PROPERTIES
        )


def moved(
    now: Iterable[VariationImage], links: Iterable[VariationImage], images: Collection[str]
) -> tuple[VariationImage, ...]:
    """Return what is to be said so that ``links`` hold beside what holds now.

    What names an image that is not on the listing is left out. Where a merchant has begun to link another property
    since, that stands, and ``links`` are left out.
    """
    alive = {link.choice: link for link in now if str(link.image_id) in images}
    ours = {link.choice: link for link in links if str(link.image_id) in images}
    properties = {link.property_id for link in ours.values()}
    if any(link.property_id not in properties for link in alive.values()):
        return in_order(alive.values())
    return in_order({**alive, **ours}.values())


def replaced(links: Iterable[VariationImage], keys: Mapping[str, str]) -> tuple[VariationImage, ...]:
    """Return the links of the named images, each to the image that takes its place."""
    return tuple(
        VariationImage(link.property_id, link.value_id, int(keys[str(link.image_id)]))
        for link in links
        if str(link.image_id) in keys
    )
