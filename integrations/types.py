"""Values that every integration speaks; frozen, plain, comparable."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency, as decimal text never rounded by us."""

    amount: Decimal
    currency: str
