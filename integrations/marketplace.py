"""What a marketplace can do, told before anything is sent to it.

What cannot be said to a marketplace raises ``UnsupportedFeature``; what it may refuse is sent, and its own refusal
reported.
"""

from dataclasses import dataclass

from integrations.errors import UnsupportedFeature


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One marketplace as we reach it today."""

    label: str
    accepts_images: bool
    """Whether we send images there; else we make a set that the merchant uploads."""
    replaces_in_place: bool
    """Whether an image can get other bytes and stay the same image to everything that refers to it."""

    def require_images(self) -> None:
        """Refuse to send anything to a marketplace that we only make sets for."""
        if not self.accepts_images:
            raise UnsupportedFeature(
                f"nothing is sent to {self.label}",
                merchant_sentence=f"Images for {self.label} are made as a set for you to upload.",
            )
