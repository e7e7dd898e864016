"""Small copies of stored photos."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shopapp.ui import pictures


@require_GET
def picture(request: HttpRequest, signed: str) -> HttpResponse:
    """Serve one copy to whoever holds its address, while the address is good."""
    response = HttpResponse(pictures.open_preview(signed), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=7200, immutable"
    return response
