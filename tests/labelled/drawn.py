"""The first half: rings drawn from distances, and what may be laid over them or stand beside them."""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Painted, Sample, box_truth, saved

SIDE = 520
GOLD, ROSE, SILVER = (212, 172, 84), (222, 164, 140), (196, 198, 202)
SKIN = ((224, 178, 152), (141, 92, 66), (198, 142, 110))
Field = npt.NDArray[np.float32]


class RingPainter:
    """A band seen from the front, with a stone on top of it where there is room."""

    def __init__(self, metal: tuple[int, int, int] = GOLD) -> None:
        self._metal = np.array(metal, np.float32)

    def paint(
        self,
        width: int,
        height: int,
        *,
        fill: float,
        center: tuple[float, float] = (0.5, 0.5),
        ground: int = 255,
    ) -> Painted:
        """Paint it."""
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) + 0.5
        x, y = x - center[0] * width, y - center[1] * height
        outer = fill * min(width, height) / 2
        distance = np.abs(np.hypot(x, y) - outer * 0.82) - outer * 0.18
        cover = np.clip(0.5 - distance, 0, 1)
        angle = np.arctan2(y, x)
        shade = (
            0.62 + 0.26 * np.sin(5 * angle + 1) + 0.16 * np.sin(17 * angle) - 0.4 * (distance / outer / 0.18)
        )
        glint = 150 * np.exp(-(((angle - 0.7) / 0.12) ** 2))
        color = np.clip(self._metal * shade[..., None] * 0.9 + glint[..., None], 12, 250)
        codes = cover[..., None] * color + (1 - cover[..., None]) * ground
        covered = cover >= 0.5
        truth = box_truth(covered) | {"parts": 1, "ground_code": ground, "shadow_touches_border": False}
        pure = 1.0 if ground == 255 else 0.0
        truth |= {"border_white_share": pure, "background_white_share": pure}
        return Painted(np.rint(codes).astype(np.uint8), truth)


def ring(metal: tuple[int, int, int] = GOLD, *, fill: float = 0.86, ground: int = 255) -> Codes:
    return RingPainter(metal).paint(SIDE, SIDE, fill=fill, ground=ground).codes.copy()


def sample(name: str, level: str, codes: Codes, *, reads: bool = False, **truth: object) -> Sample:
    return Sample(name, level, saved(codes), {**NOTHING_LAID_OVER, **truth}, reads=reads)


def judged() -> Iterator[Sample]:
    """Yield the pictures for what is judged."""
    yield from _clean()
    yield from _lettered()
    yield from _marked()
    yield from _framed()
    yield from _soft()
    yield from _bodies()


def _clean() -> Iterator[Sample]:
    for number, metal in enumerate((GOLD, ROSE, SILVER)):
        yield sample(f"clean-{number}", "pass", ring(metal), reads=True, text_found=False)
    wide = ring(ROSE, fill=0.97)
    yield sample("clean-wide-rose", "just pass", wide)
    specks = ring(SILVER)
    for at in ((30, 40), (480, 60), (500, 490)):
        cv2.circle(specks, at, 1, (240, 240, 240), -1)
    yield sample("clean-dust", "just pass", specks)
    engraved = ring(GOLD)
    cv2.putText(engraved, "925", (238, 482), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (120, 84, 30), 1, cv2.LINE_AA)
    yield sample("clean-engraved", "just pass", engraved, reads=True, text_found=False)
    gradient = ring(SILVER, fill=0.6, ground=226).astype(np.float32)
    gradient -= np.linspace(0, 40, SIDE, dtype=np.float32)[:, None, None]
    grey = np.clip(gradient, 0, 255).astype(np.uint8)
    yield sample("clean-gradient", "pass", grey)


