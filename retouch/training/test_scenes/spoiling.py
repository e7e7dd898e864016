"""From light to the photo of a busy shop, with everything that was done to it on record.

What is planted, is planted in linear light and seen in the result: a speck that nobody could see is taken out again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from retouch.arrays import Mask
from retouch.color import to_encoded
from retouch.training.alterations.engraving import engrave, stamp
from retouch.training.render.flaws import strew
from retouch.training.render.mesh import Floats
from retouch.training.render.spec import SceneSpec
from retouch.training.test_scenes.shots import Shot

Codes = npt.NDArray[np.uint8]
Tool = Callable[[tuple[Floats, ...], Mask, np.random.Generator], Mask]

_SEEN = 0.045  # of the encoded scale: the least median contrast of a planted defect
_FACE_PX = 9.0  # half the breadth that letters need
_HALLMARKED = 0.6  # of the pieces with room for it
_STONES_PX = 600  # area of stones from which on they are dulled or given inclusions


@dataclass(frozen=True, slots=True)
class Planted:
    """A photo, what it should have been, and what was planted; all of one height and width.

    photo      (H, W, 3) uint8, sRGB, R, G, B: with cast, dirt, noise, compression
    spotless   the same photo had it been dusted first
    clean      the piece as it is: rightly exposed, in neutral light, sharp, without dirt, stones not dulled
    defects    (H, W) bool, planted dirt that can be seen
    protected  (H, W) bool, hallmark, engraving and inclusions, which are never to be healed
    """

    photo: Codes
    spotless: Codes
    clean: Codes
    defects: Mask
    protected: Mask
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Camera:
    """How one exposure went wrong."""

    stops: float
    cast: Floats
    blur: float
    noise: float
    knee: float
    sharpening: float
    quality: int


def plant(shot: Shot, spec: SceneSpec, rng: np.random.Generator) -> Planted:
    """Mark the piece, dull and blow it, strew dirt over it, and photograph it."""
    alpha, metal, gem = (np.ascontiguousarray(shot.cover[..., k]) for k in range(3))
    light, protected = _marked(shot.light, metal, gem, rng)
    spoiled, dulled = _dulled(light, gem, rng)
    spoiled, blown = _blown(spoiled, metal, rng)
    camera = _camera(rng)
    soiled, defects = _soiled(spoiled, (alpha, metal), spec, rng) if rng.random() < 0.6 else (spoiled, None)
    seed = int(rng.integers(1 << 31))
    spotless = _developed(spoiled, camera, seed)
    photo, seen = spotless, np.zeros(alpha.shape, bool)
    if defects is not None:
        seen = _visible(_exposed(spoiled, camera), _exposed(soiled, camera), defects)
        near = cv2.dilate(seen.view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)
        photo = _developed(np.where(near[..., None], soiled, spoiled), camera, seed)
    facts = {
        "dulled": dulled,
        "blown": blown,
        "stops": round(camera.stops, 3),
        "cast": [round(float(v), 4) for v in camera.cast],
        "noise": round(camera.noise, 5),
        "quality": camera.quality,
    }
    return Planted(photo, spotless, _codes(_shouldered(light, 0.8)), seen, protected & ~seen, facts)


def shoot_again(shot: Shot, rng: np.random.Generator) -> Codes:
    """Another photo of the same piece on another day: exposure and cast drawn anew, no dirt."""
    return _developed(shot.light, _camera(rng), int(rng.integers(1 << 31)))


def _marked(light: Floats, metal: Floats, gem: Floats, rng: np.random.Generator) -> tuple[Floats, Mask]:
    """Engrave the widest face of metal, grow inclusions in the stones and strike a hallmark, where there is room."""
    out, protected = light.copy(), np.zeros(metal.shape, bool)
    face = cv2.morphologyEx((metal > 0.97).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    room = float(cv2.distanceTransform(face.view(np.uint8), cv2.DIST_L2, 5).max())
    if room > _FACE_PX and rng.random() < 0.5:
        out, strokes = _cut(out, face, engrave, rng)
        protected |= strokes
    inside = cv2.erode((gem > 0.98).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if inside.sum() > _STONES_PX and rng.random() < 0.4:
        rows, columns = np.nonzero(inside)
        for k in rng.integers(0, len(rows), int(rng.integers(1, 5))):
            feather = _feather(metal.shape, (int(columns[k]), int(rows[k])), rng) * gem
            out = out * (1 - 0.55 * feather[..., None])
            protected |= feather > 0.3
    (own,) = rng.spawn(1)  # so that everything else is planted as it would be without a hallmark
    if own.random() < _HALLMARKED:
        free = face & ~cv2.dilate(protected.view(np.uint8), np.ones((9, 9), np.uint8)).view(bool)
        out, strokes = _cut(out, free, stamp, own)
        protected |= strokes
    return out.astype(np.float32), protected


def _cut(light: Floats, face: Mask, tool: Tool, rng: np.random.Generator) -> tuple[Floats, Mask]:
    """Return the light with letters in it, as a tool cuts them, and their strokes."""
    cut = np.clip(light, 0, 1)
    strokes = tool((cut,), face, rng)
    near = cv2.dilate(strokes.view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)
    return np.where(near[..., None], cut, light), strokes


def _feather(shape: tuple[int, ...], place: tuple[int, int], rng: np.random.Generator) -> Floats:
    """A flaw grown into a stone (H, W), 0 to 1: a crystal or a short bent crack."""
    canvas = np.zeros(shape, np.float32)
    way = np.cumsum(rng.normal(0, rng.uniform(0.4, 2.2), (6, 2)), axis=0) + place
    thick = int(rng.integers(1, 3))
    cv2.polylines(canvas, [np.rint(way).astype(np.int32)], isClosed=False, color=1.0, thickness=thick)
    return cv2.GaussianBlur(canvas, (0, 0), 0.7)


def _dulled(light: Floats, gem: Floats, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Take half the facets' contrast from the stones, as grease and flat light do."""
    inside = gem > 0.5
    if inside.sum() < _STONES_PX or rng.random() < 0.5:
        return light, False
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside.view(np.uint8))
    sigma = float(np.clip(0.2 * np.sqrt(np.median(stats[1:count, cv2.CC_STAT_AREA])), 2, 30))
    weight = cv2.GaussianBlur(gem, (0, 0), sigma)[..., None]
    mean = cv2.GaussianBlur(light * gem[..., None], (0, 0), sigma) / np.maximum(weight, 1e-3)
    flat = mean + rng.uniform(0.45, 0.6) * (light - mean)
    return (light + gem[..., None] * (flat - light)).astype(np.float32), True


