from pathlib import Path

import numpy as np
import pytest

from retouch.alloys import (
    ALLOYS,
    Family,
    alloy_from_photo,
    alloy_from_text,
    alloys_of,
    contradiction,
    load,
    reflected,
    spoken,
)
from retouch.color import from_xyz, luminance, to_lab, to_xyz
from tests.unit.retouch.jewelry import ring

KARATS = ("10", "14", "18", "22")


def test_every_metal_a_person_may_name_has_a_tone_and_a_source() -> None:
    golds = [f"{karat}k-{color}-gold" for color in ("yellow", "rose", "white") for karat in KARATS]
    assert sorted(ALLOYS) == sorted([*golds, "sterling-silver", "platinum", "steel"])
    assert all(alloy.source for alloy in ALLOYS.values())


def test_yellow_gold_deepens_with_its_karat() -> None:
    chroma = [np.hypot(*to_lab(np.float32(ALLOYS[f"{karat}k-yellow-gold"].tint))[1:]) for karat in KARATS]
    assert chroma == sorted(chroma)


def test_18_karat_yellow_gold_lies_where_polished_samples_are_measured() -> None:
    """Around L* 86 to 91, a* 4, b* 24: 3N of ISO 8654, CIELAB, specular included."""
    lab = to_lab(np.float32(ALLOYS["18k-yellow-gold"].tint))
    assert 84 < lab[0] < 93
    assert abs(lab[1] - 4) < 2
    assert abs(lab[2] - 24) < 3


@pytest.mark.parametrize("karat", KARATS)
def test_rose_gold_is_redder_than_yellow_gold_of_the_same_karat(karat: str) -> None:
    rose, yellow = (to_lab(np.float32(ALLOYS[f"{karat}k-{color}-gold"].tint)) for color in ("rose", "yellow"))
    assert rose[1] > yellow[1] + 1


@pytest.mark.parametrize("karat", KARATS)
def test_white_gold_is_a_good_white_by_the_index_of_the_trade(karat: str) -> None:
    """Below 19 is grade 1 (MJSA and World Gold Council). ASTM D1925: 100 (1.28 X - 1.06 Z) / Y, illuminant C."""
    white_c = np.array([0.98074, 1.0, 1.18232])
    d65 = to_xyz(np.ones(3, np.float32))
    x, y, z = to_xyz(np.float32(ALLOYS[f"{karat}k-white-gold"].tint)) * white_c / d65
    assert 0 < 100 * (1.28 * x - 1.06 * z) / y < 19


def test_a_ramp_keeps_its_luminance_and_fades_in_the_highlights() -> None:
    levels = np.array([0.02, 0.1, 0.3, 0.6, 0.95], np.float32)
    ramp = reflected(ALLOYS["18k-yellow-gold"], levels)
    assert np.allclose(luminance(ramp), levels, atol=1e-3)
    chroma = np.hypot(*to_lab(ramp)[:, 1:].T)
    assert chroma[-1] < 0.5 * chroma[-2]


@pytest.mark.parametrize(
    ("text", "alloy"),
    [
        ("14K Rose Gold Ring", "14k-rose-gold"),
        ("Ring, 18 karat gold", "18k-yellow-gold"),
        ("585 Weißgold Ring", "14k-white-gold"),
        ("Gold Vermeil 925 hoops", "14k-yellow-gold"),
        ("gold plated sterling silver", "14k-yellow-gold"),
        ("Sterling Silver Hoop", "sterling-silver"),
        ("Rose quartz pendant, silver", "sterling-silver"),
        ("Platin Ring", "platinum"),
        ("Stainless steel watch", "steel"),
        ("two-tone 14k gold ring", ""),
        ("14k yellow gold and white gold", "14k-yellow-gold+14k-white-gold"),
        ("silver and gold earrings", "14k-yellow-gold+sterling-silver"),
        ("amethyst on leather", ""),
        ("Diamond ring 0.10ct, 18k white gold", "18k-white-gold"),
        ("0.22 carat solitaire in 14k rose gold", "14k-rose-gold"),
        ("10 carat sapphire pendant, 18kt yellow gold", "18k-yellow-gold"),
        ("18ct gold signet", "18k-yellow-gold"),
        ("22 carat yellow gold bangle", "22k-yellow-gold"),
        ("9ct rose gold heart", "10k-rose-gold"),
        ("24k gold chain", "22k-yellow-gold"),
        ("375 gold chain", "10k-yellow-gold"),
        ("14k white and yellow gold band", "14k-yellow-gold+14k-white-gold"),
        ("yellow & white gold 18k", "18k-yellow-gold+18k-white-gold"),
        ("18k rose gold / 18k white gold ring", "18k-rose-gold+18k-white-gold"),
        ("two-tone watch, steel and 18k yellow gold", "18k-yellow-gold+steel"),
        ("tri-color gold ring, white and yellow gold", ""),
        ("platinum and 18k white gold band", ""),
        ("yellow and rose gold with platinum", ""),
        ("white and black diamonds, 14k yellow gold", "14k-yellow-gold"),
        ("gold-tone stainless steel watch", "14k-yellow-gold"),
    ],
)
def test_a_listing_names_one_alloy_or_two_unlike_ones_or_none(text: str, alloy: str) -> None:
    assert alloy_from_text(text) == alloy


