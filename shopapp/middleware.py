"""Around every request: an id for the log, the policy that says who may frame the page, and errors as answers."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist

from shopapp.env import env
from shopapp.errors import ShopAppError

SHOP_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
_GetResponse = Callable[[HttpRequest], HttpResponseBase]
_log = structlog.get_logger(__name__)


class RequestLogMiddleware:
    """Binds the request's id to every line it causes, and writes one itself: without the query, which holds tokens."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request with its id bound."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid4().hex[:12], path=request.path)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            told = {"status": response.status_code, "shop": getattr(request, "shop_domain", "")}
            _log.info("answered", method=request.method, seconds=round(time.monotonic() - started, 3), **told)
            return response
        finally:
            structlog.contextvars.clear_contextvars()


class ShopCSPMiddleware(CSPMiddleware):
    """Lets the shop's own admin frame the page, and nobody else.

    A view that knows the shop, from a verified session token or from the ``shop`` of a first page load, puts its domain
    on ``request.shop_domain``.
    """

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002
    ) -> PolicyParts:
        """Return the policy's parts with this shop in ``frame-ancestors``."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        shop = getattr(request, "shop_domain", "")
        if SHOP_DOMAIN.fullmatch(shop):
            ancestors = [f"https://{shop}", "https://admin.shopify.com", *_sandbox_origins()]
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ancestors}
        return parts


def _sandbox_origins() -> list[str]:
    return [env().shopify_sandbox_url] if env().shopify_sandbox_url else []


class ErrorMiddleware:
    """Turns our own errors into answers: JSON for programs and fetches, a page for people."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for an error of ours; leave every other to Django."""
        if not isinstance(error, ShopAppError):
            return None
        _log.info("refused", code=error.code, why=str(error))
        body = {"error": {"code": error.code, "sentence": error.merchant_sentence}}
        if request.path.startswith(("/api/", "/webhooks", "/app/actions/")) or "json" in request.headers.get(
            "Accept", ""
        ):
            return JsonResponse(body, status=error.status)
        return _page(request, error)


def _page(request: HttpRequest, error: ShopAppError) -> HttpResponse:
    context = {"sentence": error.merchant_sentence, "code": error.code}
    try:
        return render(request, "shopapp/error.html", context, status=error.status)
    except TemplateDoesNotExist:
        return HttpResponse(error.merchant_sentence, status=error.status, content_type="text/plain")
