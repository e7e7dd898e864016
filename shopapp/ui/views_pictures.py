"""What is fetched without a session token, behind signed addresses: small copies of photos, the ledger as a file."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from shopapp.ui import activity_csv, pictures


@require_GET
def picture(request: HttpRequest, signed: str) -> HttpResponse:
    """Serve one copy to whoever holds its address, while the address is good."""
    response = HttpResponse(pictures.open_preview(signed), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=7200, immutable"
    return response


@require_GET
def activity(request: HttpRequest, signed: str) -> StreamingHttpResponse:
    """Serve the ledger to whoever holds its address, while the address is good."""
    return activity_csv.download(signed)
