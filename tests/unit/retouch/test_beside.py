"""What a photo shows beside its piece sends it to a person, by its name."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from retouch import beside
from retouch.color import linear_table
from retouch.photo import Photo
from retouch.quality.facts.lettering import Word
from retouch.scene import Doubt
from tests.labelled import staged
from tests.unit.retouch.jewelry import ring

SCENE = replace(ring(64).scene, doubts=(), confidence=1.0)
TORN = Doubt("fragments", "We are not sure.")


class Reads:
    """Reads the same words in every picture."""

    def __init__(self, *words):
        self.words = words

    def read(self, codes):
        return self.words


def shown(codes, side=320):
    """A picture as the engine has it, small."""
    small = cv2.resize(codes, (side, side), interpolation=cv2.INTER_AREA)
    return Photo(np.asarray(linear_table(8)[small], np.float32))


def found(photo, *doubts, reader=None):
    scene = replace(SCENE, doubts=doubts)
    return beside.find_asked(
        photo, find=lambda photo, *, hints: scene, reader=reader if reader is not None else Reads()
    )


def told(monkeypatch, *doubts, **facts):
    monkeypatch.setattr(beside, "facts_beside", lambda pixels, reader: facts)
    return [doubt.code for doubt in found(shown(staged.ground(250)), *doubts).doubts]


def hand():
    cover = staged._fingers(0)
    return staged.solid(staged.ground(250), cover, staged.SKIN[1], grain=3.0, seed=0)


def bust():
    return staged.solid(staged.ground(252), staged._neck_stand(0), staged.VELVET[0], grain=2, seed=0)


def box():
    return staged._open_box()


@pytest.mark.parametrize(("draw", "code"), [(hand, "person"), (bust, "bust"), (box, "packaging")])
def test_a_hand_a_bust_and_a_box_are_asked_about_by_name_though_all_else_is_well(draw, code):
    scene = found(shown(staged.laid(draw(), 4, 190, (0.5, 0.55))))
    assert [doubt.code for doubt in scene.doubts] == [code]
    assert scene.confidence == 0.5


def inset():
    """Another view of the piece in the corner, with a line round it."""
    view = staged.laid(staged.ground(226), 4, 620, (0.5, 0.4))
    codes = staged.ground(250)
    codes[20:210, 20:210] = cv2.resize(view, (190, 190), interpolation=cv2.INTER_AREA)
    cv2.rectangle(codes, (20, 20), (209, 209), (150, 150, 150), 2)
    return staged.laid(codes, 4, 330, (0.6, 0.6))


def watermark():
    """Pale lines over the whole picture, the piece too."""
    codes = staged.laid(staged.ground(255), 0, 420, (0.5, 0.5))
    for at in range(-staged.SIDE, staged.SIDE, 70):
        cv2.line(codes, (at, 0), (at + staged.SIDE, staged.SIDE), (232, 232, 232), 3, cv2.LINE_AA)
    return codes


def name_of_the_shop():
    """Its words, see-through, across the piece."""
    codes = staged.laid(staged.ground(252), 2, 420, (0.5, 0.5))
    layer = np.zeros(codes.shape[:2], np.uint8)
    cv2.putText(layer, "myjewels.shop", (60, 330), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 255, 5, cv2.LINE_AA)
    return np.asarray(np.rint(codes * (1 - 0.2 * layer[..., None] / 255)), np.uint8)


@pytest.mark.parametrize(
    ("draw", "code"), [(inset, "inset"), (watermark, "watermark"), (name_of_the_shop, "watermark")]
)
def test_an_inset_picture_and_a_watermark_are_asked_about_by_name_though_all_else_is_well(draw, code):
    scene = found(shown(draw(), side=640))
    assert [doubt.code for doubt in scene.doubts] == [code]
    assert scene.confidence == 0.5


def test_a_piece_alone_is_not_asked_about():
    assert found(shown(staged.laid(staged.ground(250), 0, 420, (0.5, 0.5)))) == SCENE


def test_text_is_asked_about_where_a_reader_reads_it():
    codes = staged.laid(staged.ground(250), 0, 300, (0.5, 0.6))
    cv2.putText(codes, "SALE 50", (30, 90), cv2.FONT_HERSHEY_SIMPLEX, 2.5, (20, 20, 20), 8)
    word = Word("SALE 50", 0.95, (12, 10, 170, 50))
    assert [doubt.code for doubt in found(shown(codes), reader=Reads(word)).doubts] == ["text_overlay"]


def test_what_is_merely_not_ruled_out_is_told_only_to_a_person_who_is_asked_anyway(monkeypatch):
    unsure = {"person_found": None, "bust_found": False, "packaging_found": None}
    assert told(monkeypatch, **unsure) == []
    assert told(monkeypatch, TORN, **unsure) == ["fragments", "something_beside"]
    assert told(monkeypatch, TORN, **unsure | {"bust_found": True}) == ["fragments", "bust"]


def test_a_hand_that_the_scene_knows_of_is_told_once(monkeypatch):
    person = beside.DOUBTS["person_found"]
    assert told(monkeypatch, person, person_found=True, bust_found=None, packaging_found=None) == ["person"]


def test_a_picture_too_small_to_judge_is_not_judged():
    assert found(shown(staged.laid(hand(), 4, 190, (0.5, 0.55)), side=96)) == SCENE
