"""What every embedded page has around it: the session token, the shop's own time, the two scripts of Shopify's.

A document that comes without a token gets an empty shell; its script asks for the same address with the token that App
Bridge puts on every fetch. So nothing of a shop is ever shown without a token, and no cookie is needed.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from integrations.errors import IntegrationError, Unauthorized
from shopapp.env import env
from shopapp.errors import NotInstalled, NotSignedIn, OutOfReach
from shopapp.install.authentication import EmbeddedRequest, embedded
from shopapp.middleware import SHOP_DOMAIN
from shopapp.models import Shop

P = ParamSpec("P")
View = Callable[Concatenate[EmbeddedRequest, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(view: View[P]) -> PlainView[P]:
    """Show a page to verified staff, and an empty shell to a document that brings no token, or one that has expired."""
    signed_in = embedded(_in_the_shops_time(view))

    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        shop = request.GET.get("shop", "")
        if SHOP_DOMAIN.fullmatch(shop):
            request.shop_domain = shop  # type: ignore[attr-defined]
        if "Authorization" not in request.headers and "id_token" not in request.GET:
            return render(request, "shopapp/shell.html", _around(request))
        try:
            return _never_stored(signed_in(request, *args, **kwargs))
        except NotSignedIn:
            if "Authorization" in request.headers:
                raise
            return render(request, "shopapp/shell.html", _around(request))

    update_wrapper(shown, view)
    return require_GET(shown)


def fragment(view: View[P]) -> PlainView[P]:
    """Answer a live part of a page to verified staff."""
    return require_GET(embedded(_in_the_shops_time(view)))


def action(view: View[P]) -> PlainView[P]:
    """Do what a button says for verified staff, and answer in JSON."""
    return require_POST(embedded(_in_the_shops_time(view)))


def _in_the_shops_time(view: View[P]) -> View[P]:
    def timed(request: EmbeddedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            with timezone.override(zone_of(request.shop)):
                return view(request, *args, **kwargs)
        except Unauthorized as error:
            raise NotInstalled(str(error)) from error
        except IntegrationError as error:
            raise OutOfReach(str(error)) from error

    update_wrapper(timed, view)
    return timed


def zone_of(shop: Shop) -> ZoneInfo:
    """Return the shop's time zone; UTC for a name this machine does not know."""
    try:
        return ZoneInfo(shop.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def show(request: EmbeddedRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render one page."""
    return render(request, f"shopapp/{template}.html", {**_around(request), "shop": request.shop, **context})


def _around(request: HttpRequest) -> dict[str, Any]:
    settings = env()
    return {
        "app_bridge_url": settings.app_bridge_url,
        "polaris_url": settings.polaris_url,
        "client_id": settings.shopify_client_id,
        "here": request.path,
    }


def live(request: EmbeddedRequest, template: str, context: Mapping[str, Any], body: Any) -> HttpResponse:
    """Answer a live part: ``body`` as JSON to a program, a fragment to a page, 304 to whoever has this already.

    The tag is made of what the part says, not of its HTML: addresses of pictures change by the hour.
    """
    tag = f'"{hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()[:24]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    elif "json" in request.headers.get("Accept", ""):
        response = JsonResponse(body, safe=False)
    else:
        response = HttpResponse(render_to_string(f"shopapp/parts/{template}.html", dict(context), request))
    response["ETag"] = tag
    patch_vary_headers(response, ["Accept", "Authorization"])
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _never_stored(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Authorization"])
    return response


def done(sentence: str, **more: Any) -> JsonResponse:
    """Answer an action: what happened, in a sentence, and whatever else a program wants to know."""
    return JsonResponse({"sentence": sentence, **more})
