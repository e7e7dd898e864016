"""The last look, from near: forests of trees judge each pixel about the piece by its surroundings.

They are given what ``surroundings`` says of the photo, of what was seen from afar and of alpha as drawn so far, and
tell how much of a pixel is piece, metal and stone. Ground far from the piece is not asked: the cost follows the piece.
"""

from collections.abc import Mapping
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.color import to_encoded
from retouch.networks import Sight, verified
from retouch.regions.crops import bands, window
from retouch.regions.disbelief import beyond, crumbs, groundless, haze, strays
from retouch.regions.drawn import ground_light
from retouch.regions.forest import Forest, load
from retouch.regions.masks import shrink
from retouch.regions.segmentation import Segmentation, Shares
from retouch.regions.surroundings import COUNT, log_odds, surroundings

Floats = npt.NDArray[np.float32]

SIDE = 900  # px of the longer side; of a larger photo a reduction is judged, the odds' change enlarged
NEAR_PX = 12  # around what is drawn, and wherever the network saw a little, pixels are judged
DRAWN, SEEN = 0.02, 0.05
MARGIN_PX = 80  # around all of them: twice the widest surroundings
HARDLY = 0.1  # alpha below which no material is asked
CALM_PX = 0.6  # the sigma over which neighboring judgements are made alike
SURE = (0.7, 0.95)  # the network's alpha from which what was drawn begins to stand, and stands
DEEP_PX, SEEN_DEEP = 8, 0.5  # within the drawn outline so far it stands, where the network saw so much of it
BAND_ROWS = 256  # of the photo, whose odds are changed at a time
RIM_PX = 3  # farther within than that nothing is half open, unless it was drawn so
STEEP = 2.0  # about one half: a pixel that is surely of one kind is wholly of it


@cache
def judges() -> Mapping[str, Forest]:
    """The trained forests, verified; read once."""
    return load(verified("judges"))


def refine(pixels: LinearRGB, rough: Segmentation, alpha: Alpha, forests: Mapping[str, Forest]) -> Shares:
    """Judge alpha anew, and tell metal and stone, as fine as the photo is.

    Parameters
    ----------
    pixels   (H, W, 3) float32, linear sRGB, [0, 1]; only read
    rough    what was found at the analysis scale, with what a network saw
    alpha    (H, W) float32, drawn so far; only read
    forests  they tell log-odds: "alpha", and of a piece's pixel "metal" and "gem"

    Raises ``ValueError`` where no network has looked.
    """
    sight = rough.sight
    if sight is None:
        raise ValueError("no network has looked")
    scale = min(1.0, SIDE / max(alpha.shape))
    size = (max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale)))
    drawn, seen = _resized(alpha, size), sight.scaled(*size)
    near = near_piece(drawn, seen)
    place = window(near, margin_px=MARGIN_PX)
    before = np.stack([log_odds(plane) for plane in (drawn, seen.metal, seen.gem)])
    after = before.copy()
    if place is not None:
        photo = to_encoded(_resized(pixels[..., :3], size)[place])
        ground = to_encoded(_resized(ground_light(rough), size)[place])
        least = _believed(drawn, seen)
        judged = judge(photo, drawn[place], seen.part(place), ground, (near[place], least[place]), forests)
        after[:, *place][:, near[place]] = judged
        after[0][near] = _calmed(after[0])[near]
        wrong = crumbs(after[0] > 0.0, drawn > 0.5)
        after[0][wrong] = before[0][wrong]
        after[0][haze(after[0], drawn > 0.5)] = before.min()
        closed = groundless(after[0][place] > 0.0, drawn[place] > 0.5, photo, ground, seen.part(place).alpha)
        after[0][place][closed] = -before.min()
        inner = shrink(after[0] > 0.0, RIM_PX)
        after[0][inner] = np.maximum(after[0], before[0])[inner]
        after[0] = np.maximum(after[0], log_odds(least))
        after[0][strays(after[0], seen.alpha)] = before.min()
        after[0][beyond(after[0] > 0.0)] = before.min()
    return _applied(after - before, alpha, sight)


