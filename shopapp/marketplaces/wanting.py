"""Having a listing's draft made, where the one that is there is no longer what its photos come to."""

from shopapp.marketplaces import gallery
from shopapp.models import Listing
from shopapp.queue import Task, enqueue

_D = Listing.Draft


def want_draft(listing: Listing, *, then_export: bool = False) -> bool:
    """Have a listing's draft made, unless it is what its photos and today's rules make already.

    A draft that is being made just now is not disturbed: who makes it compares at the end, and begins again.
    """
    results = gallery.results_of(listing)
    is_settled = listing.draft not in {_D.WAITING, _D.FAILED}
    if is_settled and listing.draft_key == gallery.draft_key(listing, results):
        return False
    if not results and listing.draft == _D.NONE:
        return False
    Listing.objects.filter(pk=listing.pk).exclude(draft=_D.WAITING, owner__gt="").update(
        draft=_D.WAITING, due_at=None, crashes=0
    )
    if then_export:
        Listing.objects.filter(pk=listing.pk).update(wanted=True)
    enqueue(Task.DRAFT_LISTING, listing.pk)
    return True
