from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from shopapp.errors import Forbidden
from shopapp.studio import storage
from shopapp.studio.storage import AtomicFolderStorage


def test_the_same_bytes_are_stored_once_under_their_digest() -> None:
    key = storage.put("shops/1/originals", b"bytes", extension="jpg")
    assert key == storage.put("shops/1/originals", b"bytes", extension="jpg")
    assert storage.digest(b"bytes") in key
    assert storage.read(key) == b"bytes"


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    class Torn(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size=None):  # type: ignore[no-untyped-def]
            yield b"half"
            raise OSError("the disk is full")

    folder = AtomicFolderStorage(location=str(tmp_path))
    with pytest.raises(OSError, match="full"):
        folder.save("a/photo.jpg", Torn(b""))
    assert list((tmp_path / "a").iterdir()) == []


def test_a_name_of_its_own_is_replaced() -> None:
    assert storage.replace("uploads/x/a.bin", b"1") == storage.replace("uploads/x/a.bin", b"2")
    assert storage.read("uploads/x/a.bin") == b"2"


def test_a_folder_is_deleted_with_all_that_is_in_it() -> None:
    storage.put("shops/of-nobody-else/originals", b"1", extension="jpg")
    storage.put("shops/of-nobody-else/results", b"2", extension="jpg")
    assert storage.delete_folder("shops/of-nobody-else") == 2
    assert storage.delete_folder("shops/of-nobody-else") == 0


def test_a_signed_address_serves_the_file_for_a_while(settings_env) -> None:  # type: ignore[no-untyped-def]
    key = storage.put("shops/1/originals", b"bytes", extension="jpg")
    url = storage.signed_url(key, shop_id=1, name="ring.jpg", download=True)
    answer = Client().get(url)
    assert b"".join(answer.streaming_content) == b"bytes"
    assert answer["Content-Disposition"] == 'attachment; filename="ring.jpg"'
    assert answer["Content-Type"] == "image/jpeg"
    settings_env(file_link_expires=timedelta(seconds=-1))
    assert Client().get(url).status_code == 403


def test_an_address_of_a_deleted_file_finds_nothing() -> None:
    key = storage.put("shops/1/originals", b"soon gone", extension="jpg")
    url = storage.signed_url(key, shop_id=1)
    storage.delete(key)
    assert Client().get(url).status_code == 404


def test_an_address_never_leaves_its_shop() -> None:
    key = storage.put("shops/1/originals", b"bytes", extension="jpg")
    signed = storage.signed_url(key, shop_id=2).rsplit("/", 1)[-1]
    with pytest.raises(Forbidden):
        storage.open_signed(signed)
    with pytest.raises(Forbidden):
        storage.open_signed("made-up")
