"""The room a piece stands in, painted into a light map: what polished metal shows and where the light comes from.

A map is (128, 512, 3), linear: rows from straight up to 0° (the horizon), columns around. Below the horizon lies the
paper, which is not in the map. Blurred copies serve rough surfaces, a cosine-weighted one serves matte ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from retouch.training.render.mesh import Floats

ROWS, COLUMNS = 128, 512
_BLURS_DEG = (0.0, 2.5, 7.0, 18.0, 45.0)


@dataclass(frozen=True, slots=True)
class Room:
    """Levels of blur of the map, and the irradiance of upward faces divided by π."""

    levels: tuple[Floats, ...]
    overhead: Floats

    def look(self, direction: Floats, roughness: float = 0.0) -> Floats:
        """Light (N, 3) coming from unit directions (N, 3); below the horizon the horizon's."""
        widths = np.asarray(_BLURS_DEG)
        level = float(np.interp(np.rad2deg(roughness * 0.6), widths, np.arange(len(widths))))
        low, part = int(level), level - int(level)
        out = _lookup(self.levels[low], direction)
        if part > 0.02 and low + 1 < len(self.levels):
            out = (1 - part) * out + part * _lookup(self.levels[low + 1], direction)
        return out


def _lookup(panorama: Floats, direction: Floats) -> Floats:
    """Bilinear reading; cv2.remap takes no side beyond 32,767, so the list of rays is folded."""
    count = len(direction)
    side = 4096
    rows = -(-count // side) if count else 1
    azimuth = np.arctan2(direction[:, 1], direction[:, 0])
    height = np.arcsin(np.clip(direction[:, 2], 0, 1))
    column = np.zeros(rows * side, np.float32)
    row = np.zeros(rows * side, np.float32)
    column[:count] = (azimuth / (2 * np.pi) % 1) * COLUMNS
    row[:count] = np.minimum((1 - height / (np.pi / 2)) * ROWS - 0.5, ROWS - 1)
    wrapped = np.concatenate([panorama, panorama[:, :1]], axis=1)
    out = cv2.remap(
        wrapped,
        column.reshape(rows, side),
        row.reshape(rows, side),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return out.reshape(-1, 3)[:count]


def _angles() -> tuple[Floats, Floats]:
    azimuth = (np.arange(COLUMNS) / COLUMNS * 360).astype(np.float32)
    height = (90 * (1 - (np.arange(ROWS) + 0.5) / ROWS)).astype(np.float32)
    return np.broadcast_to(azimuth, (ROWS, COLUMNS)), np.broadcast_to(height[:, None], (ROWS, COLUMNS))


class Painter:
    """Paints a room: each call adds or covers a patch given by azimuth, height and half-sizes in degrees."""

    def __init__(self, wall: float, ceiling: float, rng: np.random.Generator) -> None:
        self.rng = rng
        self.azimuth, self.height = _angles()
        share = np.clip((self.height - 30) / 40, 0, 1)[..., None]
        tint = np.asarray([1.0, 0.98, 0.95], np.float32)
        self.map: Floats = ((wall * (1 - share) + ceiling * share) * tint).astype(np.float32)
        noise = (rng.random((8, 24, 1)) * 0.8 + rng.random((8, 24, 3)) * 0.2).astype(np.float32)
        clutter = cv2.resize(noise, (COLUMNS, ROWS), interpolation=cv2.INTER_CUBIC)
        self.map *= np.clip(0.45 + 1.1 * clutter, 0.1, 2.0)

    def _box(self, place: tuple[float, float], half: tuple[float, float], soft: float) -> Floats:
        across = (self.azimuth - place[0] + 180) % 360 - 180
        squeeze = np.cos(np.deg2rad(np.clip(self.height, 0, 75)))
        dx, dy = np.abs(across) * squeeze - half[0], np.abs(self.height - place[1]) - half[1]
        return np.clip(0.5 - dx / soft, 0, 1)[..., None] * np.clip(0.5 - dy / soft, 0, 1)[..., None]

    def cover(
        self,
        place: tuple[float, float],
        half: tuple[float, float],
        color: tuple[float, float, float],
        soft: float = 3.0,
    ) -> None:
        """Paint a patch over what is there."""
        share = self._box(place, half, soft)
        self.map = (self.map * (1 - share) + share * np.asarray(color, np.float32)).astype(np.float32)

    def window(self, azimuth: float, color: tuple[float, float, float], *, panes: int = 2) -> None:
        """A window with its frame and bars, brighter towards the sky."""
        self.cover((azimuth, 42), (26, 25), (0.5, 0.48, 0.45))
        self.cover((azimuth, 42), (24, 23), color, 1.5)
        sky = np.clip((self.height - 15) / 50, 0.45, 1)[..., None]
        self.map = np.where(self._box((azimuth, 42), (24, 23), 0.01) > 0.5, self.map * sky, self.map)
        for k in range(1, panes):
            self.cover((azimuth - 24 + 48 * k / panes, 42), (1.1, 23), (0.4, 0.38, 0.35), 1.0)
        self.cover((azimuth, 44), (24, 1.1), (0.4, 0.38, 0.35), 1.0)

    def photographer(self, azimuth: float, elevation: float) -> None:
        """Somebody dark behind the camera, head and shoulders, holding something black."""
        self.cover((azimuth, max(8, elevation - 28)), (24, 26), (0.05, 0.05, 0.06), 10)
        self.cover((azimuth, min(80, elevation)), (9, 11), (0.06, 0.05, 0.045), 6)
        self.cover((azimuth, elevation - 5), (6, 3.5), (0.01, 0.01, 0.01), 1.5)


def _window(p: Painter, camera: float) -> None:
    p.window(camera + 80, (9.0, 9.6, 10.6))
    p.cover((camera - 85, 22), (34, 22), (0.85, 0.84, 0.82), 6)
    p.cover((camera + 180, 12), (50, 14), (0.75, 0.74, 0.72), 8)
    p.cover((camera - 130, 30), (5, 40), (0.04, 0.04, 0.04), 3)


def _softboxes(p: Painter, camera: float) -> None:
    p.cover((camera + 70, 48), (20, 17), (7.5, 7.4, 7.2), 2)
    p.cover((camera - 75, 40), (15, 20), (5.0, 4.9, 4.8), 2)
    p.cover((camera + 180, 60), (30, 10), (3.2, 3.2, 3.2), 4)
    for azimuth in (camera + 30, camera - 30, camera + 130, camera - 140):
        p.cover((azimuth, 25), (4, 30), (0.03, 0.03, 0.03), 3)


def _tent(p: Painter, camera: float) -> None:
    p.map = p.map * 0.15 + np.asarray([1.5, 1.48, 1.45], np.float32)
    p.cover((camera + 95, 40), (24, 22), (3.6, 3.6, 3.5), 14)
    p.cover((camera - 95, 40), (24, 22), (3.0, 3.0, 2.9), 14)
    p.cover((camera, 30), (12, 50), (0.25, 0.24, 0.23), 5)
    for azimuth in (camera + 150, camera - 150, camera + 45, camera - 45):
        p.cover((azimuth, 40), (1.6, 60), (0.16, 0.16, 0.16), 1.5)
    p.cover((camera + 180, 4), (170, 4), (0.35, 0.34, 0.33), 3)


def _lamp(p: Painter, camera: float) -> None:
    p.map *= 0.8
    p.cover((camera + 40, 66), (13, 9), (15.0, 13.6, 11.6), 2)
    p.cover((camera - 120, 50), (9, 9), (7.0, 7.4, 8.2), 2)
    p.cover((camera - 70, 20), (30, 16), (0.9, 0.88, 0.84), 6)
    p.cover((camera + 150, 25), (36, 20), (0.7, 0.68, 0.66), 6)


def _overcast(p: Painter, camera: float) -> None:
    p.window(camera + 120, (6.0, 6.3, 6.7), panes=3)
    p.window(camera - 110, (4.2, 4.4, 4.7), panes=2)
    p.cover((camera + 10, 78), (18, 9), (2.2, 2.2, 2.2), 6)


def _varied(p: Painter, camera: float) -> None:
    """A room nobody has seen before: other walls, lights, flags and clutter each time."""
    rng = p.rng
    p.map = (p.map * rng.uniform(0.3, 2.4) + rng.uniform(0, 1.2) * rng.random()).astype(np.float32)
    for _ in range(int(rng.integers(1, 5))):
        tint = np.asarray([1.0, 1.0, 1.0]) + rng.uniform(-0.14, 0.14) * np.asarray([1.0, 0.1, -1.0])
        color = tuple(float(c) for c in rng.uniform(1.5, 11.0) * tint)
        place = (camera + rng.uniform(-180, 180), rng.uniform(18, 84))
        if rng.random() < 0.25:
            p.window(place[0], color, panes=int(rng.integers(1, 4)))
        else:
            half = (rng.uniform(4, 34), rng.uniform(4, 28))
            p.cover(place, half, color, rng.uniform(1, 12))
    for _ in range(int(rng.integers(0, 6))):
        gray = rng.uniform(0.02, 0.5)
        place = (camera + rng.uniform(-180, 180), rng.uniform(5, 60))
        half = (rng.uniform(1, 30), rng.uniform(3, 45))
        p.cover(place, half, (gray, gray, gray), rng.uniform(1, 8))


ROOMS: dict[str, Callable[[Painter, float], None]] = {
    "window": _window, "softboxes": _softboxes, "tent": _tent, "lamp": _lamp, "overcast": _overcast,
    "varied": _varied,
}  # fmt: skip


def make_room(name: str, camera_azimuth: float, camera_elevation: float, rng: np.random.Generator) -> Room:
    """Paint a room around the camera and blur it for rough surfaces."""
    painter = Painter(0.20, 0.55, rng)
    ROOMS[name](painter, camera_azimuth + float(rng.uniform(-12, 12)))
    painter.photographer(camera_azimuth, camera_elevation)
    levels = tuple(_blurred(painter.map, degrees) for degrees in _BLURS_DEG)
    height = np.deg2rad(painter.height)
    weight = (np.sin(height) * np.cos(height))[..., None]
    return Room(levels, (painter.map * weight).sum((0, 1)) / weight.sum())


def _blurred(panorama: Floats, degrees: float) -> Floats:
    """A Gaussian blur over the sphere's columns and rows, wider across near the zenith."""
    if degrees <= 0:
        return panorama
    sigma_row, sigma_column = degrees / 90 * ROWS, degrees / 360 * COLUMNS
    padded = np.concatenate([panorama, panorama, panorama], axis=1)
    out = cv2.GaussianBlur(
        padded, (0, 0), sigmaX=sigma_column, sigmaY=sigma_row, borderType=cv2.BORDER_REPLICATE
    )
    wide = cv2.GaussianBlur(
        padded, (0, 0), sigmaX=sigma_column * 5, sigmaY=sigma_row, borderType=cv2.BORDER_REPLICATE
    )
    share = np.clip((_angles()[1] - 55) / 30, 0, 1)[..., None]
    middle = slice(COLUMNS, 2 * COLUMNS)
    return (out[:, middle] * (1 - share) + wide[:, middle] * share).astype(np.float32)
