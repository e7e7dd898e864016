"""What can be bought; numbers live here and nowhere else."""

from dataclasses import dataclass
from decimal import Decimal

FREE_CREDITS = 80
CREDITS_A_PHOTO = 20
CREDITS_A_RETRY = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """Something paid by the month."""

    key: str
    name: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Pack:
    """Credits, paid once."""

    key: str
    name: str
    credits: int
    price: Decimal

    @property
    def photos(self) -> int:
        """How many photos the pack is enough for."""
        return self.credits // CREDITS_A_PHOTO

    @property
    def price_a_photo(self) -> Decimal:
        """What one photo costs out of this pack."""
        return (self.price * CREDITS_A_PHOTO / self.credits).quantize(Decimal("0.01"))


PRO = Plan("pro", "Lustre Pro", Decimal(29))
PLANS: dict[str, Plan] = {plan.key: plan for plan in (PRO,)}
PACKS: dict[str, Pack] = {
    pack.key: pack
    for pack in (
        Pack("credits-400", "400 credits", 400, Decimal(10)),
        Pack("credits-2000", "2,000 credits", 2_000, Decimal(44)),
        Pack("credits-10000", "10,000 credits", 10_000, Decimal(200)),
        Pack("credits-40000", "40,000 credits", 40_000, Decimal(720)),
    )
}


def smallest_pack(credits_missing: int) -> Pack | None:
    """Return the smallest pack that covers what is missing; the largest where none does; None when nothing is."""
    if credits_missing <= 0:
        return None
    packs = sorted(PACKS.values(), key=lambda pack: pack.credits)
    return next((pack for pack in packs if pack.credits >= credits_missing), packs[-1])
