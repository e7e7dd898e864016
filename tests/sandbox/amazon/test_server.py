"""The stand-in over real HTTP: it fetches from a real address, and boto3 reads its queue."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from integrations.amazon import AmazonConfig, AmazonLogin, AmazonMarketplace
from integrations.amazon.notifications import SqsInbox
from integrations.http import client
from integrations.marketplace import ImageToSubmit, Judgement
from integrations.sandbox.amazon import __main__ as command
from integrations.sandbox.amazon.__main__ import AmazonServer
from integrations.sandbox.amazon.app import download
from integrations.sandbox.amazon.options import store
from tests.sandbox.amazon.raw import CALLBACK, OPTIONS, STORE, opened, picture

PICTURES = {"/gray.jpg": picture(background="gray"), "/white.jpg": picture()}


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = PICTURES.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def pictures() -> Iterator[str]:
    """Where our renditions are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pictures) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def server(amazon_catalog: Path) -> Iterator[AmazonServer]:
    """The stand-in as a process would serve it."""
    options = opened(amazon_catalog).options
    with AmazonServer(("127.0.0.1", 0), options) as server:
        server.app.sandbox.clock.speed(20)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def reach(server: AmazonServer, http: httpx.Client) -> AmazonMarketplace:
    config = AmazonConfig(
        OPTIONS.client_id, OPTIONS.client_secret, OPTIONS.application_id, sandbox_origin=server.url
    )
    wanted = {"redirect_uri": CALLBACK, "state": "s"}
    location = http.post(f"{server.url}/control/authorize", json=wanted).json()["location"]
    grant = AmazonLogin(config, http=http).exchange(dict(httpx.URL(location).params), redirect_uri=CALLBACK)
    return AmazonMarketplace(config, grant, http=http)


def judged(marketplace: AmazonMarketplace, address: str) -> Judgement:
    image = ImageToSubmit(
        place=1, file_name="a.jpg", mime_type="image/jpeg", data=b"", width=600, height=600, address=address
    )
    submitted = list(marketplace.submit(marketplace.snapshot("R-7"), [image]))
    for _ in range(200):
        verdict = marketplace.verdict("R-7", submitted)
        if verdict.is_final:
            return verdict.images[0].judgement
        time.sleep(0.05)
    raise AssertionError("no verdict")


def test_a_rejection_is_read_back_told_mended_and_undone(
    server: AmazonServer, pictures: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with client() as http:
        marketplace = reach(server, http)
        marketplace.watch("the-destination")
        before = marketplace.snapshot("R-7")
        assert judged(marketplace, f"{pictures}/gray.jpg") is Judgement.REJECTED
        inbox = SqsInbox.at(f"{server.url}/sqs")
        received = list(inbox.receive())
        assert [one.event.listing for one in received] == ["R-7"]
        inbox.acknowledge(received[0])
        assert judged(marketplace, f"{pictures}/white.jpg") is Judgement.ACCEPTED
        assert judged(marketplace, f"{pictures}/missing.jpg") is Judgement.REJECTED
        marketplace.restore(before, [1])
        time.sleep(0.2)
        assert marketplace.snapshot("R-7").images == before.images


def test_only_public_addresses_are_fetched(pictures: str) -> None:
    assert download(f"{pictures}/white.jpg") == PICTURES["/white.jpg"]
    for address in ("file:///etc/hostname", "s3://bucket/a.jpg", f"{pictures}/missing.jpg"):
        with pytest.raises(OSError, match=r"public|404"):
            download(address)


def test_the_command_needs_the_apps_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AMAZON_CLIENT_ID", raising=False)
    with pytest.raises(SystemExit, match="AMAZON_CLIENT_ID"):
        command.main(["--port", "0"])


def test_the_command_says_why_it_cannot_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    for name in ("AMAZON_CLIENT_ID", "AMAZON_CLIENT_SECRET", "AMAZON_APPLICATION_ID"):
        monkeypatch.setenv(name, "x")
    assert command.main(["--port", "0", "--catalog", str(tmp_path / "none.toml")]) == 2
    assert "cannot start" in capsys.readouterr().out


def test_the_seller_sells_in_the_store_that_the_app_is_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AMAZON_MARKETPLACE_ID", raising=False)
    assert store() == STORE
    monkeypatch.setenv("AMAZON_MARKETPLACE_ID", "A39IBJ37TRP1C6")
    assert store() == "A39IBJ37TRP1C6"
