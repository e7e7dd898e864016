"""Further pictures to tune on: rendered pieces of the store laid into hands, on busts, in boxes and beside insets."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

import integrations.sandbox
from retouch.quality.placement import divide
from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Sample, saved

SIDE = 640
PICTURES = Path(integrations.sandbox.__file__).with_name("pictures")
PIECES = (
    "milgrain-band-rose", "oval-sapphire-halo-front", "polished-bangle-gold", "curb-bracelet-silver",
    "amethyst-drop-earrings", "heart-pendant-rose", "steel-watch-blue-dial", "charm-bracelet-silver",
)  # fmt: skip
SKIN = (
    (238, 200, 178), (214, 164, 134), (186, 128, 98), (146, 96, 70), (104, 68, 50), (78, 50, 38),
)  # fmt: skip
VELVET = ((22, 22, 26), (92, 94, 100), (208, 200, 188), (60, 26, 34), (32, 44, 78))
PAPER = ((236, 222, 206), (190, 160, 124), (28, 60, 52), (150, 24, 40), (60, 62, 70), (244, 232, 236))
Field = npt.NDArray[np.float32]


@cache
def piece(number: int, side: int) -> tuple[Codes, Field]:
    """A piece of the store that long, cut out, and its cover."""
    with Image.open(PICTURES / f"{PIECES[number % len(PIECES)]}.jpg") as image:
        image.draft("RGB", (900, 900))
        codes = np.asarray(image.convert("RGB"))
    standing = divide(codes)
    assert standing is not None
    cover = standing.piece.astype(np.uint8)
    left, top, across, down = cv2.boundingRect(cover)
    inside = slice(top, top + down), slice(left, left + across)
    share = side / max(across, down)
    size = max(1, round(across * share)), max(1, round(down * share))
    small = cv2.resize(standing.sample[inside], size, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cover[inside].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), np.asarray(soft, np.float32)


def laid(codes: Codes, number: int, side: int, center: tuple[float, float]) -> Codes:
    """Lay a piece onto something."""
    small, soft = piece(number, side)
    height, width = soft.shape
    left, top = round(center[0] * SIDE - width / 2), round(center[1] * SIDE - height / 2)
    left, top = max(0, min(SIDE - width, left)), max(0, min(SIDE - height, top))
    place = codes[top : top + height, left : left + width].astype(np.float32)
    codes[top : top + height, left : left + width] = np.rint(
        soft[..., None] * small + (1 - soft[..., None]) * place
    ).astype(np.uint8)
    return codes


def ground(code: int, number: int = 0) -> Codes:
    """A sheet, a little darker to one side, with the noise of a camera."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    fall = (0.0, 6.0, 12.0)[number % 3] * (x + y) / 2
    noise = np.random.default_rng(number).normal(0, 0.8, (SIDE, SIDE, 1))
    return np.asarray(np.clip(code - fall[..., None] + noise * (code < 255) + np.zeros(3), 0, 255), np.uint8)


