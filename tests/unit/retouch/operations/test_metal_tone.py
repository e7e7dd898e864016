import numpy as np
import pytest

from retouch.alloys import ALLOYS, reflected
from retouch.color import luminance, to_lab
from retouch.operations.metal_tone import MetalTone, metal_tone
from tests.unit.retouch.jewelry import Drawn, hue_deg, ring

FULL = MetalTone(1.0)
GREENISH, PINKISH = (0.93, 1.02, 0.85), (1.06, 0.97, 1.0)


def cast(drawn: Drawn, light: tuple[float, float, float]) -> np.ndarray:
    return np.clip(drawn.pixels * np.float32(light), 0, 1)


def median(pixels: np.ndarray, drawn: Drawn) -> np.ndarray:
    return np.median(to_lab(pixels[drawn.band]), axis=0)


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "18k-yellow-gold", "22k-yellow-gold", "14k-rose-gold"])
@pytest.mark.parametrize("light", [GREENISH, PINKISH])
def test_gold_comes_nearer_to_its_alloy(alloy: str, light: tuple[float, float, float]) -> None:
    drawn = ring(alloy=alloy)
    pixels = cast(drawn, light)
    target, before = median(drawn.pixels, drawn), median(pixels, drawn)
    after = median(metal_tone(pixels, FULL, drawn.scene), drawn)
    assert abs(hue_deg(after) - hue_deg(target)) <= max(abs(hue_deg(before) - hue_deg(target)) + 0.01, 5.5)
    assert np.hypot(*(after - target)[1:]) <= np.hypot(*(before - target)[1:]) + 0.1


@pytest.mark.parametrize("alloy", sorted(ALLOYS))
def test_luminance_and_its_order_are_kept(alloy: str) -> None:
    drawn = ring(alloy=alloy)
    pixels = cast(drawn, GREENISH)
    before, after = luminance(pixels), luminance(metal_tone(pixels, FULL, drawn.scene))
    assert np.allclose(before, after, atol=2e-4)


def test_brassy_silver_becomes_neutral() -> None:
    drawn = ring(alloy="sterling-silver")
    pixels = cast(drawn, (1.05, 1.0, 0.8))
    before, after = median(pixels, drawn), median(metal_tone(pixels, FULL, drawn.scene), drawn)
    assert np.hypot(*before[1:]) > 10
    assert np.hypot(*after[1:]) < 0.65 * np.hypot(*before[1:])


def test_white_metal_beside_gold_stays_white_and_gold_beside_white_stays_gold() -> None:
    gold, silver = ring(alloy="18k-yellow-gold"), ring(alloy="steel")
    left = np.arange(64) < 32
    pixels = np.where(left[None, :, None], gold.pixels, silver.pixels).astype(np.float32)
    toned_gold = metal_tone(pixels, FULL, gold.scene)
    toned_white = metal_tone(pixels, FULL, silver.scene)
    assert np.abs(to_lab(toned_gold)[silver.band & ~left][:, 1:]).max() < 3
    assert np.hypot(*np.median(to_lab(toned_white)[gold.band & left][:, 1:], axis=0)) > 15


@pytest.mark.parametrize(
    ("one", "other", "light"),
    [
        ("18k-yellow-gold", "steel", (1.05, 1.0, 0.82)),
        ("14k-rose-gold", "sterling-silver", (0.95, 1.0, 1.06)),
        ("18k-yellow-gold", "14k-rose-gold", GREENISH),
    ],
)
def test_each_metal_of_a_two_tone_piece_comes_nearer_to_its_own(one, other, light) -> None:
    halves, left = (ring(alloy=one), ring(alloy=other)), np.arange(64) < 32
    clean = np.where(left[None, :, None], halves[0].pixels, halves[1].pixels).astype(np.float32)
    shot = np.clip(clean * np.float32(light), 0, 1)
    scene = halves[0].with_scene(alloy=f"{one}+{other}").scene
    toned = metal_tone(shot, FULL, scene)
    assert np.allclose(luminance(toned), luminance(shot), atol=5e-4)
    assert 0.0 <= toned.min() <= toned.max() <= 1.0
    for half, where in zip(halves, (left, ~left), strict=True):
        wanted, before, after = (
            np.median(to_lab(picture)[half.band & where], axis=0) for picture in (clean, shot, toned)
        )
        assert np.hypot(*(after - wanted)[1:]) <= np.hypot(*(before - wanted)[1:]) + 0.1
    neighbor = metal_tone(shot, FULL, halves[0].scene)
    assert not np.array_equal(toned[:, 32:], neighbor[:, 32:])


def test_neutral_highlights_stay_neutral() -> None:
    drawn = ring()
    pixels = cast(drawn, GREENISH)
    pixels[drawn.prongs] = 0.97
    toned = metal_tone(pixels, FULL, drawn.scene)
    assert np.ptp(toned[drawn.prongs], axis=1).max() < 0.02


def test_a_listing_that_contradicts_the_photo_paints_nothing() -> None:
    drawn = ring(alloy="22k-yellow-gold").with_scene(alloy="sterling-silver")
    toned = metal_tone(drawn.pixels, FULL, drawn.scene)
    assert np.array_equal(toned, drawn.pixels)


