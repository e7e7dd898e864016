import io

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image, ImageCms

from shopapp.errors import Forbidden, NotFound
from shopapp.models import Shop
from shopapp.studio import storage
from shopapp.ui import pictures
from tests.signed_in import finished_job, picture


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "JPEG"), ("CMYK", "JPEG"), ("L", "PNG"), ("RGBA", "PNG"), ("P", "GIF")]
)
def test_a_copy_is_a_small_srgb_jpeg(mode: str, kind: str) -> None:
    image = opened(pictures.shrink(picture(300, 200, mode=mode, file_format=kind), 160))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (160, 107))


def test_what_is_see_through_is_shown_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert min(opened(pictures.shrink(out.getvalue(), 160)).getpixel((5, 5))) > 250  # type: ignore[type-var]


def test_a_copy_stands_upright() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif)
    assert opened(pictures.shrink(out.getvalue(), 160)).size == (20, 40)


def test_colors_of_another_profile_are_brought_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 10, 10)).save(out, "JPEG", icc_profile=lab)
    assert opened(pictures.shrink(out.getvalue(), 160)).mode == "RGB"


@pytest.mark.django_db
def test_an_address_serves_its_picture_and_stays_the_same_for_a_while(alice: Shop) -> None:
    job = finished_job(alice)
    shown = pictures.of_original(job.original, width=160)
    assert shown == pictures.of_original(job.original, width=160)
    for _ in range(2):
        answer = Client().get(shown.src)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    folder = storage.shop_folder(alice.pk)
    assert default_storage.exists(f"{folder}/previews")
    storage.delete_folder(folder)
    assert not default_storage.exists(f"{folder}/previews")


@pytest.mark.django_db
def test_a_changed_or_foreign_address_is_refused(alice: Shop) -> None:
    key = finished_job(alice).original.key
    address = pictures.preview_url(key, owner=storage.shop_folder(alice.pk), width=160).rsplit("/", 1)[-1]
    for wrong in (address[:-1] + "x", "nonsense"):
        with pytest.raises(Forbidden):
            pictures.open_preview(wrong)
    for owner, width in (("shops/999", 160), (storage.shop_folder(alice.pk), 5000)):
        with pytest.raises(Forbidden):
            pictures.open_preview(pictures.preview_url(key, owner=owner, width=width).rsplit("/", 1)[-1])


def test_an_address_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from django.utils import timezone

    address = pictures.preview_url("shops/1/x.jpg", owner="shops/1", width=160).rsplit("/", 1)[-1]
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(pictures.timezone, "now", lambda: later)
    with pytest.raises(Forbidden):
        pictures.open_preview(address)


@pytest.mark.parametrize("data", [b"", b"not a picture"])
def test_a_file_that_is_no_picture_is_not_found(data: bytes) -> None:
    key = storage.put("shops/77", data, extension="jpg")
    address = pictures.preview_url(key, owner="shops/77", width=160).rsplit("/", 1)[-1]
    with pytest.raises(NotFound):
        pictures.open_preview(address)


@pytest.mark.django_db
def test_a_small_place_may_take_a_smaller_copy_and_never_a_larger(alice: Shop) -> None:
    job = finished_job(alice)
    for shown in (
        pictures.of_original(job.original, width=480),
        pictures.of_media(job.media, width=480),
    ):
        offered = [each.rsplit(" ", 1) for each in shown.srcset.split(", ")]
        assert [size for _, size in offered] == ["160w", "320w", "480w"]
        assert offered[-1][0] == shown.src
    smallest = pictures.of_revision(job.revision, width=480).srcset.split(" ")[0]
    assert opened(Client().get(smallest).content).width <= 160
