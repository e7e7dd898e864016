"""A merchant's words for every state and every reason."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopapp.models import Media, RetouchJob

_S = RetouchJob.State

STATES: dict[str, Promise] = {
    _S.WAITING: _("waiting"),
    _S.RETOUCHING: _("retouching"),
    _S.READY: _("ready"),
    _S.NEEDS_REVIEW: _("needs review"),
    _S.PUBLISHING: _("publishing"),
    _S.PUBLISHED: _("on your store"),
    _S.LEFT: _("left as it is"),
    _S.FAILED: _("could not"),
    _S.UNDONE: _("undone"),
}

SENTENCES: dict[str, Promise] = {
    _S.WAITING: _("This photo waits for its turn."),
    _S.RETOUCHING: _("We are retouching this photo."),
    _S.READY: _("The result is ready."),
    _S.NEEDS_REVIEW: _("Please have a look at this photo before it goes to your store."),
    _S.PUBLISHING: _("We are putting the result on your store."),
    _S.PUBLISHED: _("The result is on your store."),
    _S.LEFT: _("We left this photo as it is."),
    _S.FAILED: _("We could not retouch this photo. Nothing was changed and nothing charged."),
    _S.UNDONE: _("Your original is back on your store."),
}

REASONS: dict[str, Promise] = {
    "cancelled": _("We left this photo as it is: the batch was cancelled before its turn."),
    "uninstalled": _("We left this photo as it is: Lustre was removed from the shop."),
    "gone": _("We left this photo as it is: it is no longer in your shop."),
    "conflict": _(
        "We left this photo as it is: it was replaced in your shop while we worked, and yours was kept."
    ),
    "processing": _(
        "We left this photo as it is: Shopify has not finished processing it. Upload it again in your admin."
    ),
    "unreachable": _(
        "We could not finish this photo: Shopify was out of reach for hours. Please start it again."
    ),
    "disk_full": _("We could not finish this photo: our storage was full. Please start it again later."),
    "storage": _(
        "We could not finish this photo: our storage was out of reach for hours. Please start it again later."
    ),
    "disconnected": _(
        "We could not reach your shop with our permission. Open Lustre from your admin, then start again."
    ),
    "denied": _(
        "We could not change this photo: Lustre lacks a permission. Open Lustre from your admin to grant it."
    ),
    "our_fault": _(
        "We could not finish this photo: something went wrong on our side. Nothing was changed or charged."
    ),
    "kept_original": _("We left this photo as it is: you chose the original."),
    "format": _(
        "We left this photo as it is: a transparent background needs a PNG or WebP file, and this one is not."
    ),
    "rejected": _(
        "We could not put this photo on your store: Shopify did not accept it. Your original is unchanged."
    ),
    "stuck": _(
        "We could not put this photo on your store: Shopify did not finish taking it. Your original is kept."
    ),
    "undo_conflict": _("We did not undo this photo: it was replaced in your shop since, and yours was kept."),
    "same_result": _("This made no difference to the photo. Nothing was charged."),
    "other_chosen": _("You chose the other result of this photo."),
    "on_hold": _("Auto-retouch is paused: Pro is on hold until its last bill is paid."),
    "no_credits": _("Auto-retouch is paused: there are no credits left."),
}


def sentence(code: str) -> str:
    """Return the merchant's sentence for a reason."""
    return str(REASONS[code])


_KINDS = {
    Media.Kind.VIDEO: _("This is a video."),
    Media.Kind.EXTERNAL_VIDEO: _("This is a video."),
    Media.Kind.MODEL_3D: _("This is a 3D model."),
}


def not_a_photo(media: Media) -> str:
    """Return why a file that is no image is left alone."""
    return str(_KINDS.get(Media.Kind(media.kind), _("This is not a photo.")))
