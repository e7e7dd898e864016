"""A fresh half, unseen: photos painted in layers, with metal by look-up of a room and skin by soft normals.

Nothing here was measured while it was drawn, and nothing of the facts was looked at.
"""

from collections.abc import Iterator

from tests.labelled.fresh import lookalikes, marked, packed, scenes
from tests.labelled.samples import Sample


def judged() -> Iterator[Sample]:
    """Yield the pictures for what is judged."""
    for part in (
        lookalikes.plain,
        lookalikes.lookalikes,
        scenes.people_shown,
        scenes.busts_shown,
        packed.packed_shown,
        marked.lettered,
        marked.watermarked,
        marked.signed,
        marked.bordered,
        marked.inset,
        marked.soft,
    ):
        yield from part()
