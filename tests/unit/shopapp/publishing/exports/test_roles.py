import pytest

from shopapp.publishing.exports.roles import Role, in_order, is_on_white, may_be_main, role_of

WHITE = {"border_white_share": 1.0, "touches_frame": False}


@pytest.mark.parametrize(
    ("words", "facts", "role"),
    [
        ("ring_front.jpg", WHITE, Role.ANGLE),
        ("ring-closeup.jpg", WHITE, Role.DETAIL),
        ("ring_detail_2.jpg", {}, Role.DETAIL),
        ("ring worn on the hand", WHITE, Role.SCALE),
        ("IMG_1.jpg Ring on model", {}, Role.SCALE),
        ("lifestyle-3.jpg", WHITE, Role.STYLED),
        ("IMG_7.jpg", {"touches_frame": True}, Role.DETAIL),
        ("IMG_8.jpg", {"border_white_share": 0.1}, Role.STYLED),
        ("IMG_9.jpg detail", {"person_found": True}, Role.SCALE),
        ("IMG_9.jpg", {}, Role.ANGLE),
    ],
)
def test_a_photo_s_role_is_told_by_what_was_measured_and_by_its_words(words, facts, role):
    assert role_of(words, facts) is role


@pytest.mark.parametrize(
    "words", ["box chain", "coin pendant", "hand-cut stone", "ring size 7", "bezel setting", "ear cuff"]
)
def test_words_that_name_a_piece_say_nothing_of_the_photo(words):
    assert role_of(words, WHITE) is Role.ANGLE


def test_the_main_image_shows_the_whole_piece_alone_and_on_white_where_that_is_asked():
    assert may_be_main(Role.ANGLE, WHITE, white=True)
    assert not may_be_main(Role.DETAIL, WHITE, white=True)
    assert not may_be_main(Role.ANGLE, {"border_white_share": 0.9}, white=True)
    assert may_be_main(Role.ANGLE, {"border_white_share": 0.9}, white=False)
    assert may_be_main(Role.ANGLE, {}, white=True)


def test_angles_come_first_then_details_then_what_tells_the_size_then_scenes():
    told = [Role.STYLED, Role.ANGLE, Role.SCALE, Role.DETAIL, Role.ANGLE]
    assert in_order(told) == [1, 4, 3, 2, 0]


def test_what_was_not_measured_is_not_known():
    assert is_on_white({}) is None
