"""Where the frame lies: as wanted, never larger than the photo holds, never across the piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retouch.regions.findings import Box
from retouch.renditions.layout import Layout, Subject, lay_out
from retouch.renditions.wanted import Bound, Size, Span, Wanted

WIDE = Subject(1000, 1000, Box(65, 300, 935, 700), white=True)
TALL = Subject(1000, 1000, Box(300, 65, 700, 935), white=True)
PHOTO = Subject(1500, 1000, Box(600, 300, 900, 700))
OWN = Layout(1.0, 0, 0, 1000, 1000)
CROPS = (1.0, 4 / 3, 5 / 4, 4 / 5)


def fill(subject, layout):
    along = max(subject.box.width, subject.box.height) * layout.scale
    return along / (layout.width if subject.box.width >= subject.box.height else layout.height)


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(fill=Span(0.8, 0.9)), Wanted(ratio=Span(0.9, 1.1))])
def test_a_master_that_is_as_wanted_keeps_its_frame(wanted):
    assert lay_out(WIDE, wanted) == OWN


def test_a_larger_one_is_reduced_to_the_least_of_all_limits():
    wanted = Wanted(sizes=(Bound(Size.LONGEST, most=800), Bound(Size.MEGAPIXELS, most=0.25, wished=True)))
    assert lay_out(WIDE, wanted) == Layout(0.5, 0, 0, 500, 500)


def test_a_small_one_is_never_enlarged():
    wanted = Wanted(sizes=(Bound(Size.SHORTEST, least=2000),))
    assert lay_out(WIDE, wanted).scale == 1.0
    assert lay_out(PHOTO, wanted) == Layout(1.0, 0, 0, 1500, 1000)


def test_what_room_the_fill_leaves_is_used_for_a_picture_that_would_be_too_small():
    wanted = Wanted(fill=Span(0.8, 0.9), sizes=(Bound(Size.LONGEST, least=1050),))
    layout = lay_out(WIDE, wanted)
    assert (layout.width, layout.height, layout.scale) == (1050, 1050, 1.0)
    assert fill(WIDE, layout) >= 0.8


def test_a_wish_that_is_out_of_reach_does_not_stand_in_the_way_of_what_is_required():
    sizes = (Bound(Size.LONGEST, least=1040), Bound(Size.LONGEST, least=2000, wished=True))
    assert lay_out(WIDE, Wanted(fill=Span(0.8), sizes=sizes)).width == 1040


@pytest.mark.parametrize("subject", [WIDE, TALL])
def test_more_white_is_added_until_the_piece_survives_every_crop(subject):
    layout = lay_out(subject, Wanted(survives=CROPS))
    side = layout.width
    assert layout.width == layout.height
    assert 0.8 * side >= 870 if subject is WIDE else 0.75 * side >= 870
    assert layout.left < 0
    assert layout.top < 0


def test_a_fill_that_is_asked_for_comes_before_crops():
    assert fill(TALL, lay_out(TALL, Wanted(survives=CROPS, fill=Span(0.85)))) >= 0.85


def test_an_upright_frame_takes_white_above_and_below():
    layout = lay_out(WIDE, Wanted(ratio=Span(0.69, 0.70)))
    assert layout.width == 1000
    assert 0.69 <= layout.width / layout.height <= 0.70
    assert layout.left == 0


def test_a_photo_s_own_ground_is_cropped_and_never_continued():
    layout = lay_out(PHOTO, Wanted(ratio=Span(1, 1)))
    assert layout == Layout(1.0, 250, 0, 1000, 1000)
    closer = lay_out(PHOTO, Wanted(fill=Span(0.8, 0.9)))
    assert 0.8 <= fill(PHOTO, closer) <= 0.9


def test_a_crop_that_would_come_too_near_the_piece_is_not_made():
    wide = Subject(1500, 1000, Box(100, 300, 1400, 700))
    assert lay_out(wide, Wanted(ratio=Span(1, 1))) == Layout(1.0, 0, 0, 1500, 1000)


@pytest.mark.parametrize(
    "subject", [Subject(900, 600), Subject(900, 600, Box(0, 0, 500, 600), white=True, runs_off=True)]
)
def test_a_piece_that_runs_off_the_frame_or_is_nowhere_stays_where_it_is(subject):
    layout = lay_out(subject, Wanted(ratio=Span(1, 1), fill=Span(0.85), survives=CROPS))
    assert layout == Layout(1.0, 0, 0, 900, 600)


def test_the_same_frame_can_be_made_smaller():
    layout = lay_out(TALL, Wanted(survives=(4 / 3,)))
    half = layout.reduced(0.5)
    assert (half.scale, abs(half.width - layout.width / 2) < 1, abs(half.left - layout.left / 2) <= 1) == (
        0.5,
        True,
        True,
    )


boxes = st.tuples(*[st.integers(1, 98)] * 4).filter(lambda b: b[0] + b[2] < 99 and b[1] + b[3] < 99)


@given(
    boxes,
    st.booleans(),
    st.floats(0.5, 0.9),
    st.floats(0.01, 0.09),
    st.integers(40, 400),
    st.floats(0.6, 1.6),
)
def test_whatever_is_asked_the_piece_is_whole_and_not_enlarged(box, white, least, span, most, aspect):
    left, top, width, height = box
    subject = Subject(100, 100, Box(left, top, left + width, top + height), white=white)
    wanted = Wanted(
        fill=Span(least, least + span), ratio=Span(aspect, aspect), sizes=(Bound(Size.LONGEST, most=most),)
    )
    layout = lay_out(subject, wanted)
    assert layout.scale <= 1.0
    assert max(layout.width, layout.height) <= max(most, 1)
    assert layout.left <= left * layout.scale + 1
    assert layout.left + layout.width >= (left + width) * layout.scale - 1
    assert layout.top + layout.height >= (top + height) * layout.scale - 1
    if not white:
        assert layout.left >= 0
        assert layout.left + layout.width <= 100 * layout.scale + 1
