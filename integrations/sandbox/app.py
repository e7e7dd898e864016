"""The sandbox as one WSGI callable: which address is answered by whom."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from functools import partial

from integrations.sandbox import cdn, control, oauth, pages, uploads
from integrations.sandbox.admin_api import bulk
from integrations.sandbox.admin_api.endpoint import graphql_endpoint
from integrations.sandbox.clock import Clock
from integrations.sandbox.http import (
    Environ,
    Handler,
    Request,
    Response,
    Router,
    StartResponse,
    UnreadableRequestError,
    read_request,
    send,
)
from integrations.sandbox.options import Options
from integrations.sandbox.records import Delivery
from integrations.sandbox.state import Background, Fetch, Sandbox, Send, new_sandbox
from integrations.sandbox.stocking import stock

SandboxHandler = Callable[[Sandbox, Request], Response]
LARGEST_DOWNLOAD = 64 * 2**20

ROUTES: tuple[tuple[str, str, SandboxHandler], ...] = (
    ("POST", "/admin/oauth/access_token", oauth.token_endpoint),
    ("POST", "/admin/api/{version}/graphql.json", graphql_endpoint),
    ("POST", "/upload/", uploads.post_upload),
    ("PUT", "/upload/{key:path}", uploads.put_upload),
    ("GET", "/upload/{key:path}", uploads.refuse_reading),
    ("GET", "/cdn/shop/files/{name:path}", cdn.serve_image),
    ("GET", "/cdn/originals/{digest}/{name:path}", cdn.serve_original),
    ("GET", "/bulk/{number}.jsonl", bulk.serve_result),
    ("GET", "/", pages.store_front),
    ("GET", "/products/{handle}", pages.product_page),
    ("GET", "/admin", pages.admin),
    ("GET", "/admin/apps/{app}", pages.admin),
    ("GET", "/admin/apps/{app}/{path:path}", pages.admin),
    ("GET", "/admin/charges/{number}/confirm", pages.charge_page),
    ("POST", "/admin/charges/{number}/confirm", pages.decide_charge),
    ("GET", "/static/{path:path}", pages.static),
    *control.ROUTES,
)


class SandboxApp:
    """A WSGI application over one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._router = Router()
        for method, pattern, handler in ROUTES:
            self._router.add(method, pattern, self._bound(handler))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, after everything that was due before it."""
        self.sandbox.timeline.run_due()
        try:
            response = self._router.answer(read_request(environ))
        except UnreadableRequestError as unreadable:
            response = Response.json({"errors": str(unreadable)}, 400)
        return send(response, start_response)

    def _bound(self, handler: SandboxHandler) -> Handler:
        return partial(handler, self.sandbox)


def create_app(
    options: Options,
    *,
    clock: Callable[[], float] = time.time,
    send_webhook: Send | None = None,
    fetch: Fetch | None = None,
    background: Background = lambda work: work(),
) -> SandboxApp:
    """Make a stocked sandbox; tests bring their own clock, and their own end of the webhooks."""
    sandbox = new_sandbox(
        options,
        Clock(clock),
        send=send_webhook or post_webhook,
        fetch=fetch or download,
        background=background,
    )
    stock(sandbox)
    return SandboxApp(sandbox)


def post_webhook(delivery: Delivery, timeout: float) -> int:
    """Send one webhook and return the status; a redirect is an answer like any other."""
    request = urllib.request.Request(delivery.url, delivery.body, dict(delivery.headers))  # noqa: S310  # the app's own address
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except http.client.HTTPException as error:
        raise ConnectionError("the app's answer is not HTTP") from error


def download(address: str) -> bytes:
    """Fetch a file from a public address, as Shopify does with an external source."""
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # http and https only, checked before
        content: bytes = answer.read(LARGEST_DOWNLOAD)
        return content


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


_OPENER = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
