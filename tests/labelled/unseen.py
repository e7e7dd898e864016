"""The second half: pendants and strands painted with Pillow, by drawing code of their own."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.labelled.samples import NOTHING_LAID_OVER, Codes, Painted, Sample, box_truth, saved

SIDE = 540
KITE = ((0.5, 0.0), (0.86, 0.42), (0.5, 1.0), (0.14, 0.42))
STEEL, BRASS, JADE, COPPER = (172, 178, 188), (204, 160, 60), (30, 130, 90), (206, 132, 104)
TONES = ((238, 196, 170), (176, 122, 90), (96, 60, 44))


class PendantPainter:
    """A kite with cut faces, standing upright."""

    def __init__(self, tone: tuple[int, int, int] = STEEL) -> None:
        self._tone = tone

    def paint(
        self,
        width: int,
        height: int,
        *,
        fill: float,
        center: tuple[float, float] = (0.5, 0.5),
        ground: int = 255,
    ) -> Painted:
        """Paint it; the side along it is the picture's height, or its width where that is shorter."""
        tall = max(4, round(fill * min(width, height)))
        piece, cover = self._piece(tall)
        left, top = round(center[0] * width - tall / 2), round(center[1] * height - tall / 2)
        picture = Image.new("RGB", (width, height), (ground,) * 3)
        picture.paste(piece, (left, top), cover)
        mask = Image.new("L", (width, height), 0)
        mask.paste(cover, (left, top))
        truth = box_truth(np.asarray(mask) >= 128) | {
            "parts": 1,
            "ground_code": ground,
            "shadow_touches_border": False,
        }
        pure = 1.0 if ground == 255 else 0.0
        truth |= {"border_white_share": pure, "background_white_share": pure}
        return Painted(np.asarray(picture), truth)

    def _piece(self, tall: int) -> tuple[Image.Image, Image.Image]:
        times = 3 if tall < 700 else 1
        side = tall * times
        piece, cover = Image.new("RGB", (side, side), self._tone), Image.new("L", (side, side), 0)
        points = [(x * (side - 1), y * (side - 1)) for x, y in KITE]
        ImageDraw.Draw(cover).polygon(points, fill=255)
        draw, middle = ImageDraw.Draw(piece), (0.5 * side, 0.46 * side)
        edge = [*points, points[0]]
        for number in range(4):
            for part in range(6):
                ends = [_between(edge[number], edge[number + 1], (part + step) / 6) for step in (0, 1)]
                share = 0.45 + 0.55 * abs(np.sin(1.7 * (6 * number + part) + 0.4))
                draw.polygon(
                    [middle, *ends], fill=tuple(round(min(250, each * share * 1.2)) for each in self._tone)
                )
        size = (tall, tall)
        return piece.resize(size, Image.Resampling.BOX), cover.resize(size, Image.Resampling.BOX)


def _between(one: tuple[float, float], other: tuple[float, float], share: float) -> tuple[float, float]:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def pendant(
    tone: tuple[int, int, int] = STEEL, *, fill: float = 0.8, center: tuple[float, float] = (0.5, 0.5)
) -> Image.Image:
    return Image.fromarray(PendantPainter(tone).paint(SIDE, SIDE, fill=fill, center=center).codes)


def strand(beads: int = 22, tone: tuple[int, int, int] = (236, 228, 216)) -> Image.Image:
    """Draw a strand of pearls."""
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    for number in range(beads):
        angle = 2 * np.pi * number / beads
        x, y = SIDE / 2 + 200 * np.cos(angle), SIDE / 2 + 190 * np.sin(angle)
        for step in range(24, 0, -1):
            share = 0.45 + 0.55 * (1 - step / 24) ** 0.5
            color = tuple(round(each * share) for each in tone)
            spot = (x - step - (24 - step) * 0.3, y - step - (24 - step) * 0.3)
            ImageDraw.Draw(picture).ellipse((*spot, spot[0] + 2 * step, spot[1] + 2 * step), fill=color)
    return picture


