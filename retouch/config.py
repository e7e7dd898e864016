"""What may be set from outside: limits of a file, time allowed, when a person should look."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be; beyond the upper limits nothing is decoded, below the lower one nothing can be retouched."""

    max_pixels: int = 50_000_000
    max_side_px: int = 16_384
    min_side_px: int = 64


@dataclass(frozen=True, slots=True)
class RetouchConfig:
    """How one photo is retouched, whatever the recipe.

    seconds_allowed  looked at between operations: native code cannot be interrupted
    min_confidence   of the scene; below it the result goes to a person
    """

    limits: Limits = field(default_factory=Limits)
    seconds_allowed: float = 300.0
    min_confidence: float = 0.5
    max_pixels: int | None = None
    fidelity_gate: bool = True
