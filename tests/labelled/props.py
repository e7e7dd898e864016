"""What sellers lay their pieces on and hold them with, lit from the upper left: made for the pictures of ``varied``."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

import integrations.sandbox
from retouch.quality.placement import divide
from tests.labelled.samples import Codes

Field = npt.NDArray[np.float32]
Color = tuple[int, int, int]
Points = list[tuple[float, float]]
STORE = Path(integrations.sandbox.__file__).with_name("pictures")
LIGHT = np.array((-0.42, -0.55, 0.72), np.float32) / np.float32(0.999)


@cache
def cut_out(name: str) -> tuple[Codes, Field]:
    """A piece of the store without its ground, and its cover."""
    with Image.open(STORE / f"{name}.jpg") as image:
        image.draft("RGB", (1000, 1000))
        codes = np.asarray(image.convert("RGB"))
    standing = divide(codes)
    assert standing is not None
    left, top, across, down = cv2.boundingRect(standing.piece.astype(np.uint8))
    inside = slice(top, top + down), slice(left, left + across)
    cover = cv2.GaussianBlur(standing.piece.astype(np.float32), (0, 0), 0.7)
    return standing.sample[inside], np.asarray(cover[inside], np.float32)


def slow(rng: np.random.Generator, width: int, height: int, cells: int = 6) -> Field:
    """Changes without a step, about 1 high."""
    few = rng.normal(0, 1, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


class Scene:
    """A sheet of one color under one lamp, and what is laid on it one after the other; places are shares of it."""

    def __init__(
        self,
        seed: int,
        ground: Color = (250, 250, 250),
        *,
        size: tuple[int, int] = (720, 720),
        fall: float = 6.0,
    ) -> None:
        self.width, self.height = size
        self.rng = np.random.default_rng(7_000 + seed)
        self.y, self.x = np.mgrid[0 : self.height, 0 : self.width].astype(np.float32)
        lamp = (0.6 * self.x / self.width + 0.4 * self.y / self.height)[..., None] * np.float32(fall)
        self.light = np.array(ground, np.float32) - lamp

    def at(self, points: Points) -> npt.NDArray[np.int32]:
        return np.rint(np.array(points) * (self.width, self.height)).astype(np.int32)

    def polygon(self, points: Points, *, rounded: float = 0.0) -> Field:
        """The cover of a polygon, its corners rounded by so many px."""
        cover = np.zeros((self.height, self.width), np.uint8)
        cv2.fillPoly(cover, [self.at(points)], 255, cv2.LINE_AA)
        if not rounded:
            return cover.astype(np.float32) / 255
        return self.softened(cover.astype(np.float32) / 255, rounded)

    def ellipse(self, center: tuple[float, float], half: tuple[float, float], angle: float = 0) -> Field:
        cover = np.zeros((self.height, self.width), np.uint8)
        at, axes = self.at([center])[0], self.at([half])[0]
        cv2.ellipse(cover, at.tolist(), axes.tolist(), angle, 0, 360, 255, -1, cv2.LINE_AA)
        return cover.astype(np.float32) / 255

    def softened(self, cover: Field, px: float) -> Field:
        """A cover whose corners are rounded, with an edge as sharp as before."""
        padded = cv2.copyMakeBorder(cover, 60, 60, 60, 60, cv2.BORDER_REPLICATE)
        wide = cv2.GaussianBlur(padded, (0, 0), px)[60:-60, 60:-60]
        return np.asarray(np.clip((wide - 0.5) * 1.6 * px + 0.5, 0, 1), np.float32)

    def limb(self, points: Points, radii: tuple[float, ...]) -> tuple[Field, Field]:
        """The cover of a tapered tube through points and its height, in shares of the width."""
        places = np.array(points, np.float32) * (self.width, self.height)
        sizes = np.array(radii, np.float32) * self.width
        inside = np.full((self.height, self.width), -1e9, np.float32)
        height = np.zeros_like(inside)
        for (one, size), (other, last) in zip(
            zip(places, sizes, strict=True), list(zip(places, sizes, strict=True))[1:], strict=False
        ):
            along = other - one
            t = np.clip(((self.x - one[0]) * along[0] + (self.y - one[1]) * along[1]) / (along @ along), 0, 1)
            reach = size + (last - size) * t
            away = np.hypot(self.x - one[0] - t * along[0], self.y - one[1] - t * along[1])
            inside = np.maximum(inside, reach - away)
            height = np.maximum(height, np.sqrt(np.maximum(reach**2 - away**2, 0)))
        return np.clip(inside + 0.5, 0, 1).astype(np.float32), height

    def swell(self, cover: Field, px: float) -> Field:
        """The height of a body that is rounded so far from its outline."""
        padded = cv2.copyMakeBorder(cover, 200, 200, 200, 200, cv2.BORDER_REPLICATE)
        inside = cv2.distanceTransform((padded > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        share = 1 - np.minimum(inside / px, 1)
        height = cv2.GaussianBlur(px * np.sqrt(1 - share**2).astype(np.float32), (0, 0), max(1.0, px / 6))
        return np.asarray(height[200:-200, 200:-200], np.float32)

    def cast(self, cover: Field, *, px: float = 10, depth: float = 0.22) -> None:
        """Lay the soft shadow of what stands on the sheet, and the narrow one where it touches."""
        moved = np.float32([[1, 0, 0.8 * px], [0, 1, px]])
        away = cv2.warpAffine(cover, moved, (self.width, self.height), borderMode=cv2.BORDER_REPLICATE)
        dark = depth * cv2.GaussianBlur(away, (0, 0), px) + 0.6 * depth * cv2.GaussianBlur(
            cover, (0, 0), 0.3 * px
        )
        self.light *= (1 - dark)[..., None]

    def body(
        self,
        cover: Field,
        color: Color,
        *,
        height: Field | None = None,
        texture: str = "card",
        gloss: float = 0.0,
        shadow: float = 0.22,
    ) -> None:
        """Lay a body of one stuff, lit where it faces the lamp."""
        height = self.swell(cover, 6) if height is None else height
        if shadow:
            self.cast(cover, depth=shadow)
        down, right = np.gradient(cv2.GaussianBlur(height, (0, 0), 1.2))
        length = np.sqrt(1 + down**2 + right**2)
        facing = (-right * LIGHT[0] - down * LIGHT[1] + LIGHT[2]) / length
        lit = 0.50 + 0.69 * np.maximum(facing, 0)
        stuff = np.array(color, np.float32) * (lit * self._texture(texture))[..., None]
        if texture == "skin":
            warm = slow(self.rng, self.width, self.height, 9)[..., None] * np.array((3, -2, -2.5), np.float32)
            stuff += warm + np.array((10, 0, -4), np.float32) * np.clip(1.05 - lit, 0, 0.5)[..., None]
        stuff += (255 * gloss * np.maximum(facing, 0) ** 24)[..., None]
        self.light = cover[..., None] * np.clip(stuff, 0, 255) + (1 - cover[..., None]) * self.light

    def _texture(self, kind: str) -> Field:
        size = self.width, self.height
        fine = self.rng.normal(0, 1, (self.height, self.width)).astype(np.float32)
        wide = slow(self.rng, *size, 7)
        if kind == "linen":
            weave = np.sin(self.x * 1.25 + 0.4 * wide) * np.sin(self.y * 1.25) + 0.6 * cv2.GaussianBlur(
                fine, (0, 0), 1
            )
            return np.asarray(1 + 0.045 * weave + 0.02 * wide, np.float32)
        if kind == "wood":
            rings = np.sin(0.09 * self.y + 2.2 * wide + 0.012 * self.x)
            return np.asarray(1 + 0.07 * rings + 0.05 * cv2.blur(fine, (61, 1)) * 4 + 0.02 * fine, np.float32)
        depth = {
            "card": (0.008, 0.012),
            "velvet": (0.05, 0.035),
            "skin": (0.014, 0.02),
            "organza": (0.04, 0.03),
        }
        near, far = depth[kind]
        return np.asarray(1 + near * cv2.GaussianBlur(fine, (0, 0), 0.9) * 1.8 + far * wide, np.float32)

    def shade(self, cover: Field, factor: float, px: float = 3.0) -> None:
        """Darken or lighten what a soft cover lies on."""
        soft = cv2.GaussianBlur(cover, (0, 0), px)[..., None]
        self.light *= 1 + (factor - 1) * soft

    def line(self, points: Points, px: int) -> Field:
        cover = np.zeros((self.height, self.width), np.uint8)
        cv2.polylines(cover, [self.at(points)], False, 255, px, cv2.LINE_AA)
        return cover.astype(np.float32) / 255

    def lay(
        self,
        name: str,
        side: float,
        center: tuple[float, float] = (0.5, 0.5),
        *,
        turn: float = 0.0,
        hidden: Field | None = None,
        depth: float = 0.28,
        opaque: float = 1.0,
    ) -> None:
        """Lay a piece of the store, ``side`` of the width long, with its shadow; what is ``hidden`` lies beneath."""
        codes, cover = cut_out(name)
        share = side * self.width / max(cover.shape)
        about = np.float32(cv2.getRotationMatrix2D((cover.shape[1] / 2, cover.shape[0] / 2), turn, share))
        about[:, 2] += (
            center[0] * self.width - cover.shape[1] / 2, center[1] * self.height - cover.shape[0] / 2,
        )  # fmt: skip
        if share < 1:
            cover, codes = (cv2.GaussianBlur(each, (0, 0), 0.4 / share) for each in (cover, codes))
        size = self.width, self.height
        moved = cv2.warpAffine(codes, about, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        there = cv2.warpAffine(cover, about, size, flags=cv2.INTER_LINEAR) * opaque
        there = there if hidden is None else there * (1 - hidden)
        if depth:
            self.cast(np.asarray(there, np.float32), px=5, depth=depth)
        self.light = there[..., None] * moved + (1 - there[..., None]) * self.light

    def taken(self, *, focus: float = 0.6, noise: float = 0.8) -> Codes:
        """The picture as a camera takes it."""
        seen = cv2.GaussianBlur(self.light, (0, 0), focus)
        grain = self.rng.normal(0, noise, (self.height, self.width, 1)) * (seen < 254)
        return np.asarray(np.rint(np.clip(seen + grain, 0, 255)), np.uint8)
