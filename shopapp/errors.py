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


class ShopAppError(Exception):
    """Anything this app refuses."""

    status = 500
    code = "error"
    merchant_sentence = "Something went wrong on our side. Please try again."

    def __init__(
        self, message: str = "", *, merchant_sentence: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message or merchant_sentence or self.merchant_sentence)
        if merchant_sentence is not None:
            self.merchant_sentence = merchant_sentence
        if code is not None:
            self.code = code


class NotSignedIn(ShopAppError):  # noqa: N818 - the names are the conditions themselves
    """No session token, or one that is not good."""

    status, code = 401, "not_signed_in"
    merchant_sentence = "Please open Lustre from your Shopify admin."


class NotInstalled(ShopAppError):  # noqa: N818
    """The shop has not installed the app, or has removed it."""

    status, code = 401, "not_installed"
    merchant_sentence = "Lustre is not installed on this shop. Please open it from your Shopify admin."


class AllowanceSpent(ShopAppError):  # noqa: N818
    """Not enough credits."""

    status, code = 402, "no_credits"
    merchant_sentence = "There are not enough credits for this. Please add a pack of credits."


class PlanRequired(ShopAppError):  # noqa: N818
    """Needs the Pro plan."""

    status, code = 402, "plan_required"
    merchant_sentence = "Retouching many photos at once needs the Pro plan."


class Forbidden(ShopAppError):  # noqa: N818
    """Known, and not allowed."""

    status, code = 403, "forbidden"
    merchant_sentence = "This address is not good any more. Please reload the page."


class NotFound(ShopAppError):  # noqa: N818
    """Not there, or another shop's."""

    status, code = 404, "not_found"
    merchant_sentence = "We could not find this."


class Conflict(ShopAppError):  # noqa: N818
    """The present state does not allow it."""

    status, code = 409, "conflict"
    merchant_sentence = "This is not possible at the moment. Please reload the page."


class Invalid(ShopAppError):  # noqa: N818
    """The request says something impossible."""

    status, code = 422, "invalid"
    merchant_sentence = "This cannot be done as asked."


class TooMany(ShopAppError):  # noqa: N818
    """Too many requests."""

    status, code = 429, "too_many"
    merchant_sentence = "That was a lot at once. Please try again in a while."


class OutOfReach(ShopAppError):  # noqa: N818
    """Shopify does not answer, or not now."""

    status, code = 503, "out_of_reach"
    merchant_sentence = "Shopify cannot be reached at the moment. Nothing was changed: please try again."
