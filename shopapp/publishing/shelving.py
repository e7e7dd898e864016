"""The shelf of an export: finished files at the place where the set will lie, each with a record of what it is.

A record is written after its file and names the file's digest, so that a half-written pair is never taken for a whole
one. Every file that is put there counts as progress: only crashes without any end a set.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict

from django.core.files.storage import default_storage

from shopapp import leases
from shopapp.models import Export
from shopapp.publishing.exports.shelf import MadeFile
from shopapp.studio import storage


class StoredShelf:
    """Files of one export, as long as its holder makes them."""

    def __init__(self, export: Export, name: str) -> None:
        parent = f"{storage.shop_folder(export.shop_id)}/exports/{export.pk}"
        self.folder = f"{parent}/{name}"
        """Where the set lies."""
        self._export = export
        self._records = f"{parent}/made"
        self._known = {file.removesuffix(".json") for file in _listed(self._records)}

    def has(self, made_of: str) -> bool:
        """Whether a record is there, as far as this go has seen."""
        return made_of in self._known

    def take(self, made_of: str) -> MadeFile | None:
        """Return a file; None where another was written over it since, or part of it is missing."""
        try:
            told = json.loads(storage.read(self._record(made_of)))
            data = storage.read(f"{self.folder}/{told['name']}")
        except FileNotFoundError:
            return None
        if storage.digest(data) != told.pop("sha256"):
            return None
        thumbnail, notes = b64decode(told.pop("thumbnail")), tuple(told.pop("notes"))
        return MadeFile(**told, data=data, thumbnail=thumbnail, notes=notes)

    def put(self, made_of: str, made: MadeFile) -> None:
        """Keep a file for the set, and note that the work gets on."""
        leases.write(self._export, crashes=0)
        storage.replace(f"{self.folder}/{made.name}", made.data)
        told = asdict(made) | {"sha256": storage.digest(made.data)}
        told["thumbnail"] = b64encode(made.thumbnail).decode("ascii")
        del told["data"]
        storage.replace(self._record(made_of), json.dumps(told).encode())
        self._known.add(made_of)

    def clear(self, *, keep: set[str]) -> None:
        """Take away the records, and files that did not come to be part of the set."""
        for stray in set(_listed(self.folder)) - keep:
            storage.delete(f"{self.folder}/{stray}")
        storage.delete_folder(self._records)

    def _record(self, made_of: str) -> str:
        return f"{self._records}/{made_of}.json"


def _listed(folder: str) -> list[str]:
    try:
        return list(default_storage.listdir(folder)[1])
    except FileNotFoundError:
        return []
