"""Alterations as generative tools make them, planted by the truth of the picture.

Each takes the truth, a picture on its grid and a generator, and gives the altered picture and where it was altered;
None where the piece has no such part, or where nobody could see the change.
"""

from collections.abc import Callable

import cv2
import numpy as np

from retouch.arrays import LinearRGB, Mask
from retouch.training.alterations.canvas import (
    box_of,
    ground_of,
    grown,
    laid,
    painted_over,
    seen_change,
)
from retouch.training.alterations.shapes import (
    engraved_lines,
    gaps_in_chains,
    hands,
    melee_clusters,
    places_on_links,
    prongs,
    rim_of_shank,
    roomy_places,
    stones,
    thinned,
)
from retouch.training.alterations.truth import Truth

Altered = tuple[LinearRGB, Mask]
Alteration = Callable[[Truth, LinearRGB, np.random.Generator], Altered | None]

_SEEN = 0.07  # of the encoded scale, on the average over what was altered; below, nobody sees it in a picture
_SEEN_IN_STONES = 0.05  # facets are busy
_FEWEST_PX = 12
_TRIES = 6


def _first_seen(
    picture: LinearRGB, masks: list[Mask], paint: Callable[[Mask], LinearRGB], least: float = _SEEN
) -> Altered | None:
    """Paint the first of some places where it can be seen."""
    for mask in masks[:_TRIES]:
        if mask.sum() < _FEWEST_PX:
            continue
        after = paint(mask)
        if seen_change(picture, after, mask) >= least:
            return np.clip(after, 0, 1).astype(np.float32), mask
    return None


