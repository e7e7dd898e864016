"""The installation's certificate: nothing without one, a signature with one, and plain words on what is wrong."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from retouch.renditions import Wanted, credentials
from shopapp.env import Env, env
from shopapp.publishing.exports.renditions import open_master, rendition_of
from shopapp.publishing.exports.sets import ExportPhoto
from shopapp.publishing.exports.signing import complaints, signing_of
from tests.unit.retouch.renditions.certificates import certificate
from tests.unit.shopapp.publishing.exports.pictures import picture

pytest.importorskip(
    "c2pa", reason="content credentials are an extra: install the extra c2pa to sign and read them"
)


def settings(folder: Path, *, key: bytes | None = None, **options: object) -> Env:
    good = certificate(**options)
    file = folder / "chain.pem"
    file.write_bytes(good.chain)
    told = {"c2pa_certificate_file": str(file), "c2pa_private_key": SecretStr((key or good.key).decode())}
    return env().model_copy(update=told)


def told(of: Env) -> list[tuple[bool, str]]:
    return list(complaints(of, datetime.now(UTC)))


def test_without_a_certificate_nothing_is_signed_and_nothing_is_wrong() -> None:
    assert signing_of(env()) is None
    assert told(env()) == []


def test_a_rendition_is_signed_over_the_merchant_s_own_photo(tmp_path: Path) -> None:
    signing = signing_of(settings(tmp_path))
    assert signing is not None
    photo = ExportPhoto("ring.jpg", picture, original=picture)
    made = rendition_of(open_master(picture()), Wanted(), sign=signing(photo), room=credentials.ROOM_BYTES)
    found = credentials.read(made.data, "jpeg")
    assert found is not None
    assert found.holds
    assert found.manifest["ingredients"][0]["title"] == "ring.jpg"


def test_a_good_certificate_that_nobody_vouches_for_is_a_warning(tmp_path: Path) -> None:
    ((is_wrong, sentence),) = told(settings(tmp_path))
    assert not is_wrong
    assert "on no list of trust" in sentence


@pytest.mark.parametrize(("days", "is_wrong"), [((-9, -1), True), ((-9, 10), False)])
def test_a_certificate_s_end_is_told(tmp_path: Path, days: tuple[int, int], is_wrong: bool) -> None:
    wrong, sentence = told(settings(tmp_path, days=days))[0]
    assert (wrong, "out on" in sentence) == (is_wrong, True)


def test_another_s_key_and_a_missing_file_are_wrong(tmp_path: Path) -> None:
    assert told(settings(tmp_path, key=certificate().key))[0] == (
        True, "The certificate of C2PA_CERTIFICATE_FILE does not belong to the private key.",
    )  # fmt: skip
    nowhere = settings(tmp_path).model_copy(update={"c2pa_certificate_file": str(tmp_path / "nowhere.pem")})
    assert "cannot be read" in told(nowhere)[0][1]