def _blown(light: Floats, metal: Floats, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Turn up the lamps that the metal mirrors, until they burn out."""
    if rng.random() < 0.6:
        return light, False
    bright = np.maximum(light.mean(axis=2, keepdims=True) - 0.45, 0)
    glow = cv2.GaussianBlur((bright * metal[..., None]).astype(np.float32), (0, 0), 1.2)[..., None]
    gain = rng.uniform(1.0, 3.0)
    return (light + gain * glow * light / np.maximum(light.max(axis=2, keepdims=True), 1e-3)).astype(
        np.float32
    ), True


def _camera(rng: np.random.Generator) -> _Camera:
    warm, green = rng.normal(0, 0.1), rng.normal(0, 0.02)
    return _Camera(
        stops=float(np.clip(rng.normal(-0.25, 0.35), -1.2, 0.5)),
        cast=np.asarray([np.exp(warm), np.exp(green), np.exp(-warm)], np.float32),
        blur=float(rng.uniform(0.35, 0.75)),
        noise=float(rng.uniform(0, 0.012) * rng.random()),
        knee=float(rng.uniform(0.7, 0.95)),
        sharpening=float(rng.uniform(0.1, 0.6)) if rng.random() < 0.5 else 0.0,
        quality=int(rng.integers(72, 97)),
    )


def _soiled(
    light: Floats, shares: tuple[Floats, Floats], spec: SceneSpec, rng: np.random.Generator
) -> tuple[Floats, Mask]:
    counts = {
        "dust": int(rng.integers(5, 26)),
        "lint": int(rng.integers(0, 3)),
        "scratches": int(rng.integers(0, 5)),
    }
    return strew(light, *shares, _with(spec, counts), rng)


def _with(spec: SceneSpec, counts: dict[str, int]) -> SceneSpec:
    values = {name: getattr(spec, name) for name in SceneSpec.__slots__}
    return SceneSpec(**{**values, **counts})


def _exposed(light: Floats, camera: _Camera) -> Floats:
    return to_encoded(
        np.clip(_shouldered(light * camera.cast * np.float32(2.0**camera.stops), camera.knee), 0, 1)
    )


def _visible(before: Floats, after: Floats, planted: Mask) -> Mask:
    """What of the planted is seen: parts whose median contrast suffices."""
    contrast = np.abs(after - before).max(axis=2)
    count, labels = cv2.connectedComponents(planted.view(np.uint8), connectivity=8)
    medians = [float(np.median(contrast[labels == k])) for k in range(1, count)]
    kept = np.asarray([False, *(median >= _SEEN for median in medians)])
    return np.asarray(kept[labels], bool)


def _shouldered(light: Floats, knee: float) -> Floats:
    over = np.maximum(light - knee, 0)
    soft = knee + (1 - knee) * (1 - np.exp(-over / (1 - knee)))
    return np.where(light > knee, soft, light).astype(np.float32)


def _developed(light: Floats, camera: _Camera, seed: int) -> Codes:
    """What the camera and its file make of the light; equal seeds give equal noise."""
    rng = np.random.default_rng(seed)
    out = cv2.GaussianBlur(light * camera.cast * np.float32(2.0**camera.stops), (0, 0), camera.blur)
    grain = rng.standard_normal(out.shape).astype(np.float32)
    grain = 0.7 * grain + 0.6 * cv2.GaussianBlur(grain, (0, 0), 0.8)
    out = np.maximum(out + grain * camera.noise * np.sqrt(np.maximum(out, 0.01)), 0)
    tone = to_encoded(np.clip(_shouldered(out, camera.knee), 0, 1))
    if camera.sharpening:
        tone = tone + camera.sharpening * (tone - cv2.GaussianBlur(tone, (0, 0), 1.0))
    codes = np.clip(tone * 255 + 0.5, 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", codes[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, camera.quality])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def _codes(light: Floats) -> Codes:
    return np.clip(to_encoded(np.clip(light, 0, 1)) * 255 + 0.5, 0, 255).astype(np.uint8)