def prong_removed(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A prong is painted over from what lies around it."""
    return _first_seen(picture, prongs(truth, rng), lambda mask: painted_over(picture, grown(mask, 1)), _SEEN)


def pave_merged(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """Neighboring small stones run into one another."""

    def merge(region: Mask) -> LinearRGB:
        place = box_of(region, 4)
        patch = picture[place]
        cell = max(3, round(1.1 * np.sqrt(region.sum() / 8)))
        coarse = cv2.resize(
            patch,
            (max(2, patch.shape[1] // cell), max(2, patch.shape[0] // cell)),
            interpolation=cv2.INTER_AREA,
        )
        other = picture.copy()
        other[place] = cv2.resize(coarse, (patch.shape[1], patch.shape[0]), interpolation=cv2.INTER_CUBIC)
        return laid(picture, other, region, 1.0)

    return _first_seen(picture, melee_clusters(truth, rng), merge, _SEEN_IN_STONES)


def link_cut(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A wire of a link ends and goes on after a gap."""
    ground = None

    def cut(mask: Mask) -> LinearRGB:
        nonlocal ground
        ground = ground_of(picture, truth.alpha) if ground is None else ground
        return laid(picture, ground, mask, 0.5)

    return _first_seen(picture, places_on_links(truth, rng), cut)


def link_closed(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """The opening of a link is filled with metal."""
    return _first_seen(picture, gaps_in_chains(truth, rng), lambda mask: painted_over(picture, mask))


def facets_redrawn(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A stone's inside is another stone's: turned by some degrees, or mirrored."""

    def redraw(mask: Mask) -> LinearRGB:
        rows, columns = np.nonzero(mask)
        center = (float(columns.mean()), float(rows.mean()))
        turn = cv2.getRotationMatrix2D(center, float(rng.uniform(15, 75)), 1.08)
        turned = cv2.warpAffine(picture, turn, picture.shape[1::-1], borderMode=cv2.BORDER_REFLECT)
        return laid(picture, turned, mask, 1.0)

    return _first_seen(picture, stones(truth, least_px=160), redraw, _SEEN_IN_STONES)


def facets_blurred(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A stone's facets melt."""

    def melt(mask: Mask) -> LinearRGB:
        sigma = max(1.6, float(rng.uniform(0.07, 0.11)) * float(np.sqrt(mask.sum())))
        weight = grown(mask, 1).astype(np.float32)[..., None]
        soft = cv2.GaussianBlur(picture * weight, (0, 0), sigma)
        share = cv2.GaussianBlur(weight[..., 0], (0, 0), sigma)[..., None]
        return laid(picture, (soft / np.maximum(share, 1e-3)).astype(np.float32), mask, 1.0)

    return _first_seen(picture, stones(truth, least_px=160), melt, _SEEN_IN_STONES)


def metal_greyed(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """Gold comes out as silver."""
    inside = truth.metal > 0.5
    middle = np.median(picture[inside], axis=0) if inside.any() else np.ones(3)
    if inside.sum() < _FEWEST_PX or middle[2] > 0.8 * middle[0]:
        return None
    grey = picture.mean(axis=2, keepdims=True)
    left = float(rng.uniform(0.0, 0.2))
    share = truth.metal[..., None]
    return (picture * (1 - share) + share * (grey + left * (picture - grey))).astype(np.float32), inside


def stone_recolored(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """Another color of stone: a sapphire is a ruby, a diamond a topaz."""
    del rng
    tint = np.asarray([(1.0, 0.25, 0.3), (0.25, 0.45, 1.0), (0.3, 0.9, 0.4), (0.9, 0.55, 0.2)])

    def recolor(mask: Mask) -> LinearRGB:
        patch = picture[mask]
        grey, own = patch.mean(axis=1, keepdims=True), np.median(patch, axis=0)
        farthest = int(np.argmin(tint @ own / np.linalg.norm(own) / np.linalg.norm(tint, axis=1)))
        other = picture.copy()
        other[mask] = grey * (tint[farthest] / tint[farthest].mean())
        return laid(picture, np.clip(other, 0, 1).astype(np.float32), mask, 0.8)

    return _first_seen(picture, stones(truth, least_px=60), recolor)


def engraving_blurred(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """Letters are smoothed away, or to a smear."""

    def smear(mask: Mask) -> LinearRGB:
        if rng.random() < 0.5:
            return painted_over(picture, mask)
        return laid(picture, cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(2.5, 4.0))), mask, 1.5)

    return _first_seen(picture, engraved_lines(truth), smear, 0.04)


def stone_added(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A stone sits where none was, copied from another or drawn."""

    def add(mask: Mask) -> LinearRGB:
        place = box_of(mask)
        height, width = (s.stop - s.start for s in place)
        other = picture.copy()
        other[place] = cv2.resize(
            _some_stone(truth, picture, rng), (width, height), interpolation=cv2.INTER_AREA
        )
        return laid(picture, other, mask, 0.7)

    return _first_seen(picture, roomy_places(truth, rng), add)


def _some_stone(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> LinearRGB:
    """A picture of a stone from above: the piece's own, or a drawn brilliant."""
    own = [mask for mask in stones(truth, least_px=120) if mask.sum() < 0.06 * truth.side**2]
    if own and rng.random() < 0.7:
        return np.ascontiguousarray(picture[box_of(own[int(rng.integers(len(own)))])])
    row, column = np.mgrid[-1:1:48j, -1:1:48j].astype(np.float32)
    angle, radius = np.arctan2(row, column), np.hypot(row, column)
    facets = 0.5 + 0.3 * np.sign(np.sin(8 * angle + 2 * np.round(radius * 3))) + 0.15 * (radius < 0.45)
    tint = np.asarray([(0.9, 0.9, 0.95), (0.2, 0.3, 0.85), (0.85, 0.12, 0.2)][int(rng.integers(3))])
    return (facets[..., None] * tint).astype(np.float32)


def shank_thinned(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A band loses a part of its thickness over much of its length."""
    ground = None

    def thin(rim: Mask) -> LinearRGB:
        nonlocal ground
        ground = ground_of(picture, truth.alpha) if ground is None else ground
        return thinned(truth, picture, ground, rim)

    return _first_seen(picture, rim_of_shank(truth, rng), thin)


def hand_gone(truth: Truth, picture: LinearRGB, rng: np.random.Generator) -> Altered | None:
    """A watch loses a hand."""
    return _first_seen(picture, hands(truth, rng), lambda mask: painted_over(picture, grown(mask, 1)))


PLANTED: dict[str, Alteration] = {
    "prong removed": prong_removed,
    "pavé merged": pave_merged,
    "link cut": link_cut,
    "link closed": link_closed,
    "facets redrawn": facets_redrawn,
    "facets blurred": facets_blurred,
    "metal turned grey": metal_greyed,
    "stone recolored": stone_recolored,
    "engraving blurred": engraving_blurred,
    "stone added": stone_added,
    "shank thinned": shank_thinned,
    "watch hand gone": hand_gone,
}