def _lettered() -> Iterator[Sample]:
    texts = (
        ("NEW ARRIVAL", 1.4, 3, (20, 20, 20)),
        ("SALE 30% OFF", 1.7, 4, (200, 20, 30)),
        ("18K GOLD", 0.7, 1, (90, 90, 90)),
    )
    for number, (text, scale, pen, color) in enumerate(texts):
        codes = ring(fill=0.7)
        cv2.putText(codes, text, (24, 50), cv2.FONT_HERSHEY_SIMPLEX, scale, color, pen, cv2.LINE_AA)
        level = "just fail" if number == 2 else "fail"
        yield Sample(
            f"text-{number}", level, saved(codes), {"text_found": True, "person_found": False}, reads=True
        )
    over = ring(SILVER, fill=0.9)
    cv2.putText(over, "BESTSELLER", (60, 280), cv2.FONT_HERSHEY_DUPLEX, 2.0, (10, 60, 160), 5, cv2.LINE_AA)
    yield Sample("text-over", "fail", saved(over), {"text_found": True}, reads=True)


def _marked() -> Iterator[Sample]:
    for number, (code, place) in enumerate(((205, (60, 280)), (228, (40, 300)), (243, (60, 270)))):
        codes = ring(fill=0.8).astype(np.int16)
        layer = np.zeros((SIDE, SIDE), np.uint8)
        cv2.putText(layer, "myjewels.shop", place, cv2.FONT_HERSHEY_SIMPLEX, 1.7, 255, 4, cv2.LINE_AA)
        marked = np.clip(codes - (layer[..., None] / 255 * (255 - code)), 0, 255).astype(np.uint8)
        truth = {"watermark_found": True, "person_found": False, "drawn_border_found": False}
        yield Sample(
            f"watermark-{number}", ("fail", "fail", "just fail")[number], saved(marked), truth, reads=True
        )
    tiled = ring(SILVER, fill=0.75)
    for at in range(-SIDE, SIDE, 70):
        cv2.line(tiled, (at, 0), (at + SIDE, SIDE), (232, 232, 232), 3, cv2.LINE_AA)
    yield Sample("watermark-lines", "fail", saved(tiled), {"watermark_found": True})
    badge = ring(fill=0.62)
    cv2.circle(badge, (450, 70), 44, (196, 24, 40), -1, cv2.LINE_AA)
    yield sample("graphic-badge", "fail", badge, graphic_found=True, reads=True, text_found=False)
    logo = ring(SILVER, fill=0.62)
    cv2.fillPoly(logo, [np.array([[30, 480], [60, 420], [90, 480]])], (20, 40, 120), cv2.LINE_AA)
    cv2.fillPoly(logo, [np.array([[70, 480], [100, 430], [126, 480]])], (20, 40, 120), cv2.LINE_AA)
    yield sample("graphic-logo", "just fail", logo, graphic_found=True)
    arrow = ring(fill=0.62)
    cv2.arrowedLine(arrow, (30, 60), (110, 110), (30, 140, 60), 12, cv2.LINE_AA)
    yield sample("graphic-arrow", "just fail", arrow, graphic_found=True)


def _framed() -> Iterator[Sample]:
    for number, (px, color) in enumerate(((14, (20, 20, 20)), (3, (150, 150, 150)), (30, (196, 160, 90)))):
        codes = ring(fill=0.8)
        cv2.rectangle(codes, (0, 0), (SIDE - 1, SIDE - 1), color, 2 * px - 1)
        yield Sample(
            f"border-{number}", "just fail" if px == 3 else "fail", saved(codes), {"drawn_border_found": True}
        )
    line = ring(fill=0.7)
    cv2.rectangle(line, (20, 20), (SIDE - 21, SIDE - 21), (60, 60, 60), 2)
    yield Sample("border-hairline", "just fail", saved(line), {"drawn_border_found": True})
    boxed = ring(SILVER, ground=120)
    boxed[:60] = boxed[-60:] = 255
    yield Sample("border-letterbox", "fail", saved(boxed), {"drawn_border_found": True})
    for number, (left, top, side) in enumerate(((12, 12, 150), (352, 360, 130), (0, 0, 140))):
        codes = ring(fill=0.6)
        view = cv2.resize(ring(ROSE, ground=170), (side, side), interpolation=cv2.INTER_AREA)
        codes[top : top + side, left : left + side] = view
        yield Sample(
            f"inset-{number}", "fail", saved(codes), {"inset_found": True, "drawn_border_found": False}
        )


