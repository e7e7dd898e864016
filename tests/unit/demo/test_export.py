"""What is left on the disk of an image set."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from demo.steps import export
from tests.unit.demo.conftest import Played


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ring-1.jpg", b"picture")
    return buffer.getvalue()


def test_a_set_lies_there_as_a_folder_and_as_a_zip_with_both_reports(played: Callable[..., Played]) -> None:
    finding = dict.fromkeys(export.FINDING, "") | {"verdict": "pass"}
    report = [dict.fromkeys(export.ENTRY, "") | {"findings": [finding]}]
    files = {"/zip": zipped(), "/json": json.dumps(report).encode(), "/html": b"<html>"}
    made: dict[str, Any] = {"state": "ready", "zip": "/zip", "json": "/json", "html": "/html"}
    found = played(**files)
    for name in export.MARKETPLACES:
        export.unpack(found.day, made | {"marketplace": name})
    assert found.failures == []
    for name in export.MARKETPLACES:
        folder = found.day.folder / "exports"
        assert (folder / f"{name}.zip").read_bytes() == files["/zip"]
        left = {path.name: path.read_bytes() for path in (folder / name).iterdir()}
        assert left == {"ring-1.jpg": b"picture", "report.json": files["/json"], "report.html": b"<html>"}
