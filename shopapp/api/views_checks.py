"""The API's calls for checking a photo against a marketplace's rules."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from shopapp.api import serializers as s
from shopapp.api.authentication import shop_of
from shopapp.api.calls import call, found
from shopapp.api.idempotency import once
from shopapp.checking import services
from shopapp.models import PhotoCheck


@call("POST", s.CheckOut, takes=s.CheckIn, status=202, files=True)
@once
def checks(request: Request) -> Response:
    """Hold a photo against a marketplace's rules; it costs nothing, and the photo is deleted once it is measured."""
    serializer = s.CheckIn(data=request.data)
    serializer.is_valid(raise_exception=True)
    asked = serializer.validated_data
    against = services.Against(
        asked["marketplace"], asked["slot"], asked["category"], tuple(asked["confirm"])
    )
    check = services.start_for_shop(
        shop=shop_of(request),
        data=asked["photo"].read(),
        file_name=asked["photo"].name or "photo",
        against=against,
    )
    return Response(_out(check), 202)


@call("GET", s.CheckOut)
def check_detail(request: Request, check_id: int) -> Response:
    """Tell what was found."""
    return Response(_out(found(PhotoCheck, shop_of(request), check_id)))


@call("POST", s.CheckOut, takes=s.ConfirmIn)
@once
def check_confirm(request: Request, check_id: int) -> Response:
    """Judge a measured photo anew by what you stand for; it is not sent again, and nothing is measured again."""
    serializer = s.ConfirmIn(data=request.data)
    serializer.is_valid(raise_exception=True)
    check = found(PhotoCheck, shop_of(request), check_id)
    services.confirm(
        check, confirmed=serializer.validated_data["confirm"], category=serializer.validated_data["category"]
    )
    return Response(_out(check))


def _out(check: PhotoCheck) -> dict[str, Any]:
    told = {
        "blocks": check.report.get("blocks"),
        "findings": check.report.get("findings", []),
        "confirmed": check.report.get("confirmed", []),
        "confirmable": services.points(check),
    }
    for name, value in told.items():
        setattr(check, name, value)
    return dict(s.CheckOut(check).data)
