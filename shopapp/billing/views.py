"""Where Shopify sends a merchant back after a charge."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponseRedirect
from django.views.decorators.http import require_GET

from shopapp import connection
from shopapp.env import env
from shopapp.middleware import SHOP_DOMAIN
from shopapp.models import Shop
from shopapp.queue import Task, enqueue


@require_GET
def billing_return(request: HttpRequest) -> HttpResponseRedirect:
    """Have the shop's pending charges read again, and lead back into its admin; this address alone grants nothing."""
    domain = request.GET.get("shop", "")
    if not SHOP_DOMAIN.fullmatch(domain):
        return HttpResponseRedirect("/")
    if shop := Shop.objects.filter(domain=domain, uninstalled_at=None).first():
        enqueue(Task.SETTLE_CHARGES, shop.pk)
    return HttpResponseRedirect(_admin_url(domain))


def _admin_url(domain: str) -> str:
    origin = connection.config().admin_origin or f"https://{domain}"
    return f"{origin}/admin/apps/{quote(env().shopify_client_id)}"
