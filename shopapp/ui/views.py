"""The embedded pages, one view each."""

from django.http import HttpResponse

from shopapp.install.authentication import EmbeddedRequest
from shopapp.ui import activity, home, library, listings, photo, plan, review, settings_page
from shopapp.ui.exports import exports_context
from shopapp.ui.pages import page, show


@page
def home_page(request: EmbeddedRequest) -> HttpResponse:
    """Show the one thing to do now, or how far it is."""
    return show(request, "home", home.context(request.shop))


@page
def library_page(request: EmbeddedRequest) -> HttpResponse:
    """Show the shop's photos."""
    return show(request, "library", {"library": library.library(request.shop, request.GET)})


@page
def photo_page(request: EmbeddedRequest, media_id: int) -> HttpResponse:
    """Show one photo: before and after, what changed, and what can be done."""
    return show(request, "photo", {"photo": photo.of_media(request.shop, media_id)})


@page
def review_page(request: EmbeddedRequest) -> HttpResponse:
    """Show the next photo that waits for a person, worst first."""
    return show(request, "review", {"review": review.next_up(request.shop, request.GET.get("after", ""))})


@page
def exports_page(request: EmbeddedRequest) -> HttpResponse:
    """Show where the listings on other marketplaces stand, and the sets to download."""
    board = {"board": listings.board(request.shop, request.GET.dict())}
    return show(request, "exports", exports_context(request.shop) | board)


@page
def activity_page(request: EmbeddedRequest) -> HttpResponse:
    """Show everything that was written to the store, and how to take it back."""
    return show(request, "activity", activity.context(request.shop, request.GET.dict()))


@page
def plan_page(request: EmbeddedRequest) -> HttpResponse:
    """Show credits, what they are enough for, and what can be bought."""
    return show(request, "plan", plan.context(request.shop))


@page
def settings_page_view(request: EmbeddedRequest) -> HttpResponse:
    """Show what the merchant can set."""
    return show(request, "settings", settings_page.context(request.shop))
