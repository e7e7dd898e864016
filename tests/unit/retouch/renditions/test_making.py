"""From a master to a file that is as wanted."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from retouch.codecs import Encoding, encode
from retouch.color import linear_table, to_codes
from retouch.errors import CorruptFile, GeneratedContent, TooLarge
from retouch.metadata import DIGITAL_SOURCE_TYPE, GENERATIVE_SCENE, digital_source_type
from retouch.photo import Metadata
from retouch.renditions import Bound, Master, Size, Span, Wanted, render
from retouch.renditions.layout import lay_out
from tests.unit.retouch import files
from tests.unit.retouch.renditions.masters import made


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def master(**options):
    ring = made(**options)
    return Master(ring.file, matte=ring.matte.encoded(), provenance=ring.result.provenance)


def noisy_pixels():
    return linear_table(8)[files.codes(64, 64)]


def noisy(side=64, **options):
    return Master(encode(linear_table(8)[files.codes(side, side)], Encoding("jpeg"), **options))


def test_without_its_shadow_a_result_is_what_it_was_before_the_shadow_was_laid():
    ring = made()
    white = master().draw(lay_out(master().subject, Wanted()), white=True)
    ground = ring.matte.alpha == 0
    assert (white[ground] == 255).all()
    assert np.abs(white.astype(int) - to_codes(ring.lit)).max() <= 2
    assert (to_codes(ring.result.pixels)[ground] < 250).any()


def test_a_white_place_gets_pure_white_and_another_keeps_the_shadow():
    wanted = {"white": Wanted(white=True), "as it is": Wanted()}
    made_of = {name: render(master(), each) for name, each in wanted.items()}
    corner = {name: np.asarray(opened(each.data))[:2].min() for name, each in made_of.items()}
    assert corner == {"white": 255, "as it is": 255}
    assert [note.code for note in made_of["white"].notes] == ["shadow_left_out"]
    assert (
        np.asarray(opened(made_of["as it is"].data)).mean() < np.asarray(opened(made_of["white"].data)).mean()
    )


def test_a_file_of_ours_that_is_as_wanted_is_handed_on_byte_for_byte():
    ring = made(format_name="jpeg")
    same = Master(ring.file, matte=ring.matte.encoded())
    assert render(same, Wanted(max_bytes=10**7)).data == ring.file
    assert render(same, Wanted(white=True)).data != ring.file
    assert render(same, Wanted(least_quality=90)).data != ring.file


def test_every_file_says_what_it_is():
    image = opened(
        render(master(metadata=Metadata("Anna")), Wanted(sizes=(Bound(Size.LONGEST, most=40),))).data
    )
    assert (image.format, image.size, image.mode, image.info["dpi"]) == ("JPEG", (40, 40), "RGB", (300, 300))
    assert digital_source_type(image) == DIGITAL_SOURCE_TYPE
    assert image.info["icc_profile"]
    assert b"catalog-white" in image.info["xmp"]
    assert b"Anna" in image.info["xmp"]


@pytest.mark.parametrize(
    ("formats", "name"), [(("webp", "png"), "PNG"), (("gif", "jpeg"), "JPEG"), (("webp",), "WEBP")]
)
def test_jpeg_is_written_where_it_is_taken(formats, name):
    rendition = render(master(), Wanted(formats=formats))
    assert opened(rendition.data).format == name
    assert rendition.mime_type == f"image/{name.lower()}"
    assert rendition.extension == {"JPEG": "jpg"}.get(name, name.lower())


def test_a_format_we_do_not_write_is_refused():
    with pytest.raises(TooLarge):
        render(master(), Wanted(formats=("gif",)))


def test_quality_falls_to_what_is_allowed_and_never_below_85():
    fine = len(render(noisy(), Wanted(least_quality=86)).data)
    rendition = render(noisy(), Wanted(max_bytes=int(fine * 0.8)))
    assert len(rendition.data) <= fine * 0.8
    assert rendition.notes[-1].code == "quality"
    tables = [
        sum(opened(data).quantization[0])
        for data in (rendition.data, encode(noisy_pixels(), Encoding("jpeg", 85)))
    ]
    assert tables[0] <= tables[1]


def test_pixels_nobody_asked_for_go_before_quality_does():
    coarse = len(encode(noisy_pixels(), Encoding("jpeg", 86)))
    wanted = Wanted(wished_bytes=int(coarse * 0.85), sizes=(Bound(Size.SHORTEST, least=40, wished=True),))
    rendition = render(noisy(), wanted)
    assert (rendition.width, rendition.height) == (40, 40)


def test_a_wish_that_cannot_be_met_costs_no_more_than_the_finest_quality():
    rendition = render(noisy(), Wanted(wished_bytes=10))
    finest = opened(encode(noisy_pixels(), Encoding("jpeg", 90)))
    assert (rendition.width, opened(rendition.data).quantization) == (64, finest.quantization)


def test_a_file_that_would_be_refused_is_made_smaller_as_far_as_the_least_size():
    heavy = len(render(noisy(), Wanted(least_quality=86)).data)
    rendition = render(noisy(), Wanted(max_bytes=heavy // 3))
    assert rendition.width < 64
    assert len(rendition.data) <= heavy // 3
    with pytest.raises(TooLarge):
        render(noisy(), Wanted(max_bytes=heavy // 3, sizes=(Bound(Size.LONGEST, least=60),)))


def test_a_see_through_master_lies_on_white():
    codes = files.codes(channels=4)
    codes[..., 3] = 0
    codes[20:50, 20:60, 3] = 255
    see_through = Master(files.saved(codes, "png"))
    rendition = render(see_through, Wanted(white=True, fill=Span(0.5, 0.6)))
    assert rendition.notes[0].code == "flattened"
    assert see_through.subject.white
    assert np.asarray(opened(rendition.data))[0].min() == 255


def test_what_a_trained_model_had_a_part_in_is_refused_where_a_photograph_is_wanted():
    scene = noisy(metadata=Metadata(source_type=GENERATIVE_SCENE))
    with pytest.raises(GeneratedContent):
        render(scene, Wanted(photographed=True))
    assert digital_source_type(opened(render(scene, Wanted()).data)) == GENERATIVE_SCENE


def test_a_signature_comes_last_and_has_its_room():
    whole = len(render(noisy(), Wanted(least_quality=86)).data)
    signed = render(
        noisy(), Wanted(max_bytes=whole), sign=lambda data, *_: data + b"s" * 500, signature_bytes=500
    )
    assert signed.data.endswith(b"s" * 500)
    assert len(signed.data) <= whole


def test_a_matte_of_another_size_is_not_taken():
    with pytest.raises(CorruptFile):
        Master(made().file, matte=made(80).matte.encoded())
