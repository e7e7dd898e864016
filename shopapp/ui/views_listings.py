"""Other marketplaces: the page of one listing, the live part, and what their buttons do."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.install.authentication import EmbeddedRequest
from shopapp.marketplaces import connecting, services, words
from shopapp.marketplaces.services import Started
from shopapp.ui import listing as listing_page_of
from shopapp.ui import listings
from shopapp.ui.asked import ids, keyed, one_id
from shopapp.ui.pages import action, done, fragment, live, page, show


@page
def listing_page(request: EmbeddedRequest, listing_id: int) -> HttpResponse:
    """Show one listing: what is there, what would be there, what speaks against it."""
    asked = request.GET.get("product", "")[:100].strip()
    return show(request, "listing", {"page": listing_page_of.page(request.shop, listing_id, asked=asked)})


@fragment
def listing(request: EmbeddedRequest, listing_id: int) -> HttpResponse:
    """Tell whether a listing still moves."""
    now = listing_page_of.page(request.shop, listing_id)
    return live(request, "listing_live", {"page": now}, now.as_json())


@fragment
def all_listings(request: EmbeddedRequest) -> HttpResponse:
    """Tell how every listing stands, and how far the latest run is."""
    is_program = "json" in request.headers.get("Accept", "")
    now = listings.board(request.shop) if is_program else listings.motion(request.shop)
    return live(request, "marketplaces_live", {"board": now}, now.as_json())


@action
def connect(request: EmbeddedRequest) -> JsonResponse:
    """Go to the marketplace's page of consent, in a window of its own."""
    marketplace = request.POST.get("marketplace", "")
    address = connecting.start(shop=request.shop, marketplace=marketplace)
    said = _("%s asks for your permission in a new window") % words.label(marketplace)
    return done(said, open=address, window=True)


@action
def disconnect(request: EmbeddedRequest, account_id: int) -> JsonResponse:
    """Delete our permission; what is shown there stays."""
    account = connecting.disconnect(shop=request.shop, account_id=account_id)
    return done(_("%s is disconnected. Our permission is deleted.") % words.label(account.marketplace))


@action
def read(request: EmbeddedRequest, account_id: int) -> JsonResponse:
    """Read an account's listings again."""
    started = services.sync(shop=request.shop, account_id=account_id)
    return done(_("Reading your listings"), sync=started.pk)


@action
def auto_export(request: EmbeddedRequest, account_id: int) -> JsonResponse:
    """Choose whether new listings are exported by themselves."""
    wanted = request.POST.get("auto_export") == "on"
    services.set_auto_export(shop=request.shop, account_id=account_id, wanted=wanted)
    return done(_("New listings go out by themselves") if wanted else _("New listings wait for you"))


@action
def choose_product(request: EmbeddedRequest, listing_id: int) -> JsonResponse:
    """Say which product a listing sells; none where none is named."""
    product_id = one_id(request.POST, "product")
    services.choose_product(shop=request.shop, listing_id=listing_id, product_id=product_id)
    return done(_("Thank you") if product_id else _("This listing is left alone"))


@action
def confirm(request: EmbeddedRequest) -> JsonResponse:
    """Stand for what could not be measured, on the photos that were looked at."""
    seen = keyed(request.POST, "draft")
    count = services.confirm(shop=request.shop, listing_ids=ids(request.POST, "listing"), seen=seen)
    told = ngettext("%d listing is confirmed", "%d listings are confirmed", count) % count
    others = len(seen) - count if seen else 0
    if others:
        again = ngettext(
            "%d listing has other photos by now: please look at it again",
            "%d listings have other photos by now: please look at them again",
            others,
        )
        told = f"{told}; {again % others}" if count else again % others
    return done(told, listings=count, made_anew=others)


@action
def submit(request: EmbeddedRequest) -> JsonResponse:
    """Export the chosen listings, or every one that is ready."""
    started = services.submit(shop=request.shop, listing_ids=ids(request.POST, "listing"))
    count = len(started.submissions)
    told = ngettext("%d listing is on its way", "%d listings are on their way", count)
    return _begun(told % count, started)


@action
def fix_all(request: EmbeddedRequest) -> JsonResponse:
    """Leave out what rules forbid on every listing that they block."""
    fixed, left = services.fix_all(shop=request.shop)
    told = ngettext("%d listing is fixed. Have a look.", "%d listings are fixed. Have a look.", fixed) % fixed
    if left:
        told += " " + ngettext(
            "%d has no other photo to show: its page says what helps.",
            "%d have no other photo to show: their pages say what helps.",
            left,
        ) % left  # fmt: skip
    return done(told, listings=fixed, left=left)


@action
def fix(request: EmbeddedRequest, listing_id: int) -> JsonResponse:
    """Leave out what is not accepted, and export again where that was asked for."""
    again = request.POST.get("export") == "on"
    services.fix(shop=request.shop, listing_id=listing_id, then_export=again)
    sent = _("Fixed. It goes out again by itself, unless a photo has to be looked at first.")
    return done(sent if again else _("Fixed. Have a look."))


@action
def prepare(request: EmbeddedRequest, listing_id: int) -> JsonResponse:
    """Prepare photos again that could not be prepared."""
    services.prepare(shop=request.shop, listing_id=listing_id)
    return done(_("Its photos are being prepared."))


@action
def restore_photos(request: EmbeddedRequest, listing_id: int) -> JsonResponse:
    """Let photos in again that were left out."""
    services.restore_photos(shop=request.shop, listing_id=listing_id)
    return done(_("All photos of the product are in again"))


@action
def undo_listing(request: EmbeddedRequest, listing_id: int) -> JsonResponse:
    """Put the merchant's own photos of one listing back."""
    return _back(services.undo_listing(shop=request.shop, listing_id=listing_id))


@action
def undo_write(request: EmbeddedRequest, write_id: int) -> JsonResponse:
    """Put one of the merchant's own photos back."""
    return _back(services.undo_write(shop=request.shop, write_id=write_id))


@action
def undo_marketplace(request: EmbeddedRequest, account_id: int) -> JsonResponse:
    """Put the merchant's own photos on a whole marketplace back."""
    return _back(services.undo_marketplace(shop=request.shop, account_id=account_id))


def _back(started: Started) -> JsonResponse:
    count = len(started.submissions)
    told = ngettext("%d listing gets your own photos back", "%d listings get your own photos back", count)
    return _begun(told % count, started)


def _begun(sentence: str, started: Started) -> JsonResponse:
    if started.left_out:
        count = len(started.left_out)
        told = ngettext("%d stays out:", "%d stay out:", count) % count
        sentence = f"{sentence}; {told} {started.why}"
    found = {"run": started.run.pk, "listings": len(started.submissions), "left_out": started.left_out}
    return done(sentence, **found, **({} if len(started.submissions) == 1 else {"next": reverse("exports")}))
