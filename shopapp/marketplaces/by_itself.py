"""Which listings go out by themselves: those that are new, once they are whole, and again when they gain photos.

One rule for the first time and for every later one. A listing goes by itself where it was found after the merchant
chose that, and after a first reading of all that was there; where none of its product's photos is being retouched any
more; where whatever went out of it before went by itself and was accepted, and nobody has changed a photo there since;
and where its draft shows a photo that none of that has carried. What a person has sent, fixed or taken back is theirs
from then on.
"""

from shopapp.marketplaces.standing import Standing
from shopapp.models import Listing, ListingSync, ListingWrite, RetouchJob, Submission, SubmissionRun

_NO_RESULT_YET = (RetouchJob.State.WAITING, RetouchJob.State.RETOUCHING)


def may_go(now: Standing) -> bool:
    """Whether a listing goes out by itself now."""
    return (
        is_new(now.listing)
        and not now.changed_places
        and _is_ours_alone(now.listing)
        and _has_gained(now)
        and not _is_being_retouched(now.listing)
    )


def is_new(listing: Listing) -> bool:
    """Whether it came after the choice to let new listings go out, and after a reading of all that was there."""
    since = listing.account.auto_export_since
    if since is None or listing.found_at <= since:
        return False
    done = listing.account.syncs.filter(state=ListingSync.State.DONE)
    return done.filter(finished_at__lt=listing.found_at).exists()


def _is_ours_alone(listing: Listing) -> bool:
    """Whether everything that was done with it went out by itself, and was accepted."""
    went_well = {
        "kind": Submission.Kind.EXPORT,
        "run__kind": SubmissionRun.Kind.AUTO,
        "state": Submission.State.ACCEPTED,
    }
    return not listing.submissions.exclude(**went_well).exists()


def _has_gained(now: Standing) -> bool:
    """Whether the draft shows a photo that no export has carried."""
    carried = ListingWrite.objects.filter(listing=now.listing, kind=ListingWrite.Kind.PUBLISH)
    known = set(carried.values_list("media_id", flat=True))
    return any(photo.media_id not in known for photo in now.photos)


def _is_being_retouched(listing: Listing) -> bool:
    """Whether a photo of its product has a result to come; what it is sent without now, it would lack there."""
    jobs = RetouchJob.objects.filter(state__in=_NO_RESULT_YET, media__deleted_at=None)
    return jobs.filter(media__products=listing.product_id).exists()
