"""Who calls the API: a key of a shop, in ``Authorization: Bearer lus_…``."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from shopapp.api import keys
from shopapp.billing import selectors as billing
from shopapp.errors import NotSignedIn, PlanRequired
from shopapp.models import ApiKey, Shop


@dataclass(frozen=True, slots=True)
class Caller:
    """The program behind a key."""

    key: ApiKey

    @property
    def shop(self) -> Shop:
        """The shop it acts for."""
        return self.key.shop

    @property
    def is_authenticated(self) -> bool:
        """Whether it is known; a caller always is."""
        return True


class KeyAuthentication(BaseAuthentication):
    """Knows a caller by its key."""

    def authenticate(self, request: Request) -> tuple[Caller, ApiKey]:
        """Return the caller, or raise ``NotSignedIn``."""
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip().startswith(keys.PREFIX):
            raise NotSignedIn(
                "no key", merchant_sentence=_("Send your API key as Authorization: Bearer lus_…")
            )
        key = keys.shop_of(secret.strip())
        return Caller(key), key

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Name the scheme in a 401."""
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The same in the schema's words."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """Return OpenAPI's description of a bearer key."""
        return {"type": "http", "scheme": "bearer", "description": "An API key, made in the app's settings."}


class NeedsPro(BasePermission):
    """The API is part of Pro."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Refuse a shop that does not pay for Pro now."""
        if not billing.has_pro(shop_of(request)):
            raise PlanRequired(merchant_sentence=_("The API needs the Pro plan."))
        return True


class KeyThrottle(SimpleRateThrottle):
    """So many calls a minute for a key."""

    rate = "240/min"
    scope = "api"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002
        """Count by key."""
        caller: Any = request.user
        return f"throttle-api-{caller.key.pk}"


def shop_of(request: Request) -> Shop:
    """Return the shop that the request's key belongs to."""
    caller: Any = request.user
    shop: Shop = caller.shop
    return shop
