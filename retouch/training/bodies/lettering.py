"""Inks and words, as sellers lay them over their pictures."""

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ink = tuple[int, int, int]

SHORT_WORDS = ("SALE", "NEW", "-20%", "50", "BEST", "14K", "925", "GIFT", "OFF", "TOP", "HOT", "1+1")
WORDS = (
    *SHORT_WORDS, "Free shipping", "Handmade", "18k gold", "size 7", "shop.example", "(c) studio", "SAMPLE", "proof",
    "Lumina", "1.5 ct", "12 mm", "order now",
)  # fmt: skip
FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX,
)  # fmt: skip
GRAYS = (0, 20, 60, 128, 200, 235, 255)
TALLEST = 0.3  # of the height: words are not larger


def any_ink(rng: np.random.Generator) -> Ink:
    """An sRGB code: often of no hue."""
    if rng.random() < 0.4:
        return (int(rng.choice(GRAYS)),) * 3
    red, green, blue = rng.integers(0, 256, 3)
    return int(red), int(green), int(blue)


def any_font(rng: np.random.Generator) -> int:
    """One of OpenCV's."""
    return FONTS[int(rng.integers(len(FONTS)))]


def written(width: int, height: int, rng: np.random.Generator, share: float) -> Bytes:
    """Words as a mask (height, width), their length ``share`` of the width, in the middle."""
    words, font = str(rng.choice(WORDS)), any_font(rng)
    thick = int(rng.integers(1, 4))
    (wide, tall), _ = cv2.getTextSize(words, font, 1.0, thick)
    scale = min(share * width / max(wide, 1), TALLEST * height / max(tall, 1))
    mask = np.zeros((height, width), np.uint8)
    at = (round((width - wide * scale) / 2), round((height + tall * scale) / 2))
    cv2.putText(mask, words, at, font, scale, 255, max(1, round(thick * scale)), cv2.LINE_AA)
    return mask


def inked(codes: Bytes, mask: Bytes, ink: npt.NDArray[np.float32], opacity: float) -> Bytes:
    """The picture with ink where the mask is, as far as it covers."""
    part = (mask.astype(np.float32) / 255 * opacity)[..., None]
    return np.asarray(codes * (1 - part) + ink * part, np.uint8)
