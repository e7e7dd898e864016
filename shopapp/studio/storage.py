"""Where files are kept and how they are addressed: by digest, under their shop, behind signed addresses that expire."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import reverse

from shopapp.env import env
from shopapp.errors import Forbidden

_SALT = "shopapp.file"


class AtomicFolderStorage(FileSystemStorage):
    """A folder whose files appear whole or not at all; writing a name again replaces it."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Keep the name: names are digests, or are meant to be replaced."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name


BUCKET_ERRORS = (BotoCoreError, ClientError)
STORE_ERRORS = (OSError, *BUCKET_ERRORS)
_TOO_MANY, _SERVER_ERROR = 429, 500


def is_full(error: BaseException) -> bool:
    """Whether there was no room left for a file."""
    return isinstance(error, OSError) and error.errno == errno.ENOSPC


def is_out_of_reach(error: BaseException) -> bool:
    """Whether the bucket did not answer, or not now: what may pass by itself."""
    if isinstance(error, ClientError):
        status: int = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status == _TOO_MANY or status >= _SERVER_ERROR
    return isinstance(error, BotoCoreError)


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def shop_folder(shop_id: int) -> str:
    """Return the folder that holds everything of a shop."""
    return f"shops/{shop_id}"


def key_of(folder: str, sha256: str, *, extension: str) -> str:
    """Return the key under which ``put`` stores bytes of a digest."""
    return f"{folder}/{sha256[:2]}/{sha256}.{extension}"


def put(folder: str, data: bytes, *, extension: str) -> str:
    """Store bytes by digest under ``folder``; the same bytes are stored once. Return the key."""
    key = key_of(folder, digest(data), extension=extension)
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(data))
    return key


def replace(key: str, data: bytes) -> str:
    """Store bytes under a name of their own, replacing what was there."""
    if default_storage.exists(key):
        default_storage.delete(key)
    return default_storage.save(key, ContentFile(data))


def replace_file(key: str, file: "File[Any]") -> str:
    """Store a file that is read piece by piece, replacing what was there."""
    if default_storage.exists(key):
        default_storage.delete(key)
    return default_storage.save(key, file)


def read(key: str) -> bytes:
    """Return the bytes stored under ``key``."""
    with default_storage.open(key, "rb") as file:
        data: bytes = file.read()
    return data


def delete(key: str) -> None:
    """Delete one file; none there is fine."""
    if key:
        default_storage.delete(key)


def delete_folder(folder: str) -> int:
    """Delete everything under ``folder``; return how many files it was."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    for name in files:
        default_storage.delete(f"{folder}/{name}")
    deleted = len(files) + sum(delete_folder(f"{folder}/{name}") for name in folders)
    if isinstance(default_storage, FileSystemStorage) or hasattr(default_storage, "path"):
        default_storage.delete(folder)
    return deleted


def signed_url(key: str, *, shop_id: int | None, name: str = "", download: bool = False) -> str:
    """Return an address of a file that stays good for a while and for this shop only."""
    value = {"k": key, "s": shop_id, "n": name, "d": int(download)}
    return reverse("file", args=[signing.dumps(value, salt=_SALT, compress=True)])


def open_signed(signed: str) -> tuple[str, str, bool]:
    """Return key, file name and whether to download, of a signed address that is still good."""
    try:
        value = signing.loads(signed, salt=_SALT, max_age=env().file_link_expires)
    except signing.BadSignature as error:
        raise Forbidden("bad or expired file address") from error
    key, shop_id = str(value["k"]), value["s"]
    inside = f"{shop_folder(shop_id)}/" if shop_id is not None else "uploads/"
    if not key.startswith(inside):
        raise Forbidden("a file address that leaves its shop")
    return key, str(value["n"]), bool(value["d"])
