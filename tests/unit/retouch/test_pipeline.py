"""A photo through a recipe."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest

from retouch.codecs import decode, encode
from retouch.color import luminance, to_codes
from retouch.config import RetouchConfig
from retouch.errors import ContractBroken, DeadlineExceeded, RegionNotFound
from retouch.operation import OPERATIONS, Operation, Region
from retouch.operations.framing import Framing
from retouch.photo import Note, Photo, Source
from retouch.pipeline import Hints, retouch
from retouch.provenance import ENGINE_VERSION
from retouch.recipe import Output, Recipe, Step
from retouch.report import Verdict
from retouch.retry import retried
from retouch.scene import Box, Doubt
from tests.unit.retouch import files
from tests.unit.retouch.jewelry import ring

RING = ring(128)
PHOTO = Photo(RING.pixels, Source(sha256="abc", notes=(Note("told", "Told."),)))
NOTHING = Recipe("nothing")


def ran(recipe, photo=PHOTO, scene=RING.scene, **options):
    return retouch(photo, recipe, find=lambda photo, *, hints: scene, **options)


@dataclass(frozen=True)
class NoParams:
    """None."""


@pytest.fixture
def operation(monkeypatch):
    """Enter a function into the table for one test."""

    def enter(run, changes=Region.EVERYWHERE):
        monkeypatch.setitem(
            OPERATIONS, "mine", Operation("mine", 7, NoParams, changes, frozenset(), False, run)
        )
        return Recipe("mine", (Step("mine", NoParams()),))

    return enter


def test_a_recipe_of_nothing_gives_the_photo_back_to_the_bit():
    result = ran(NOTHING)
    assert np.array_equal(result.pixels, RING.pixels)
    assert result.state is Verdict.DONE
    assert result.notes == PHOTO.source.notes


@pytest.mark.parametrize("channels", [3, 4])
def test_keep_background_with_every_operation_off_is_pixel_identical_from_png_to_png(channels):
    data = files.saved(files.codes(96, 96, channels), "png")
    off = Recipe(
        "off",
        tuple(Step(step.name, step.operation.params()) for step in Recipe.named("keep-background").steps),
        Output(keep_lossless=True),
    )
    photo = decode(data)
    scene = ring(96).scene
    result = ran(off, photo, scene)
    again = decode(encode(result.pixels, off.output.encoding_for(photo.source)))
    assert np.array_equal(again.pixels, photo.pixels)


def test_the_whole_recipe_makes_a_square_on_white_and_tells_how():
    result = ran(Recipe.named("catalog-white"))
    side = result.pixels.shape[0]
    assert result.pixels.shape == (side, side, 3)
    assert side == pytest.approx(max(RING.scene.box.width, RING.scene.box.height) / 0.87, abs=1)
    assert (result.pixels[0] == 1).all()
    names = [record.name for record in result.provenance.operations]
    assert names == [step.name for step in Recipe.named("catalog-white").steps]
    assert result.provenance.source_digest == "abc"
    assert result.provenance.engine_version == ENGINE_VERSION
    assert result.provenance.operations[-1].changed_share == -1.0
    assert {"scene", "fidelity", *names} == set(result.seconds)


def test_the_photo_stays_as_it_is():
    before = PHOTO.pixels.copy()
    ran(Recipe.named("catalog-white"))
    assert np.array_equal(PHOTO.pixels, before)


def test_the_report_is_plain_json():
    report = json.loads(json.dumps(ran(Recipe.named("transparent")).as_report()))
    assert report["state"] in {"done", "review"}
    assert report["provenance"]["recipe"] == "transparent"
    assert report["measures"]["box_width_share"] == pytest.approx(RING.scene.box.width / 128)
    assert report["fidelity"]["edges_kept"] == pytest.approx(report["measures"]["edges_kept"], abs=1e-6)


def test_a_doubt_sends_the_photo_to_a_person_with_its_sentence():
    scene = replace(RING.scene, doubts=(Doubt("worn", "Someone wears it."),), confidence=0.2)
    result = ran(NOTHING, scene=scene)
    assert result.state is Verdict.REVIEW
    assert [(reason.code, reason.sentence) for reason in result.reasons] == [("worn", "Someone wears it.")]


def test_low_confidence_without_a_doubt_is_a_reason_of_its_own():
    result = ran(NOTHING, scene=replace(RING.scene, confidence=0.2))
    assert [(reason.code, reason.figure) for reason in result.reasons] == [("low_confidence", 0.2)]


def broken(pixels, params, scene):
    """Paint over a prong, as a bad retouch would."""
    painted = pixels.copy()
    painted[RING.prongs] = 0.9
    painted[RING.stone] = 0.4
    return painted


def test_the_gate_stops_what_would_be_published_without_it(operation):
    recipe = operation(broken)
    stopped = ran(recipe)
    assert stopped.state is Verdict.REVIEW
    assert stopped.reasons
    assert stopped.reasons[0].figure is not None
    assert ran(recipe, config=RetouchConfig(fidelity_gate=False)).state is Verdict.DONE


def test_an_operation_that_leaves_its_region_is_an_error(operation):
    with pytest.raises(ContractBroken):
        ran(operation(lambda pixels, params, scene: pixels * np.float32(0.5), Region.METAL))


def test_what_was_not_found_gives_the_photo_itself_to_a_person():
    def find(photo, *, hints):
        raise RegionNotFound("no piece")

    result = retouch(PHOTO, Recipe.named("catalog-white"), find=find)
    assert result.state is Verdict.REVIEW
    assert result.pixels is PHOTO.pixels
    assert (result.scene, result.fidelity, result.provenance.operations) == (None, None, ())
    assert "have a look" in result.reasons[0].sentence
    assert json.dumps(result.as_report())


def test_an_empty_scene_is_never_framed():
    nothing = np.zeros((128, 128), np.float32)
    scene = replace(RING.scene, alpha=nothing, metal=nothing, gem=nothing, box=Box(0, 0, 0, 0))
    result = ran(Recipe.named("catalog-white"), scene=scene)
    assert result.state is Verdict.REVIEW
    assert result.pixels is PHOTO.pixels


def test_the_deadline_is_looked_at_before_every_operation():
    ticks = iter(range(0, 10_000, 60))
    with pytest.raises(DeadlineExceeded, match="before"):
        ran(Recipe.named("catalog-white"), clock=lambda: next(ticks))


def test_hints_reach_the_scene_and_the_scene_sees_a_see_through_photo_on_white():
    seen = []

    def find(photo, *, hints):
        seen.append((photo.pixels.shape[2], float(photo.pixels[0, 0, 0]), hints.alloy))
        return RING.scene

    pixels = np.dstack([RING.pixels, RING.scene.alpha]).astype(np.float32)
    retouch(Photo(pixels), NOTHING, hints=Hints(alloy="platinum", alloy_source="option"), find=find)
    assert seen == [(3, 1.0, "platinum")]


def test_a_photo_with_alpha_keeps_it_and_what_it_hides():
    pixels = np.dstack([RING.pixels, RING.scene.alpha]).astype(np.float32)
    kept = ran(Recipe.named("keep-background"), Photo(pixels)).pixels
    hidden = pixels[..., 3] == 0
    assert np.array_equal(kept[..., 3], pixels[..., 3])
    assert np.array_equal(kept[hidden], pixels[hidden])


def test_a_photo_with_alpha_can_be_laid_on_white():
    pixels = np.dstack([RING.pixels, RING.scene.alpha]).astype(np.float32)
    assert ran(Recipe.named("catalog-white"), Photo(pixels)).pixels.shape[2] == 3


def test_a_frame_that_was_reduced_is_told():
    recipe = Recipe.parse(
        {"name": "small", "step": [{"operation": "framing", "fill": 0.87, "max_pixels": 400}]}
    )
    result = ran(recipe)
    assert result.pixels.shape == (20, 20, 3)
    assert [note.code for note in result.notes] == ["told", "reduced"]
    assert "20 × 20" in result.notes[-1].sentence


def placed(box, photo=PHOTO, config=RetouchConfig(), **params):  # noqa: B008
    """Frame a photo whose piece has that box; its figures, and how the box lies in the frame that was made."""
    recipe = Recipe("framed", (Step("framing", Framing(**params)),))
    result = ran(recipe, photo, replace(RING.scene, box=box), config=config)
    return result.pixels.shape, result.measures.get("frame_fill"), result.measures.get("frame_margin_px")


def test_how_full_the_frame_became_and_its_smallest_margin_are_told():
    box = Box(20, 40, 60, 60)
    assert placed(box, fill=0.8) == ((50, 50, 3), pytest.approx(0.8), pytest.approx(5.0))
    assert placed(box, fill=0.8, aspect=2.0) == ((25, 50, 3), pytest.approx(0.8), pytest.approx(2.5, abs=0.5))
    assert placed(box, fill=0.8, max_pixels=625) == (
        (25, 25, 3),
        pytest.approx(0.8, abs=0.01),
        pytest.approx(2.5, abs=0.5),
    )
    smaller = placed(box, config=RetouchConfig(max_pixels=625), fill=0.8)
    assert smaller == ((25, 25, 3), pytest.approx(0.8), pytest.approx(2.5))


def test_a_photo_that_stays_in_its_frame_tells_what_it_has_and_one_that_is_not_framed_nothing():
    measured = placed(Box(8, 8, 119, 119), fill=0.87)  # half a pixel off the middle
    assert measured == ((128, 128, 3), pytest.approx(111 / 128), pytest.approx(8.0))
    assert placed(Box(20, 40, 60, 60)) == ((128, 128, 3), None, None)


def test_a_place_that_takes_fewer_pixels_gets_fewer_and_it_is_told():
    result = ran(NOTHING, config=RetouchConfig(max_pixels=64 * 64))
    assert result.pixels.shape == (64, 64, 3)
    assert result.notes[-1].code == "reduced"


def test_a_result_of_ours_is_changed_around_the_piece_only_and_says_so():
    first = ran(Recipe.named("catalog-white"))
    encoding = Recipe.named("transparent").output.encoding_for(PHOTO.source)
    file = encode(first.pixels, encoding, first_metadata := PHOTO.metadata, first.provenance)
    photo = decode(file)
    assert photo.metadata.is_retouched
    assert not first_metadata.is_retouched
    scene = ring(photo.width).scene
    again = ran(Recipe.named("keep-background"), photo, scene)
    assert np.array_equal(again.pixels, photo.pixels)
    assert "already_retouched" in [note.code for note in again.notes]
    assert [record.name for record in again.provenance.operations] == []


def test_a_result_of_ours_is_tried_again_when_a_person_asks():
    photo = replace(PHOTO, metadata=replace(PHOTO.metadata, made_by="Lustre 0.1.0 (catalog-white, 12ab)"))
    again = ran(retried(Recipe.named("catalog-white"), "too-dark"), photo)
    assert "exposure" in [record.name for record in again.provenance.operations]
    assert "already_retouched" not in [note.code for note in again.notes]


def of_light_alone(tone):
    """RING in shades of one color, and a scene that guessed its metal from them."""
    pixels = np.clip(luminance(RING.pixels)[..., None] * np.array(tone, np.float32), 0, 1)
    guessed = replace(RING.scene, alloy="14k-yellow-gold", alloy_source="photo")
    return ran(Recipe.named("keep-background"), Photo(pixels.astype(np.float32)), guessed)


def test_a_grey_photo_stays_grey_and_says_so():
    result = of_light_alone((1.0, 1.0, 1.0))
    assert np.ptp(to_codes(result.pixels), axis=2).max() == 0
    assert [note.code for note in result.notes] == ["grey"]
    assert (result.scene.alloy, result.scene.alloy_source) == ("", "")


def test_a_sepia_photo_keeps_its_tone_and_goes_to_a_person():
    result = of_light_alone((1.12, 0.98, 0.78))
    assert np.allclose(result.pixels[..., 0] * 0.78, result.pixels[..., 2] * 1.12, atol=0.03)
    assert "one_color" in [reason.code for reason in result.reasons]
    assert result.scene.alloy == ""


def test_a_photo_of_metal_in_color_keeps_the_alloy_that_it_shows():
    scene = replace(RING.scene, alloy="14k-yellow-gold", alloy_source="photo")
    result = ran(NOTHING, scene=scene)
    assert result.scene.alloy == "14k-yellow-gold"
    assert "grey" not in [note.code for note in result.notes]
