"""Any edited picture judged against its original, whoever edited it."""

from retouch.fidelity.comparison import Comparison, Unusable, compare

__all__ = ["Comparison", "Unusable", "compare"]
