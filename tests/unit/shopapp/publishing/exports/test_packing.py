"""A zip of any size passes through little memory, and begins to leave before the last picture is read."""

import tracemalloc
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.base import File

from shopapp.publishing.exports.packing import as_file, zip_chunks

PICTURE = 50_000


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Two thousand names of one picture."""
    first = tmp_path / "picture.jpg"
    first.write_bytes(bytes(range(250)) * (PICTURE // 250))
    links = [tmp_path / f"ring-{number:04}.jpg" for number in range(2_000)]
    for link in links:
        link.hardlink_to(first)
    return links


def test_two_thousand_pictures_pass_through_a_few_megabytes(pictures: list[Path]) -> None:
    tracemalloc.start()
    weight = sum(len(chunk) for chunk in zip_chunks(pictures))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert weight > 2_000 * PICTURE
    assert peak < 8_000_000


def test_it_begins_to_leave_before_the_second_picture_is_looked_at(pictures: list[Path]) -> None:
    taken: list[str] = []
    chunks = zip_chunks(taken.append(path.name) or path for path in pictures)
    assert next(chunks)[:2] == b"PK"
    assert taken == ["ring-0000.jpg"]


def test_what_comes_out_is_a_zip(pictures: list[Path]) -> None:
    with ZipFile(BytesIO(b"".join(zip_chunks(pictures[:3])))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["ring-0000.jpg", "ring-0001.jpg", "ring-0002.jpg"]
        assert archive.read("ring-0001.jpg") == pictures[0].read_bytes()


def test_a_storage_reads_it_once_and_forwards() -> None:
    file: File[bytes] = as_file(iter([b"ab", b"", b"cdef"]), "set.zip")
    assert not file.seekable()
    assert b"".join(file.chunks(3)) == b"abcdef"
    file = as_file(iter([b"ab", b"cdef"]), "set.zip")
    assert file.read(3) == b"abc"
    assert file.read() == b"def"
    with pytest.raises(OSError, match="seek"):
        file.seek(0)
