"""Buttons that read, leave out, export, buy and set."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.api import keys
from shopapp.billing import selectors as balances
from shopapp.billing import services as billing
from shopapp.catalog import services as catalog
from shopapp.install.authentication import EmbeddedRequest
from shopapp.publishing import services as publishing
from shopapp.studio import services as studio
from shopapp.ui.asked import media_ids
from shopapp.ui.pages import action, done


@action
def sync(request: EmbeddedRequest) -> JsonResponse:
    """Read the catalog again."""
    started = catalog.start_sync(shop=request.shop)
    return done(_("Reading your catalog"), sync=started.pk)


@action
def exclude(request: EmbeddedRequest) -> JsonResponse:
    """Leave photos out of every batch."""
    count = studio.set_excluded(shop=request.shop, media_ids=media_ids(request.POST) or [], excluded=True)
    said = ngettext("%d photo is left alone from now on", "%d photos are left alone from now on", count)
    return done(said % count, photos=count)


@action
def restore(request: EmbeddedRequest) -> JsonResponse:
    """Let photos in again."""
    count = studio.set_excluded(shop=request.shop, media_ids=media_ids(request.POST) or [], excluded=False)
    return done(
        ngettext("%d photo may be retouched again", "%d photos may be retouched again", count) % count,
        photos=count,
    )


@action
def export(request: EmbeddedRequest) -> JsonResponse:
    """Make a set for another marketplace."""
    marketplace = request.POST.get("marketplace", "")
    made = publishing.start_export(
        shop=request.shop, marketplace=marketplace, media_ids=media_ids(request.POST)
    )
    return done(_("Making the set"), export=made.pk, next=reverse("exports"))


@action
def subscribe(request: EmbeddedRequest) -> JsonResponse:
    """Go to Shopify's page where Pro is approved."""
    charge = billing.start_subscription(shop=request.shop)
    return done(_("Shopify asks for your approval"), charge=charge.gid, open=charge.confirmation_url)


@action
def buy(request: EmbeddedRequest) -> JsonResponse:
    """Go to Shopify's page where a pack of credits is approved."""
    charge = billing.start_purchase(shop=request.shop, pack=request.POST.get("pack", ""))
    return done(_("Shopify asks for your approval"), charge=charge.gid, open=charge.confirmation_url)


@action
def cancel_plan(request: EmbeddedRequest) -> JsonResponse:
    """End Pro now."""
    billing.cancel_subscription(shop=request.shop)
    return done(_("Pro has ended. Your credits stay."))


@action
def settle(request: EmbeddedRequest) -> JsonResponse:
    """Read again what Shopify says of charges that waited for approval."""
    billing.settle_pending(shop=request.shop)
    available = balances.balance(request.shop).available
    return done(_("Up to date"), pro=balances.has_pro(request.shop), credits=available)


@action
def change_settings(request: EmbeddedRequest) -> JsonResponse:
    """Save the settings."""
    form = request.POST
    studio.change_settings(
        shop=request.shop,
        auto_retouch=form.get("auto_retouch") == "on",
        recipe=form.get("recipe", ""),
        tone=form.get("tone", ""),
    )
    return done(_("Saved"))


@action
def create_key(request: EmbeddedRequest) -> JsonResponse:
    """Make an API key and tell it, this once."""
    made = keys.create(shop=request.shop, name=request.POST.get("name", ""))
    shown = {"into": "new-key", "text": made.secret}
    return done(
        _("Your new key. Copy it now: it is shown this once."), id=made.row.pk, key=made.secret, show=shown
    )


@action
def revoke_key(request: EmbeddedRequest, key_id: int) -> JsonResponse:
    """End an API key now."""
    key = keys.revoke(shop=request.shop, key_id=key_id)
    return done(_("Revoked. Programs with this key are refused from now on."), id=key.pk)
