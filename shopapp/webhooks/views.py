"""The one address Shopify calls."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Refuse: nothing is verified yet."""
    return HttpResponse(status=401)