def _soft() -> Iterator[Sample]:
    share = SIDE / 1000
    for sigma, level in ((0.9, "pass"), (1.3, "just pass"), (4.2, "just fail"), (9.0, "fail")):
        codes = cv2.GaussianBlur(ring(), (0, 0), sigma * share)
        yield Sample(f"blur-{sigma}", level, saved(codes), {"blurred": sigma > 2})


def _bodies() -> Iterator[Sample]:
    for number, tone in enumerate(SKIN):
        codes = _hand(tone)
        yield Sample(
            f"hand-{number}", "fail", saved(codes), {"person_found": True, "drawn_border_found": False}
        )
    tip = ring(fill=0.6, ground=240)
    cv2.ellipse(tip, (480, 500), (90, 130), -30, 0, 360, SKIN[0], -1, cv2.LINE_AA)
    yield Sample("hand-tip", "just fail", saved(_shaded(tip, 3)), {"person_found": True})
    for number, tone in enumerate(((70, 70, 74), (196, 190, 184), (28, 26, 30))):
        codes = _bust(tone)
        yield Sample(f"bust-{number}", "fail", saved(codes), {"bust_found": True, "packaging_found": False})
    for number, tone in enumerate(((40, 50, 96), (150, 30, 44), (176, 150, 120))):
        codes = _box(tone)
        yield Sample(f"box-{number}", "fail", saved(codes), {"packaging_found": True, "bust_found": False})


def _shaded(codes: Codes, sigma: float) -> Codes:
    """Lay slow shades over a flat drawing, and soften its edges."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    shade = 0.94 + 0.07 * np.sin(4 * x + 2 * y) + 0.05 * np.cos(5 * y)
    soft = cv2.GaussianBlur(codes, (0, 0), sigma).astype(np.float32)
    plain = codes.min(axis=2) >= 240
    return np.where(plain[..., None], codes, np.clip(soft * shade[..., None], 0, 255)).astype(np.uint8)


def _over(ground: Codes, piece: Codes) -> Codes:
    """Lay a ring that was drawn on white over something."""
    cover = cv2.GaussianBlur((piece.min(axis=2) < 235).astype(np.float32), (0, 0), 0.7)[..., None]
    return np.rint(cover * piece + (1 - cover) * ground).astype(np.uint8)


def _hand(tone: tuple[int, int, int]) -> Codes:
    codes = np.full((SIDE, SIDE, 3), 246, np.uint8)
    for number in range(4):
        cv2.line(
            codes,
            (90 + 100 * number, SIDE + 60),
            (130 + 85 * number, 150 + 30 * abs(number - 1)),
            tone,
            78,
            cv2.LINE_AA,
        )
    return _over(_shaded(codes, 2.5), ring(fill=0.34))


def _bust(tone: tuple[int, int, int]) -> Codes:
    codes = np.full((SIDE, SIDE, 3), 250, np.uint8)
    cv2.ellipse(codes, (260, 520), (215, 250), 0, 180, 360, tone, -1, cv2.LINE_AA)
    cv2.rectangle(codes, (205, 60), (315, 330), tone, -1)
    return _over(_shaded(codes, 2.0), ring(fill=0.2))


def _box(tone: tuple[int, int, int]) -> Codes:
    codes = np.full((SIDE, SIDE, 3), 250, np.uint8)
    cv2.fillPoly(codes, [np.array([[90, 170], [380, 110], [450, 330], [140, 420]])], tone, cv2.LINE_AA)
    return _over(_shaded(codes, 0.8), ring(fill=0.25))
