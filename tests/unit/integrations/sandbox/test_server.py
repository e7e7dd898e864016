"""The sandbox over a real socket."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from integrations.sandbox.app import download, post_webhook
from integrations.sandbox.options import Options
from integrations.sandbox.records import Delivery
from integrations.sandbox.server import SandboxServer
from tests.sandbox.raw import stocked_folder


@contextlib.contextmanager
def served(server: HTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    options = Options(client_id="id", client_secret="secret", public_url="", catalog=stocked_folder(tmp_path))
    with served(SandboxServer(("127.0.0.1", 0), options)) as url:
        yield url


def test_its_own_address_is_in_what_it_answers(address: str) -> None:
    with httpx.Client() as client:
        media = client.get(f"{address}/control/state").json()["media"]
        assert media[0]["url"].startswith(f"{address}/cdn/")
        assert client.get(media[0]["url"]).status_code == 200


def test_sixteen_connections_are_served_at_once_and_kept(address: str) -> None:
    with httpx.Client() as client, ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: client.get(f"{address}/cdn/shop/files/ring.jpg"), range(64)))
    assert {answer.status_code for answer in answers} == {200}
    assert "connection" not in answers[0].headers


def test_a_body_in_chunks_and_a_head_without_a_body_are_understood(address: str) -> None:
    with httpx.Client() as client:
        chunks = iter([b'{"advance"', b": 1}"])
        assert "now" in client.post(f"{address}/control/clock", content=chunks).json()
        head = client.head(f"{address}/")
        assert (head.status_code, head.content) == (405, b"")


def test_time_passes_without_requests(address: str) -> None:
    with httpx.Client() as client:
        client.post(f"{address}/control/clock", json={"factor": 100})
        client.post(f"{address}/control/products", json={"seconds": 0.5})
        for _ in range(100):
            media = client.get(f"{address}/control/state").json()["media"]
            if media[-1]["status"] == "READY":
                return
    pytest.fail("the medium never became READY")


def test_a_client_that_goes_away_does_no_harm(address: str) -> None:
    port = int(address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"POST /control/clock HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
    assert httpx.get(f"{address}/control/state").status_code == 200


class _App(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status = int(self.path.lstrip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"file")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("status", [200, 302, 401, 503])
def test_a_webhooks_answer_is_its_status_and_no_redirect_is_followed(status: int) -> None:
    with served(HTTPServer(("127.0.0.1", 0), _App)) as url:
        delivery = Delivery(topic="a/b", url=f"{url}/{status}", headers=[], body=b"{}")
        assert post_webhook(delivery, 1) == status
        assert download(f"{url}/file") == b"file"


def test_an_app_that_is_not_there_is_an_error_that_is_retried() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/webhooks"
        with pytest.raises(OSError, match="refused"):
            post_webhook(Delivery(topic="a/b", url=url, headers=[], body=b"{}"), 1)


def test_the_command_prints_its_address_serves_and_ends_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "integrations.sandbox", "--port", "0", "--catalog"]
    environment = os.environ | {"SHOPIFY_CLIENT_ID": "id", "SHOPIFY_CLIENT_SECRET": "secret"}
    with subprocess.Popen(
        [*command, str(stocked_folder(tmp_path))], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip().removeprefix("sandbox: ")
        assert httpx.get(url).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0


class _Slow(_App):
    def do_POST(self) -> None:
        time.sleep(0.3)


class _Garbled(_App):
    def do_POST(self) -> None:
        self.wfile.write(b"no status line\r\n\r\n")


@pytest.mark.parametrize("kind", [_Slow, _Garbled])
def test_an_app_that_answers_late_or_not_in_http_is_an_error_that_is_retried(kind: type[_App]) -> None:
    with served(HTTPServer(("127.0.0.1", 0), kind)) as url:
        delivery = Delivery(topic="a/b", url=f"{url}/200", headers=[], body=b"{}")
        with pytest.raises(OSError, match=r"timed out|not HTTP"):
            post_webhook(delivery, 0.1)


def test_a_fault_of_ours_is_logged_and_answered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    options = Options(client_id="id", client_secret="secret", public_url="", catalog=stocked_folder(tmp_path))
    server = SandboxServer(("127.0.0.1", 0), options)
    server.app.sandbox.timeline.after(0, lambda: 1 / 0)
    server.app.sandbox.store.charges[1] = None
    with served(server) as url:
        end = time.monotonic() + 5
        while "something due could not be done" not in caplog.text and time.monotonic() < end:
            time.sleep(0.01)
        assert httpx.get(f"{url}/control/state").status_code == 500
        assert httpx.get(f"{url}/").status_code == 200
    assert "something due could not be done" in caplog.text
    assert "could not be answered" in caplog.text
