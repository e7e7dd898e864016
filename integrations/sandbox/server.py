"""A small threaded HTTP/1.1 server for the WSGI callable: connections are kept alive, bodies may come in chunks."""

import io
import logging
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from integrations.sandbox.app import SandboxApp, create_app
from integrations.sandbox.http import Environ, Response, StartResponse, send
from integrations.sandbox.options import Options

LOG = logging.getLogger(__name__)
TICK = 0.05
DELIVERY_THREADS = 8
LARGEST_CHUNK_LINE = 64


WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


class WsgiServer(ThreadingHTTPServer):
    """Serves a WSGI callable, which is set before the first request: it may have to know the port."""

    daemon_threads = True
    request_queue_size = 128
    app: WsgiApp

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """The server's own address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong; a client that went away is no error."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class SandboxServer(WsgiServer):
    """Serves one sandbox until it is told to stop."""

    app: SandboxApp

    def __init__(self, address: tuple[str, int], options: Options) -> None:
        self._pool = ThreadPoolExecutor(DELIVERY_THREADS, "webhooks")
        super().__init__(address)
        if not options.public_url:
            options = replace(options, public_url=self.url)
        try:
            self.app = create_app(options, background=self._pool.submit)
        except (ValueError, OSError):
            self.socket.close()
            raise
        self._stopping = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="timeline", daemon=True)
        self._ticker.start()

    def server_close(self) -> None:
        """Stop the timeline and what is under way, then the socket."""
        self._stopping.set()
        self._ticker.join(timeout=2)
        self._pool.shutdown(wait=False, cancel_futures=True)
        super().server_close()

    def _tick(self) -> None:
        while not self._stopping.wait(TICK):
            try:
                self.app.sandbox.timeline.run_due()
            except Exception:
                if not self._stopping.is_set():
                    LOG.exception("something due could not be done")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: WsgiServer

    def _answer(self) -> None:
        body = self._body()
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        for name, value in self.headers.items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        try:
            pieces = self.server.app(environ, self._start_response)
        except Exception:
            LOG.exception("%s %s could not be answered", self.command, path)
            pieces = self._apologize()
        if self.command != "HEAD":
            self.wfile.write(b"".join(pieces))

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = do_OPTIONS = do_DELETE = _answer  # noqa: N815  # the base class calls them so

    def _apologize(self) -> Iterable[bytes]:
        return send(Response(b"Internal Server Error", 500), self._start_response)

    def _start_response(self, status: str, headers: list[tuple[str, str]]) -> None:
        code, _, phrase = status.partition(" ")
        self.send_response(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(iter(self._chunk, b""))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline(LARGEST_CHUNK_LINE).split(b";")[0], 16)
        content = self.rfile.read(size)
        self.rfile.readline(LARGEST_CHUNK_LINE)
        return content

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Keep the terminal for what a person asked for."""
