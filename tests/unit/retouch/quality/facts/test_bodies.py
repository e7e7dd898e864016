"""Bodies are named from what the network leaves over: here it is told what it sees."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from retouch.quality.facts import bodies
from retouch.quality.facts.outlines import Outlines

SIDE = 160
SKIN, VELVET = (40.0, 22.0, 66.0), (200.0, 3.0, 30.0)  # hue, chroma, lightness


def look(cover, color=VELVET, *, plain=True, shade=0.0, doubt=0.0, step=30.0, lightness=None, faint=None):
    """What stands out, of one color; the network sees no jewelry in it."""
    cover = cover > 0
    empty = np.zeros((SIDE, SIDE), np.float32)
    hue, chroma, light = (np.where(cover, np.float32(each), 0).astype(np.float32) for each in color)
    return SimpleNamespace(
        plain=plain, lab=np.stack([light, chroma, empty], axis=2), outstanding=cover,
        jewelry=empty > 0, shadow=empty > 0, hue=hue, chroma=chroma,
        lightness=light if lightness is None else lightness,
        seen=SimpleNamespace(shadow=empty + shade, doubt=empty + doubt, alpha=empty, metal=empty),
        unrest=lambda side: empty + step, jewelry_share=0.25, far=np.where(cover, np.float32(40), empty),
        faint=cover if faint is None else faint,
    )  # fmt: skip


def drawn(*outline):
    return cv2.fillPoly(np.zeros((SIDE, SIDE), np.uint8), [np.array(outline)], 1)


def bust(bottom=SIDE):
    cover = np.zeros((SIDE, SIDE), np.uint8)
    for row in range(16, bottom):
        half = int(16 + 50 / (1 + np.exp(-14 * ((row - 16) / (SIDE - 16) - 0.42))))
        cover[row, 80 - half : 80 + half] = 1
    return cover


def found(seen, *, bordered=False, piece=None, insets=(), shaded=False):
    view = SimpleNamespace(piece=np.zeros((4, 4), bool) if piece is None else piece)
    told = bodies.body_facts(view, seen, Outlines(bordered, bool(insets), insets, shaded))
    return tuple(told[f"{name}_found"] for name in ("person", "bust", "packaging"))


NOTHING = np.zeros((SIDE, SIDE), np.uint8)
BOX = drawn((40, 50), (120, 50), (120, 120), (40, 120))
SLAB = drawn((30, 110), (130, 110), (155, 159), (5, 159))
WALL = drawn((0, 0), (159, 0), (159, 40), (0, 30))
HAND = drawn((60, 159), (60, 70), (100, 70), (100, 159))
FROM_THE_SIDE = drawn((159, 60), (90, 60), (70, 80), (85, 100), (110, 95), (159, 110))
POUCH = cv2.ellipse(drawn((50, 20), (110, 20), (95, 60), (65, 60)), (80, 95), (45, 42), 0, 0, 360, 1, -1)


@pytest.mark.parametrize(
    ("cover", "color", "answer"),
    [
        (NOTHING, VELVET, (False, False, False)),
        (HAND, SKIN, (True, False, False)),
        (BOX, SKIN, (None, False, None)),  # it floats: of wood, perhaps
        (BOX, VELVET, (False, False, True)),
        (SLAB, VELVET, (False, False, True)),
        (WALL, VELVET, (None, None, None)),
        (POUCH, VELVET, (False, False, None)),  # it floats and outweighs the jewelry: jewelry itself, perhaps
        (bust(), VELVET, (False, True, False)),
        (bust(150), VELVET, (False, True, False)),
        (FROM_THE_SIDE, VELVET, (None, None, None)),  # a glove, perhaps
    ],
)
def test_a_body_is_named_by_its_color_and_its_outline(cover, color, answer):
    assert found(look(cover, color)) == answer


def test_a_soft_shadow_and_a_fold_of_the_ground_are_no_bodies():
    shadow = look(BOX, shade=0.4, step=4.0)
    shadow.far = cv2.GaussianBlur(BOX.astype(np.float32) * 40, (0, 0), 9)
    assert found(shadow) == (False, False, False)
    fold = look(BOX, step=4.0, faint=NOTHING > 0)
    fold.far = shadow.far
    assert found(fold) == (False, False, False)


@pytest.mark.parametrize("seen", [{"shade": 0.4}, {"doubt": 0.2}])
def test_what_the_network_is_in_doubt_about_is_asked_about(seen):
    assert found(look(BOX, **seen)) == (False, False, None)


def test_what_is_small_is_asked_about():
    assert found(look(drawn((70, 70), (97, 70), (97, 97), (70, 97)))) == (False, False, None)


def test_what_reaches_the_lower_edge_alone_may_be_a_stand():
    piece = np.zeros((4, 4), bool)
    piece[2:, 1] = True
    assert found(look(NOTHING), piece=piece) == (False, False, None)
    assert found(look(NOTHING), piece=piece[::-1]) == (False, False, False)


def test_a_white_thing_on_white_has_a_sharp_edge_and_a_shadow_has_none():
    pale = look(NOTHING, faint=BOX > 0)
    pale.far = BOX.astype(np.float32) * 7
    assert found(pale) == (False, False, True)
    halves = bust() > 0
    halves[:, 76:84] = False  # where it is as white as the ground
    bright = look(NOTHING, faint=halves)
    bright.far = halves.astype(np.float32) * 7
    assert found(bright) == (False, True, False)
    pale.far = cv2.GaussianBlur(BOX.astype(np.float32) * 7, (0, 0), 9)
    assert found(pale) == (False, False, False)


@pytest.mark.parametrize(
    ("metal", "step", "answer"), [(0.0, 4.0, None), (0.6, 4.0, False), (0.0, 30.0, False)]
)
def test_a_calm_stone_beside_a_piece_of_metal_may_be_a_box(metal, step, answer):
    seen, ring = look(NOTHING, step=step), drawn((5, 5), (35, 5), (35, 35), (5, 35)) > 0
    seen.jewelry = ring | (BOX > 0)
    seen.seen.alpha = seen.jewelry.astype(np.float32)
    seen.seen.metal = np.where(ring, np.float32(1), np.float32(metal) * (BOX > 0))
    assert found(seen) == (False, False, answer)


def test_inside_a_drawn_border_nothing_is_told_apart():
    assert found(look(BOX), bordered=True) == (None, None, None)


def ended(cover, color=VELVET, *, within=4.0, edge=30.0, **seen):
    """Something on a ground that is not plain, so restless within and at its edge."""
    told = look(cover, color, plain=False, **seen)
    rim = cv2.morphologyEx(np.uint8(cover > 0), cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)) > 0
    told.unrest = lambda side: np.where(rim, np.float32(edge), np.float32(within))
    return told


def test_where_the_ground_is_not_plain_a_body_has_no_name():
    assert found(ended(BOX)) == (False, False, None)
    assert found(ended(bust())) == (False, None, None)
    assert found(ended(HAND, SKIN)) == (None, None, None)
    assert found(look(NOTHING, plain=False)) == (False, False, False)


def test_a_ground_with_a_grain_and_a_room_out_of_focus_are_no_bodies():
    assert found(ended(BOX, within=30.0)) == (False, False, False)
    assert found(ended(bust(), edge=4.0)) == (False, False, False)


def test_what_ends_at_jewelry_alone_is_asked_about_on_any_ground():
    seen = ended(BOX, edge=4.0)
    seen.jewelry = cv2.dilate(BOX, np.ones((9, 9), np.uint8)) & ~cv2.erode(BOX, np.ones((3, 3), np.uint8)) > 0
    assert found(seen)[2] is None


def test_a_neck_that_fills_the_frame_is_a_person_on_any_ground_and_a_sheet_of_its_color_is_asked_about():
    cover = drawn((40, 0), (120, 0), (150, 100), (159, 159), (0, 159), (10, 100))
    shaded = (np.linspace(40, 80, SIDE, dtype=np.float32) * np.ones((SIDE, 1), np.float32)).astype(np.float32)
    assert found(look(cover, SKIN, plain=False, lightness=shaded)) == (True, False, False)
    assert found(ended(cover, SKIN)) == (None, None, None)
    grained = shaded + 15 * (np.arange(SIDE) % 3).astype(np.float32)
    assert found(ended(cover, SKIN, lightness=grained)) == (None, None, None)


def test_only_jewelry_counts_as_jewelry():
    view = SimpleNamespace(piece=np.ones((4, 4), bool))
    assert bodies.body_facts(view, look(NOTHING), Outlines(False, False, ()))["jewelry_share"] == 1.0
    assert bodies.body_facts(view, look(BOX), Outlines(False, False, ()))["jewelry_share"] == 0.25


def banded(cover, *, color=VELVET):
    """A hoop of jewelry, and what is in it."""
    seen = look(cover, color)
    hoop = cv2.circle(np.zeros((SIDE, SIDE), np.uint8), (80, 80), 50, 1, 14) > 0
    seen.jewelry = hoop | (cv2.circle(np.zeros((SIDE, SIDE), np.uint8), (80, 80), 8, 1, -1) > 0) & (cover > 0)
    seen.outstanding = seen.jewelry.copy()
    seen.faint = seen.faint | hoop
    seen.far = np.where(hoop, np.float32(40), 7 * (cover > 0)).astype(np.float32)
    return seen


def test_the_ground_within_a_bangle_is_no_tray_and_a_lining_with_a_piece_on_it_is_one():
    lining = cv2.circle(np.zeros((SIDE, SIDE), np.uint8), (80, 80), 44, 1, -1)
    assert found(banded(NOTHING)) == (False, False, False)
    assert found(banded(lining))[2] is not False


def test_a_cone_is_no_bust_though_a_ring_sticks_out_of_it():
    cone = drawn((74, 10), (86, 10), (120, 150), (40, 150))
    ringed = cv2.ellipse(cone.copy(), (80, 70), (36, 12), 0, 0, 360, 1, -1)
    assert found(look(cone)) == (False, False, True)
    assert found(look(ringed)) == (False, False, None)


def test_a_bust_is_one_though_the_frame_cuts_a_shoulder_and_one_in_doubt_is_asked_about():
    cut = np.roll(bust(), 40, axis=1)
    cut[:, :40] = 0
    assert found(look(cut)) == (False, True, False)
    blurred = cv2.circle(np.zeros((SIDE, SIDE), np.uint8), (80, 100), 58, 1, -1)
    assert found(look(blurred, doubt=0.2))[1] is None


def test_what_lies_in_an_inset_is_no_packaging_and_a_card_with_a_shadow_is_asked_about():
    inset = (0.25, 0.3, 0.75, 0.75)
    assert found(look(BOX), insets=(inset,)) == (False, False, False)
    assert found(look(BOX), shaded=True) == (False, False, None)


def test_a_white_thing_that_the_frame_cuts_is_told_where_a_piece_lies_on_it():
    cut, piece = (
        drawn((40, 60), (120, 60), (120, 159), (40, 159)),
        drawn((60, 100), (100, 100), (100, 110), (60, 110)),
    )
    pale = look(
        NOTHING, faint=np.pad(cut[60:, 40:121] ^ cv2.erode(cut, None)[60:, 40:121], ((60, 0), (40, 39))) > 0
    )
    pale.far = np.where(cut > 0, np.float32(7), np.float32(0)) * (pale.faint | (piece > 0))
    assert found(pale)[2] is None
    pale.jewelry = piece > 0
    assert found(pale)[2] is True


def test_a_dark_neck_between_two_grounds_is_a_person_on_any_ground():
    neck = drawn((60, 0), (100, 0), (100, 60), (159, 90), (159, 159), (0, 159), (0, 90), (60, 60))
    shaded = (np.linspace(30, 40, SIDE, dtype=np.float32) * np.ones((SIDE, 1), np.float32)).astype(np.float32)
    assert found(look(neck, SKIN, plain=False, lightness=shaded, step=4.0)) == (True, False, False)


def test_a_finger_that_the_network_takes_for_jewelry_is_asked_about():
    seen = look(FROM_THE_SIDE, SKIN, step=4.0)
    seen.jewelry, seen.seen.alpha = FROM_THE_SIDE > 0, FROM_THE_SIDE * np.float32(0.6)
    assert found(seen)[0] is None
    seen.seen.alpha = FROM_THE_SIDE.astype(np.float32)
    assert found(seen)[0] is False


@pytest.mark.parametrize(("cover", "color"), [(BOX, VELVET), (HAND, SKIN), (bust(), VELVET)])
def test_a_field_without_a_shade_is_drawn_and_asked_about(cover, color):
    assert True not in found(look(cover, color, step=0.0))
    assert None in found(look(cover, color, step=0.0))


def test_the_rest_of_a_flat_piece_that_was_seen_in_parts_is_jewelry_and_of_a_shaded_one_it_is_asked_about():
    disc = cv2.circle(NOTHING.copy(), (80, 80), 50, 1, -1) > 0
    half = disc & (np.arange(SIDE) < 80)[None]
    for step, answer in ((0.0, False), (4.0, None)):
        seen = look(disc, step=step)
        seen.jewelry = half
        assert found(seen)[2] is answer


def test_what_stands_where_no_jewelry_is_seen_is_the_piece_perhaps():
    seen = look(BOX)
    seen.jewelry_share = 0.001
    assert found(seen)[2] is None


def test_what_has_the_very_color_of_the_ground_is_seen_through_a_ring_though_a_mark_lies_in_it():
    seen, mark = banded(NOTHING), cv2.circle(NOTHING.copy(), (80, 80), 12, 1, -1) > 0
    seen.jewelry = seen.jewelry | mark
    assert found(seen)[2] is False


def test_a_calm_cuff_that_was_not_seen_is_asked_about_for_it_is_not_full_like_a_pouch():
    cuff = cv2.ellipse(NOTHING.copy(), (80, 80), (52, 52), 0, 30, 330, 1, 18)
    seen = look(cuff, step=4.0)
    seen.jewelry_share = 0.1
    assert found(seen)[2] is None


def test_a_pale_plate_with_a_flat_stone_is_drawn_and_a_card_with_a_shaded_piece_is_told():
    stone = cv2.circle(NOTHING.copy(), (80, 85), 14, 1, -1) > 0
    for shade, answer in ((0.0, None), (30.0, True)):
        pale = look(NOTHING, faint=BOX > 0, step=0.0)
        pale.far, pale.jewelry = BOX.astype(np.float32) * 7, stone
        pale.unrest = lambda side, shade=shade: np.where(stone, np.float32(shade), np.float32(0))
        assert found(pale)[2] is answer


def skinned(answer, monkeypatch):
    """A plain ground of skin's color, and what is made of it."""
    monkeypatch.setattr(bodies, "is_skin_ground", lambda *_, **__: answer)
    return found(look(NOTHING))


