"""The stand-in for Etsy as one WSGI callable: the API by its description, and beside it pages, pictures and control."""

import secrets
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from integrations.sandbox.clock import Clock
from integrations.sandbox.etsy import control, oauth, pages, reads, writes
from integrations.sandbox.etsy.access import check_key, check_token
from integrations.sandbox.etsy.document import Document, Operation, read_document
from integrations.sandbox.etsy.images import SIZES, copy
from integrations.sandbox.etsy.options import Options
from integrations.sandbox.etsy.quotas import Headers, Quota, account, too_many
from integrations.sandbox.etsy.reading import Call, read_call
from integrations.sandbox.etsy.records import Token
from integrations.sandbox.etsy.refusals import RefusedError
from integrations.sandbox.etsy.shown import addresses
from integrations.sandbox.etsy.state import EtsySandbox, new_sandbox
from integrations.sandbox.etsy.stocking import stock
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

API = "/v3/"
COPIES = "/il/"

OperationHandler = Callable[[EtsySandbox, Token | None, Call], reads.Answer]
PageHandler = Callable[[EtsySandbox, Request], Response]


def _token(sandbox: EtsySandbox, _token: Token | None, call: Call) -> reads.Answer:
    return 200, oauth.token_endpoint(sandbox, call)


HANDLERS: dict[str, OperationHandler] = {
    "ping": reads.ping,
    "getMe": reads.me,
    "getShop": reads.shop,
    "getListingsByShop": reads.shop_listings,
    "getListing": reads.listing,
    "getListingInventory": reads.inventory,
    "getListingImages": reads.images,
    "getListingImage": reads.image,
    "getListingVariationImages": reads.variation_images,
    "uploadListingImage": writes.upload_image,
    "deleteListingImage": writes.delete_image,
    "updateListing": writes.update_listing,
    "updateVariationImages": writes.update_variation_images,
    "token": _token,
}


class WrongAnswerError(Exception):
    """The stand-in was about to answer what its own description does not allow."""


def serve_copy(sandbox: EtsySandbox, request: Request) -> Response:
    """Serve a copy of a picture, taken off a listing or not."""
    number = request.params["number"]
    found = sandbox.store.pictures.get(int(number)) if number.isdigit() else None
    shown = addresses(sandbox, found) if found else {}
    size = next((size for size in SIZES if shown.get(f"url_{size}") == sandbox.url(request.path)), "")
    if found is None or not size:
        return Response(b"Not found", 404)
    return Response(copy(found.content, size), content_type="image/jpeg")


PAGES: tuple[tuple[str, str, PageHandler], ...] = (
    ("GET", "/", pages.front),
    ("GET", "/shop/{name}", pages.shop),
    ("GET", "/listing/{number}", pages.listing),
    ("GET", "/oauth/connect", oauth.ask),
    ("POST", "/oauth/connect", oauth.decide),
    ("GET", "/il/{secret}/{number}/{name}", serve_copy),
    *control.ROUTES,
)


class EtsyApp:
    """A WSGI application over one stand-in."""

    def __init__(self, sandbox: EtsySandbox, document: Document) -> None:
        self.sandbox = sandbox
        self._document = document
        self._router = Router()
        for method, pattern, handler in PAGES:
            self._router.add(method, pattern, partial(handler, sandbox))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            response = self._answer(read_request(environ))
        except UnreadableRequestError as unreadable:
            response = Response.json({"error": str(unreadable)}, 400)
        return send(response, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path.startswith(COPIES):
            return self._router.answer(request)  # encoding takes time, and changes nothing
        if not request.path.startswith(API):
            with self.sandbox.lock:
                return self._router.answer(request)
        in_the_way = self._in_the_way()
        if in_the_way is not None:
            return in_the_way
        operation, named, known = self._document.find(request.method, request.path)
        if operation is None:
            allow = (("Allow", ", ".join(sorted(known))),)
            refused = RefusedError(
                405 if known else 404, "Resource not found", headers=allow if known else ()
            )
            return refused.response()
        with self.sandbox.lock:
            response = self._operate(operation, named, request)
            counted = f"{operation.id} {response.status}"
            requests = self.sandbox.store.requests
            requests[counted] = requests.get(counted, 0) + 1
        return self._late(response)

    def _in_the_way(self) -> Response | None:
        """Return what a host in front of Etsy answers, when it does."""
        if self.sandbox.faults.is_down:
            return Response(b"<html>Service Unavailable</html>", 503, "text/html")
        if self.sandbox.faults.strike("blocked"):
            return Response(b"<html>Access to this page has been denied</html>", 403, "text/html")
        return None

    def _late(self, response: Response) -> Response:
        """Let an answer come too late, or not at all, after everything was done."""
        if self.sandbox.faults.strike("timeout"):
            time.sleep(self.sandbox.faults.timeout_seconds)
        if self.sandbox.faults.strike("lost"):
            return Response(b"<html>Gateway Timeout</html>", 504, "text/html")
        return response

    def _operate(self, operation: Operation, named: dict[str, str], request: Request) -> Response:
        request_id = (("x-etsy-request-uuid", secrets.token_urlsafe(16)),)
        try:
            left = self._admit(operation, request)
            token = check_token(self.sandbox, operation, request) if operation.needs_key else None
            call = read_call(self._document, operation, named, request)
            status, content = HANDLERS[operation.id](self.sandbox, token, call)
        except RefusedError as refused:
            self._require(operation, refused.status, refused.content())
            answer = refused.response()
            return Response(answer.body, answer.status, answer.content_type, (*answer.headers, *request_id))
        self._require(operation, status, content)
        answer = Response.json(content, status) if content is not None else Response(status=status)
        return Response(answer.body, status, answer.content_type, (*left, *request_id))

    def _admit(self, operation: Operation, request: Request) -> Headers:
        """Check the key, and count the request against the token's user, or else the key."""
        if not operation.needs_key:
            return ()
        check_key(self.sandbox, request)
        if self.sandbox.faults.strike("too_many"):
            raise too_many("Exceeded the limit of requests", self.sandbox.faults.retry_after)
        given = request.headers.get("authorization") or request.headers["x-api-key"]
        quota = self.sandbox.store.quotas.setdefault(account(given), Quota())
        return quota.count(self.sandbox.clock.now(), self.sandbox.options.allowance)

    def _require(self, operation: Operation, status: int, content: Any) -> None:
        if found := self._document.faults(operation, status, content):
            raise WrongAnswerError("; ".join(found))


def create_app(options: Options, *, clock: Callable[[], float] = time.time) -> EtsyApp:
    """Make a stocked stand-in; tests bring their own clock."""
    sandbox = new_sandbox(options, Clock(clock))
    stock(sandbox)
    return EtsyApp(sandbox, read_document())
