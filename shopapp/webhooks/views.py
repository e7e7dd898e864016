"""The one address Shopify calls: verified, recorded once, answered at once; the work is a task's."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from integrations.errors import Rejected, Unauthorized, UnsupportedFeature
from integrations.shopify import webhooks
from shopapp import connection
from shopapp.webhooks.inbox import record


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer 401 to a forged delivery, 200 to a recorded one and to one seen before."""
    try:
        event = webhooks.verify(connection.config(), request.headers, request.body)
    except Unauthorized:
        return HttpResponse(status=401)
    except UnsupportedFeature:
        return HttpResponse(status=200)
    except Rejected:
        return HttpResponse(status=400)
    try:
        with transaction.atomic():
            record(event)
    except IntegrityError:
        return HttpResponse(status=200)
    return HttpResponse(status=200)
