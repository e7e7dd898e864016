"""An edited picture laid over its original: turned, resized, cropped or padded, it is brought back to its grid.

Corners common to both give a first guess (SIFT, with RANSAC over a similarity); frames laid on one another give others.
The guess whose edges agree best is refined block by block.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import LinearRGB, Mask
from retouch.color import luminance

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

SEARCH_PX = 900  # longer side of the pictures that corners are looked for in
SCORE_PX = 420
FEWEST_MATCHES = 8
MOST_BLOCKS = 120
ROUNDS = 3
HALF_PX, REACH_PX = 14, 5  # of a block, and how far it is looked for
SURE_AGREEMENT = 0.93  # a frame that fits so well needs no other guess
FINE_PX, SETTLING = 0.8, 8  # softness of the edges that the last steps lie on one another, and how many steps
LEAST_AGREEMENT = 0.25  # correlation of edge maps; another picture of the same kind of piece has below 0.1


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the original's pixels are in the edited picture.

    matrix     (2, 3), columns and rows of the original to those of the edited picture, pixel centers at whole numbers
    scale      pixels of the edited picture to one of the original
    turn_deg   anticlockwise
    agreement  correlation of both edge maps, 0 to 1
    """

    matrix: Matrix
    scale: float
    turn_deg: float
    agreement: float


def align(original: LinearRGB, edited: LinearRGB) -> Alignment | None:
    """Find where the original lies in an edited picture; None where they do not show the same.

    Parameters
    ----------
    original, edited  (H, W, 3) float32, linear sRGB, [0, 1], each of its own size
    """
    first, second = _codes(original), _codes(edited)
    guesses = _by_frames(original.shape, edited.shape)
    scores = [_agreement(first, second, guess) for guess in guesses]
    if max(scores) < SURE_AGREEMENT:
        more = [*_by_corners(first, second), *_by_boxes(first, second)]
        guesses, scores = guesses + more, scores + [_agreement(first, second, guess) for guess in more]
    likeliest = [guesses[index] for index in np.argsort(scores)[:-3:-1]]
    candidates = [*likeliest, *(_refined(first, second, guess) for guess in likeliest)]
    best = max(candidates, key=lambda matrix: _agreement(first, second, matrix, SEARCH_PX, 0.6))
    best = max(
        (best, _settled(first, second, best)),
        key=lambda matrix: _agreement(first, second, matrix, SEARCH_PX, 0.6),
    )
    agreement = _agreement(first, second, best)
    if agreement < LEAST_AGREEMENT:
        return None
    scale = float(np.sqrt(abs(np.linalg.det(best[:, :2]))))
    turn = float(np.degrees(np.arctan2(-best[1, 0], best[0, 0])))
    return Alignment(best, scale, turn, agreement)


def laid_over(
    edited: LinearRGB, alignment: Alignment, size: tuple[int, int], reduction: float
) -> tuple[LinearRGB, Mask]:
    """Bring the edited picture to the original's grid, reduced; and where it shows anything.

    Parameters
    ----------
    size       rows and columns of the reduced grid
    reduction  of the original, at most 1
    """
    rows, columns = size
    matrix = alignment.matrix.copy()
    matrix[:, 2] += matrix[:, :2] @ np.full(2, 0.5 / reduction - 0.5)  # pixel centers of a coarser grid
    matrix[:, :2] /= reduction
    coarser = alignment.scale / reduction
    if coarser > 1.0:  # an average of pixels, or small ones are skipped
        height, width = edited.shape[:2]
        small = (max(1, round(width / coarser)), max(1, round(height / coarser)))
        edited = np.asarray(cv2.resize(edited, small, interpolation=cv2.INTER_AREA), np.float32)
        for axis, share in ((0, small[0] / width), (1, small[1] / height)):
            matrix[axis] *= share
            matrix[axis, 2] += 0.5 * share - 0.5
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    out = cv2.warpAffine(edited, matrix, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.warpAffine(
        np.ones(edited.shape[:2], np.uint8),
        matrix,
        (columns, rows),
        flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
    )
    return np.clip(out, 0.0, 1.0).astype(np.float32), seen > 0


@dataclass(frozen=True, slots=True)
class _Codes:
    """A picture small, in codes of tone, and how much smaller it is."""

    tone: npt.NDArray[np.uint8]
    share: float


def _codes(picture: LinearRGB) -> _Codes:
    share = min(1.0, SEARCH_PX / max(picture.shape[:2]))
    small = (
        cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else picture
    )
    tone = np.sqrt(luminance(np.ascontiguousarray(small[..., :3])).clip(0.0, 1.0))
    return _Codes(np.asarray(255.0 * tone + 0.5, np.uint8), share)


def _whole(matrix: Matrix, first: _Codes, second: _Codes) -> Matrix:
    """Carry a matrix between small pictures to the full ones; centers of pixels lie at whole numbers in each."""
    out = matrix.copy()
    out[:, :2] *= first.share / second.share
    half_first, half_second = 0.5 * first.share - 0.5, 0.5 / second.share - 0.5
    out[:, 2] = (matrix[:, :2] @ np.full(2, half_first) + matrix[:, 2]) / second.share + half_second
    return out


def _small(matrix: Matrix, first: _Codes, second: _Codes) -> Matrix:
    """The way back."""
    out = matrix.copy()
    out[:, :2] *= second.share / first.share
    half_first, half_second = 0.5 / first.share - 0.5, 0.5 * second.share - 0.5
    out[:, 2] = (matrix[:, :2] @ np.full(2, half_first) + matrix[:, 2]) * second.share + half_second
    return out


def _by_corners(first: _Codes, second: _Codes) -> list[Matrix]:
    finder = cv2.SIFT.create(nfeatures=1500, contrastThreshold=0.02)
    places, marks = finder.detectAndCompute(first.tone, None)
    others, theirs = finder.detectAndCompute(second.tone, None)
    if min(len(places), len(others)) < FEWEST_MATCHES:
        return []
    pairs = cv2.BFMatcher().knnMatch(marks, theirs, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance]
    if len(good) < FEWEST_MATCHES:
        return []
    source = np.asarray([places[one.queryIdx].pt for one in good], np.float32)
    target = np.asarray([others[one.trainIdx].pt for one in good], np.float32)
    matrix, _ = cv2.estimateAffinePartial2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=2.0)
    found = np.asarray(matrix, np.float64)  # a 0-dimensional nan where none fits
    return [_whole(found, first, second)] if found.shape == (2, 3) else []


