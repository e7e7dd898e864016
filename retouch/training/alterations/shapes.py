"""Where parts of a piece are in its picture, found in its truth: prongs, melee, links, hands, a shank's rim."""

import cv2
import numpy as np

from retouch.arrays import LinearRGB, Mask
from retouch.training.alterations.canvas import Floats, box_of, grown
from retouch.training.alterations.truth import DIAL, GEM, METAL, Truth

Masks = list[Mask]
_FEWEST = 14  # pixels
_WIRE_FILLS = 0.68  # of its box; a grain fills more


def _shuffled(masks: Masks, rng: np.random.Generator) -> Masks:
    return [masks[k] for k in rng.permutation(len(masks))]


def _long_side(mask: Mask) -> int:
    rows, columns = box_of(mask)
    return int(max(rows.stop - rows.start, columns.stop - columns.start))


def stones(truth: Truth, *, least_px: int) -> Masks:
    """Stones of at least so many pixels, the largest first."""
    masks = (truth.solids == k for k in truth.of_kind(GEM))
    return [mask for mask in masks if mask.sum() >= least_px]


def prongs(truth: Truth, rng: np.random.Generator) -> Masks:
    """What holds the larger stones: small solids of metal that touch one, each with what it is joined to."""
    out = []
    for gem in stones(truth, least_px=150)[:4]:
        size = _long_side(gem)
        touched = np.unique(truth.solids[grown(gem, 2) & ~gem])
        small = {}
        for k in touched[(touched >= 0)]:
            mask = truth.solids == k
            if truth.kinds[k] == METAL and mask.sum() >= 10 and _long_side(mask) < 0.7 * size:
                small[int(k)] = mask
        out += _joined(small)
    return _shuffled(out, rng)


def _joined(small: dict[int, Mask]) -> Masks:
    """Solids that touch one another, as one; a claw is a wire and a ball."""
    out, left = [], sorted(small, key=lambda k: -int(small[k].sum()))
    while left:
        own = small[left.pop(0)]
        close = [k for k in left if (grown(own, 1) & small[k]).sum() > 0.15 * small[k].sum()]
        for k in close[:2]:
            own = own | small[k]
            left.remove(k)
        out.append(own)
    return out


def melee_clusters(truth: Truth, rng: np.random.Generator) -> Masks:
    """Groups of about eight small stones beside one another, with the metal between them."""
    small = [m for m in stones(truth, least_px=9) if m.sum() < 0.012 * truth.side**2]
    if len(small) < 5:
        return []
    centers = np.asarray([np.argwhere(mask).mean(axis=0) for mask in small])
    out = []
    for first in rng.permutation(len(small))[:6]:
        near = np.argsort(np.linalg.norm(centers - centers[first], axis=1))[:8]
        whole = np.any([small[k] for k in near], axis=0)
        gap = max(2, round(0.3 * np.sqrt(float(np.median([small[k].sum() for k in near])))))
        around = np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)
        closed = cv2.morphologyEx(whole.astype(np.uint8), cv2.MORPH_CLOSE, around) > 0
        out.append(closed & (truth.alpha > 0.5))
    return out


def _links(truth: Truth) -> Masks:
    """Solids of metal that are many and alike."""
    metal = truth.of_kind(METAL)
    areas = {k: int((truth.solids == k).sum()) for k in metal}
    counted = [k for k in metal if areas[k] >= _FEWEST]
    if len(counted) < 12:
        return []
    typical = float(np.median([areas[k] for k in counted]))
    masks = [truth.solids == k for k in counted if 0.4 * typical < areas[k] < 2.5 * typical]
    wires = [mask for mask in masks if mask.sum() < _WIRE_FILLS * _box_area(mask)]
    return wires if len(wires) >= 12 else []


def _box_area(mask: Mask) -> int:
    rows, columns = box_of(mask)
    return int((rows.stop - rows.start) * (columns.stop - columns.start))


def places_on_links(truth: Truth, rng: np.random.Generator) -> Masks:
    """A disc each on a link, wide enough to sever its wire."""
    inside = cv2.distanceTransform((truth.alpha > 0.5).view(np.uint8), cv2.DIST_L2, 5)
    out = []
    for link in _shuffled(_links(truth), rng)[:12]:
        rows, columns = np.nonzero(link)
        at = int(rng.integers(len(rows)))
        near = link & _disc(link.shape, rows[at], columns[at], 6)
        radius = max(2.0, 1.7 * float(np.quantile(inside[near], 0.9)))
        cut = _disc(link.shape, rows[at], columns[at], radius) & (truth.alpha > 0.02)
        if radius < 0.03 * truth.side + 3:
            out.append(cut)
    return out


def _disc(shape: tuple[int, ...], row: float, column: float, radius: float) -> Mask:
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.asarray((rows - row) ** 2 + (columns - column) ** 2 <= radius**2)