def solid(
    codes: Codes, cover: npt.NDArray[np.uint8], color: tuple[int, int, int], *, grain: float, seed: int
) -> Codes:
    """Lay a rounded, grained body of one color over a picture, with a soft shadow under it."""
    inside = cv2.distanceTransform((cover > 127).astype(np.uint8), cv2.DIST_L2, 5)
    round_px = max(4.0, 0.35 * float(inside.max()))
    shade = 0.72 + 0.28 * np.sin(np.minimum(inside / round_px, 1.0) * np.pi / 2)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    rng = np.random.default_rng(seed)
    slow = cv2.resize(
        rng.normal(0, 1, (9, 9)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC
    )
    shade = shade * (1.04 - 0.10 * x - 0.06 * y) * (1 + 0.03 * slow)
    fine = cv2.GaussianBlur(rng.normal(0, grain, (SIDE, SIDE)).astype(np.float32), (0, 0), 0.8)
    body = np.clip(np.array(color, np.float32) * shade[..., None] + fine[..., None], 0, 255)
    moved = np.zeros((SIDE, SIDE), np.float32)
    moved[8:, 6:] = cover[:-8, :-6] / np.float32(255)
    cast = cv2.GaussianBlur(moved, (0, 0), 9)
    lit = codes.astype(np.float32) * (1 - 0.22 * cast[..., None])
    soft = cv2.GaussianBlur(cover.astype(np.float32) / 255, (0, 0), 1.2)[..., None]
    return np.asarray(np.rint(soft * body + (1 - soft) * lit), np.uint8)


def empty() -> npt.NDArray[np.uint8]:
    return np.zeros((SIDE, SIDE), np.uint8)


def staged() -> Iterator[Sample]:
    """Yield the pictures."""
    yield from _alone()
    yield from _hands()
    yield from _busts()
    yield from _boxes()
    yield from _stands()
    yield from _pale()
    yield from _insets()


def _sample(name: str, codes: Codes, **truth: bool) -> Sample:
    return Sample(f"staged-{name}", "fail" if True in truth.values() else "pass", saved(codes), dict(truth))


def _alone() -> Iterator[Sample]:
    for number, code in enumerate((255, 250, 238, 220, 200, 150, 90, 40)):
        codes = laid(ground(code, number), number, (520, 420, 360)[number % 3], (0.5, 0.5))
        yield _sample(f"alone-{number}", codes, **NOTHING_LAID_OVER)
    wide = laid(ground(248, 2), 3, 900 if SIDE > 900 else SIDE, (0.5, 0.5))
    yield _sample("alone-wide", wide, **NOTHING_LAID_OVER)
    cloth = laid(_coarse(), 3, 420, (0.5, 0.45))
    yield _sample("alone-coarse", cloth, **NOTHING_LAID_OVER)
    folded = laid(_folded(), 0, 300, (0.4, 0.6))
    yield _sample("alone-folded", folded, **NOTHING_LAID_OVER)
    pair = laid(laid(ground(244, 1), 0, 250, (0.27, 0.5)), 1, 250, (0.73, 0.5))
    yield _sample("alone-pair", pair, **NOTHING_LAID_OVER)


def _coarse() -> Codes:
    """Black cloth, which a camera sees only where light falls on it: at the right."""
    rng = np.random.default_rng(140)
    x = np.arange(SIDE)[None, :, None] / SIDE
    light = 30 / (1 + np.exp(-(x - 0.84) * 60)) - 12
    grain = cv2.GaussianBlur(rng.normal(0, 30, (SIDE, SIDE)), (0, 0), 1.2)[..., None]
    return np.asarray(np.rint(np.clip(light + grain + np.zeros(3), 0, 255)), np.uint8)


def _folded() -> Codes:
    """A white sheet with one soft fold, away from the piece and from the frame."""
    fold = empty()
    cv2.ellipse(fold, (440, 110), (78, 18), -4, 0, 360, 255, -1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(fold.astype(np.float32) / 255, (0, 0), 1.5)[..., None]
    deeper = (
        0.45 + 0.75 * np.clip((np.arange(SIDE) - 362) / 156, 0, 1)[None, :, None]
    )  # towards its right end
    shade = 1 - soft * deeper * np.array((0.127, 0.1, 0.073), np.float32)
    return np.asarray(np.rint(ground(246, 1) * shade), np.uint8)


def _hands() -> Iterator[Sample]:
    truth = {"person_found": True, "bust_found": False, "packaging_found": False}
    for number, tone in enumerate(SKIN):
        cover = (_fingers, _pinch, _wrist)[number % 3](number)
        codes = solid(ground((250, 236, 215)[number % 3], number), cover, tone, grain=3.0, seed=number)
        codes = _creased(codes, cover, number)
        at = ((0.5, 0.45), (0.5, 0.28), (0.5, 0.5))[number % 3]
        yield _sample(f"hand-{number}", laid(codes, number, (170, 190, 330)[number % 3], at), **truth)
    for number, tone in enumerate(SKIN[1:4]):
        cover = empty()
        cv2.ellipse(cover, (320, 760), (420, 460), 0, 0, 360, 255, -1)
        cv2.rectangle(cover, (190, 0), (450, 420), 255, -1)
        codes = solid(ground(240, number), cover, tone, grain=2.5, seed=40 + number)
        yield _sample(f"neck-{number}", laid(codes, 4 + number, 210, (0.5, 0.66)), **truth)


def _fingers(seed: int) -> npt.NDArray[np.uint8]:
    """Fingers from below, spread a little."""
    cover, rng = empty(), np.random.default_rng(seed)
    for each in range(4):
        foot = (150 + 110 * each, SIDE + 60)
        tip = (
            190 + 85 * each + int(rng.integers(-14, 14)),
            180 + 40 * abs(each - 1) + int(rng.integers(-20, 20)),
        )
        cv2.line(cover, foot, tip, 255, 84, cv2.LINE_AA)
    cv2.ellipse(cover, (320, SIDE + 40), (270, 180), 0, 0, 360, 255, -1)
    return cover


def _pinch(seed: int) -> npt.NDArray[np.uint8]:
    """Two fingertips from one side that hold a piece between them."""
    cover = empty()
    cv2.line(cover, (SIDE + 50, 520), (370, 300), 255, 110, cv2.LINE_AA)
    cv2.line(cover, (SIDE + 50, 330), (380, 215), 255, 96, cv2.LINE_AA)
    return cover if seed % 2 else cover[:, ::-1].copy()


def _wrist(seed: int) -> npt.NDArray[np.uint8]:
    """A forearm across the frame."""
    cover = empty()
    tilt = 30 if seed % 2 else -50
    cv2.line(cover, (-80, 320 + tilt), (SIDE + 80, 320 - tilt), 255, 250, cv2.LINE_AA)
    return cover


def _creased(codes: Codes, cover: npt.NDArray[np.uint8], seed: int) -> Codes:
    """A few soft folds, darker and redder."""
    rng, lines = np.random.default_rng(100 + seed), empty()
    for _ in range(7):
        x, y = (int(each) for each in rng.integers(120, 560, 2))
        cv2.ellipse(lines, (x, y), (40, 9), float(rng.integers(0, 180)), 0, 140, 255, 2, cv2.LINE_AA)
    soft = cv2.GaussianBlur(lines.astype(np.float32) / 255, (0, 0), 1.6)[..., None]
    skin = (cover > 127)[..., None]
    redder = np.array([0.7, 1.0, 1.1], np.float32)
    return np.asarray(np.rint(codes * (1 - 0.25 * soft * skin * redder)), np.uint8)


def _busts() -> Iterator[Sample]:
    truth = {"person_found": False, "bust_found": True, "packaging_found": False}
    for number, color in enumerate(VELVET):
        cover = _neck_stand(number)
        codes = solid(
            ground((252, 240, 228)[number % 3], number), cover, color, grain=(2, 6)[number % 2], seed=number
        )
        yield _sample(f"bust-{number}", laid(codes, 4 + number, 190, (0.5, 0.62)), **truth)


def _neck_stand(number: int) -> npt.NDArray[np.uint8]:
    """A neck with shoulders: cut by the frame, or whole with its base."""
    bottom = SIDE + 40 if number % 2 == 0 else 590
    y = np.arange(60, min(SIDE, bottom))
    share = (y - 60) / (bottom - 60)
    half = 62 + (185 + 20 * (number % 3)) / (1 + np.exp(-14 * (share - 0.42)))
    half = np.where(share > 0.8, half - 60 * (share - 0.8) / 0.2, half) if number % 2 else half
    cover = empty()
    for row, reach in zip(y, half, strict=True):
        cover[row, max(0, int(320 - reach)) : int(320 + reach)] = 255
    return cover


def _boxes() -> Iterator[Sample]:
    truth = {"person_found": False, "bust_found": False, "packaging_found": True}
    outlines = (
        [(120, 210), (430, 150), (540, 380), (200, 480)],
        [(90, 330), (330, 260), (560, 340), (560, 500), (320, 600), (90, 490)],
        [(150, 120), (490, 120), (490, 540), (150, 540)],
        [(0, 380), (300, 300), (640, 400), (640, 640), (0, 640)],
    )
    for number, outline in enumerate(outlines):
        cover = empty()
        cv2.fillPoly(cover, [np.array(outline)], 255, cv2.LINE_AA)
        codes = solid(
            ground((252, 238, 225)[number % 3], number), cover, PAPER[number + 1], grain=2.0, seed=60 + number
        )
        if number == 1:  # its lid
            cv2.polylines(
                codes,
                [np.array([(90, 330), (320, 420), (560, 340)])],
                isClosed=False,
                color=(90, 70, 50),
                thickness=2,
            )
            cv2.line(codes, (320, 420), (320, 600), (90, 70, 50), 2, cv2.LINE_AA)
        yield _sample(f"box-{number}", laid(codes, number, 180, (0.5, 0.52)), **truth)
    yield _sample("box-open", _open_box(), **truth)
    yield _sample("box-beside", _beside(), **truth)
    for number, color in enumerate((PAPER[0], PAPER[3])):
        cover = empty()
        cv2.ellipse(cover, (320, 400), (210, 190), 0, 0, 360, 255, -1)
        cv2.fillPoly(cover, [np.array([(220, 250), (170, 120), (470, 120), (420, 250)])], 255)
        codes = solid(ground(246, number), cover, color, grain=5.0, seed=80 + number)
        yield _sample(f"pouch-{number}", laid(codes, 2 + number, 150, (0.5, 0.65)), **truth)


def _open_box() -> Codes:
    """A ring box from the front: lid up, a cushion with the ring in it."""
    lid, base, cushion = empty(), empty(), empty()
    cv2.fillPoly(lid, [np.array([(150, 90), (490, 90), (520, 320), (120, 320)])], 255)
    cv2.fillPoly(base, [np.array([(120, 320), (520, 320), (500, 560), (140, 560)])], 255)
    cv2.fillPoly(cushion, [np.array([(150, 310), (490, 310), (500, 420), (140, 420)])], 255)
    codes = solid(ground(250), lid, (40, 34, 52), grain=3, seed=90)
    codes = solid(codes, base, (52, 44, 66), grain=3, seed=91)
    return laid(solid(codes, cushion, (232, 226, 216), grain=5, seed=92), 2, 170, (0.5, 0.5))


def _beside() -> Codes:
    """A piece with its gift box some way off."""
    cover = empty()
    cv2.fillPoly(cover, [np.array([(400, 60), (610, 90), (590, 290), (390, 270)])], 255, cv2.LINE_AA)
    codes = solid(ground(251, 1), cover, (36, 84, 92), grain=2.0, seed=95)
    cv2.line(codes, (505, 74), (490, 282), (214, 196, 150), 18, cv2.LINE_AA)
    return laid(codes, 2, 300, (0.35, 0.66))


def _stands() -> Iterator[Sample]:
    truth = {"person_found": False, "packaging_found": True}
    cone = empty()
    cv2.fillPoly(cone, [np.array([(300, 90), (340, 90), (450, 590), (190, 590)])], 255, cv2.LINE_AA)
    codes = solid(ground(248), cone, (222, 214, 204), grain=1.5, seed=110)
    yield _sample("stand-cone", laid(codes, 0, 210, (0.5, 0.55)), **truth)
    card = empty()
    cv2.fillPoly(card, [np.array([(170, 90), (480, 96), (474, 560), (164, 552)])], 255, cv2.LINE_AA)
    codes = solid(ground(246, 1), card, (226, 208, 184), grain=1.5, seed=111)
    yield _sample("stand-card", laid(laid(codes, 4, 150, (0.38, 0.5)), 4, 150, (0.62, 0.5)), **truth)
    block = empty()
    cv2.fillPoly(block, [np.array([(100, 430), (540, 430), (620, 640), (20, 640)])], 255, cv2.LINE_AA)
    codes = solid(ground(244, 2), block, (168, 166, 160), grain=9, seed=112)
    yield _sample("stand-slab", laid(codes, 1, 300, (0.5, 0.5)), **truth)

    yield _sample("stand-post", _post(), **truth)


def _post() -> Codes:
    """Two pieces that hang from the arms of a thin metal stand."""
    codes = ground(255)
    for points in ([(320, 120), (320, 590)], [(160, 100), (240, 84), (320, 120), (400, 84), (480, 100)]):
        for color, px in (((92, 94, 98), 12), ((176, 178, 182), 7), ((236, 237, 239), 2)):
            cv2.polylines(
                codes, [np.array(points)], isClosed=False, color=color, thickness=px, lineType=cv2.LINE_AA
            )
    return laid(laid(codes, 5, 330, (0.25, 0.42)), 5, 330, (0.75, 0.42))


def _pale() -> Iterator[Sample]:
    """White things on white: their edges are faint, and sharp all the same."""
    packaging = {"person_found": False, "packaging_found": True}
    for number, code in enumerate((248, 243, 236)):
        codes = ground((255, 252, 246)[number], 3 * number)
        cv2.fillPoly(
            codes, [np.array([(150, 80), (500, 88), (492, 570), (142, 560)])], (code,) * 3, cv2.LINE_AA
        )
        yield _sample(f"pale-card-{number}", laid(codes, 4 + number, 240, (0.5, 0.5)), **packaging)
    codes = ground(253)
    for code, face in (
        (249, [(120, 300), (330, 240), (540, 300), (330, 370)]),
        (241, [(120, 300), (330, 370), (330, 590), (120, 510)]),
        (232, [(540, 300), (330, 370), (330, 590), (540, 510)]),
    ):
        cv2.fillPoly(codes, [np.array(face)], (code, code, code - 3), cv2.LINE_AA)
    yield _sample("pale-box", laid(codes, 0, 200, (0.5, 0.36)), **packaging)
    cover = _neck_stand(1)
    codes = ground(254)
    shade = 244 + 6 * np.cos(np.linspace(-1.4, 1.4, SIDE))[None, :, None] + np.zeros((SIDE, SIDE, 3))
    soft = cv2.GaussianBlur(cover.astype(np.float32) / 255, (0, 0), 1.0)[..., None]
    codes = np.asarray(np.rint(soft * shade + (1 - soft) * codes), np.uint8)
    truth = {"person_found": False, "bust_found": True, "packaging_found": False}
    yield _sample("pale-bust", laid(codes, 5, 190, (0.5, 0.62)), **truth)
    tip = empty()
    cv2.line(tip, (SIDE + 40, 420), (560, 380), 255, 76, cv2.LINE_AA)
    codes = solid(ground(250), tip, SKIN[1], grain=2.5, seed=130)
    yield _sample("hand-tip", laid(codes, 1, 380, (0.5, 0.45)), person_found=True, bust_found=False)


def _insets() -> Iterator[Sample]:
    truth = {"inset_found": True, "person_found": False}
    for number, (left, top, side) in enumerate(
        ((20, 20, 180), (430, 440, 190), (0, 460, 180), (420, 24, 200))
    ):
        codes = laid(ground((255, 248, 236)[number % 3], number), number, 330, (0.55, 0.5))
        view = cv2.resize(
            laid(ground((226, 255, 200, 255)[number]), number, 620, (0.5, 0.4)),
            (side, side),
            interpolation=cv2.INTER_AREA,
        )
        codes[top : top + side, left : left + side] = view
        if number in {1, 3}:  # on white it has a line round it
            cv2.rectangle(
                codes, (left, top), (left + side - 1, top + side - 1), (150, 150, 150), 1 + number // 2
            )
        yield _sample(f"inset-{number}", codes, **truth)
    for number, (at, radius) in enumerate((((130, 130), 96), ((500, 500), 110), ((500, 150), 104))):
        codes = laid(ground((255, 250, 240)[number], number), number, 330, (0.45, 0.55))
        view = laid(ground((235, 255, 225)[number]), number, 620, (0.5, 0.4))
        view = cv2.resize(view, (2 * radius, 2 * radius), interpolation=cv2.INTER_AREA)
        disc = np.zeros((2 * radius, 2 * radius), np.uint8)
        cv2.circle(disc, (radius, radius), radius - 1, 255, -1, cv2.LINE_AA)
        place = codes[at[1] - radius : at[1] + radius, at[0] - radius : at[0] + radius]
        place[:] = np.where(disc[..., None] > 127, view, place)
        cv2.circle(codes, at, radius, (170, 170, 170) if number else (255, 255, 255), 2, cv2.LINE_AA)
        yield _sample(f"inset-round-{number}", codes, **truth)
