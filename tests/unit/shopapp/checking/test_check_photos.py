import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    codes = np.full((64, 64, 3), 255, np.uint8)
    codes[4:60, 4:60] = np.arange(56, dtype=np.uint8)[:, None, None] * 2
    path = tmp_path / "ring.png"
    Image.fromarray(codes).save(path)
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("check_photos", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_what_blocks_is_the_exit_status_and_stands_in_the_table_and_the_file(
    photo: Path, tmp_path: Path
) -> None:
    target = tmp_path / "found.json"
    with pytest.raises(SystemExit) as stopped:
        run(photo, "--for", "etsy", "--json", target)
    assert stopped.value.code == 1
    (entry,) = json.loads(target.read_text())
    assert (entry["file"], entry["marketplace"], entry["blocks"]) == ("ring.png", "etsy", True)


def test_several_photos_have_a_table_each(photo: Path) -> None:
    text = run(photo, photo, "--for", "shopify", "--slot", "gallery")
    assert text.count("ring.png for Shopify, gallery: nothing blocks") == 2
    assert "1 of these photos repeats another one." in text
    assert "SHOP-ZOOM-A" in text
    assert "ring.png: the piece fills, along its longer side: 87.5 %; of the area: " in text


def test_several_photos_that_repeat_another_are_counted(photo: Path) -> None:
    text = run(photo, photo, photo, "--for", "shopify", "--slot", "gallery")
    assert "2 of these photos repeat another one." in text


def test_json_alone_can_go_to_the_screen(photo: Path) -> None:
    assert json.loads(run(photo, "--for", "shopify", "--json", "-"))[0]["blocks"] is False


def judged(*arguments: object) -> tuple[list[dict[str, Any]], int]:
    """Return what was found as programs read it, and the exit status."""
    out, status = StringIO(), 0
    try:
        call_command("check_photos", *map(str, arguments), "--json", "-", stdout=out)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    return json.loads(out.getvalue()), status


def test_a_set_answers_for_each_file_and_for_all_together(photo: Path) -> None:
    found, status = judged(photo, photo, "--for", "etsy", "--slot", "set")
    assert [(each["file"], each["slot"]) for each in found] == [
        ("ring.png", "main"), ("ring.png", "gallery"), ("2 files", "set"),
    ]  # fmt: skip
    assert [each["blocks"] for each in found] == [True, False, False]
    assert status == 1
    by_rule = [{finding["rule"] for finding in each["findings"]} for each in found]
    assert [["ETSY-MIN1" in each, "ETSY-N" in each] for each in by_rule] == [
        [True, False], [False, False], [False, True],
    ]  # fmt: skip


def test_a_sets_status_is_that_of_all_its_entries(photo: Path) -> None:
    found, status = judged(*[photo] * 3, "--for", "shopify", "--slot", "set")
    assert ([each["blocks"] for each in found], status) == ([False] * 4, 0)
    one, failed = judged(photo, "--for", "amazon-us", "--slot", "main", "--confirm", "confirmed_photograph")
    whole, status = judged(
        *[photo] * 10, "--for", "amazon-us", "--slot", "set", "--confirm", "confirmed_photograph"
    )
    assert (whole[0]["findings"], status, failed) == (one[0]["findings"], 1, 1)
    assert [each["blocks"] for each in whole][-1], "ten images are one too many"


def test_a_sets_table_has_every_file_and_the_set(photo: Path) -> None:
    text = run(photo, photo, "--for", "shopify", "--slot", "set")
    titles = [line.strip() for line in text.splitlines() if " for Shopify" in line]
    assert titles == [
        "ring.png for Shopify, main: nothing blocks",
        "ring.png for Shopify, gallery: nothing blocks",
        "2 files for Shopify, set: nothing blocks",
    ]


def test_what_has_no_sourced_rule_says_so(photo: Path) -> None:
    text = run(photo, "--for", "meta")
    assert "ring.png: nothing is asked yet." in text
    assert "Not checked, META-PX" in text


def test_what_a_person_knows_may_be_confirmed(photo: Path) -> None:
    text = run(
        photo, "--for", "etsy", "--slot", "gallery", "--json", "-", "--confirm", "confirmed_real_piece"
    )
    by_rule = {each["rule"]: each["verdict"] for each in json.loads(text)[0]["findings"]}
    assert (by_rule["ETSY-OWN"], by_rule["ETSY-SYN"]) == ("pass", "unknown")
    with pytest.raises(CommandError) as refused:
        run(photo, "--for", "etsy", "--confirm", "confirmed_everything")
    assert refused.value.returncode == 2


@pytest.mark.parametrize("name", ["there-is-none.jpg", "text.jpg"])
def test_bad_input_is_status_two(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    with pytest.raises(CommandError) as refused:
        run(tmp_path / name, "--for", "etsy")
    assert refused.value.returncode == 2


def test_half_a_file_is_bad_input_though_its_header_can_be_read(photo: Path) -> None:
    data = photo.read_bytes()
    photo.write_bytes(data[: len(data) // 2])
    with pytest.raises(CommandError, match="damaged or cut short") as refused:
        run(photo, "--for", "shopify", "--slot", "gallery")
    assert refused.value.returncode == 2


def test_a_file_of_numbers_that_have_no_white_is_told_and_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "ring.tif"
    Image.fromarray(np.full((64, 64), 0.5, np.float32)).save(path)
    target = tmp_path / "found.json"
    with pytest.raises(SystemExit):  # it is small, and no JPEG
        run(path, "--for", "amazon-us", "--json", target)
    findings = json.loads(target.read_text())[0]["findings"]
    grounds = [each for each in findings if each["fact"] in {"border_white_share", "background_white_share"}]
    assert {each["verdict"] for each in grounds} == {"unknown"}


def test_a_file_that_cannot_be_written_is_bad_input(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        run(photo, "--for", "shopify", "--json", tmp_path / "no" / "folder.json")
    assert refused.value.returncode == 2
