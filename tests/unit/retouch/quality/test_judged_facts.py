"""What rules judge from a picture, on the plainest pictures of each kind; ``tests.labelled`` measures how well.

The network that names things is undecided here: these pictures are too plain to be of its kind. Marks alone it sees
none, since rules by themselves do not rule them out.
"""

import cv2
import numpy as np
import pytest

from retouch.naming import Named
from retouch.quality.facts import Reader, find_reader, measure_facts, near_duplicates
from retouch.quality.facts.lettering import Word
from retouch.quality.facts.view import View
from tests.unit.retouch import files

SIDE = 200
UNDECIDED = Named(**dict.fromkeys(Named.__dataclass_fields__, 0.0) | {"watermark": -2.5})


@pytest.fixture(autouse=True)
def undecided(monkeypatch):
    monkeypatch.setattr(View, "named", UNDECIDED)


def band(center=(100, 100), radius=60, ground=255, color=(190, 150, 70)):
    """A band of metal: it has shades, as drawn signs have not."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    angle = np.arctan2(y - center[1], x - center[0])
    cover = np.clip(8 - np.abs(np.hypot(x - center[0], y - center[1]) - radius), 0, 1)[..., None]
    shade = (0.7 + 0.25 * np.sin(5 * angle) + 0.15 * np.sin(13 * angle))[..., None]
    return np.rint(cover * np.array(color) * shade + (1 - cover) * ground).astype(np.uint8)


def facts(codes, reader=None):
    return measure_facts(files.saved(codes, "png"), reader=reader)


class Reads(Reader):
    """Reads the same words in every picture."""

    def __init__(self, *words: Word) -> None:
        self._words = words

    def read(self, codes):
        return self._words


def test_a_piece_alone_has_nothing_laid_over_it_and_nobody_beside_it():
    found = facts(band(), Reads())
    said = (
        found.text_found, found.watermark_found, found.graphic_found, found.drawn_border_found, found.inset_found,
        found.person_found, found.bust_found, found.packaging_found, found.blurred,
    )  # fmt: skip
    assert said == (False,) * 9
    assert found.jewelry_share == found.fill_area


def test_only_what_pixels_and_file_decide_is_measured_where_nothing_more_is_asked() -> None:
    data = files.saved(np.full((200, 200, 3), 255, np.uint8), "png")
    whole, quick = measure_facts(data).as_dict(), measure_facts(data, judged=False).as_dict()
    assert quick["person_found"] is None
    assert whole["person_found"] is False
    assert {name: whole[name] for name, value in quick.items() if value is not None} == {
        name: value for name, value in quick.items() if value is not None
    }


def test_without_a_reader_text_is_not_known():
    assert facts(band()).text_found is None


@pytest.mark.parametrize(
    ("word", "text"),
    [
        (Word("SALE 20%", 0.99, (5, 5, 90, 25)), True),
        (Word("O", 0.99, (40, 40, 160, 160)), False),
        (Word("SALE", 0.5, (5, 5, 90, 25)), False),
        (Word("750", 0.99, (92, 36, 108, 44)), False),
    ],
)
def test_text_is_what_was_read_surely_and_lies_beside_the_piece(word, text):
    assert facts(band(), Reads(word)).text_found is text


def test_large_letters_on_a_piece_are_asked_about():
    codes = np.full((SIDE, SIDE, 3), 255, np.uint8)
    codes[40:160, 40:160] = np.arange(120, dtype=np.uint8)[:, None, None] + 60
    assert facts(codes, Reads(Word("LOVE", 0.99, (60, 80, 140, 120)))).text_found is None


def test_faint_letters_are_a_watermark_and_plain_ones_are_none():
    codes = band()
    codes[8:20:2, 10:90] = 225
    assert facts(codes, Reads(Word("myshop", 0.95, (8, 6, 92, 22)))).watermark_found is True
    codes[8:20:2, 10:90] = 20
    assert facts(codes, Reads(Word("myshop", 0.95, (8, 6, 92, 22)))).watermark_found is False


def test_a_faint_sign_is_a_watermark_and_a_shadow_is_none():
    signed = band(radius=40)
    cv2.rectangle(signed, (8, 170), (90, 190), (240, 240, 240), 3)
    assert facts(signed).watermark_found is True
    cast = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(cast, (100, 150), (40, 8), 0, 0, 360, 1.0, -1)
    shadow = np.minimum(band(radius=40), np.rint(255 - 50 * cv2.GaussianBlur(cast, (0, 0), 6))[..., None])
    assert facts(shadow.astype(np.uint8)).watermark_found is False


def test_a_flat_sign_beside_the_piece_is_a_graphic():
    codes = band(radius=50)
    cv2.circle(codes, (175, 25), 16, (200, 20, 40), -1)
    assert facts(codes).graphic_found is True


@pytest.mark.parametrize("places", [((175, 25), (25, 25), (25, 175)), ((199, 100),)])
def test_many_flat_signs_or_one_at_the_frame_are_not_called_a_graphic(places):
    codes = band(radius=50)
    for place in places:
        cv2.circle(codes, place, 16, (200, 20, 40), -1)
    assert facts(codes).graphic_found is not True


def test_a_frame_drawn_round_the_picture_is_a_border_and_one_straight_edge_is_a_question():
    framed = band()
    cv2.rectangle(framed, (0, 0), (SIDE - 1, SIDE - 1), (40, 40, 40), 9)
    assert facts(framed).drawn_border_found is True
    edge = band()
    edge[-12:] = 90
    assert facts(edge).drawn_border_found is None


def test_a_picture_in_the_picture_is_an_inset():
    codes = band(radius=50, center=(120, 120))
    codes[6:66, 6:66] = cv2.resize(band(ground=170), (60, 60), interpolation=cv2.INTER_AREA)
    assert facts(codes).inset_found is True


def test_a_picture_out_of_focus_is_blurred_and_one_between_is_asked_about():
    softness = [facts(cv2.GaussianBlur(band(), (0, 0), sigma)).blurred for sigma in (1.2, 6.0)]
    assert softness == [None, True]


@pytest.mark.parametrize(("shades", "person"), [(14, True), (0, None)])
def test_skin_that_comes_from_the_frame_is_a_person_and_a_field_of_its_color_is_asked_about(shades, person):
    codes, across = band(ground=245, radius=30), np.linspace(-shades, shades, 91)
    codes[120:, :91] = np.rint(np.array((214, 168, 142)) + across[None, :, None])
    assert facts(cv2.GaussianBlur(codes, (0, 0), 1)).person_found is person


def grainy(spread=2.0):
    """A band on a sheet with the grain of a camera."""
    grain = np.random.default_rng(7).normal(0, spread, (SIDE, SIDE, 1))
    return np.clip(band(ground=225, radius=40) + grain, 0, 255).astype(np.uint8)


def test_a_grained_ground_holds_no_mark_where_no_letters_are_read_in_it():
    assert facts(grainy()).watermark_found is None
    assert facts(grainy(), Reads()).watermark_found is False


def test_letters_that_come_out_where_contrast_is_stretched_are_a_watermark():
    class ReadsWhatIsStretched(Reader):
        seen = 0

        def read(self, codes):
            self.seen += 1
            return (Word("myshop", 0.95, (8, 166, 92, 190)),) if self.seen == 2 else ()

    assert facts(grainy(), ReadsWhatIsStretched()).watermark_found is True


def test_a_sign_of_one_strength_on_a_grained_ground_is_asked_about():
    codes = grainy(0.8)
    cv2.rectangle(codes, (8, 165), (90, 190), (200, 200, 200), 3)
    assert facts(codes, Reads()).watermark_found is None


def test_on_the_coarsest_ground_no_mark_is_claimed_absent():
    assert facts(files.codes(SIDE, SIDE), Reads()).watermark_found is None


def test_on_a_busy_ground_a_field_of_one_color_with_an_edge_is_asked_about():
    busy = files.codes(SIDE, SIDE)
    assert facts(busy).graphic_found is False
    cv2.circle(busy, (160, 40), 28, (200, 20, 40), -1)
    assert facts(busy).graphic_found is None


def test_the_same_photo_in_another_size_and_margin_is_known_again():
    one = facts(band()).likeness
    smaller = facts(cv2.resize(band(), (120, 120), interpolation=cv2.INTER_AREA)).likeness
    margin = facts(np.pad(band(), ((40, 40), (40, 40), (0, 0)), constant_values=255)).likeness
    other = np.full((SIDE, SIDE, 3), 255, np.uint8)
    cv2.fillPoly(other, [np.array([[100, 20], [150, 170], [30, 120]])], (120, 90, 160))
    assert near_duplicates([one, smaller, margin]) == 2
    assert near_duplicates([one, facts(other).likeness, None]) == 0


def test_a_gradient_under_the_piece_is_ground():
    codes = band(ground=230).astype(np.float32) - np.linspace(0, 60, SIDE, dtype=np.float32)[:, None, None]
    found = facts(np.clip(codes, 0, 255).astype(np.uint8))
    assert found.parts == 1
    assert found.fill_side == pytest.approx(0.67, abs=0.03)


def test_a_contact_shadow_is_background():
    cast = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(cast, (100, 172), (50, 6), 0, 0, 360, 1.0, -1)
    codes = np.minimum(band(), np.rint(255 - 60 * cv2.GaussianBlur(cast, (0, 0), 5))[..., None]).astype(
        np.uint8
    )
    found = facts(codes)
    assert found.border_white_share == 1.0
    assert 0.5 < found.background_white_share < 1.0
    assert found.shadow_share > 0.01


def test_depth_modes_pages_and_marks_are_read_from_the_file():
    deep = cv2.imencode(".png", band().astype(np.uint16) * 257)[1].tobytes()
    assert (measure_facts(deep).bit_depth, measure_facts(deep).color_mode) == (16, "rgb")
    assert measure_facts(files.moving("gif")).frames > 1
    assert measure_facts(b"\0\0\0\x18ftypheic" + bytes(30)).format == "heic"


def test_the_reader_of_the_extra_reads_large_letters():
    pytest.importorskip("rapidocr", reason="install the extra ocr")
    codes = np.full((SIDE, 2 * SIDE, 3), 255, np.uint8)
    cv2.putText(codes, "SALE 20%", (20, 110), cv2.FONT_HERSHEY_SIMPLEX, 2.4, (180, 20, 30), 5, cv2.LINE_AA)
    reader = find_reader()
    assert reader is not None
    (word,) = reader.read(codes)
    assert word.text.startswith("SALE")
    assert word.sureness > 0.8
    assert reader.read(np.full((64, 64, 3), 255, np.uint8)) == ()