def test_a_word_for_alloys_is_understood_and_said():
    assert [alloy.key for alloy in alloys_of("18k-yellow-gold+steel")] == ["18k-yellow-gold", "steel"]
    assert [alloy.key for alloy in alloys_of("platinum")] == ["platinum"]
    assert alloys_of("") == ()
    assert spoken("18k-yellow-gold+sterling-silver") == "18k yellow gold and sterling silver"


@pytest.mark.parametrize("alloy", ["14k-yellow-gold", "14k-rose-gold", "sterling-silver"])
def test_a_photo_shows_the_family_of_its_metal(alloy: str) -> None:
    drawn = ring(alloy=alloy)
    assert alloy_from_photo(drawn.pixels, drawn.scene.metal) == alloy


def test_a_photo_without_metal_shows_no_alloy() -> None:
    drawn = ring()
    assert alloy_from_photo(drawn.pixels, np.zeros_like(drawn.scene.metal)) == ""


def test_a_metal_of_another_color_altogether_is_named_by_none() -> None:
    blue = from_xyz(np.full((16, 16, 3), (0.15, 0.15, 0.5), np.float32))
    assert alloy_from_photo(np.clip(blue, 0, 1), np.ones((16, 16), np.float32)) == ""


def test_a_listing_that_says_white_gold_is_contradicted_by_yellow() -> None:
    drawn = ring(alloy="22k-yellow-gold")
    sentence = contradiction("14k-white-gold", drawn.pixels, drawn.scene.metal)
    assert "14k white gold" in sentence
    assert "yellow" in sentence


def test_a_listing_that_fits_or_says_nothing_is_not_contradicted() -> None:
    drawn = ring(alloy="14k-yellow-gold")
    for key in ("18k-yellow-gold", "", "unobtainium"):
        assert contradiction(key, drawn.pixels, drawn.scene.metal) == ""


def test_an_alloy_without_a_source_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "alloys.toml"
    data.write_text('[alloy.brass]\nname = "brass"\nfamily = "yellow"\ntint = [1, 1, 1]\nsource = ""\n')
    with pytest.raises(ValueError, match="source"):
        load(data)


def test_families_are_three() -> None:
    assert {alloy.family for alloy in ALLOYS.values()} == set(Family)


def test_silver_contradicts_a_listing_that_says_gold_unless_some_of_it_is_golden() -> None:
    silver, gold = ring(alloy="sterling-silver"), ring(alloy="18k-yellow-gold")
    both = silver.pixels.copy()
    both[: both.shape[0] // 4] = gold.pixels[: both.shape[0] // 4]

    assert "looks white" in contradiction("14k-yellow-gold", silver.pixels, silver.scene.metal)
    assert contradiction("14k-yellow-gold", both, silver.scene.metal) == ""


@pytest.mark.parametrize(
    ("key", "shown", "missed"),
    [
        ("18k-yellow-gold+steel", "sterling-silver", "no 18k yellow gold is seen: the metal in this photo looks white"),
        ("18k-yellow-gold+steel", "22k-yellow-gold", "no steel is seen: the metal in this photo looks yellow"),
        ("18k-yellow-gold+18k-rose-gold", "sterling-silver", "the metal in this photo looks white"),
    ],
)  # fmt: skip
def test_a_listing_of_two_metals_is_contradicted_where_one_of_them_is_not_seen(key, shown, missed) -> None:
    drawn = ring(alloy=shown)
    sentence = contradiction(key, drawn.pixels, drawn.scene.metal)
    assert sentence.startswith(f"The listing says {spoken(key)}, but {missed}.")


def test_a_listing_of_two_metals_is_not_contradicted_where_both_are_seen_or_one_color_is_meant() -> None:
    gold, silver = ring(alloy="22k-yellow-gold"), ring(alloy="steel")
    metal = gold.scene.metal
    for columns in (20, 32, 44):
        left = np.arange(64) < columns
        both = np.where(left[None, :, None], gold.pixels, silver.pixels).astype(np.float32)
        assert contradiction("18k-yellow-gold+steel", both, metal) == ""
    assert contradiction("14k-white-gold+platinum", silver.pixels, metal) == ""
    assert contradiction("22k-yellow-gold+14k-yellow-gold", gold.pixels, metal) == ""


def test_a_color_between_two_metals_contradicts_neither() -> None:
    pale = np.clip(ring(alloy="sterling-silver").pixels * np.float32((1.04, 1.0, 0.75)), 0, 1)
    metal = ring().scene.metal
    assert 9 < np.hypot(*np.median(to_lab(pale[metal > 0]), axis=0)[1:]) < 22
    assert contradiction("18k-yellow-gold+steel", pale, metal) == ""
