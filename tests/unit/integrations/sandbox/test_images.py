"""Pictures as Shopify looks at them."""

import io

import pytest
from PIL import Image

from integrations.sandbox import images


def encoded(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", orientation: int = 1) -> bytes:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new(mode, size).save(stream, kind, exif=exif.tobytes())
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "extension"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")]
)
def test_four_formats_are_taken(kind: str, extension: str) -> None:
    shown = images.inspect(encoded(kind), extension)
    assert (shown.width, shown.height, shown.mime_type) == (30, 20, images.MIME_TYPES[kind])


def test_a_turned_photo_is_shown_upright() -> None:
    content = encoded("JPEG", orientation=6)
    assert images.inspect(content, "jpg").width == 20
    copied = images.copy(content, None, None)
    assert copied is not None
    with Image.open(io.BytesIO(copied[0])) as image:
        assert (image.size, image.getexif().get(0x0112)) == ((20, 30), None)


def test_a_file_above_twenty_megabytes_is_refused() -> None:
    with pytest.raises(images.UnacceptableImageError) as refused:
        images.inspect(encoded("JPEG") + bytes(20 * 2**20), "jpg")
    assert refused.value.code == "INVALID_IMAGE_FILE_SIZE"


def test_a_decompression_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    for size in ((30, 5), (30, 20)):
        content = encoded("PNG", size)
        with pytest.raises(images.UnacceptableImageError) as refused:
            images.inspect(content, "png")
        assert refused.value.code == "INVALID_IMAGE_RESOLUTION"
    assert images.read_size(content) is None
    assert images.copy(content, 1, 1) is None


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("L", "JPEG"), ("RGBA", "PNG"), ("P", "GIF")])
def test_every_kind_of_pixel_gets_a_copy(mode: str, kind: str) -> None:
    copied = images.copy(encoded(kind, mode=mode), 10, 10)
    assert copied is not None
    assert copied[1] == images.MIME_TYPES["PNG" if kind == "GIF" else kind]
