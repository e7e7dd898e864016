"""The one place where the shop meets the engine, on pictures of 64 to 96 pixels."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from threading import Lock
from time import sleep
from types import SimpleNamespace

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image, ImageDraw

from retouch.batching import Pictures
from retouch.codecs import decode
from retouch.config import RetouchConfig
from retouch.networks import _Network
from retouch.photo import Note
from shopapp.env import env
from shopapp.studio import engine
from shopapp.studio.engine import Made, Refused, Request


def picture(file_format: str = "JPEG", *, mode: str = "RGB", size: int = 96) -> bytes:
    image = Image.new("RGB", (size, size), "white")
    ImageDraw.Draw(image).ellipse((24, 24, size - 24, size - 24), outline=(190, 150, 60), width=6)
    buffer = BytesIO()
    image.convert(mode).save(buffer, file_format)
    return buffer.getvalue()


def run(data: bytes, **fields: str) -> Made | Refused:
    return engine.run(Request(data=data, recipe=fields.pop("recipe", "keep-background"), **fields))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_own_format(file_format: str) -> None:
    made = run(picture(file_format))
    assert isinstance(made, Made)
    with Image.open(BytesIO(made.data)) as image:
        assert image.format == file_format
        assert image.size == (made.width, made.height) == (96, 96)
    assert made.report["facts"]["format"] == file_format.lower()
    assert made.provenance["recipe"] == "keep-background"


def test_a_worker_told_to_use_a_gpu_uses_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "env", lambda: env().model_copy(update={"engine_device": "cuda"}))
    monkeypatch.setitem(sys.modules, "retouch.on_gpu", None)  # as where torch is not installed
    engine._loaded_finder.cache_clear()
    with pytest.raises((ImproperlyConfigured, ImportError), match="ENGINE_DEVICE"):
        run(picture())
    engine._loaded_finder.cache_clear()


def test_threads_of_a_worker_share_one_network_on_its_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    made, asked, alone = [], [], Lock()

    def run_there(pictures: Pictures) -> Pictures:
        assert alone.acquire(blocking=False), "two threads asked one GPU at once"
        asked.append(len(pictures))
        try:
            return np.concatenate([_Network("seer").run(one[None]) for one in pictures])
        finally:
            alone.release()

    def network(device: str) -> SimpleNamespace:
        made.append(device)
        sleep(0.1)  # long enough for the others to come by
        return SimpleNamespace(run=run_there)

    monkeypatch.setattr(engine, "env", lambda: env().model_copy(update={"engine_device": "cuda"}))
    monkeypatch.setitem(sys.modules, "retouch.on_gpu", SimpleNamespace(TorchNetwork=network))
    engine._loaded_finder.cache_clear()
    with ThreadPoolExecutor(3) as threads:
        results = list(threads.map(run, [picture()] * 3))
    engine._loaded_finder.cache_clear()

    assert made == ["cuda"]
    assert sum(asked) >= len(results)
    assert all(isinstance(one, Made) for one in results)
    assert len({one.report["pixels_sha256"] for one in results if isinstance(one, Made)}) == 1


@pytest.mark.parametrize("data", [b"", b"text", picture()[:200], b"<svg/>"])
def test_a_file_that_is_no_photo_is_refused_with_a_sentence(data: bytes) -> None:
    refused = run(data)
    assert isinstance(refused, Refused)
    assert refused.sentence.endswith(".")


def test_a_gif_is_refused_since_its_format_could_not_be_kept() -> None:
    assert isinstance(run(picture("GIF", mode="P")), Refused)


def test_a_transparent_background_needs_a_file_that_can_hold_one() -> None:
    refused = run(picture(), recipe="transparent")
    assert isinstance(refused, Refused)
    assert "PNG or WebP" in refused.sentence


def test_what_was_converted_is_said() -> None:
    made = run(picture(mode="CMYK"))
    assert isinstance(made, Made)
    assert any("CMYK" in note["sentence"] for note in made.notes)


def test_an_output_keeps_within_the_shops_limits() -> None:
    assert engine._most_pixels(4_000, 6_000) <= 5_000 * 3_334
    assert engine._most_pixels(4_400, 4_400) == 4_400 * 4_400
    assert engine._most_pixels(5_000, 5_000) == 20_000_000


def test_a_photo_above_the_shops_limit_says_so_even_when_its_result_is_small_by_itself() -> None:
    source = decode(picture(), limits=RetouchConfig().limits).source
    (note,) = engine._said_of_size(replace(source, width=6_000, height=4_000), 3_500_000, None)
    assert note.sentence == (
        "This photo had 24.0 megapixels, the result has 3.5: Shopify takes at most 20 megapixels."
    )
    (reduced,) = engine._said_of_size(source, 20_000_000, Note("reduced", "It was reduced."))
    assert reduced.sentence == "It was reduced. Shopify takes at most 20 megapixels."
    assert engine._said_of_size(source, 9_000, None) == ()


def test_work_is_the_same_work_only_when_everything_that_changes_pixels_is_the_same() -> None:
    request = Request(data=b"a", recipe="catalog-white", listing="14k yellow gold ring")
    key = engine.work_key(request, scope="1:gid")
    assert key == engine.work_key(replace(request, file_name="other.jpg"), scope="1:gid")
    others = [
        (replace(request, data=b"b"), "1:gid"), (replace(request, recipe="keep-background"), "1:gid"),
        (replace(request, tone="platinum"), "1:gid"), (replace(request, category="ring"), "1:gid"),
        (replace(request, listing="silver ring"), "1:gid"), (request, "2:gid"),
    ]  # fmt: skip
    assert len({key, *(engine.work_key(other, scope=scope) for other, scope in others)}) == 7


def test_figures_become_plain_values() -> None:
    values = {
        "a": np.float32(1.5),
        "b": float("nan"),
        "c": (np.int64(2), np.zeros(3)),
        "d": engine.Verdict.DONE,
    }
    assert engine.plain(values) == {"a": 1.5, "b": None, "c": [2], "d": "done"}


@pytest.mark.parametrize(("code", "person"), [("person", True), ("cut_by_frame", None)])
def test_of_a_cut_out_is_told_what_its_scene_doubted(code: str, person: bool | None) -> None:
    told = {
        "width": 96, "height": 96, "needs_review": True, "reasons": ({"code": code},), "notes": (), "report": {},
        "provenance": {}, "risk": 0.5, "alloy": "", "matte": b"matte",
    }  # fmt: skip
    facts = engine._made(told, picture(), "jpeg").report["facts"]
    assert (facts["person_found"], facts["blurred"]) == (person, None)
    assert facts["border_white_share"] is not None
