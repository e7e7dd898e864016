"""A zip that is written while it is read: the whole of it is never in memory, and lies on no disk of ours."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import File

_OLDEST_DATE_OF_A_ZIP = (1980, 1, 1, 0, 0, 0)
_CHUNK = 256 * 1024


def zip_chunks(files: Iterable[Path]) -> Iterator[bytes]:
    """Yield a zip of these files, piece by piece; equal files make an equal zip. Nothing is compressed: images are."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for path in files:
            entry = ZipInfo(path.name, _OLDEST_DATE_OF_A_ZIP)
            entry.file_size = path.stat().st_size  # so that a large one is told in the header
            with path.open("rb") as source, archive.open(entry, "w") as target:
                while data := source.read(_CHUNK):
                    target.write(data)
                    yield from sink.taken()
            yield from sink.taken()
    yield from sink.taken()


def as_file(chunks: Iterator[bytes], name: str) -> "File[bytes]":
    """Return a file whose bytes are made while a storage reads them, once and forwards."""
    stream: IO[bytes] = io.BufferedReader(_Source(chunks), _CHUNK)
    return File(stream, name=name)


class _Sink(io.RawIOBase):
    """Where the zip is written to; what has come is taken away at once."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        told = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._waiting.append(told)
        return len(told)

    def taken(self) -> Iterator[bytes]:
        waiting, self._waiting = self._waiting, []
        yield from filter(None, waiting)


class _Source(io.RawIOBase):
    """Chunks as a stream, read once and forwards; it says so, and a bucket takes it part by part."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # any buffer that can be written
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        taken = min(len(view), len(self._rest))
        view[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
