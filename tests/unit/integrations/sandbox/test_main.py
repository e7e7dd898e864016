"""The command line."""

from pathlib import Path

import pytest

from integrations.sandbox import __main__ as command
from integrations.sandbox.server import SandboxServer
from tests.sandbox.raw import stocked_folder


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPIFY_CLIENT_ID", "id")
    monkeypatch.setenv("SHOPIFY_CLIENT_SECRET", "secret")


def test_an_empty_folder_of_photos_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--port", "0", "--photos", str(tmp_path)]) == 2
    assert "has no photos" in capsys.readouterr().out


def test_it_serves_until_it_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_server: SandboxServer, **_: object) -> None:
        command._stop(15, None)

    monkeypatch.setattr(SandboxServer, "serve_forever", interrupted)
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    assert command.main(["--port", "0", "--catalog", str(stocked_folder(tmp_path))]) == 0
    assert "sandbox: http://127.0.0.1:" in capsys.readouterr().out
