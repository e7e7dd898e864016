"""White to the last pixel, as the file is decoded; and nothing that anyone sees is touched."""

from io import BytesIO

import numpy as np
from PIL import Image

from retouch.quality.placement import place
from retouch.renditions.purity import purified

SIDE = 96


def drawn():
    """A dark square with a pale trace far from it, in a block of its own."""
    codes, alpha = np.full((SIDE, SIDE, 3), 255, np.uint8), np.zeros((SIDE, SIDE), np.uint8)
    codes[16:48, 16:48], alpha[16:48, 16:48] = 40, 255
    codes[71, 71:76], alpha[71, 71:76] = 238, 60
    codes[71, 76], alpha[71, 76] = 236, 255
    return codes, alpha


def jpeg(codes):
    buffer = BytesIO()
    Image.fromarray(codes).save(buffer, "JPEG", quality=90, subsampling=0)
    return buffer.getvalue()


def decoded(data):
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))


def test_the_ground_comes_back_white_where_a_pale_trace_would_have_stained_it():
    codes, alpha = drawn()
    assert place(decoded(jpeg(codes))).ground_white_share < 1.0
    assert place(decoded(purified(codes, alpha, jpeg))).ground_white_share == 1.0


def test_the_piece_and_its_blocks_stay_as_they_are():
    codes, alpha = drawn()
    kept = codes.copy()
    pure = decoded(purified(codes, alpha, jpeg))
    assert np.array_equal(codes, kept)
    assert np.array_equal(pure[:56], decoded(jpeg(codes))[:56])


def test_a_picture_that_is_white_already_is_written_once():
    codes, alpha = drawn()
    codes[64:] = 255
    files = []
    data = purified(codes, alpha, lambda each: files.append(jpeg(each)) or files[-1])
    assert files == [data]


def test_what_is_dark_stays_and_a_ground_of_another_color_is_left_alone():
    codes, alpha = drawn()
    codes[71, 71:77] = 150
    assert (decoded(purified(codes, alpha, jpeg))[71, 73] < 200).all()
    gray = np.full_like(codes, 90)
    gray[:50] = np.random.default_rng(3).integers(0, 255, gray[:50].shape)
    assert purified(gray, alpha, jpeg) == jpeg(gray)
