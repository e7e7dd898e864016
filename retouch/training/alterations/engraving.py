"""Letters cut into metal: each stroke has a dark wall and a bright one."""

import cv2
import numpy as np

from retouch.arrays import LinearRGB, Mask

_WORDS = ("Anna 1987", "for ever", "M & L", "VI.IX.MMXX", "Rosa", "To the moon")
_SHARE = 0.55  # of the face's breadth
_SIZES_PX = (9.0, 40.0)
_MARKS = ("750", "585", "417", "925", "18K", "14K", "PT950", "S925")
_SIZES_OF_MARKS_PX = (6.0, 12.0)  # heights of a hallmark's letters
_ROOM_PX = 4.0  # half the breadth that it needs


def engrave(pictures: tuple[LinearRGB, ...], face: Mask, rng: np.random.Generator) -> Mask:
    """Cut a word into a face of the piece, the same into each picture, in place; return its strokes."""
    depth = cv2.distanceTransform(face.view(np.uint8), cv2.DIST_L2, 5)
    row, column = (int(k) for k in np.unravel_index(np.argmax(depth), depth.shape))
    word = _WORDS[int(rng.integers(len(_WORDS)))]
    size = float(np.clip(_SHARE * 2 * float(depth.max()), *_SIZES_PX))
    return _cut(pictures, face, _letters(word, face.shape, (column, row), size, _lie(face, row, column)))


def stamp(pictures: tuple[LinearRGB, ...], face: Mask, rng: np.random.Generator) -> Mask:
    """Strike a hallmark into a face of the piece, wherever it has room, as ``engrave`` does; nothing without room."""
    depth = cv2.distanceTransform(face.view(np.uint8), cv2.DIST_L2, 5)
    rows, columns = np.nonzero(depth > _ROOM_PX)
    if not len(rows):
        return np.zeros(face.shape, np.bool_)
    word, at = _MARKS[int(rng.integers(len(_MARKS)))], int(rng.integers(len(rows)))
    row, column = int(rows[at]), int(columns[at])
    size = float(np.clip(_SHARE * 2 * float(depth[row, column]), *_SIZES_OF_MARKS_PX))
    return _cut(pictures, face, _letters(word, face.shape, (column, row), size, _lie(face, row, column)))


def _cut(pictures: tuple[LinearRGB, ...], face: Mask, letters: np.ndarray) -> Mask:
    """Light each stroke as a groove, within the face."""
    inside = cv2.erode(face.view(np.uint8), np.ones((5, 5), np.uint8)).view(bool)
    letters *= inside
    wall = letters - np.roll(letters, (1, 1), (0, 1)) * inside
    for picture in pictures:
        level = cv2.GaussianBlur(picture, (0, 0), 4.0)
        dark, bright = np.clip(wall, 0, 1)[..., None], np.clip(-wall, 0, 1)[..., None]
        floor = 1 - 0.35 * letters[..., None]
        np.copyto(picture, np.clip(picture * floor * (1 - 0.6 * dark) + bright * 0.45 * level, 0, 1))
    return letters > 0.3


def _lie(face: Mask, row: int, column: int) -> float:
    """The direction in degrees along which the face goes on the longest, about its widest place."""
    reach = {}
    for degrees in range(-80, 81, 10):
        ahead = np.asarray([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
        for sign in (1, -1):
            steps = np.arange(1, 400)
            x = np.clip(column + sign * steps * ahead[0], 0, face.shape[1] - 1).astype(int)
            y = np.clip(row + sign * steps * ahead[1], 0, face.shape[0] - 1).astype(int)
            gone = np.flatnonzero(~face[y, x])
            reach[degrees] = min(reach.get(degrees, 400), int(gone[0]) if len(gone) else 400)
    return float(max(reach, key=lambda degrees: (reach[degrees], -abs(degrees))))


def _letters(
    word: str, shape: tuple[int, ...], center: tuple[int, int], size: float, lie_deg: float
) -> np.ndarray:
    """The word (H, W), 0 to 1, about a place, turned; ``size`` is the letters' height in pixels."""
    fine = 4
    scale = fine * size / 30
    (width, height), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_COMPLEX_SMALL, scale, 1)
    sheet = np.zeros((height * 2, width + 20), np.uint8)
    thick = max(1, round(fine * size / 14))
    cv2.putText(sheet, word, (10, int(height * 1.5)), cv2.FONT_HERSHEY_COMPLEX_SMALL, scale, 255, thick)
    sheet = cv2.GaussianBlur(sheet.astype(np.float32) / 255, (0, 0), fine * 0.4)
    turn = cv2.getRotationMatrix2D((sheet.shape[1] / 2, sheet.shape[0] / 2), -lie_deg, 1 / fine)
    turn[:, 2] += np.asarray(center) - (sheet.shape[1] / 2, sheet.shape[0] / 2)
    return cv2.warpAffine(sheet, turn, (shape[1], shape[0]), flags=cv2.INTER_AREA)
