"""A merchant's words for what can happen at a marketplace, ``%(place)s``, to its photo number ``%(photo)s``."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integrations import MARKETPLACES
from shopapp.models import ListingWrite, Submission

_S, _W = Submission.State, ListingWrite.State

STATES: dict[str, Promise] = {
    _S.QUEUED: _("waiting its turn"),
    _S.WAITING: _("waiting"),
    _S.SENDING: _("being sent"),
    _S.CHECKING: _("being checked there"),
    _S.ACCEPTED: _("live"),
    _S.REJECTED: _("rejected"),
    _S.CONFLICT: _("yours was kept"),
    _S.LEFT: _("left as it is"),
    _S.FAILED: _("could not"),
}

WRITES: dict[str, Promise] = {
    _W.PLANNED: _("waiting"),
    _W.SENT: _("being checked there"),
    _W.CONFIRMED: _("done"),
    _W.REJECTED: _("rejected"),
    _W.CONFLICT: _("not done"),
    _W.FAILED: _("not done"),
}

REASONS: dict[str, Promise] = {
    "gone": _("This listing is no longer on %(place)s. Nothing was changed."),
    "sold_out": _("This listing is sold out on %(place)s, so its photos stay as they are. Renew it there first."),
    "unread": _("Your listings on %(place)s could not be read. Please try again."),
    "refused": _("%(place)s no longer accepts our connection. Connect it again: what waits then goes on by itself."),
    "denied": _("%(place)s does not allow us to change this listing. Connect it again and grant the permission."),
    "unreachable": _("%(place)s was out of reach for hours. Nothing is half done: please start it again."),
    "throttled": _("%(place)s takes only so much from us at a time. This waits for its limit, and goes on by itself."),
    "limit": _("%(place)s had no room for this within its own limit for days. Please start it again."),
    "storage": _("Our storage was out of reach for hours, so this was not sent to %(place)s. Please start it again."),
    "conflict": _("Photo %(photo)s was replaced on %(place)s by hand. Yours was kept and ours was not put over it."),
    "moved": _("Photo %(photo)s was moved on %(place)s by hand. It stays where you put it."),
    "conflicts": _("A photo was replaced on %(place)s by hand. Yours was kept and ours was not put over it."),
    "undo_conflict": _(
        "Photo %(photo)s was not taken back: it was replaced on %(place)s by hand since, and yours was kept."
    ),
    "undo_moved": _(
        "Photo %(photo)s was not taken back: it was moved on %(place)s by hand since, and stays where you put it."
    ),
    "undo_conflicts": _("A photo was replaced on %(place)s by hand since our export; yours was kept."),
    "rejected": _("%(place)s did not accept this photo."),
    "rejected_some": _("%(place)s did not accept every photo. What it says stands beside each one."),
    "refused_before": _("%(place)s would not accept this, so nothing was sent."),
    "full": _("This listing has no room for one more photo: %(place)s takes no more than it has already."),
    "different": _("%(place)s shows another picture than the one we sent. Please look at the listing there."),
    "no_verdict": _("%(place)s has not said within a day whether it accepts this. Please look at the listing there."),
    "image_lost": _("%(place)s does not hand out one of this listing's photos. Please look at the listing there."),
    "not_kept": _("%(place)s no longer keeps the photo that was here before. Put it back from your own copy."),
    "not_kept_some": _(
        "Not every photo of yours could be put back on %(place)s: it no longer keeps some. Put those back yourself."
    ),
    "not_back": _("%(place)s has not put your own photo back yet, though it took our request. Please undo it again."),
    "cancelled": _("This was not sent to %(place)s: everything was taken back before its turn."),
    "taken_back": _("This was taken back before %(place)s was done with it."),
    "our_fault": _("Something went wrong on our side. Nothing is lost: please start it again."),
    "invalid": _("%(place)s did not understand what we sent. We were told; nothing was changed."),
}  # fmt: skip

LEFT_OUT: dict[str, Promise] = {
    "same": _("The same photos are there already."),
    "blocked": _("A rule of %(place)s forbids this photo. Fix it first."),
    "confirm": _("Some rules cannot be measured. Please look at the photos and confirm them."),
    "drafting": _("Its photos are being prepared."),
    "unmade": _(
        "Its photos could not be prepared: something went wrong on our side. Have them prepared again; if you do not, "
        "it is tried with the next reading of your listings."
    ),
    "no_photos": _("None of its photos is retouched yet."),
    "no_product": _("We do not know yet which of your products this is."),
    "under_way": _("It is on its way just now. Please try again in a moment."),
    "going_back": _("Your own photos are on their way back there already."),
    "nothing": _("Nothing of ours is shown there."),
    "gone": _("This listing is no longer on %(place)s."),
    "not_connected": _(
        "%(account)s is not connected, so nothing can be changed there. Connect it again first."
    ),
}

MATCHES: dict[str, Promise] = {
    "sku_twice": _("This SKU is on more than one of your %(place)s listings. Which product does this one sell?"),
    "sku_shared": _("Several of your products have this SKU. Which one is it?"),
    "sku_unknown": _("None of your products has this SKU. Is it one of these?"),
    "no_sku": _("This listing has no SKU. Is it one of these?"),
}  # fmt: skip


def label(marketplace: str) -> str:
    """Return a marketplace's name as it spells it."""
    return MARKETPLACES[marketplace].label


def sentence(code: str, marketplace: str, *, photo: int | None = None) -> str:
    """Return the merchant's sentence for a reason."""
    return str(REASONS[code]) % {"place": label(marketplace), "photo": photo}


def left_out(code: str, marketplace: str, *, account: str = "") -> str:
    """Return why a listing was left out when it was asked for; ``account`` is what the merchant calls it."""
    place = label(marketplace)
    return str(LEFT_OUT[code]) % {"place": place, "account": f"{place} ({account})" if account else place}


def first_refusal(writes: Iterable[ListingWrite]) -> str:
    """Return what is said of the first photo that was refused, "" where none was."""
    return next((write.reason_sentence for write in writes if write.state == _W.REJECTED), "")


def question(code: str, marketplace: str) -> str:
    """Return what is asked of a listing that we could not match by ourselves."""
    return str(MATCHES.get(code, MATCHES["no_sku"])) % {"place": label(marketplace)}
