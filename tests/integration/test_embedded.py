"""The embedded default, one process on SQLite: killed in the middle of a photo, it finishes when started again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.installation import Installation, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def lustre(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path, postgres="", redis="")
    yield installation
    installation.stop()


def states(lustre: Installation) -> list[str]:
    return [photo["state"] for photo in lustre.look("photos")]


def test_a_process_killed_in_mid_photo_loses_nothing_and_charges_once(
    lustre: Installation, tmp_path: Path
) -> None:
    flag = tmp_path / "stalled"
    server = lustre.start_embedded(photos=1, stall_at="engine:", flag=flag)
    until(lambda: states(lustre) == [""])
    (photo,) = lustre.look("photos")
    lustre.press("retouch", media=photo["media_id"])
    until(flag.exists)
    lustre.kill(server)
    lustre.serve(stall_at="engine:", flag=flag)
    until(lambda: states(lustre) == ["published"])
    credits_ = lustre.look("store")["credits"]
    assert (credits_["available"], credits_["reserved"], credits_["spent"]) == (60, 0, 20)
    lustre.press(f"media/{photo['media_id']}/undo")
    until(lambda: states(lustre) == ["undone"])


def test_the_whole_way_of_a_photo_through_the_embedded_server(lustre: Installation, tmp_path: Path) -> None:
    flag = tmp_path / "stalled"
    flag.touch()
    server = lustre.start_embedded(photos=2, stall_at="", flag=flag)
    until(lambda: states(lustre) == ["", ""])
    before = digests(lustre)
    first, second = lustre.look("photos")
    for photo in (first, second):
        lustre.press("retouch", media=photo["media_id"])
    until(lambda: states(lustre) == ["published", "published"])
    assert not before & digests(lustre)
    lustre.press("undo-all")
    until(lambda: states(lustre) == ["undone", "undone"])
    assert digests(lustre) == before
    server.terminate()
    assert server.wait(20) == 0
    lustre.running.remove(server)


def test_everything_undone_while_photos_are_on_their_way_is_undone(
    lustre: Installation, tmp_path: Path
) -> None:
    (tmp_path / "stalled").touch()
    lustre.start_embedded(photos=3, stall_at="", flag=tmp_path / "stalled")
    until(lambda: states(lustre) == [""] * 3)
    before = digests(lustre)
    for photo in lustre.look("photos"):
        lustre.press("retouch", media=photo["media_id"])
    until(lambda: "publishing" in states(lustre))
    assert lustre.press("undo-all")["undone"]
    until(lambda: lustre.look("store")["undoing"] == 0 and set(states(lustre)) <= {"undone", "left"})
    assert digests(lustre) == before


def digests(lustre: Installation) -> set[str]:
    return {medium["digest"] for medium in lustre.sandbox.get("/control/state").json()["media"]}


def test_faults_of_shopify_delay_a_photo_and_lose_nothing(lustre: Installation, tmp_path: Path) -> None:
    (tmp_path / "stalled").touch()
    lustre.start_embedded(photos=2, stall_at="", flag=tmp_path / "stalled")
    until(lambda: states(lustre) == ["", ""])
    faults = {"throttle": 2, "file_locked": 1, "server_error": 3.0}
    lustre.sandbox.post("/control/faults", json=faults).raise_for_status()
    lustre.sandbox.post("/control/tokens/revoke", json={}).raise_for_status()
    for photo in lustre.look("photos"):
        lustre.press("retouch", media=photo["media_id"])
    until(lambda: states(lustre) == ["published", "published"])
    credits_ = lustre.look("store")["credits"]
    assert (credits_["available"], credits_["reserved"], credits_["spent"]) == (40, 0, 40)


def test_removing_the_app_in_mid_photo_and_forgetting_the_shop(lustre: Installation, tmp_path: Path) -> None:
    lustre.start_embedded(photos=1, stall_at="engine:", flag=tmp_path / "stalled")
    until(lambda: states(lustre) == [""])
    before = digests(lustre)
    lustre.press("retouch", media=lustre.look("photos")[0]["media_id"])
    until((tmp_path / "stalled").exists)
    files = Path(lustre.environment["FILES_FOLDER"])
    assert list(files.rglob("*.jpg"))
    lustre.sandbox.post("/control/uninstall", json={}).raise_for_status()
    lustre.sandbox.post("/control/redact", json={}).raise_for_status()
    until(lambda: not list(files.rglob("*.jpg")))
    assert digests(lustre) == before
