"""The public pages about marketplaces' rules: check one photo, read all rules; no shop and no account."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from shopapp.checking import services
from shopapp.checking.services import Against
from shopapp.errors import Invalid
from shopapp.ui.one_photo import address_of
from shopapp.ui.photo_checks import Checked, choices, manual

_LARGEST = services.MAX_BYTES


@csrf_exempt  # it belongs to nobody: there is no session that a forged request could use
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show where to drop a photo; take one in."""
    if request.method == "GET":
        return render(request, "shopapp/check_photo.html", {"largest": _LARGEST, **choices()})
    file = request.FILES.get("photo")
    if file is None:
        raise Invalid("no file", merchant_sentence=_("Please choose a photo first."))
    marketplace, slot, category = (request.POST.get(name, "") for name in ("marketplace", "slot", "category"))
    check = services.start_for_visitor(
        data=file.read(_LARGEST + 1), file_name=file.name or "photo", address=address_of(request),
        against=Against(marketplace, slot, category),
    )  # fmt: skip
    there = reverse("check-photo-result", args=[services.signed_id(check)])
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"next": there})
    return redirect(there)


@csrf_exempt  # whoever holds the address may confirm; there is no session here either
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, signed: str) -> HttpResponse:
    """Show the answer to whoever holds its address; take what they stand for, and judge anew."""
    check = services.by_signed_id(signed)
    if request.method == "POST":
        confirmed, category = request.POST.getlist("confirm"), request.POST.get("category", "")
        services.confirm(check, confirmed=confirmed, category=category)
        return redirect(request.path)
    checked = Checked(check)
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse(checked.as_json())
    shown = {"checked": checked, "here": request.path, **choices()}
    response = render(request, "shopapp/check_photo_result.html", shown)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule with its source and its day."""
    return render(request, "shopapp/marketplace_rules.html", {"manual": manual()})