def test_two_photos_of_one_alloy_come_nearer_to_each_other() -> None:
    drawn = ring()
    first, second = cast(drawn, (0.88, 1.03, 0.85)), cast(drawn, (1.12, 0.95, 1.0))
    apart = np.hypot(*(median(first, drawn) - median(second, drawn))[1:])
    toned = [median(metal_tone(pixels, FULL, drawn.scene), drawn) for pixels in (first, second)]
    assert np.hypot(*(toned[0] - toned[1])[1:]) < 0.75 * apart


def test_only_metal_changes_and_by_default_nothing() -> None:
    drawn = ring()
    pixels = cast(drawn, GREENISH)
    toned = metal_tone(pixels, FULL, drawn.scene)
    elsewhere = drawn.scene.metal == 0
    assert np.array_equal(toned[elsewhere], pixels[elsewhere])
    assert np.array_equal(metal_tone(pixels, MetalTone(), drawn.scene), pixels)


def test_no_metal_no_alloy_or_too_little_of_it_leaves_the_photo() -> None:
    drawn = ring()
    nothing = np.zeros_like(drawn.scene.metal)
    speck = nothing.copy()
    speck[:4, :4] = 1.0
    for scene in (
        drawn.with_scene(metal=nothing).scene,
        drawn.with_scene(alloy="").scene,
        drawn.with_scene(metal=speck).scene,
    ):
        assert np.array_equal(metal_tone(drawn.pixels, FULL, scene), drawn.pixels)


def test_a_reference_ramp_is_its_own_target() -> None:
    drawn = ring()
    toned = metal_tone(drawn.pixels, FULL, drawn.scene)
    assert np.abs(to_lab(toned) - to_lab(drawn.pixels)).max() < 3
    assert reflected(ALLOYS[drawn.scene.alloy], np.float32([0.3])).shape == (1, 3)


def test_black_stays_black_where_no_tone_can_be_seen() -> None:
    drawn = ring(alloy="sterling-silver")
    pixels = cast(drawn, (1.05, 1.0, 0.8))
    pixels[drawn.prongs] = np.float32((0.003, 0.003, 0.0035))
    toned = metal_tone(pixels, FULL, drawn.scene)
    assert np.allclose(toned[drawn.prongs], pixels[drawn.prongs], atol=1e-6)
    assert not np.array_equal(toned[drawn.band], pixels[drawn.band])


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "14k-rose-gold", "sterling-silver", ""])
def test_depth_takes_color_from_any_metal_and_keeps_its_light(alloy: str) -> None:
    drawn = ring(alloy=alloy or "14k-yellow-gold").with_scene(alloy=alloy)
    paler = metal_tone(drawn.pixels, MetalTone(depth=-0.3), drawn.scene)
    before, after = median(drawn.pixels, drawn), median(paler, drawn)
    assert np.hypot(*after[1:]) < 0.85 * np.hypot(*before[1:])
    assert np.allclose(luminance(paler), luminance(drawn.pixels), atol=1e-4)


def test_depth_is_added_to_gold_and_never_to_silver() -> None:
    gold, silver = ring(), ring(alloy="sterling-silver")
    deeper = metal_tone(gold.pixels, MetalTone(depth=0.2), gold.scene)
    assert np.hypot(*median(deeper, gold)[1:]) > 1.08 * np.hypot(*median(gold.pixels, gold)[1:])
    assert np.array_equal(metal_tone(silver.pixels, MetalTone(depth=0.2), silver.scene), silver.pixels)


def test_metal_of_no_known_alloy_comes_to_the_common_color_as_what_it_looks_like() -> None:
    drawn = ring(alloy="14k-rose-gold").with_scene(alloy="")
    pixels = cast(drawn, PINKISH)
    lightness, a, b = (float(v) for v in median(drawn.pixels, drawn))
    toned = metal_tone(
        pixels, MetalTone(match=1.0, common_lightness=lightness, common_a=a, common_b=b), drawn.scene
    )
    before, after = (np.hypot(*(median(each, drawn)[1:] - (a, b))) for each in (pixels, toned))
    assert after < 0.3 * before
    assert np.allclose(luminance(toned), luminance(pixels), atol=1e-4)
    assert np.array_equal(toned[drawn.scene.metal == 0], pixels[drawn.scene.metal == 0])


def test_metal_of_no_known_alloy_that_looks_white_is_never_made_golden() -> None:
    drawn = ring(alloy="14k-white-gold").with_scene(alloy="")
    gold = MetalTone(match=1.0, common_lightness=60.0, common_a=3.0, common_b=28.0)
    assert np.allclose(metal_tone(drawn.pixels, gold, drawn.scene), drawn.pixels, atol=1e-4)
    warm = cast(drawn, (1.1, 1.0, 0.8))
    before, after = median(warm, drawn), median(metal_tone(warm, gold, drawn.scene), drawn)
    assert np.hypot(*before[1:]) > 9.0
    assert np.hypot(*after[1:]) <= 1.36 * np.hypot(*before[1:])
