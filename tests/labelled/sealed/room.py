"""The lamps of a scene and the room that shiny things mirror."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from tests.labelled.sealed.canvas import RGB, Field, blurred, unit

WIDE, TALL = 512, 256


@dataclass(frozen=True, slots=True)
class Lamp:
    """One large lamp and the light that comes from everywhere."""

    way: tuple[float, float, float] = (-0.5, 0.35, 0.8)
    """Towards the lamp."""
    spread: float = 0.25
    """How soft its shadows are: 0.03 for sun, 0.4 for a tent."""
    key: RGB = (0.62, 0.6, 0.57)
    fill: RGB = (0.42, 0.43, 0.45)
    walls: RGB = (0.35, 0.35, 0.36)
    floor: RGB = (0.5, 0.5, 0.5)
    seed: int = 0
    shades: list[Field] = field(default_factory=list, compare=False)

    def mirrored(self, way: Field, rough: float) -> Field:
        """Return what is seen in the directions (3, N), the blurrier the rougher, as (N, 3)."""
        if not self.shades:
            room = self._room()
            self.shades.extend([blurred(room, sigma) for sigma in (0.8, 5.0, 14.0, 40.0)])
        level = min(int(rough * 4), 3)
        across = (np.arctan2(way[1], way[0]) / (2 * np.pi) + 0.5) * (WIDE - 1)
        down = (0.5 - np.arcsin(np.clip(way[2], -1, 1)) / np.pi) * (TALL - 1)
        rows = max(1, -(-across.size // 1024))
        places = np.zeros((2, rows * 1024), np.float32)
        places[0, : across.size], places[1, : down.size] = across, down
        seen = [
            cv2.remap(self.shades[level], a, d, cv2.INTER_LINEAR)
            for a, d in zip(_slabs(places[0]), _slabs(places[1]), strict=True)
        ]
        return np.concatenate(seen).reshape(-1, 3)[: across.size]

    def _room(self) -> Field:
        rng = np.random.default_rng(self.seed)
        azimuth = np.linspace(-np.pi, np.pi, WIDE, dtype=np.float32)[None]
        height = np.linspace(np.pi / 2, -np.pi / 2, TALL, dtype=np.float32)[:, None]
        above = np.clip(np.sin(height) * 3 + 0.5, 0, 1) + 0 * azimuth
        walls, floor = np.array(self.walls), np.array(self.floor)
        room = floor + (walls - floor) * above[..., None]
        room = room * (1 - 0.75 * np.exp(-((height / 0.16) ** 2)))[..., None]
        key = np.array(self.key) * 3.2
        way = unit(self.way)
        lamps = [(np.arctan2(way[1], way[0]), np.arcsin(way[2]), 0.55, 0.35, 1.0)]
        low, high = (-np.pi, 0.1, 0.12, 0.12, 0.3), (np.pi, 0.9, 0.5, 0.5, 0.8)
        lamps.extend(tuple(rng.uniform(low, high)) for _ in range(3))
        for turn, rise, wide, tall, power in lamps:
            aside = np.abs(np.angle(np.exp(1j * (azimuth - turn)))) * np.cos(height)
            inside = np.clip((wide - aside) * 14, 0, 1) * np.clip((tall - np.abs(height - rise)) * 14, 0, 1)
            room = room + inside[..., None] * key * power
        return np.asarray(room, np.float32)


def _slabs(places: Field) -> list[Field]:
    table = places.reshape(-1, 1024)
    return [table[start : start + 16384] for start in range(0, len(table), 16384)]
