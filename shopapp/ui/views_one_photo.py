"""The stand-alone page: one photo in, one photo out, no shop and no account."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from shopapp.errors import Invalid
from shopapp.ui.one_photo import Shown, address_of
from shopapp.uploads import services

_LARGEST = services.MAX_BYTES


@csrf_exempt  # it belongs to nobody: there is no session that a forged request could use
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show where to drop a photo; take one in."""
    if request.method == "GET":
        return render(request, "shopapp/one_photo.html", {"largest": _LARGEST})
    file = request.FILES.get("photo")
    if file is None:
        raise Invalid("no file", merchant_sentence=_("Please choose a photo first."))
    data = file.read(_LARGEST + 1)
    upload = services.start(data=data, file_name=file.name or "photo", address=address_of(request))
    there = reverse("one-photo-result", args=[services.signed_id(upload)])
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"next": there})
    return redirect(there)


@require_GET
def result(request: HttpRequest, signed: str) -> HttpResponse:
    """Show one photo to whoever holds its address."""
    shown = Shown(services.by_signed_id(signed))
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse(shown.as_json())
    response = render(request, "shopapp/one_photo_result.html", {"shown": shown, "here": request.path})
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
