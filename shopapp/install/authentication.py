"""Who is asking: App Bridge's session token on every call, and the shop it speaks for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from integrations.errors import Rejected, Unauthorized
from integrations.shopify import session_token
from integrations.shopify.session_token import SessionClaims
from shopapp import connection
from shopapp.errors import NotSignedIn
from shopapp.install import services
from shopapp.models import OfflineToken, Shop

P = ParamSpec("P")


class EmbeddedRequest(HttpRequest):
    """A request whose session token was verified."""

    shop: Shop
    shop_domain: str
    staff_id: str


def embedded(
    view: Callable[Concatenate[EmbeddedRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only verified staff of an installed shop through; a shop that comes for the first time is installed.

    The token stands in the ``Authorization`` header of a fetch or the ``id_token`` of a document. No cookie is read, so
    a forged cross-site request carries nothing: Django's own CSRF token is not needed.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        claims = claims_of(request)
        request.shop_domain = claims.shop  # type: ignore[attr-defined]
        request.shop = shop_of(claims)  # type: ignore[attr-defined]
        request.staff_id = claims.user_id  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", checked)


def claims_of(request: HttpRequest) -> SessionClaims:
    """Return the verified claims of the request's session token, or raise ``NotSignedIn``."""
    header = request.headers.get("Authorization", "")
    if not header and (in_address := request.GET.get("id_token", "")):
        header = f"Bearer {in_address}"
    try:
        return session_token.verify(connection.config(), header)
    except Unauthorized as error:
        raise NotSignedIn(str(error)) from error


def shop_of(claims: SessionClaims) -> Shop:
    """Return the installed shop a token speaks for, installing it where it is new or has lost its token."""
    shop = Shop.objects.filter(domain=claims.shop, uninstalled_at=None).first()
    if shop and OfflineToken.objects.filter(shop=shop, refresh_expires_at__gt=timezone.now()).exists():
        return shop
    try:
        return services.install(claims=claims)
    except (Unauthorized, Rejected) as error:
        raise NotSignedIn(str(error)) from error
