"""What the product refuses, and with which status a view says so.

ShopAppError
├── NotSignedIn             401  no session token, or not a good one
├── NotInstalled            401  the shop is not installed
├── AllowanceSpent          402  not enough credits
├── PlanRequired            402  Pro is needed for this
├── Forbidden               403
├── NotFound                404  also for what belongs to another shop
├── Conflict                409  the present state does not allow it
├── Invalid                 422  the request says something impossible
├── TooMany                 429
└── OutOfReach              503  Shopify does not answer, or not now

``str(error)`` is for the log; ``merchant_sentence`` is for the person; ``code`` is for programs.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ShopAppError(Exception):
    """Anything this app refuses."""

    status = 500
    code = "error"
    sentence: Promise = _("Something went wrong on our side. Please try again.")

    def __init__(
        self, message: str = "", *, merchant_sentence: str | None = None, code: str | None = None
    ) -> None:
        self.merchant_sentence = str(self.sentence) if merchant_sentence is None else merchant_sentence
        super().__init__(message or self.merchant_sentence)
        if code is not None:
            self.code = code


class NotSignedIn(ShopAppError):  # noqa: N818 - the names are the conditions themselves
    """No session token, or one that is not good."""

    status, code = 401, "not_signed_in"
    sentence: Promise = _("Please open Lustre from your Shopify admin.")


class NotInstalled(ShopAppError):  # noqa: N818
    """The shop has not installed the app, or has removed it."""

    status, code = 401, "not_installed"
    sentence: Promise = _("Lustre is not installed on this shop. Please open it from your Shopify admin.")


class AllowanceSpent(ShopAppError):  # noqa: N818
    """Not enough credits."""

    status, code = 402, "no_credits"
    sentence: Promise = _("There are not enough credits for this. Please add a pack of credits.")


class PlanRequired(ShopAppError):  # noqa: N818
    """Needs the Pro plan."""

    status, code = 402, "plan_required"
    sentence: Promise = _("Retouching many photos at once needs the Pro plan.")


class Forbidden(ShopAppError):  # noqa: N818
    """Known, and not allowed."""

    status, code = 403, "forbidden"
    sentence: Promise = _("This address is not good any more. Please reload the page.")


class NotFound(ShopAppError):  # noqa: N818
    """Not there, or another shop's."""

    status, code = 404, "not_found"
    sentence: Promise = _("We could not find this.")


class Conflict(ShopAppError):  # noqa: N818
    """The present state does not allow it."""

    status, code = 409, "conflict"
    sentence: Promise = _("This is not possible at the moment. Please reload the page.")


class Invalid(ShopAppError):  # noqa: N818
    """The request says something impossible."""

    status, code = 422, "invalid"
    sentence: Promise = _("This cannot be done as asked.")


class TooMany(ShopAppError):  # noqa: N818
    """Too many requests."""

    status, code = 429, "too_many"
    sentence: Promise = _("That was a lot at once. Please try again in a while.")


class OutOfReach(ShopAppError):  # noqa: N818
    """Shopify does not answer, or not now."""

    status, code = 503, "out_of_reach"
    sentence: Promise = _("Shopify cannot be reached at the moment. Nothing was changed: please try again.")
