"""Alpha in the unknown band, at the photo's own size, from a ground that is known beneath the piece.

With a known ground a pixel's distance from it, against the distance of the opaque piece beside it, is its share of the
piece (difference matting; Smith and Blinn, Blue Screen Matting, 1996), in linear light, in which light mixes. Unlike
matting without that knowledge it keeps links of one pixel, and it costs no more than the band is large.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from retouch.arrays import Alpha, LinearRGB, Trimap
from retouch.regions.backdrop import Field
from retouch.regions.crops import Window
from retouch.regions.trimap import UNKNOWN

LEAST_CONTRAST = 0.02  # linear light
TILE_PX = 384
MARGIN_PX = 12
CLEAR = 0.2  # below this share of it, it is ground that its model missed by a little
OPAQUE = 0.8  # a pixel this near to the clearest one beside it is the piece alone


def estimate_alpha(
    pixels: LinearRGB, trimap: Trimap, ground: LinearRGB, *, noise: float, reach_px: int
) -> Alpha:
    """Estimate the share of the piece in each pixel.

    Parameters
    ----------
    pixels    (H, W, 3) float32, linear sRGB, D65, [0, 1]
    trimap    (H, W) float32, 0 background, 1 piece, between: unknown
    ground    (h, w, 3) float32, linear sRGB, of the ground beneath, at any smaller scale
    noise     root mean square distance of pure ground from ``ground``, linear
    reach_px  how far from a pixel the opaque piece is looked for

    Returns
    -------
    (H, W) float32, [0, 1], straight; equal to the trimap where that is known.

    Works tile by tile where there is anything unknown: 384 px and a margin, about 10 MB beside the result.
    """
    alpha = trimap.copy()
    reach = min(reach_px, MARGIN_PX)
    for tile, around in _unknown_tiles(trimap):
        evidence = light_apart(pixels[around][..., :3], _part(ground, around, trimap.shape))
        share = _share(evidence, trimap[around], noise=noise, reach_px=reach)
        rows, columns = tile[0].start - around[0].start, tile[1].start - around[1].start
        inner = share[
            rows : rows + tile[0].stop - tile[0].start, columns : columns + tile[1].stop - tile[1].start
        ]
        unknown = trimap[tile] == UNKNOWN
        alpha[tile][unknown] = inner[unknown]
    return alpha


def _share(evidence: Field, trimap: Trimap, *, noise: float, reach_px: int) -> Alpha:
    """Evidence against the clearest evidence within reach, above the ground's noise."""
    inside = np.where(trimap > 0.0, evidence, np.float32(0.0))
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach_px + 1, 2 * reach_px + 1))
    clearest = cv2.dilate(inside, disk)
    floor = np.maximum(np.float32(2.0 * noise), np.float32(CLEAR) * clearest)
    span = np.maximum(OPAQUE * clearest - floor, LEAST_CONTRAST)
    share = np.clip((evidence - floor) / span, 0.0, 1.0)
    return np.asarray(np.maximum(share, cv2.GaussianBlur(share, (0, 0), 0.45)), np.float32)


def _unknown_tiles(trimap: Trimap) -> Iterator[tuple[Window, Window]]:
    height, width = trimap.shape
    for top in range(0, height, TILE_PX):
        for left in range(0, width, TILE_PX):
            tile = (slice(top, min(height, top + TILE_PX)), slice(left, min(width, left + TILE_PX)))
            if (trimap[tile] == UNKNOWN).any():
                yield tile, (_wider(tile[0], height), _wider(tile[1], width))


def _wider(span: slice, limit: int) -> slice:
    return slice(max(0, span.start - MARGIN_PX), min(limit, span.stop + MARGIN_PX))


def light_apart(pixels: LinearRGB, ground: LinearRGB) -> Field:
    """Distance per pixel of (h, w, 3) linear colors."""
    apart = pixels - ground
    return np.asarray(np.sqrt((apart * apart).sum(axis=2)), np.float32)


def _part(small: Field, place: Window, shape: tuple[int, ...]) -> Field:
    """Cut ``place`` of the full-size frame out of a smaller array, enlarged smoothly."""
    down, across = small.shape[0] / shape[0], small.shape[1] / shape[1]
    rows = (np.arange(place[0].start, place[0].stop, dtype=np.float32) + 0.5) * np.float32(down) - 0.5
    columns = (np.arange(place[1].start, place[1].stop, dtype=np.float32) + 0.5) * np.float32(across) - 0.5
    x, y = np.meshgrid(columns, rows)
    return np.asarray(cv2.remap(small, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
