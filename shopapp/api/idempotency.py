"""A request that is sent twice with one ``Idempotency-Key`` happens once and is answered the same.

The same key with another request is a conflict; so is a second request while the first is still being worked on. A
request that was refused is forgotten, so that it may be sent again.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from shopapp.api.authentication import shop_of
from shopapp.errors import Conflict, Invalid
from shopapp.models import IdempotencyKey, Shop

HEADER = "Idempotency-Key"
_LONGEST = 128
_ABANDONED_AFTER = timedelta(minutes=5)
P = ParamSpec("P")
View = Callable[Concatenate[Request, P], Response]


def once(view: View[P]) -> View[P]:
    """Answer a repeated request from memory."""

    def answered(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get(HEADER, "")
        if not key:
            return view(request, *args, **kwargs)
        row, known = _remembered(shop_of(request), key, digest_of(request))
        if known is not None:
            return known
        try:
            response = view(request, *args, **kwargs)
        except Exception:
            row.delete()
            raise
        IdempotencyKey.objects.filter(pk=row.pk).update(status=response.status_code, body=response.data)
        return response

    update_wrapper(answered, view)
    return answered


def _remembered(shop: Shop, key: str, digest: str) -> tuple[IdempotencyKey, Response | None]:
    if len(key) > _LONGEST or not key.isprintable():
        raise Invalid(
            "bad key",
            merchant_sentence=_("%(header)s has at most %(most)d printable characters.")
            % {"header": HEADER, "most": _LONGEST},
        )
    row, is_new = IdempotencyKey.objects.get_or_create(
        shop=shop, key=key, defaults={"request_digest": digest}
    )
    if is_new:
        return row, None
    if row.request_digest != digest:
        raise Conflict(
            "key used",
            code="idempotency_key_reused",
            merchant_sentence=_("This %s was used for another request.") % HEADER,
        )
    if row.status is not None:
        return row, Response(row.body, row.status, headers={"Idempotent-Replayed": "true"})
    if row.created_at > timezone.now() - _ABANDONED_AFTER:
        raise Conflict(
            "under way", code="in_progress", merchant_sentence=_("This request is still being worked on.")
        )
    return row, None


def digest_of(request: Request) -> str:
    """Return the digest of what a request asks, whatever the boundary between its parts."""
    content = {name: _plain(request.data, name) for name in sorted(request.data)}
    whole = json.dumps([request.method, request.path, content], sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def _plain(data: Any, name: str) -> Any:
    values = data.getlist(name) if hasattr(data, "getlist") else data[name]
    if not isinstance(values, list):
        values = [values]
    return [_file_digest(value) if isinstance(value, UploadedFile) else value for value in values]


def _file_digest(file: "UploadedFile") -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return f"{file.name}:{digest}"