def near_piece(drawn: Alpha, seen: Sight) -> Mask:
    """Which pixels are judged."""
    square = np.ones((2 * NEAR_PX + 1, 2 * NEAR_PX + 1), np.uint8)
    return np.asarray(
        (cv2.dilate((drawn > DRAWN).view(np.uint8), square) > 0) | (seen.alpha > SEEN), np.bool_
    )


def judge(
    photo: Floats,
    drawn: Alpha,
    seen: Sight,
    ground: Floats,
    where: tuple[Mask, Alpha],
    forests: Mapping[str, Forest],
) -> Floats:
    """Log-odds (3, N) of piece, metal and stone for some pixels; other arrays are as ``surroundings`` takes them.

    ``where`` is which pixels, and the least alpha of each: what is wholly piece anyway is asked for materials alone,
    and what is hardly piece for none.
    """
    near, least = np.flatnonzero(where[0]), where[1][where[0]]
    open_, sure = np.flatnonzero(least < 1.0), np.flatnonzero(least >= 1.0)
    order = np.concatenate([open_, sure])
    figures = np.empty((COUNT, len(near)), np.float16)
    for k, plane in enumerate(surroundings(photo, drawn, seen, ground)):
        figures[k] = np.take(plane, near[order])
    odds = np.full((3, len(near)), log_odds(np.zeros(1, np.float32))[0], np.float32)
    odds[0] = -odds[0]
    odds[0, open_] = forests["alpha"].run(figures[:, : len(open_)])
    share = _likelihood(odds[0])
    some = np.flatnonzero(share[order] > HARDLY)
    inside = np.take(figures, some, axis=1)
    for k, name in enumerate(("metal", "gem"), start=1):
        odds[k, order[some]] = log_odds(share[order[some]] * _likelihood(forests[name].run(inside)))
    return odds


def _calmed(odds: Floats) -> Floats:
    """Neighbors a little alike: each pixel was judged for itself."""
    return np.asarray(cv2.GaussianBlur(odds, (0, 0), CALM_PX), np.float32)


def _believed(drawn: Alpha, seen: Sight) -> Alpha:
    """The least alpha: what was drawn where the network was sure of it too, or deep within: metal mirrors ground."""
    sure = np.clip((seen.alpha - SURE[0]) / (SURE[1] - SURE[0]), 0.0, 1.0)
    deep = cv2.distanceTransform((drawn > 0.5).view(np.uint8), cv2.DIST_L2, 3) > DEEP_PX
    sure[deep & (seen.alpha > SEEN_DEEP)] = 1.0
    return np.asarray(np.minimum(drawn, sure), np.float32)


def _applied(change: Floats, alpha: Alpha, sight: Sight) -> Shares:
    """Add the change to the odds of what was drawn and seen, at the photo's size; a band of rows at a time."""
    size = (alpha.shape[1], alpha.shape[0])
    whole = _changed(alpha, change[0])
    metal, gem = (
        _changed(_resized(seen, size), plane, within=whole)
        for seen, plane in zip((sight.metal, sight.gem), change[1:], strict=True)
    )
    for rows in bands(alpha.shape[0]):
        np.minimum(gem[rows], whole[rows], out=gem[rows])
        np.minimum(metal[rows], whole[rows] - gem[rows], out=metal[rows])
    return Shares(whole, metal, gem)


def _changed(before: Alpha, change: Floats, *, within: Alpha | None = None) -> Alpha:
    """Shares whose odds are changed, steeper about one half; 0 where nothing is, nor was, nor is ``within``."""
    shares = _resized(change, (before.shape[1], before.shape[0])).copy()
    for rows in bands(before.shape[0], BAND_ROWS):
        some = (before[rows] > 0.0) | (shares[rows] > 0.0) if within is None else within[rows] > 0.0
        odds = log_odds(before[rows][some]) + shares[rows][some]
        shares[rows] = 0.0
        shares[rows][some] = np.clip((_likelihood(odds) - 0.5) * STEEP + 0.5, 0.0, 1.0)
    return shares


def _likelihood(odds: Floats) -> Alpha:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), np.float32)


def _resized(values: Floats, size: tuple[int, int]) -> Floats:
    if values.shape[1::-1] == size:
        return values
    how = cv2.INTER_AREA if size[0] < values.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, size, interpolation=how), np.float32)
