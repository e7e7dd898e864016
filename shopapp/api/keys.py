"""API keys: told once, stored as a digest, revocable; Pro only."""

import hashlib
import secrets
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp.billing import selectors as billing
from shopapp.errors import Conflict, Invalid, NotFound, NotSignedIn, PlanRequired
from shopapp.models import ApiKey, Shop

PREFIX = "lus_"
_SHOWN = 12
_MOST = 20


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is told, this once."""

    row: ApiKey
    secret: str


def create(*, shop: Shop, name: str) -> NewKey:
    """Make a key."""
    if not billing.has_pro(shop):
        raise PlanRequired(merchant_sentence=_("The API needs the Pro plan."))
    if not name.strip():
        raise Invalid(
            "no name", merchant_sentence=_("Please give the key a name, so that you know it later.")
        )
    if of_shop(shop).count() >= _MOST:
        raise Conflict("too many keys", merchant_sentence=_("There are 20 keys already. Revoke one first."))
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        shop=shop, name=name.strip()[:100], prefix=secret[:_SHOWN], digest=digest(secret)
    )
    return NewKey(row, secret)


def revoke(*, shop: Shop, key_id: int) -> ApiKey:
    """End a key now."""
    key = ApiKey.objects.filter(shop=shop, pk=key_id).first()
    if key is None:
        raise NotFound(f"no key {key_id} of {shop.domain}")
    ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=timezone.now())
    key.refresh_from_db()
    return key


def of_shop(shop: Shop) -> "QuerySet[ApiKey]":
    """Return the shop's keys that are good, newest first."""
    return ApiKey.objects.filter(shop=shop, revoked_at=None).order_by("-pk")


def shop_of(secret: str) -> ApiKey:
    """Return the key that a secret is of, while it is good and its shop installed, or raise ``NotSignedIn``."""
    rows = ApiKey.objects.select_related("shop").filter(revoked_at=None, shop__uninstalled_at=None)
    key = rows.filter(digest=digest(secret)).first()
    if key is None:
        raise NotSignedIn("no such key", merchant_sentence=_("This API key is not known, or was revoked."))
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())
    return key


def digest(secret: str) -> str:
    """Return what is stored of a key: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