def gaps_in_chains(truth: Truth, rng: np.random.Generator) -> Masks:
    """Small openings that show ground, in pieces that have links."""
    if not _links(truth):
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (truth.alpha < 0.4).view(np.uint8), connectivity=4
    )
    areas = stats[:, cv2.CC_STAT_AREA]
    fit = [k for k in range(1, count) if _FEWEST <= areas[k] < 0.004 * truth.side**2]
    return _shuffled([grown(labels == k, 1) for k in fit[:60]], rng)


def engraved_lines(truth: Truth) -> Masks:
    """The letters and what lies between them."""
    if not truth.engraving.any():
        return []
    around = np.ones((5, 5), np.uint8)
    return [cv2.morphologyEx(truth.engraving.astype(np.uint8), cv2.MORPH_CLOSE, around) > 0]


def roomy_places(truth: Truth, rng: np.random.Generator) -> Masks:
    """Discs on metal, 4 to 8 % of the piece wide, where there is no stone."""
    depth = cv2.distanceTransform((truth.alpha > 0.5).view(np.uint8), cv2.DIST_L2, 5)
    bare = (truth.metal > 0.9) & ~grown(truth.gem > 0.1, 2)
    out = []
    for share in (0.04, 0.03, 0.025, 0.02):
        radius = max(4.0, share * truth.side)
        rows, columns = np.nonzero(bare & (depth > 0.6 * radius))
        out += [_disc(bare.shape, rows[at], columns[at], radius) for at in rng.permutation(len(rows))[:2]]
    return out


def rim_of_shank(truth: Truth, rng: np.random.Generator) -> Masks:
    """A strip along the outside of a band: a sixth of its thickness, at least 3 px, over much of its length."""
    out = []
    for k in truth.of_kind(METAL)[:2]:
        band = truth.solids == k
        depth = cv2.distanceTransform(band.view(np.uint8), cv2.DIST_L2, 5)
        away = cv2.distanceTransform((truth.alpha > 0.3).view(np.uint8), cv2.DIST_L2, 5)
        half = float(np.quantile(depth[band], 0.97))
        if _long_side(band) < 0.5 * truth.side or half < 5:
            continue
        width = max(3.0, 0.33 * half)
        turn = float(rng.uniform(0, 2 * np.pi))
        rows, columns = np.nonzero(band)
        middle = rows.mean(), columns.mean()
        grid = np.ogrid[: band.shape[0], : band.shape[1]]
        angle = np.arctan2(grid[0] - middle[0], grid[1] - middle[1])
        sector = np.cos(angle - turn) > -0.2
        out += [band & (away <= width) & sector, band & (away <= width)]
    return out


def thinned(truth: Truth, picture: LinearRGB, ground: LinearRGB, rim: Mask) -> LinearRGB:
    """The rim given to the ground, and the metal beside it drawn inwards so that the band keeps its edge."""
    depth = cv2.distanceTransform((truth.alpha > 0.3).view(np.uint8), cv2.DIST_L2, 5)
    width = float(depth[rim].max())
    across, down = (
        cv2.Sobel(cv2.GaussianBlur(depth, (0, 0), 1.0), cv2.CV_32F, *d, scale=0.125) for d in ((1, 0), (0, 1))
    )
    length = np.maximum(np.hypot(across, down), 0.2)
    near = cv2.GaussianBlur(grown(rim, int(2 * width)).astype(np.float32), (0, 0), width)
    pull: Floats = (width * np.clip(1 - (depth - width) / (2 * width), 0, 1) * near).astype(np.float32)
    rows, columns = np.mgrid[: rim.shape[0], : rim.shape[1]].astype(np.float32)
    drawn = cv2.remap(
        picture, columns - pull * across / length, rows - pull * down / length, cv2.INTER_LINEAR
    )
    inside = grown(rim, int(3 * width)) & (truth.solids >= 0)
    out = np.where((inside & ~rim)[..., None], drawn, picture)
    share = cv2.GaussianBlur((rim | (grown(rim, 1) & (truth.alpha < 0.5))).astype(np.float32), (0, 0), 0.6)[
        ..., None
    ]
    return np.asarray(out * (1 - share) + ground * share, np.float32)


def hands(truth: Truth, rng: np.random.Generator) -> Masks:
    """Long narrow solids of metal on a dial."""
    dial = np.isin(truth.solids, truth.of_kind(DIAL))
    if not dial.any():
        return []
    rows, columns = box_of(dial)
    reach = 0.5 * max(rows.stop - rows.start, columns.stop - columns.start)
    hull = np.zeros(dial.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.argwhere(dial)[:, ::-1].astype(np.int32)), 1)
    out = []
    for k in truth.of_kind(METAL):
        mask = truth.solids == k
        if mask.sum() < _FEWEST or not hull[mask].all():
            continue
        (_, _), sides, _ = cv2.minAreaRect(np.argwhere(mask)[:, ::-1].astype(np.float32))
        if max(sides) > 0.45 * reach and max(sides) > 3 * min(sides):
            out.append(mask)
    return _shuffled(out, rng)