def test_where_skin_is_the_ground_there_is_a_person_and_what_may_be_skin_is_asked_about(monkeypatch):
    assert skinned(True, monkeypatch) == (True, False, False)
    assert skinned(None, monkeypatch) == (None, False, False)
    assert skinned(False, monkeypatch) == (False, False, False)


@pytest.mark.parametrize(
    ("cover", "color", "clothed"),
    [
        (drawn((0, 110), (159, 125), (159, 159), (0, 159)), VELVET, True),
        (drawn((0, 110), (159, 125), (159, 159), (0, 159)), SKIN, False),
        (drawn((40, 110), (159, 110), (159, 159), (40, 159)), VELVET, False),  # it ends: a box
        (drawn((0, 154), (159, 154), (159, 159), (0, 159)), VELVET, False),  # the edge of a table
        (drawn((0, 0), (159, 0), (159, 159), (0, 159)), VELVET, False),
        (WALL, VELVET, False),
    ],
)
def test_clothes_lie_along_the_lower_edge_from_side_to_side(cover, color, clothed, monkeypatch):
    asked = []
    monkeypatch.setattr(bodies, "is_skin_ground", lambda _, clothed: asked.append(clothed))
    found(look(cover, color))
    assert asked in ([clothed], [])


def test_what_may_be_clothes_is_no_packaging_for_sure(monkeypatch):
    clothes = look(drawn((0, 110), (159, 125), (159, 159), (0, 159)))
    monkeypatch.setattr(bodies, "is_skin_ground", lambda *_, **__: False)
    assert found(clothes) == (False, False, True)
    monkeypatch.setattr(bodies, "is_skin_ground", lambda *_, **__: None)
    assert found(clothes) == (None, False, None)


