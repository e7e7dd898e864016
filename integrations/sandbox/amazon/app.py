"""The stand-in as one WSGI callable: which address is answered by whom."""

import time
import urllib.request
from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import urlsplit

from integrations.sandbox.amazon import (
    control,
    endpoint,
    feeds,
    login,
    notifications,
    pictures,
    product_types,
)
from integrations.sandbox.amazon.options import Options
from integrations.sandbox.amazon.state import Fetch, Sandbox, new_sandbox
from integrations.sandbox.amazon.stock import stock
from integrations.sandbox.clock import Clock
from integrations.sandbox.http import (
    Environ,
    Request,
    Response,
    Router,
    StartResponse,
    UnreadableRequestError,
    read_request,
    send,
)

LARGEST_DOWNLOAD = 64 * 2**20
SECONDS_TO_FETCH = 5.0
_THUMBNAIL = "._SL75_"


def serve_picture(sandbox: Sandbox, request: Request) -> Response:
    """Serve one of Amazon's own pictures; a thumbnail's address serves the whole of it."""
    name = request.params["name"].removesuffix(".jpg").removesuffix(_THUMBNAIL)
    picture = sandbox.store.pictures.get(name)
    if picture is None:
        return Response(b"Not found", 404)
    return Response(pictures.served(picture), content_type="image/jpeg")


ROUTES = (
    ("GET", "/apps/authorize/consent", login.consent_page),
    ("POST", "/apps/authorize/consent", login.decide),
    ("POST", "/auth/o2/token", login.token_endpoint),
    ("GET", "/images/I/{name}", serve_picture),
    ("GET", "/schemas/{name}", product_types.serve),
    ("PUT", "/documents/{key}", feeds.upload),
    ("GET", "/documents/{key}", feeds.download),
    ("GET", endpoint.SUBSCRIPTIONS, endpoint.subscription),
    ("POST", endpoint.SUBSCRIPTIONS, endpoint.subscription),
    ("POST", "/sqs", notifications.queue_endpoint),
    ("POST", "/sqs/", notifications.queue_endpoint),
    *control.ROUTES,
)
API = ("/listings/", "/definitions/", "/catalog/", "/feeds/")


class AmazonApp:
    """A WSGI application over one stand-in."""

    def __init__(self, sandbox: Sandbox, *, runs_due: bool = True) -> None:
        self.sandbox = sandbox
        self._runs_due = runs_due
        self._router = Router()
        for method, pattern, handler in ROUTES:
            self._router.add(method, pattern, partial(handler, sandbox))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, after everything that was due before it where nobody else sees to that."""
        if self._runs_due:
            self.sandbox.timeline.run_due()
        try:
            response = self._answer(read_request(environ))
        except UnreadableRequestError as unreadable:
            response = Response.json({"error": str(unreadable)}, 400)
        return send(response, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path.startswith(API):
            return endpoint.answer(self.sandbox, request)
        return self._router.answer(request)


def create_app(
    options: Options,
    *,
    clock: Callable[[], float] = time.time,
    fetch: Fetch | None = None,
    runs_due: bool = True,
) -> AmazonApp:
    """Make a stocked stand-in; tests bring their own clock, and their own world to fetch pictures from."""
    sandbox = new_sandbox(options, Clock(clock), fetch or download)
    stock(sandbox)
    return AmazonApp(sandbox, runs_due=runs_due)


def download(address: str) -> bytes:
    """Fetch a picture from a public address, as Amazon does; anything but an address of the web is not reached."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise ConnectionError(f"{address} is no public address")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=SECONDS_TO_FETCH) as answer:
        content: bytes = answer.read(LARGEST_DOWNLOAD)
        return content
