"""What a photo shows beside its piece that no main image may show: text, a watermark, a hand, a bust, a box, an inset.

The operations would cut most of it away, or keep it for a part of the piece; a person should say which. What rules or
the network tell for sure sends a photo to a person, though the other may contradict. What is merely not ruled out is
told to a person who is asked anyway: on a ground that is not plain hardly anything is ruled out, and a dial reads like
text.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from retouch.arrays import LinearRGB
from retouch.color import to_codes
from retouch.photo import Photo
from retouch.quality.facts.bodies import body_facts
from retouch.quality.facts.lettering import Reader, find_reader, text_found, words
from retouch.quality.facts.outlines import find_outlines
from retouch.quality.facts.outlook import Outlook
from retouch.quality.facts.view import SIDE, View
from retouch.quality.facts.watermarks import watermark_found
from retouch.quality.facts.witnesses import weighed
from retouch.quality.placement import divide
from retouch.regions.doubts import DOUBTED
from retouch.regions.findings import Doubt, Hints
from retouch.resampling import reduced
from retouch.scene import Scene, find_scene

Finder = Callable[..., Scene]

SMALLEST_PX: Final = 160
"""Of the longer side: in a smaller picture a letter, a fingertip or a card is a few pixels."""

DOUBTS: Final = {
    "text_found": Doubt("text_overlay", "We are not sure: there seems to be text on this photo."),
    "watermark_found": Doubt("watermark", "We are not sure: there seems to be a watermark on this photo."),
    "person_found": Doubt("person", "We are not sure: a hand or a person seems to be in this photo."),
    "bust_found": Doubt("bust", "We are not sure: the piece seems to be shown on a bust or a stand."),
    "packaging_found": Doubt(
        "packaging", "We are not sure: a box, a card or other packaging seems to be in this photo."
    ),
    "inset_found": Doubt("inset", "We are not sure: there seems to be a picture within this picture."),
}
PERHAPS: Final = Doubt(
    "something_beside",
    "We are not sure: there is something beside the piece, perhaps a hand, a stand or a box.",
)


def find_asked(
    photo: Photo,
    *,
    hints: Hints | None = None,
    find: Finder = find_scene,
    reader: Reader | None = None,
) -> Scene:
    """Find the scene, and doubt it where the photo shows more than a piece.

    Parameters
    ----------
    find    makes the scene
    reader  of text; where None is given the extra's, if that is installed
    """
    found = facts_beside(photo.pixels, reader or find_reader())  # first: a scene needs much memory
    scene = find(photo, hints=hints or Hints())
    known = {doubt.code for doubt in scene.doubts}
    sure = tuple(
        doubt for fact, doubt in DOUBTS.items() if found.get(fact) is True and doubt.code not in known
    )
    doubts = (*scene.doubts, *sure)
    if doubts and "person" not in known and _may_show_a_body(found):
        doubts = (*doubts, PERHAPS)
    return replace(scene, doubts=doubts, confidence=scene.confidence * DOUBTED ** len(sure))


def _may_show_a_body(found: Mapping[str, object]) -> bool:
    told = [found.get(fact, False) for fact in ("person_found", "bust_found", "packaging_found")]
    return None in told and True not in told


def facts_beside(pixels: LinearRGB, reader: Reader | None) -> Mapping[str, object]:
    """Judge a photo as a marketplace's view of it is judged, at the size at which things are looked for.

    Parameters
    ----------
    pixels  (H, W, 3) float32, linear sRGB, D65, [0, 1]; only read
    reader  of text; without one no text is looked for

    Returns
    -------
    True, False, or None where it is unsure, by the names of ``Facts``; nothing of a picture too small to judge.
    """
    if max(pixels.shape[:2]) < SMALLEST_PX:
        return {}
    codes = to_codes(_reduced(pixels))
    view = View(codes, divide(codes))
    look = Outlook(view)
    read, outlines = words(view, reader), find_outlines(view, look)
    told = {
        **outlines.facts(),
        **body_facts(view, look, outlines=outlines),
        # without the reader: what it would read in a stretched copy costs as much as all the rest
        "watermark_found": watermark_found(view, read, None, view.at_small(look.jewelry)),
    }
    if read is not None:
        told["text_found"] = text_found(view, read)
    said = weighed(told, view.named)
    return {fact: True if value is True else said[fact] for fact, value in told.items()}


def _reduced(pixels: LinearRGB) -> LinearRGB:
    share = min(1.0, SIDE / max(pixels.shape[:2]))
    if share == 1.0:
        return pixels
    return reduced(pixels, (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share))))
