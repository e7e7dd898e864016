"""What a browser without a session token and a marketplace's own servers ask of us."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from integrations import MARKETPLACES
from shopapp.env import env
from shopapp.errors import NotFound
from shopapp.marketplaces import connecting, offering

_KEPT_BY_CACHES_SECONDS = 86_400


@require_GET
def start_connecting(request: HttpRequest, signed: str) -> HttpResponse:
    """Take a new window on to the marketplace's page of consent, and remember the browser."""
    departure = connecting.depart(signed)
    answer = HttpResponseRedirect(departure.url)
    answer.set_cookie(
        connecting.COOKIE, departure.state, max_age=connecting.GOOD_FOR, path="/connect/", httponly=True,
        samesite="Lax", secure=env().app_url.startswith("https:"),
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def connected(request: HttpRequest, marketplace: str) -> HttpResponse:
    """Finish connecting, in the window that went to the marketplace, and say with which store."""
    cookie = request.COOKIES.get(connecting.COOKIE, "")
    account = connecting.arrive(marketplace, request.GET.dict(), cookie=cookie)
    context = {"account": account, "label": MARKETPLACES[marketplace].label, "shop": account.shop}
    answer = render(request, "shopapp/connected.html", context)
    answer.delete_cookie(connecting.COOKIE, path="/connect/")
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def shown_photo(request: HttpRequest, signed: str) -> FileResponse:
    """Serve a photo that was offered to a marketplace to whoever knows its address."""
    rendition = offering.fetched(signed)
    try:
        file = default_storage.open(rendition.key, "rb")
    except FileNotFoundError as error:
        raise NotFound(f"no file {rendition.key}") from error
    response = FileResponse(file, content_type=rendition.mime_type)
    response["Cache-Control"] = f"public, max-age={_KEPT_BY_CACHES_SECONDS}, immutable"
    return response
