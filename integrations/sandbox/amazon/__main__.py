"""``python -m integrations.sandbox.amazon``: serves the stand-in until SIGTERM or Ctrl-C."""

import argparse
import logging
import signal
import threading
from dataclasses import replace
from pathlib import Path
from types import FrameType

from integrations.sandbox.amazon.app import AmazonApp, create_app
from integrations.sandbox.amazon.options import Options, credentials, store
from integrations.sandbox.server import WsgiServer

LOG = logging.getLogger(__name__)
TICK = 0.05


class AmazonServer(WsgiServer):
    """Serves one stand-in; pictures are fetched by a thread of their own, so that no answer waits for them."""

    app: AmazonApp

    def __init__(self, address: tuple[str, int], options: Options) -> None:
        super().__init__(address)
        try:
            self.app = create_app(replace(options, public_url=self.url), runs_due=False)
        except (ValueError, OSError):
            self.socket.close()
            raise
        self._stopping = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="timeline", daemon=True)
        self._ticker.start()

    def server_close(self) -> None:
        """Stop the timeline, then the socket."""
        self._stopping.set()
        self._ticker.join(timeout=2)
        super().server_close()

    def _tick(self) -> None:
        while not self._stopping.wait(TICK):
            try:
                self.app.sandbox.timeline.run_due()
            except Exception:
                LOG.exception("something due could not be done")


def main(arguments: list[str] | None = None) -> int:
    """Start the server, print its address, and serve."""
    given = _parser().parse_args(arguments)
    client_id, client_secret, application_id = credentials()
    options = Options(
        client_id=client_id,
        client_secret=client_secret,
        application_id=application_id,
        redirect_uris=tuple(given.redirect_uri),
        catalog=given.catalog,
        marketplace_ids=(store(),),
    )
    try:
        server = AmazonServer(("127.0.0.1", given.port), options)
    except (ValueError, OSError) as error:
        print(f"The sandbox cannot start: {error}")
        return 2
    signal.signal(signal.SIGTERM, _stop)
    print(f"sandbox: {server.url}", flush=True)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m integrations.sandbox.amazon", description=__doc__)
    parser.add_argument("--port", type=int, default=8403, help="0 takes a free one")
    parser.add_argument(
        "--catalog", type=Path, help="a catalog file in place of the one that comes with the sandbox"
    )
    parser.add_argument(
        "--redirect-uri", action="append", default=[], help="an address the app registered; none takes any"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
