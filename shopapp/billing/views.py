"""Where Shopify sends a merchant back after a charge."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET


@require_GET
def billing_return(request: HttpRequest) -> HttpResponse:
    """Answer nothing of worth: a return address grants nothing."""
    return HttpResponse(status=204)
