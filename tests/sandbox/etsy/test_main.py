"""The stand-in for Etsy over a real socket, as a demonstration starts it."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from integrations.sandbox.etsy import __main__ as command
from integrations.sandbox.etsy.__main__ import main
from integrations.sandbox.server import WsgiServer
from tests.sandbox.raw import stocked_folder

CREDENTIALS = {"ETSY_KEYSTRING": "the-key", "ETSY_SHARED_SECRET": "the-secret"}


def test_it_serves_from_its_own_address_until_it_is_told_to_stop(tmp_path: Path):
    catalog = stocked_folder(tmp_path)
    command = [sys.executable, "-m", "integrations.sandbox.etsy", "--port", "0", "--catalog", str(catalog)]
    environment = {**os.environ, **CREDENTIALS}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().partition(": ")[2].strip()
        with httpx.Client(base_url=address) as client:
            image = client.get("/control/state").json()["listings"][0]["images"][0]
            assert image["url"].startswith(f"{address}/il/")
            assert client.get(image["url"]).status_code == 200
            refused = client.patch("/v3/application/shops/1/listings/1", data={"image_ids": "1"})
            assert refused.status_code == 401
        process.terminate()
        assert process.wait(timeout=20) == 0


def test_it_says_which_setting_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ETSY_KEYSTRING", raising=False)
    with pytest.raises(SystemExit, match="ETSY_KEYSTRING is not set"):
        main([])


def test_it_does_not_start_with_a_catalog_that_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    assert main(["--port", "0", "--photos", str(tmp_path)]) == 2
    assert "cannot start" in capsys.readouterr().out


def test_it_ends_well_when_it_is_interrupted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(WsgiServer, "serve_forever", lambda *_, **__: command._stop(15, None))
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    assert main(["--port", "0", "--catalog", str(stocked_folder(tmp_path))]) == 0
    assert "etsy sandbox: http://127.0.0.1:" in capsys.readouterr().out
