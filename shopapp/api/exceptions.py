"""Every refusal as ``{"code", "message"}``."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from shopapp.errors import ShopAppError

_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    415: "unsupported_media_type",
}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer for an error of ours or of the framework's; leave every other to Django."""
    if isinstance(error, ShopAppError):
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
        return Response(
            {"code": error.code, "message": error.merchant_sentence}, error.status, headers=headers
        )
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = {"code": _code(error, response.status_code), "message": _message(error)}
    return response


def nowhere(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that no route has: programs get JSON, as from every call of theirs."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "not_found", "message": "There is no such thing."}, status=404)
    return page_not_found(request, exception)


def _code(error: Exception, status: int) -> str:
    if isinstance(error, exceptions.Throttled):
        return "too_many"
    return "invalid" if isinstance(error, exceptions.ValidationError) else _CODES.get(status, "refused")


def _message(error: Exception) -> str:
    if isinstance(error, exceptions.ValidationError):
        return " ".join(_told(error.detail))
    if isinstance(error, Http404):
        return "There is no such thing."
    return str(getattr(error, "detail", error))


def _told(detail: Any, name: str = "") -> list[str]:
    if isinstance(detail, dict):
        return [
            line
            for key, value in detail.items()
            for line in _told(value, "" if key == "non_field_errors" else str(key))
        ]
    if isinstance(detail, list):
        return [line for value in detail for line in _told(value, name)]
    return [f"{name}: {detail}" if name else str(detail)]