def font(size: int, *, serif: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a typeface of the machine where it has one, else Pillow's own."""
    try:
        return ImageFont.truetype("DejaVuSerif-Bold.ttf" if serif else "DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def noisy(picture: Image.Image, seed: int, deep: float = 1.2) -> Codes:
    """Add a camera's noise."""
    noise = np.random.default_rng(seed).normal(0, deep, (picture.height, picture.width, 1))
    return np.clip(np.asarray(picture, np.float32) + noise, 0, 255).astype(np.uint8)


def sample(
    name: str, level: str, codes: Codes | Image.Image, *, reads: bool = False, **truth: object
) -> Sample:
    return Sample(f"unseen-{name}", level, saved(codes), {**NOTHING_LAID_OVER, **truth}, reads=reads)


def only(
    name: str, codes: Codes | Image.Image, *, level: str = "fail", reads: bool = False, **truth: object
) -> Sample:
    return Sample(f"unseen-{name}", level, saved(codes), dict(truth), reads=reads)


def judged() -> Iterator[Sample]:
    """Yield the pictures for what is judged."""
    for part in (_clean, _lettered, _marked, _framed, _soft, _people, _stands):
        yield from part()


def _clean() -> Iterator[Sample]:
    for number, tone in enumerate((STEEL, BRASS, JADE, COPPER)):
        yield sample(
            f"clean-{number}",
            "pass",
            pendant(tone),
            reads=number < 2,
            **({"text_found": False} if number < 2 else {}),
        )
    yield sample("clean-pearls", "just pass", strand(), reads=True, text_found=False)
    yield sample("clean-copper-pearls", "just pass", strand(14, (222, 170, 150)))
    pair = Image.fromarray(
        np.minimum(pendant(BRASS, fill=0.4, center=(0.25, 0.5)), pendant(BRASS, fill=0.4, center=(0.75, 0.5)))
    )
    yield sample("clean-pair", "just pass", pair)


def _lettered() -> Iterator[Sample]:
    words = (
        ("Free shipping", 52, (40, 90, 60)),
        ("lab-grown diamond", 22, (120, 120, 120)),
        ("HANDMADE", 70, (150, 40, 90)),
    )
    for number, (text, size, color) in enumerate(words):
        picture = pendant(fill=0.62, center=(0.5, 0.42))
        ImageDraw.Draw(picture).text((40, 440), text, fill=color, font=font(size, serif=number != 1))
        yield only(
            f"text-{number}",
            picture,
            level="just fail" if number == 1 else "fail",
            reads=True,
            text_found=True,
        )


def _marked() -> Iterator[Sample]:
    for number, (opacity, turn) in enumerate(((90, 30), (45, -20), (24, 0))):
        layer = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
        ImageDraw.Draw(layer).text((40, 230), "© Atelier Nord", fill=(60, 60, 60, opacity), font=font(58))
        layer = layer.rotate(turn, Image.Resampling.BICUBIC)
        picture = Image.alpha_composite(pendant(BRASS).convert("RGBA"), layer).convert("RGB")
        yield only(f"watermark-{number}", picture, reads=True, watermark_found=True, drawn_border_found=False)
    rings = pendant(JADE, fill=0.6)
    for at in range(0, SIDE, 90):
        ImageDraw.Draw(rings).ellipse((at, 20, at + 60, 80), outline=(236, 236, 236), width=4)
    yield only("watermark-rings", rings, watermark_found=True)
    ribbon = pendant(STEEL, fill=0.6, center=(0.6, 0.6))
    ImageDraw.Draw(ribbon).polygon([(0, 0), (150, 0), (0, 150)], fill=(20, 110, 60))
    yield only("graphic-ribbon", ribbon, graphic_found=True, inset_found=False)
    star = pendant(BRASS, fill=0.6, center=(0.4, 0.5))
    spokes = [
        (470 + (46 if n % 2 else 20) * np.cos(0.628 * n), 470 + (46 if n % 2 else 20) * np.sin(0.628 * n))
        for n in range(10)
    ]
    ImageDraw.Draw(star).polygon(spokes, fill=(240, 180, 0))
    yield only("graphic-star", star, graphic_found=True)
    flag = pendant(COPPER, fill=0.6, center=(0.4, 0.5))
    for number, color in enumerate(((0, 140, 70), (244, 240, 236), (206, 40, 54))):
        ImageDraw.Draw(flag).rectangle((440 + 24 * number, 30, 463 + 24 * number, 80), fill=color)
    yield only("graphic-flag", flag, level="just fail", graphic_found=True)


def _framed() -> Iterator[Sample]:
    double = pendant(STEEL, fill=0.66)
    for inset in (8, 18):
        ImageDraw.Draw(double).rectangle(
            (inset, inset, SIDE - 1 - inset, SIDE - 1 - inset), outline=(110, 84, 40), width=3
        )
    yield only("border-double", double, drawn_border_found=True)
    polaroid = Image.new("RGB", (SIDE, SIDE), (250, 248, 244))
    polaroid.paste(
        Image.fromarray(noisy(pendant(JADE).point(lambda code: code * 0.7), 1)).resize((480, 420)), (30, 30)
    )
    yield only("border-polaroid", polaroid, drawn_border_found=True)
    tinted = pendant(BRASS, fill=0.7)
    ImageDraw.Draw(tinted).rectangle((0, 0, SIDE - 1, SIDE - 1), outline=(230, 200, 206), width=22)
    yield only("border-tinted", tinted, level="just fail", drawn_border_found=True)
    for number, (left, top, wide, high) in enumerate(
        ((20, 380, 130, 130), (400, 0, 140, 540), (410, 400, 120, 100))
    ):
        picture = pendant(STEEL, fill=0.6, center=(0.42, 0.42))
        view = Image.fromarray(noisy(pendant(COPPER, fill=1.3).point(lambda code: code * 0.85), number, 3.0))
        picture.paste(view.resize((wide, high)), (left, top))
        yield only(f"inset-{number}", picture, inset_found=True)


def _soft() -> Iterator[Sample]:
    for number, radius in enumerate((0.4, 0.8, 2.6, 4.0, 7.0)):
        soft = pendant(JADE).filter(ImageFilter.GaussianBlur(radius))
        yield only(
            f"blur-{number}", noisy(soft, number), level="pass" if radius < 1 else "fail", blurred=radius > 1
        )


def _people() -> Iterator[Sample]:
    for number, tone in enumerate(TONES):
        picture = Image.new("RGB", (SIDE, SIDE), (232, 230, 226))
        draw = ImageDraw.Draw(picture)
        draw.ellipse((-260, 200, 240, 640), fill=tone)
        for finger in range(4):
            draw.rounded_rectangle(
                (120, 250 + 62 * finger, 420 - 26 * finger, 302 + 62 * finger), 26, fill=tone
            )
        yield only(f"hand-{number}", _lit(picture, number), person_found=True)
    wrist = Image.new("RGB", (SIDE, SIDE), (210, 214, 220))
    ImageDraw.Draw(wrist).polygon([(0, 170), (540, 120), (540, 400), (0, 380)], fill=TONES[0])
    yield only("wrist", _lit(wrist, 5), person_found=True)
    neck = Image.new("RGB", (SIDE, SIDE), TONES[1])
    ImageDraw.Draw(neck).rectangle((0, 430, SIDE, SIDE), fill=(40, 44, 60))
    yield only("neck", _lit(neck, 6), person_found=True)


def _lit(picture: Image.Image, seed: int) -> Codes:
    """Lay light from one side over a flat drawing, a pendant on top of it, and a camera's noise."""
    light = np.linspace(1.06, 0.84, SIDE, dtype=np.float32)[None, :, None]
    soft = np.clip(np.asarray(picture.filter(ImageFilter.GaussianBlur(2)), np.float32) * light, 0, 255)
    under = Image.fromarray(soft.astype(np.uint8))
    piece, cover = PendantPainter(BRASS)._piece(120)
    under.paste(piece, (250, 220), cover)
    return noisy(under, seed)


def _stands() -> Iterator[Sample]:
    for number, tone in enumerate(((50, 52, 58), (222, 214, 204), (120, 30, 50))):
        bust = Image.new("RGB", (SIDE, SIDE), (246, 246, 246))
        outline = [(190, 40), (350, 40), (360, 200), (470, 330), (500, 540), (40, 540), (70, 330), (180, 200)]
        ImageDraw.Draw(bust).polygon(outline, fill=tone)
        yield only(f"bust-{number}", _lit(bust.filter(ImageFilter.GaussianBlur(6)), number), bust_found=True)
    for number, tone in enumerate(((24, 60, 56), (234, 220, 222), (90, 70, 60))):
        box = Image.new("RGB", (SIDE, SIDE), (248, 248, 248))
        ImageDraw.Draw(box).polygon([(110, 190), (400, 150), (440, 400), (140, 440)], fill=tone)
        yield only(f"box-{number}", _lit(box, 10 + number), packaging_found=True)
    card = Image.new("RGB", (SIDE, SIDE), (228, 228, 228))
    ImageDraw.Draw(card).polygon([(150, 60), (420, 90), (400, 480), (130, 450)], fill=(252, 250, 246))
    yield only("card", _lit(card, 20), packaging_found=True)
