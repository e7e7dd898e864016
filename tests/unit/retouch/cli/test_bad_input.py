"""What shops really send: grey, sepia, deep, huge and tiny files; each is finished or refused in a sentence."""

import json
import resource
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from retouch.cli.main import main
from retouch.codecs import decode
from retouch.color import delta_e_2000, luminance, to_codes, to_lab, to_linear
from tests.unit.retouch import files
from tests.unit.retouch.photographed import photographed


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(data, *options, name="photo.png"):
    Path(name).write_bytes(data)
    status = main([name, "-o", "out", "--report", "report.json", *options])
    (entry,) = json.loads(Path("report.json").read_text())
    return status, entry


def codes(of=lambda pixels: pixels):
    return to_codes(of(photographed("signet-ring-gold.jpg")).astype(np.float32))


def test_a_grey_photo_comes_out_grey_and_does_not_pass_for_gold():
    grey = codes(lambda pixels: np.repeat(luminance(pixels)[..., None], 3, axis=2))
    status, entry = told(
        files.saved(grey, "png"), "--recipe", "keep-background", "--metal", "14k-yellow-gold"
    )
    assert (status, entry["state"]) == (0, "review")
    assert "alloy_contradicted" in [reason["code"] for reason in entry["reasons"]]
    made = decode(Path(entry["output"]).read_bytes()).pixels
    assert np.ptp(made, axis=2).max() == 0
    assert "grey" in [note["code"] for note in entry["notes"]]


def test_a_sepia_photo_goes_to_a_person():
    brown = np.array([1.12, 0.98, 0.78], np.float32)
    sepia = codes(lambda pixels: np.clip(luminance(pixels)[..., None] * brown, 0, 1))
    status, entry = told(files.saved(sepia, "png"))
    assert (status, entry["state"]) == (0, "review")
    assert "one_color" in [reason["code"] for reason in entry["reasons"]]


def test_a_photo_of_sixteen_bits_keeps_its_steps():
    Path("off.toml").write_text('name = "off"\n[output]\nformat = "jpeg"\nkeep_lossless = true\n')
    ramp = np.linspace(20_000, 20_900, 96 * 96).reshape(96, 96).astype(np.uint16)
    deep = np.repeat(ramp[..., None], 3, axis=2)
    _, entry = told(_png16(deep), "--recipe", "off.toml")
    made = decode(Path(entry["output"]).read_bytes())
    assert made.source.bit_depth == 16
    assert len(np.unique(made.pixels[..., 0])) > 500
    assert np.allclose(made.pixels, to_linear((deep / 65535).astype(np.float32)), atol=2e-5)


def test_a_photo_of_a_hundred_megapixels_is_refused_before_it_is_unpacked():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # what the process needed until now
    status, entry = told(_header(12_000, 8_400))
    assert (status, entry["state"], entry["output"]) == (1, "refused", None)
    assert "megapixel" in entry["reasons"][0]["sentence"]
    assert entry["peak_memory_bytes"] < before + 50_000_000


@pytest.mark.parametrize("side", [1, 20, 63])
def test_a_tiny_photo_is_refused_with_what_is_needed(side):
    out = BytesIO()
    Image.new("RGB", (side, side), (200, 180, 90)).save(out, "PNG")
    status, entry = told(out.getvalue())
    assert (status, entry["state"]) == (1, "refused")
    assert f"only {side} × {side} pixels" in entry["reasons"][0]["sentence"]


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _header(width, height):
    """A PNG that says its size and holds nothing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", size)
        + _chunk(b"IDAT", zlib.compress(b""))
        + _chunk(b"IEND", b"")
    )


def _png16(values):
    height, width, _ = values.shape
    size = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", size)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def test_a_result_of_ours_given_again_comes_out_as_it_was():
    Path("again").mkdir()
    told(files.saved(codes(), "png"), "--metal", "18k-yellow-gold")
    first = decode(Path("out/photo.jpg").read_bytes()).pixels
    Path("again/photo.jpg").write_bytes(Path("out/photo.jpg").read_bytes())
    main(["again/photo.jpg", "-o", "twice", "--report", "report.json", "--metal", "18k-yellow-gold"])
    second = decode(Path("twice/photo.jpg").read_bytes()).pixels
    assert second.shape == first.shape
    apart = delta_e_2000(to_lab(second), to_lab(first))  # what saving a JPEG twice costs
    assert apart.mean() < 0.3
    assert np.quantile(apart, 0.99) < 2.0
    assert "already_retouched" in [
        note["code"] for note in json.loads(Path("report.json").read_text())[0]["notes"]
    ]
