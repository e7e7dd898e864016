"""A fresh half, unseen: photos painted in layers, with metal by look-up of a room and skin by soft normals.

Nothing here was measured while it was drawn, and nothing of the facts was looked at.
"""

from collections.abc import Iterator

from tests.labelled import fresh_lookalikes, fresh_marked, fresh_packed, fresh_scenes
from tests.labelled.samples import Sample


def judged() -> Iterator[Sample]:
    """Yield the pictures for what is judged."""
    for part in (
        fresh_lookalikes.plain,
        fresh_lookalikes.lookalikes,
        fresh_scenes.people_shown,
        fresh_scenes.busts_shown,
        fresh_packed.packed_shown,
        fresh_marked.lettered,
        fresh_marked.watermarked,
        fresh_marked.signed,
        fresh_marked.bordered,
        fresh_marked.inset,
        fresh_marked.soft,
    ):
        yield from part()
