"""The trained network: verified when loaded, asked by OpenCV, and worth its word on pictures with a known truth."""

import hashlib
import tomllib

import numpy as np
import pytest

from retouch import networks
from retouch.errors import WeightsUnavailable
from retouch.networks import NEAREST, Sight, see, weights_digest
from retouch.training.render.picture import render_layers
from retouch.training.render.spec import SceneSpec
from tests.unit.retouch.photographed import photographed


def test_the_maps_are_shares_of_the_photo_and_it_stays_as_it_was() -> None:
    pixels = photographed("ruby-stud-earrings.jpg", 200)
    before = pixels.copy()
    sight = see(pixels, looks=(160, 192))
    for values in (sight.alpha, sight.metal, sight.gem, sight.shadow, sight.doubt):
        assert (values.shape, values.dtype) == ((154, 192), np.dtype(np.float32))
        assert 0.0 <= values.min() <= values.max() <= 1.0
    assert (pixels == before).all()


def test_the_last_look_is_kept_by_itself_and_cut_and_sized_with_the_rest() -> None:
    pixels = photographed("ruby-stud-earrings.jpg", 200)
    sight = see(pixels, looks=(160, 192))
    assert sight.near is not None
    assert np.abs(sight.near.alpha - sight.alpha).max() > 0.05
    part = sight.scaled(96, 80).part((slice(10, 30), slice(20, 50)))
    assert part.near is not None
    assert part.alpha.shape == part.near.gem.shape == (20, 30)
    assert see(pixels, looks=(160,)).near is None


def test_metal_and_stone_are_told_apart() -> None:
    pixels = photographed("ruby-stud-earrings.jpg", 640)
    sight = see(pixels)
    red = pixels[..., 0] > 4 * pixels[..., 1]
    stone = sight.scaled(pixels.shape[1], pixels.shape[0]).gem[red]
    assert stone.mean() > 0.7
    assert sight.metal.sum() > 0.1 * sight.alpha.sum()


def test_a_rendered_ring_is_seen_where_it_is() -> None:
    spec = SceneSpec("band", size=(320, 320), samples=1, elevation_deg=35.0)
    layers = render_layers(spec, 11)
    alpha = layers.cover[..., 0]
    ground = layers.paper * (layers.lit * (1.0 - alpha))[..., None]
    photo = np.clip(0.7 * (layers.light + ground) / layers.paper.mean(), 0.0, 1.0).astype(np.float32)
    seen = see(photo).scaled(320, 320).alpha > 0.5
    both = (seen & (alpha > 0.5)).sum() / (seen | (alpha > 0.5)).sum()
    assert both > 0.8


def test_an_empty_paper_shows_nothing() -> None:
    assert see(np.full((300, 400, 3), 0.7, np.float32)).alpha.max() < 0.5


def test_a_picture_of_one_pixel_is_no_error() -> None:
    assert isinstance(see(np.full((1, 1, 3), 0.5, np.float32), looks=(32,)), Sight)


def test_a_file_that_is_not_the_trained_one_is_refused(monkeypatch, tmp_path) -> None:
    (tmp_path / "seer.onnx").write_bytes(b"no network")
    (tmp_path / "weights.toml").write_text('[seer]\nfile = "seer.onnx"\nsha256 = "0"\n')
    monkeypatch.setattr(networks, "WEIGHTS", tmp_path)
    with pytest.raises(WeightsUnavailable, match=r"seer\.onnx"):
        networks._Network("seer")


def test_every_file_of_weights_says_what_it_came_from() -> None:
    entries = tomllib.loads((networks.WEIGHTS / "weights.toml").read_text())
    told = {entry["file"] for entry in entries.values()}
    assert told == {path.name for path in networks.WEIGHTS.iterdir() if path.name != "weights.toml"}
    for name, entry in entries.items():
        assert {"sha256", "outputs", "configuration", "data", "figures"} <= set(entry), name


def test_one_digest_names_all_files() -> None:
    files = [networks.WEIGHTS / name for name in ("judges.npz", "namer.onnx", "seer.onnx", "specks.toml")]
    each = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    assert hashlib.sha256("".join(each).encode()).hexdigest() == weights_digest()


class _Nearby:
    """A network that perhaps sees a square from afar, and whose last look is sure of a piece all over."""

    def run(self, picture):
        height, width = picture.shape[2:]
        if max(height, width) == 128:
            return np.full((1, 5, height, width), 0.9, np.float32)
        maps = np.full((1, 5, height, width), 0.3, np.float32)
        maps[..., height // 4 : -height // 4, width // 4 : -width // 4] = 0.7
        return maps


def test_the_last_look_counts_for_more_about_the_outline_alone() -> None:
    sight = see(np.full((128, 128, 3), 0.5, np.float32), looks=(32, 64, 128), network=_Nearby())

    def together(seen: float, weight: float) -> float:
        odds = (2 * np.log(seen / (1 - seen)) + weight * np.log(9.0)) / (2 + weight)
        return float(1 / (1 + np.exp(-odds)))

    assert NEAREST > 1
    assert sight.alpha[64, 64] == pytest.approx(together(0.7, 1), abs=0.01)
    assert sight.alpha[64, 34] == pytest.approx(together(0.7, NEAREST), abs=0.01)
    assert sight.alpha[4, 4] == pytest.approx(together(0.3, 1), abs=0.01)