def _by_frames(original: tuple[int, ...], edited: tuple[int, ...]) -> list[Matrix]:
    """The same frame resized; the middle of it at either side's scale, and at its own."""
    across, down = edited[1] / original[1], edited[0] / original[0]
    return [_centered(original, edited, scale) for scale in sorted({across, down, 1.0})]


def _centered(original: tuple[int, ...], edited: tuple[int, ...], scale: float) -> Matrix:
    middle, other = (np.asarray([(shape[1] - 1) / 2, (shape[0] - 1) / 2]) for shape in (original, edited))
    return np.column_stack([np.eye(2) * scale, other - scale * middle])


def _by_boxes(first: _Codes, second: _Codes) -> list[Matrix]:
    """What is drawn strongly in both, box on box, in each quarter turn."""
    (middle, sides), (other, lengths) = _drawn(first.tone), _drawn(second.tone)
    out = []
    for quarter in range(4):
        scale = float(np.sqrt(np.prod(lengths) / np.prod(sides)))
        cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter]
        turn = scale * np.asarray([[cosine, -sine], [sine, cosine]], np.float64)
        out.append(_whole(np.column_stack([turn, other - turn @ middle]), first, second))
    return out


def _drawn(tone: npt.NDArray[np.uint8]) -> tuple[Matrix, Matrix]:
    """Center and sides of the box that holds nearly all edges of a picture."""
    edges = _edges(tone) ** 4
    edges[edges < 0.02 * float(edges.max())] = 0.0
    spans = []
    for axis in (0, 1):
        share = np.cumsum(edges.sum(axis=axis, dtype=np.float64))
        low, high = np.searchsorted(share, np.asarray([0.004, 0.996]) * max(float(share[-1]), 1e-9))
        spans.append((float(low), float(max(high, low + 8))))
    (left, right), (top, bottom) = spans
    return np.asarray([(left + right) / 2, (top + bottom) / 2]), np.asarray([right - left, bottom - top])