def boxed(cover=None, *, step=4.0, at=(80, 85), color=200.0):
    """A thing of skin's color, and a piece on it."""
    seen = look(BOX if cover is None else cover, SKIN, step=step)
    seen.jewelry = cv2.circle(NOTHING.copy(), at, 14, 1, -1) > 0
    seen.hue = np.where(seen.jewelry, np.float32(color), seen.hue)
    return found(seen)


def test_a_box_of_skins_color_that_bears_the_piece_is_no_hand():
    assert boxed() == (False, False, True)
    assert boxed(step=30.0)[0] is None  # a mirror, or a board
    assert boxed(at=(20, 140))[0] is None  # the piece lies elsewhere
    assert boxed(drawn((10, 70), (150, 70), (150, 102), (10, 102)))[0] is None  # a strap, perhaps
    assert boxed(color=40.0)[0] is None  # one color: a plate of rose gold that was half seen
    assert boxed(POUCH)[0] is None  # a fist, perhaps
    assert boxed(HAND)[0] is True


def test_a_coarse_ground_where_light_falls_on_it_is_no_card():
    grain = np.random.default_rng(5).integers(2, 14, (SIDE, SIDE)).astype(np.float32)
    seen = look(NOTHING, faint=BOX > 0)
    seen.far = BOX * grain
    assert found(seen) == (False, False, False)
    seen.far = BOX * np.float32(7)
    assert found(seen) == (False, False, True)


def test_a_slight_thing_away_from_piece_and_frame_is_a_fold_where_it_fades():
    slight = drawn((70, 70), (88, 70), (88, 88), (70, 88))
    seen = look(slight)
    assert found(seen) == (False, False, None)
    seen.unrest = lambda side: np.full((SIDE, SIDE), 9.0 if side == 7 else 4.0, np.float32)
    assert found(seen) == (False, False, False)


def on_a_post(*, width=4, beside=True):
    piece = np.zeros((SIDE, SIDE), bool)
    piece[20:24, 40:121] = True
    piece[20:140, 80 - width // 2 : 80 + width // 2] = True
    if beside:
        piece[24:120, 40:56] = piece[24:120, 105:121] = True
    return piece


def test_a_pair_on_a_thin_post_is_asked_about_for_a_stand_is_not_sold():
    assert found(look(NOTHING), piece=on_a_post()) == (False, False, None)
    assert found(look(NOTHING), piece=on_a_post(beside=False)) == (False, False, False)
    assert found(look(NOTHING), piece=on_a_post(width=24)) == (False, False, False)
