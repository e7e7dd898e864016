"""Live parts of pages: small, cheap, and JSON to programs."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from shopapp.install.authentication import EmbeddedRequest
from shopapp.studio import selectors
from shopapp.studio.estimates import Estimate
from shopapp.studio.estimates import estimate as estimate_of
from shopapp.ui import cards, home, library, photo
from shopapp.ui.asked import media_ids
from shopapp.ui.exports import sets
from shopapp.ui.pages import fragment, live


@fragment
def store(request: EmbeddedRequest) -> HttpResponse:
    """Tell the state of the store."""
    now = home.store(request.shop)
    return live(request, "store", {"store": now}, now.as_json())


@fragment
def progress(request: EmbeddedRequest) -> HttpResponse:
    """Tell how far the latest batch is."""
    now = home.running(request.shop)
    return live(request, "running", {"running": now}, now.as_json())


@fragment
def estimate(request: EmbeddedRequest) -> HttpResponse:
    """Tell what a batch would come to."""
    plan = estimate_of(shop=request.shop, media_ids=media_ids(request.GET))
    return live(request, "estimate", {"estimate": plan}, _estimate_json(plan))


@fragment
def one_photo(request: EmbeddedRequest, media_id: int) -> HttpResponse:
    """Tell whether a photo still moves."""
    now = photo.of_media(request.shop, media_id)
    return live(
        request,
        "photo",
        {"photo": now},
        now.card.as_json() | {"moving": now.is_moving, "again": now.again.as_json()},
    )


@fragment
def photos(request: EmbeddedRequest) -> JsonResponse:
    """Name every file of the store with its state and reason."""
    rows = selectors.library(request.shop, library.filters_of(request.GET))
    return JsonResponse([card.as_json() for card in cards.of_media(list(rows))], safe=False)


@fragment
def exports(request: EmbeddedRequest) -> HttpResponse:
    """Tell how far the sets are."""
    now = sets(request.shop)
    under_way = any(each.is_under_way for each in now)
    return live(request, "exports", {"sets": now, "under_way": under_way}, [each.as_json() for each in now])


def _estimate_json(plan: Estimate) -> dict[str, Any]:
    pack = plan.smallest_pack
    named = (
        {"key": pack.key, "name": pack.name, "credits": pack.credits, "price": str(pack.price)}
        if pack
        else None
    )
    left_out = [
        {"media": each.media.pk, "name": each.name, "code": each.code, "sentence": each.sentence}
        for each in plan.left_out
    ]
    told = ("photos", "credits", "seconds", "measured", "needs_pro", "credits_missing", "can_start")
    return {name: getattr(plan, name) for name in told} | {"smallest_pack": named, "left_out": left_out}
