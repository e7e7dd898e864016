"""The command line: what it makes, what it says, how it ends."""

import errno
import json
import os
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from retouch.cli import main as main_
from retouch.cli import work as working
from retouch.cli.device import finder
from retouch.cli.main import main
from retouch.color import to_codes
from retouch.errors import WeightsUnavailable
from retouch.networks import _Network
from retouch.provenance import ENGINE_VERSION
from tests.unit.retouch import files
from tests.unit.retouch.jewelry import ring
from tests.unit.retouch.photographed import photographed

OFF = 'name = "off"\n[output]\nformat = "jpeg"\nkeep_lossless = true\n'


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A folder with a ring in it, and a recipe that changes nothing."""
    monkeypatch.chdir(tmp_path)
    Path("off.toml").write_text(OFF)
    Path("photos/new").mkdir(parents=True)
    draw(Path("photos/ring.png"))
    draw(Path("photos/new/ring.jpg"), "jpeg")
    return tmp_path


def draw(path, name="png", **options):
    path.write_bytes(files.saved(to_codes(ring(72).pixels), name, **options))


def raise_(error):
    raise error


def run(*arguments):
    return main([*arguments, "-o", "out", "--report", "report.json"])


def opened(path):
    image = Image.open(BytesIO(Path(path).read_bytes()))
    image.load()
    return image


def report():
    return {entry["input"]: entry for entry in json.loads(Path("report.json").read_text())}


def test_metal_stones_and_the_rest_are_the_piece(shop):
    run("photos/ring.png", "--recipe", "off.toml", "--scene", "masks")
    names = ("alpha", "metal", "gem", "other")
    alpha, *parts = (np.asarray(opened(f"masks/ring.{name}.png"), np.int16) for name in names)
    assert np.abs(sum(parts) - alpha).max() <= 2  # each is rounded


def test_a_gpu_that_cannot_be_had_is_told_before_any_work(shop, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "retouch.on_gpu", None)  # as where torch is not installed
    assert run("photos", "--recipe", "off.toml", "--device", "cuda") == 2
    assert "torch" in capsys.readouterr().err
    gone = SimpleNamespace(TorchNetwork=lambda device: raise_(WeightsUnavailable("no GPU was found")))
    monkeypatch.setitem(sys.modules, "retouch.on_gpu", gone)
    assert run("photos", "--recipe", "off.toml", "--device", "cuda") == 2
    assert "no GPU was found" in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_gpu_runs_the_network_where_there_is_one(shop, monkeypatch):
    asked = []
    network = SimpleNamespace(run=lambda pictures: asked.append(1) or _Network("seer").run(pictures))
    monkeypatch.setitem(sys.modules, "retouch.on_gpu", SimpleNamespace(TorchNetwork=lambda device: network))
    finder.cache_clear()
    assert run("photos/ring.png", "--recipe", "off.toml", "--device", "cuda") == 0
    finder.cache_clear()
    assert asked


def test_folders_are_walked_and_keep_their_paths(shop, capsys):
    assert run("photos", "--recipe", "off.toml") == 0
    assert sorted(str(path) for path in Path("out").rglob("*.*")) == ["out/new/ring.jpg", "out/ring.png"]
    said = capsys.readouterr().out
    assert "ring.png" in said
    assert "new/ring.jpg" in said


def test_the_report_tells_everything_about_every_photo(shop):
    run("photos", "--recipe", "off.toml")
    entry = report()["photos/ring.png"]
    assert entry["state"] in {"done", "review"}
    assert entry["output"] == "out/ring.png"
    assert {"decode", "scene", "fidelity", "encode"} <= set(entry["seconds"])
    assert entry["peak_memory_bytes"] > 1_000_000
    assert (entry["version"], entry["recipe"]) == (ENGINE_VERSION, "off")
    assert len(entry["recipe_digest"]) == 64
    assert {"reasons", "measures", "notes", "provenance", "fidelity"} <= set(entry)


def test_png_to_png_with_nothing_to_do_is_pixel_identical(shop):
    run("photos/ring.png", "--recipe", "off.toml")
    first, second = (np.asarray(opened(path)) for path in ("photos/ring.png", "out/ring.png"))
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("said", "alloy", "source"),
    [
        (("--listing", "Ring in 18k rose gold"), "18k-rose-gold", "listing"),
        (("--listing", "Ring in 18k rose gold", "--metal", "platinum"), "platinum", "option"),
    ],
)
def test_the_alloy_is_the_listings_unless_one_is_given(shop, said, alloy, source):
    run("photos", "--recipe", "off.toml", "--category", "ring", *said)
    entry = report()["photos/ring.png"]
    assert (entry["alloy"], entry["alloy_source"], entry["category"]) == (alloy, source, "ring")


@pytest.mark.parametrize(("recipe", "suffix"), [("catalog-white", "jpg"), ("transparent", "png")])
def test_each_recipe_writes_its_format(shop, recipe, suffix):
    assert run("photos/ring.png", "--recipe", recipe, "--metal", "18k-yellow-gold") == 0
    image = opened(f"out/ring.{suffix}")
    assert image.width == image.height


def test_masks_have_the_photo_s_size_upright(shop):
    exif = Image.Exif()
    exif[0x0112] = 6
    codes = to_codes(ring(90).pixels)[:70]
    Path("photos/turned.jpg").write_bytes(files.saved(codes, "jpeg", exif=exif))
    run("photos/turned.jpg", "--recipe", "off.toml", "--scene", "masks")
    names = sorted(path.name for path in Path("masks").iterdir())
    layers = ("alpha", "defects", "gem", "metal", "other", "protected", "shadow")
    assert names == [f"turned.{layer}.png" for layer in layers]
    for path in Path("masks").iterdir():
        image = opened(path)
        assert (image.mode, image.size) == ("L", (70, 90))


def test_one_bad_file_stops_no_other(shop, capsys):
    Path("photos/broken.jpg").write_bytes(Path("photos/new/ring.jpg").read_bytes()[:600])
    Path("photos/letter.jpg").write_text("Dear customer")
    Path("photos/empty.png").touch()
    Path("photos/notes.txt").write_text("left aside")
    Path("photos/.hidden.jpg").write_text("left aside in silence")
    assert run("photos", "--recipe", "off.toml") == 1
    told = report()
    states = {Path(name).name: entry["state"] for name, entry in told.items()}
    refused = {name for name, state in states.items() if state == "refused"}
    assert refused == {"broken.jpg", "letter.jpg", "empty.png"}
    assert told["photos/broken.jpg"]["reasons"][0]["code"] == "corrupt_file"
    assert told["photos/broken.jpg"]["output"] is None
    assert not Path("out/broken.jpg").exists()
    assert Path("out/ring.png").exists()
    said = " ".join(capsys.readouterr().out.split())
    assert "1 other file was left aside, no photo by the name: notes.txt" in said


def test_camera_raw_in_a_folder_is_refused_by_its_name(shop):
    Path("photos/new/raw.CR2").write_bytes(b"II*\x00 as a camera writes it")
    Path("photos/raw.cr3").write_bytes(b"\x00\x00\x00\x18ftypcrx \x00")
    assert run("photos", "--recipe", "off.toml") == 1
    refused = [entry for entry in report().values() if entry["state"] == "refused"]
    assert [entry["input"] for entry in refused] == ["photos/raw.cr3", "photos/new/raw.CR2"]
    for entry in refused:
        assert "camera raw" in entry["reasons"][0]["sentence"]


def test_an_unforeseen_error_refuses_one_photo_and_is_told_in_full(shop, monkeypatch):
    def lost(*_, **__):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(working, "retouch", lost, raising=True)
    assert run("photos/ring.png", "--recipe", "off.toml") == 1
    entry = report()["photos/ring.png"]
    assert entry["reasons"][0]["code"] == "unforeseen"
    assert "ZeroDivisionError: a bug" in entry["error"]


def test_a_link_to_nowhere_and_a_pipe_stop_no_other(shop, capsys):
    Path("photos/lost.jpg").symlink_to("nowhere.jpg")
    os.mkfifo("photos/pipe.jpg")
    assert run("photos", "--recipe", "off.toml") == 1
    lost = report()["photos/lost.jpg"]
    assert (lost["state"], lost["reasons"][0]["code"]) == ("refused", "file")
    assert "lost.jpg" in lost["reasons"][0]["sentence"]
    assert Path("out/ring.png").exists()
    assert "photos/pipe.jpg" not in report()
    assert "pipe.jpg" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "is full"), (errno.EACCES, "permissions"), (errno.EIO, "Input/output")],
)
def test_a_disk_that_fails_is_told_in_a_sentence(shop, monkeypatch, number, words):
    def fail(*_):
        raise OSError(number, "Input/output error")

    monkeypatch.setattr(working, "encode", fail)
    assert run("photos/ring.png", "--recipe", "off.toml") == 1
    assert words in report()["photos/ring.png"]["reasons"][0]["sentence"]
    assert not list(Path("out").iterdir())


def test_a_half_written_file_is_not_left_behind(tmp_path):
    target = tmp_path / "made/ring.jpg"
    target.mkdir(parents=True)  # a folder stands where the file should
    with pytest.raises(OSError, match=r"ring\.jpg"):
        working.write_whole(target, b"data")
    assert [path.name for path in target.parent.iterdir()] == ["ring.jpg"]


def usage(*arguments):
    """Run what must be refused before any work, and return the status."""
    try:
        return main(list(arguments))
    except SystemExit as stopped:
        return stopped.code


@pytest.mark.parametrize(
    "arguments",
    [
        ("photos",),
        ("missing.jpg", "-o", "out"),
        ("photos", "-o", "off.toml"),
        ("photos", "-o", "out", "--recipe", "polished"),
        ("photos", "-o", "out", "--recipe", "missing.toml"),
        ("photos", "-o", "out", "--metal", "brass"),
        ("photos", "-o", "out", "--category", "hat"),
        ("photos", "-o", "out", "--scene", "off.toml"),
    ],
)
def test_wrong_usage_ends_with_two_and_does_nothing(shop, arguments, capsys):
    assert usage(*arguments) == 2
    assert not Path("out").exists()
    assert capsys.readouterr().err


def test_a_folder_without_photos_is_wrong_usage(shop, capsys):
    Path("nothing/new").mkdir(parents=True)
    Path("nothing/new/notes.txt").touch()
    assert usage("nothing", "-o", "out") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "no photo" in said
    assert "new/notes.txt" in said
    assert not Path("out").exists()


def test_two_inputs_with_one_output_are_refused_before_work(shop, capsys):
    draw(Path("photos/ring.jpg"), "jpeg")
    assert usage("photos", "-o", "out") == 2
    assert "would both become out/ring.jpg" in capsys.readouterr().err.replace("\n", "")
    assert not Path("out").exists()


def test_two_inputs_with_one_mask_are_refused_before_work(shop):
    draw(Path("photos/ring.jpg"), "jpeg")
    assert usage("photos", "-o", "out", "--recipe", "off.toml", "--scene", "masks") == 2
    assert usage("photos", "-o", "out", "--recipe", "off.toml") == 0


def test_a_file_given_twice_is_retouched_once(shop):
    run("photos", "photos/ring.png", "--recipe", "off.toml")
    assert len(report()) == 2


@pytest.mark.parametrize("how", ["same folder", "symbolic link", "hard link", "linked folder"])
def test_an_input_is_never_overwritten(shop, how, capsys):
    photo, before = Path("photos/ring.png"), Path("photos/ring.png").read_bytes()
    folder = Path("out")
    if how == "same folder":
        folder = Path("photos")
    elif how == "linked folder":
        folder.symlink_to("photos")
    else:
        folder.mkdir()
        link = folder / "ring.png"
        link.symlink_to(photo.resolve()) if how == "symbolic link" else link.hardlink_to(photo)
    assert usage(str(photo), "-o", str(folder), "--recipe", "off.toml") == 2
    assert "would overwrite" in capsys.readouterr().err.replace("\n", " ")
    assert photo.read_bytes() == before


def test_a_report_never_overwrites_an_input(shop):
    assert usage("photos/ring.png", "-o", "out", "--report", "photos/ring.png") == 2


@pytest.mark.parametrize("place", ["out/ring.png", "out/ring.png/r.json", "out", "masks/ring.gem.png"])
def test_a_report_never_stands_where_a_result_will(shop, place, capsys):
    status = usage(
        "photos/ring.png", "-o", "out", "--recipe", "off.toml", "--scene", "masks", "--report", place
    )
    assert status == 2
    assert "the report" in capsys.readouterr().err
    assert not Path("out").exists()
    assert not Path("masks").exists()


def test_a_report_lies_among_the_results_where_it_is_in_nobodys_way(shop):
    assert usage("photos/ring.png", "-o", "out", "--recipe", "off.toml", "--report", "out/report.json") == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["report.json", "ring.png"]


@pytest.mark.parametrize(("make", "words"), [(os.mkdir, "is a folder"), (os.mkfifo, "is no file on a disk")])
def test_a_report_that_is_no_file_is_wrong_usage_before_any_work(shop, make, words, capsys):
    make("report.json")
    assert usage("photos", "-o", "out", "--recipe", "off.toml", "--report", "report.json") == 2
    assert not Path("out").exists()
    assert f"report.json {words}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["gone.toml", "photos"])
def test_a_recipe_that_cannot_be_read_is_told_without_numbers(shop, capsys, name):
    Path("photos").rename("photos.toml")
    with pytest.raises(SystemExit) as ended:
        main(["photos.toml/ring.png", "-o", "out", "--recipe", f"{name.removesuffix('.toml')}.toml"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "Errno" not in said
    assert f"{name.removesuffix('.toml')}.toml: " in said


def test_a_folder_that_cannot_be_made_is_told_by_its_name(shop, capsys):
    assert main(["photos", "-o", "/proc/nowhere/out", "--recipe", "off.toml"]) == 2
    said = capsys.readouterr().err
    assert "Errno" not in said
    assert "/proc/nowhere: " in said


@pytest.mark.parametrize("place", ["off.toml/r.json", "/proc/nowhere/r.json", "/proc/r.json"])
def test_a_report_that_cannot_be_written_is_wrong_usage_before_any_work(shop, place, capsys):
    assert usage("photos/ring.png", "-o", "out", "--recipe", "off.toml", "--report", place) == 2
    assert f"{place}: " in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_report_for_which_the_disk_has_no_room_in_the_end_is_told(shop, monkeypatch, capsys):
    monkeypatch.setattr(main_, "write_whole", lambda *_: raise_(OSError(errno.ENOSPC, "No space left")))
    assert run("photos/ring.png", "--recipe", "off.toml") == 1
    assert "could not be written" in capsys.readouterr().err


def test_earlier_results_inside_the_folder_are_not_taken_for_photos(shop):
    first = usage("photos", "-o", "photos/out", "--recipe", "off.toml")
    again = usage("photos", "-o", "photos/out", "--recipe", "off.toml", "--report", "report.json")
    assert (first, again) == (0, 0)
    assert len(report()) == 2


def test_the_written_file_is_a_whole_picture(shop):
    run("photos/ring.png", "--recipe", "catalog-white")
    assert opened("out/ring.jpg").mode == "RGB"


def test_another_pass_is_asked_for_by_its_reason(shop, capsys):
    assert run("photos/ring.png", "--retry", "too-dark") == 0
    assert report()["photos/ring.png"]["retry"] == "too-dark"
    with pytest.raises(SystemExit) as refused:
        run("photos/ring.png", "--recipe", "keep-background", "--retry", "shadow")
    assert refused.value.code == 2
    assert "shadow" in capsys.readouterr().err


def test_a_set_is_measured_first_and_the_report_tells_its_spread(shop, capsys):
    shot = photographed("signet-ring-gold.jpg")
    for number, level in enumerate((0.75, 1.0)):
        data = files.saved(to_codes(np.clip(shot * np.float32(level), 0, 1)), "png")
        Path(f"photos/shot-{number}.png").write_bytes(data)
    shots = ["photos/shot-0.png", "photos/shot-1.png"]
    assert run(*shots, "--catalog", "--metal", "18k-yellow-gold", "--recipe", "keep-background") == 0
    told = [report()[path] for path in shots]
    assert told[0]["recipe_digest"] != told[1]["recipe_digest"]
    sets = [entry["catalog"] for entry in told]
    assert {each["shots"] for each in sets} == {2}
    assert sets[0]["after"] < sets[0]["before"] / 2
    assert "18k yellow gold" in capsys.readouterr().out


def test_a_set_with_a_file_that_is_no_photo_goes_on(shop):
    Path("photos/broken.jpg").write_bytes(b"\xff\xd8 no photo")
    assert run("photos", "--catalog", "--recipe", "off.toml") == 1
    assert report()["photos/ring.png"]["state"] in {"done", "review"}
