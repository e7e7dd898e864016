"""The life of a medium: added, processed after a while, replaced under a lock, failed and acknowledged, removed."""

import hashlib
import posixpath
import secrets
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from integrations.sandbox import images, uploads
from integrations.sandbox.catalog import mime_type
from integrations.sandbox.records import Medium, Product
from integrations.sandbox.state import Sandbox

SOURCE_GONE = ("IMAGE_DOWNLOAD_FAILURE", "The image could not be downloaded from its source")
Changed = Callable[[Product], None]


class SourceUnreachableError(Exception):
    """A source from which nothing could be fetched."""


def keep_content(sandbox: Sandbox, medium: Medium, content: bytes) -> None:
    """Give a medium its bytes, a new ``?v=`` and the size they are shown at."""
    now = sandbox.clock.now()
    medium.digest = hashlib.sha256(content).hexdigest()
    medium.content = sandbox.store.contents.setdefault(medium.digest, content)
    medium.version = max(int(now), medium.version + 1)
    medium.updated = now
    shown = images.read_size(content) if medium.kind == "IMAGE" else None
    medium.width, medium.height = (shown.width, shown.height) if shown else (None, None)


def new_medium(sandbox: Sandbox, *, kind: str, file_name: str, alt: str, status: str) -> Medium:
    """Make a medium without bytes; a name that is taken gets an ending of its own."""
    now = sandbox.clock.now()
    name = posixpath.basename(file_name)
    if name in sandbox.store.file_names:
        stem, _, suffix = name.rpartition(".")
        name = f"{stem}_{secrets.token_hex(8)}.{suffix}"
    sandbox.store.file_names.add(name)
    medium = Medium(
        number=sandbox.store.next_number(),
        kind=kind,
        file_name=name,
        mime_type=mime_type(name),
        alt=alt,
        status=status,
        version=int(now) - 1,
        created=now,
        updated=now,
        once_ready=status == "READY",
    )
    sandbox.store.media[medium.number] = medium
    return medium


def products_showing(sandbox: Sandbox, medium: Medium) -> list[Product]:
    """Return the products whose gallery holds a medium."""
    return [product for product in sandbox.store.products.values() if medium.number in product.media]


def process(sandbox: Sandbox, medium: Medium, source: str, *, writer: str, changed: Changed) -> None:
    """Fetch a source and make it the medium's content, after a while; ``changed`` is told of each product."""
    medium.status, medium.busy, medium.writer = "UPLOADED", True, writer
    medium.updated = sandbox.clock.now()
    seconds = sandbox.media_seconds()
    sandbox.timeline.after(seconds / 4, lambda: _start(sandbox, medium))
    sandbox.timeline.after(seconds, lambda: _finish(sandbox, medium, source, changed))


def release_as_failed(sandbox: Sandbox, medium: Medium, code: str, message: str) -> None:
    """End an update in failure: the bytes stay what they were."""
    medium.status, medium.busy = "FAILED", False
    medium.errors = [(code, message)]
    medium.updated = sandbox.clock.now()


def acknowledge(medium: Medium) -> None:
    """Take a failed update off a medium: READY again, with the bytes it had."""
    medium.status, medium.errors = "READY", []


def remove(sandbox: Sandbox, medium: Medium) -> None:
    """Delete a file from the store, every gallery and every variant."""
    for product in products_showing(sandbox, medium):
        product.media.remove(medium.number)
    for variant in sandbox.store.variants.values():
        if variant.medium == medium.number:
            variant.medium = None
    del sandbox.store.media[medium.number]


def read_source(sandbox: Sandbox, source: str) -> bytes:
    """Fetch what a mutation named: an upload (once), one of the store's own files, or a public address."""
    if sandbox.faults.strike("source_unreachable"):
        raise SourceUnreachableError(source)
    base = sandbox.url("/upload/")
    if source.startswith(base):
        content = uploads.take_upload(sandbox, unquote(source[len(base) :]))
        if content is None:
            raise SourceUnreachableError(source)
        return content
    if source.startswith(sandbox.url("/cdn/")):
        name = posixpath.basename(unquote(urlsplit(source).path))
        for medium in sandbox.store.media.values():
            if medium.file_name == name and medium.content:
                return medium.content
        raise SourceUnreachableError(source)
    try:
        return sandbox.fetch(source)
    except OSError as error:
        raise SourceUnreachableError(source) from error


def _start(sandbox: Sandbox, medium: Medium) -> None:
    with sandbox.lock:
        if medium.status == "UPLOADED":
            medium.status = "PROCESSING"


def _finish(sandbox: Sandbox, medium: Medium, source: str, changed: Changed) -> None:
    try:
        content = read_source(sandbox, source)
        if medium.kind == "IMAGE":
            images.inspect(content, medium.extension)
    except SourceUnreachableError:
        failure: tuple[str, str] | None = SOURCE_GONE
    except images.UnacceptableImageError as unacceptable:
        failure = (unacceptable.code, unacceptable.message)
    else:
        failure = None
    with sandbox.lock:
        if medium.number not in sandbox.store.media:
            return
        if failure:
            release_as_failed(sandbox, medium, *failure)
        else:
            keep_content(sandbox, medium, content)
            medium.status, medium.busy, medium.once_ready, medium.errors = "READY", False, True, []
        for product in products_showing(sandbox, medium):
            product.updated = sandbox.clock.now()
            changed(product)
