"""What every call of the API has in common: the key, Pro, the throttle, refusals, and its place in the schema."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    parser_classes,
    permission_classes,
    throttle_classes,
)
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from shopapp.api.authentication import KeyAuthentication, KeyThrottle, NeedsPro
from shopapp.api.idempotency import HEADER
from shopapp.api.serializers import Refusal
from shopapp.errors import NotFound
from shopapp.models import Shop

A_PAGE = 100
M = TypeVar("M", bound=Model)
View = Callable[..., Any]
_REFUSALS = {
    400: "The request is not as the schema says.",
    401: "No key, or a key that is not good.",
    402: "Pro is needed, or there are not enough credits.",
    404: "Not there, or another shop's.",
    409: "The present state does not allow it.",
    415: "Send application/json or multipart/form-data.",
    422: "The request asks for something impossible.",
    429: "Too many calls; Retry-After says when to come back.",
}


def call(
    method: str, gives: Any, *, takes: Any = None, asks: Any = None, status: int = 200, **more: Any
) -> Callable[[View], View]:
    """Make a view one call of the API; ``more`` may say ``many``, ``files`` and the ``media`` type of the answer."""
    parsers = [JSONParser, MultiPartParser] if more.get("files") else [JSONParser]

    def wrapped(view: View) -> View:
        answered = view
        for decorate in (
            throttle_classes([KeyThrottle]),
            permission_classes([NeedsPro]),
            authentication_classes([KeyAuthentication]),
            parser_classes(parsers),
            api_view([method]),
            _in_schema(method, gives, takes, asks, status, more),
        ):
            answered = decorate(answered)
        return answered

    return wrapped


def _in_schema(
    method: str, gives: Any, takes: Any, asks: Any, status: int, more: Mapping[str, Any]
) -> Callable[[View], View]:
    right = gives(many=True) if more.get("many") else gives
    responses: dict[Any, Any] = {(status, more["media"]) if "media" in more else status: right}
    responses |= {code: OpenApiResponse(Refusal, text) for code, text in _REFUSALS.items()}
    key = OpenApiParameter(
        HEADER, str, OpenApiParameter.HEADER, description="Makes sending it twice harmless."
    )
    parameters = [asks] if asks else [key] if method == "POST" and takes else []
    request: Any = takes
    if takes and more.get("files"):
        request = {"multipart/form-data": takes}
        if "media" in takes().fields:
            request["application/json"] = takes
    return extend_schema(parameters=parameters, request=request, responses=responses)


def page_of(rows: "QuerySet[Any]", serializer: Any) -> Response:
    """Answer the first rows."""
    return Response(serializer(rows[:A_PAGE], many=True).data)


def found(model: type[M], shop: Shop, pk: int) -> M:
    """Return the shop's own row, or raise ``NotFound``."""
    row = model._default_manager.filter(shop=shop, pk=pk).first()
    if row is None:
        raise NotFound(f"no {model.__name__} {pk} of {shop.domain}")
    return row