def _edges(tone: npt.NDArray[Any], soft_px: float = 1.2) -> Floats:
    smooth = cv2.GaussianBlur(tone.astype(np.float32) / 255.0, (0, 0), soft_px)
    across, down = cv2.Scharr(smooth, cv2.CV_32F, 1, 0), cv2.Scharr(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(np.sqrt(cv2.magnitude(across, down)), np.float32)


def _agreement(
    first: _Codes, second: _Codes, matrix: Matrix, side_px: int = SCORE_PX, soft_px: float = 1.2
) -> float:
    """Correlation of both edge maps; a small side forgives a pixel or two."""
    share = min(1.0, side_px / max(first.tone.shape))
    small = cv2.resize(first.tone, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    inner = _small(matrix, first, second)
    inner[:, :2] /= share
    size = (small.shape[1], small.shape[0])
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    soft = cv2.GaussianBlur(second.tone, (0, 0), max(0.3, 0.5 / share))
    other = cv2.warpAffine(soft, inner, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    one, two = _edges(small, soft_px), _edges(other, soft_px)
    one, two = one - one.mean(), two - two.mean()
    power = float(np.sqrt((one * one).sum() * (two * two).sum()))
    return float((one * two).sum()) / power if power > 1e-9 else 0.0


def _refined(first: _Codes, second: _Codes, matrix: Matrix) -> Matrix:
    """Look for each strongly drawn block of the original again nearby, and fit a similarity to where they are."""
    ours = _edges(first.tone)
    size = (first.tone.shape[1], first.tone.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    for _ in range(ROUNDS):
        inner = _small(matrix, first, second)
        theirs = _edges(
            cv2.warpAffine(second.tone, inner, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        )
        places, found = _blocks(ours, theirs)
        if len(places) < FEWEST_MATCHES:
            break
        moved, _ = cv2.estimateAffinePartial2D(places, found, method=cv2.RANSAC, ransacReprojThreshold=0.6)
        if moved is None:
            break
        whole = np.vstack([inner, [0.0, 0.0, 1.0]]) @ np.vstack([moved, [0.0, 0.0, 1.0]])
        matrix = _whole(whole[:2], first, second)
    return matrix


def _settled(first: _Codes, second: _Codes, matrix: Matrix) -> Matrix:
    """Move, turn and scale by fractions of a pixel until all edges together lie on one another best.

    Gauss-Newton over a similarity (Lucas and Kanade, 1981); what is drawn in one picture alone hardly counts.
    """
    ours = _edges(first.tone, FINE_PX)
    rows, columns = np.nonzero(ours > ours.mean())
    if len(rows) < FEWEST_MATCHES * FEWEST_MATCHES:
        return matrix
    size = (ours.shape[1], ours.shape[0])
    x, y = columns - size[0] / 2, rows - size[1] / 2
    here = ours[rows, columns] / max(float(ours[rows, columns].std()), 1e-6)
    for _ in range(SETTLING):
        inner = _small(matrix, first, second)
        laid = cv2.warpAffine(
            second.tone,
            inner,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        theirs = _edges(laid, FINE_PX)
        there = theirs[rows, columns]
        spread = max(float(there.std()), 1e-6)
        across = cv2.Sobel(theirs, cv2.CV_32F, 1, 0, scale=0.125)[rows, columns] / spread
        down = cv2.Sobel(theirs, cv2.CV_32F, 0, 1, scale=0.125)[rows, columns] / spread
        apart = here - here.mean() - (there - there.mean()) / spread
        weight = 1.0 / (1.0 + (apart / max(1.4826 * float(np.median(np.abs(apart))), 1e-3)) ** 2)
        slopes = np.stack([across, down, across * x + down * y, down * x - across * y], axis=1)
        step, *_ = np.linalg.lstsq(
            (slopes * weight[:, None]).T @ slopes, slopes.T @ (weight * apart), rcond=None
        )
        matrix = _whole(_composed(inner, step, size), first, second)
        if np.abs(step[:2]).max() + np.abs(step[2:]).max() * max(size) < 0.01:
            break
    return matrix


def _composed(inner: Matrix, step: npt.NDArray[Any], size: tuple[int, int]) -> Matrix:
    """A small move (across, down, growth, turn about the middle of a picture), then ``inner``."""
    middle = np.asarray([size[0] / 2, size[1] / 2])
    moved = np.asarray([[1.0 + step[2], -step[3]], [step[3], 1.0 + step[2]]])
    shift = middle + np.asarray(step[:2]) - moved @ middle
    return np.column_stack([inner[:, :2] @ moved, inner[:, :2] @ shift + inner[:, 2]])


def _blocks(ours: Floats, theirs: Floats) -> tuple[Floats, Floats]:
    """Centers of the blocks with the most edges, and where they are found in the other picture: (N, 2) each."""
    cornered = cv2.cornerMinEigenVal(ours, 2 * HALF_PX + 1)  # a straight chain slides along itself
    margin = HALF_PX + REACH_PX + 1
    grid = [
        (row, column)
        for row in range(margin, ours.shape[0] - margin, HALF_PX)
        for column in range(margin, ours.shape[1] - margin, HALF_PX)
    ]
    places, found = [], []
    for row, column in sorted(grid, key=lambda at: -float(cornered[at]))[:MOST_BLOCKS]:
        shift = _shift(ours, theirs, row, column)
        if shift is not None:
            places.append((column, row))
            found.append((column + shift[0], row + shift[1]))
    return np.asarray(places, np.float32).reshape(-1, 2), np.asarray(found, np.float32).reshape(-1, 2)


def _shift(ours: Floats, theirs: Floats, row: int, column: int) -> tuple[float, float] | None:
    """How far a block has moved, to a fraction of a pixel; None where it is not found within reach."""
    half, wide = HALF_PX, HALF_PX + REACH_PX
    block = ours[row - half : row + half + 1, column - half : column + half + 1]
    around = theirs[row - wide : row + wide + 1, column - wide : column + wide + 1]
    likeness = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED)
    y, x = divmod(int(np.argmax(likeness)), likeness.shape[1])
    if likeness[y, x] < 0.6 or not (0 < x < 2 * REACH_PX and 0 < y < 2 * REACH_PX):
        return None
    return (
        x - REACH_PX + _vertex(likeness[y, x - 1 : x + 2]),
        y - REACH_PX + _vertex(likeness[y - 1 : y + 2, x]),
    )


def _vertex(three: npt.NDArray[Any]) -> float:
    """Where the parabola through three values is highest, from the middle one."""
    bend = float(three[0] - 2.0 * three[1] + three[2])
    return 0.5 * float(three[0] - three[2]) / bend if bend < -1e-9 else 0.0
