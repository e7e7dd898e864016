"""The second unseen half is drawn and labelled as its docstring says; nothing of it is measured here."""

from collections import Counter
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests.labelled import second
from tests.labelled.samples import Codes, Sample
from tests.labelled.second import scenes, stuffs
from tests.labelled.second.forms import Floats

JUDGED = (
    "blurred", "text_found", "watermark_found", "graphic_found", "drawn_border_found", "inset_found", "person_found",
    "bust_found", "packaging_found",
)  # fmt: skip
FLAT = np.full((stuffs.SIDE, stuffs.SIDE, 3), 0.5, np.float32)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawing out, which takes minutes: the names and the labels stay."""

    def flat(*_: object, **__: object) -> Floats:
        return FLAT

    def grey(*_: object, **__: object) -> Codes:
        return np.full((8, 8, 3), 128, np.uint8)

    for module in (second, scenes):
        monkeypatch.setattr(module, "taken", grey)
        monkeypatch.setattr(module, "laid", flat)
    monkeypatch.setattr(scenes, "worn", flat)
    monkeypatch.setattr(second, "shot", flat)
    monkeypatch.setattr(second, "lookalike", flat)
    for name in ("neck", "hand", "wrist", "pinch", "ear"):
        monkeypatch.setattr(scenes.people, name, flat)
    for name in ("bust", "cut_out"):
        monkeypatch.setattr(scenes.busts, name, flat)
    monkeypatch.setattr(scenes.things, "staged", flat)
    second.bare.cache_clear()


@pytest.mark.usefixtures("undrawn")
def test_every_judged_fact_has_enough_pictures_that_break_it_and_that_keep_it() -> None:
    samples = list(second.judged())
    second.bare.cache_clear()
    broken, kept = Counter[str](), Counter[str]()
    for each in samples:
        broken.update(fact for fact, told in each.truth.items() if told)
        kept.update(fact for fact, told in each.truth.items() if not told)
    assert len(samples) >= 150
    assert len({each.name for each in samples}) == len(samples)
    assert {
        fact: min(broken[fact], kept[fact]) for fact in JUDGED if min(broken[fact], kept[fact]) < 10
    } == {}


@pytest.mark.usefixtures("undrawn")
def test_among_what_breaks_a_fact_some_only_just_do() -> None:
    just = Counter[str]()
    for each in second.judged():
        if each.level == "just fail":
            just.update(fact for fact, told in each.truth.items() if told)
    second.bare.cache_clear()
    assert {fact for fact in JUDGED if just[fact] < 2} == set()


def test_a_picture_is_drawn_with_light_and_shade_and_keeps_its_labels() -> None:
    first = next(scenes.busts_shown())
    assert isinstance(first, Sample)
    codes = np.asarray(Image.open(BytesIO(first.data)))
    assert codes.shape == (stuffs.SIDE, stuffs.SIDE, 3)
    assert codes.std() > 20
    assert first.truth["bust_found"] is True
    assert first.truth["person_found"] is False


def test_a_ring_is_cut_out_on_a_ground_of_exactly_the_code_that_was_asked_for() -> None:
    painted = stuffs.CutPainter().paint(200, 200, fill=0.8)
    assert painted.codes.shape == (200, 200, 3)
    assert painted.truth["touches_frame"] is False
    assert painted.truth["fill_side"] == pytest.approx(
        0.8 if painted.truth["fill_side"] > 0.6 else 0.8 * 2 / 3, abs=0.02
    )
    assert (painted.codes[0] == 255).all()
