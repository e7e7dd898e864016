"""What can go wrong between us and somebody else's service.

IntegrationError
├── Retryable               later: the same call may well succeed
│   ├── Throttled           at the time they name (``retry_after``, in seconds)
│   ├── Busy                the thing itself is being worked on: a locked file, a medium still processing
│   └── Unavailable         with growing pauses
│       └── TimedOut
├── Unauthorized            the token or signature is not (or no longer) good: install again
├── AccessDenied            the token is good, but the scope or the shop does not allow it
├── Rejected                their validation: ``fields`` says what and where
├── NotFound                what was named is not there
│   └── ImageLost           the listing is there, one of its images (``key``) cannot be had any more
├── UnsupportedFeature      it cannot be said to this service
└── RuleError               our own rule files are wrong: refuse to start

``str(error)`` is for the log and carries no token; ``merchant_sentence`` is for the merchant; ``data`` is what the
service answered beside its errors, where it answered anything: partial data is never thrown away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class UserError:
    """One complaint of a service about one field of what we sent."""

    field: tuple[str, ...]
    code: str
    message: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.code, ".".join(self.field), self.message) if part)


class IntegrationError(Exception):
    """Anything that went wrong with another service."""

    merchant_sentence = "Something went wrong between us and the other service; nothing was changed."

    def __init__(
        self,
        message: str,
        *,
        fields: tuple[UserError, ...] = (),
        data: Mapping[str, Any] | None = None,
        merchant_sentence: str | None = None,
    ) -> None:
        super().__init__(message)
        self.fields = fields
        self.data = data
        if merchant_sentence is not None:
            self.merchant_sentence = merchant_sentence

    @property
    def codes(self) -> frozenset[str]:
        """The service's own codes, as it spells them."""
        return frozenset(field.code for field in self.fields if field.code)


class Retryable(IntegrationError):  # noqa: N818 - the tree's names are the conditions themselves
    """The same call may succeed later."""

    merchant_sentence = "The other service is busy. We will try again by ourselves."


class Throttled(Retryable):
    """We asked more than they allow; they say when to come back."""

    def __init__(self, message: str, *, retry_after: float, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, data=data)
        self.retry_after = retry_after


class Busy(Retryable):
    """What we want to change is being worked on by somebody else just now."""


class Unavailable(Retryable):
    """Out of order on their side, or the network between us."""


class TimedOut(Unavailable):
    """No answer in time. What we asked may have been done."""


class Unauthorized(IntegrationError):  # noqa: N818
    """The token, or the signature, is not good."""

    merchant_sentence = (
        "The shop no longer accepts our connection. Open the app from your admin to reconnect."
    )


class AccessDenied(IntegrationError):  # noqa: N818
    """The token is good but does not reach this far."""

    merchant_sentence = "The app lacks a permission it needs. Open the app from your admin to grant it."


class Rejected(IntegrationError):  # noqa: N818
    """The service looked at what we sent and refuses it."""

    merchant_sentence = "The other service did not accept this change."


class NotFound(IntegrationError):  # noqa: N818
    """What we named does not exist there."""

    merchant_sentence = "This is no longer in the shop."


class ImageLost(NotFound):
    """The listing is there, but an image of it is kept, or handed out, no longer."""

    def __init__(self, message: str, *, key: str, merchant_sentence: str) -> None:
        super().__init__(message, merchant_sentence=merchant_sentence)
        self.key = key


class UnsupportedFeature(IntegrationError):  # noqa: N818
    """The service has no way to do this."""

    merchant_sentence = "This marketplace cannot do that."


class RuleError(IntegrationError):
    """A rule file is misspelt or incomplete; nothing may be judged by it."""
