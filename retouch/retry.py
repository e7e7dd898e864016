"""Smart Retry: another pass over the same original, with other settings, by the reason a person gives.

What each reason changes is data (``data/retries.toml``). Every setting is one the recipe could have had as well, so a
retry can do nothing that a retouch may not, and is judged by the same gate.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from retouch.errors import InvalidRecipe
from retouch.operation import OPERATIONS
from retouch.operations.framing import Framing
from retouch.recipe import Recipe, Step
from retouch.second_look import Look

_DIRECTIONS: Final = {"up": 1, "down": -1}


@dataclass(frozen=True, slots=True)
class Retry:
    """One reason: what has to differ, and what is done for it.

    direction  +1 where ``figure`` has to rise, -1 where it has to fall
    settings   by operation
    """

    reason: str
    figure: str
    direction: int
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    look: Look = field(default_factory=Look)

    def applies(self, recipe: Recipe) -> bool:
        """Whether it would change anything that the recipe does."""
        cuts_out = any(step.name == "cut_out" and step.params.enabled for step in recipe.steps)
        if self.look != Look():
            return cuts_out
        return any(self.settings_of(step) for step in recipe.steps)

    def settings_of(self, step: Step) -> Mapping[str, Any]:
        """Return what it sets of a step: a framing lays a shadow on a drawn ground only."""
        if isinstance(step.params, Framing) and not step.params.ground:
            return {}
        return self.settings.get(step.name, {})


def load(path: Path) -> dict[str, Retry]:
    """Read the reasons of one data file, in its order.

    Raises
    ------
    InvalidRecipe  an operation, a setting or a direction that does not exist
    InvalidParams  a setting out of the operation's range
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {reason: _retry(reason, row) for reason, row in rows.items()}


def _retry(reason: str, row: Mapping[str, Any]) -> Retry:
    if set(row) - {"figure", "direction", "look", "settings"} or row.get("direction") not in _DIRECTIONS:
        raise InvalidRecipe(f"retry {reason}: figure, direction up or down, look, settings")
    settings = row.get("settings", {})
    for name, values in settings.items():
        known = {entry.name for entry in fields(OPERATIONS[name].params)} if name in OPERATIONS else set()
        if not set(values) <= known:
            raise InvalidRecipe(f"retry {reason}: {name} has no setting {', '.join(set(values) - known)}")
        OPERATIONS[name].params(**values)
    return Retry(reason, row["figure"], _DIRECTIONS[row["direction"]], settings, Look(**row.get("look", {})))


RETRIES: Final = load(Path(__file__).with_name("data") / "retries.toml")


def retried(recipe: Recipe, reason: str) -> Recipe:
    """Return the recipe of another pass for ``reason``; "" is the recipe itself.

    Raises
    ------
    InvalidRecipe  no such reason, or one that changes nothing this recipe does
    """
    if not reason:
        return recipe
    if reason not in RETRIES:
        raise InvalidRecipe(f"no reason is called {reason!r}; there are {', '.join(RETRIES)}")
    retry = RETRIES[reason]
    if not retry.applies(recipe):
        raise InvalidRecipe(f"{recipe.name} does nothing that {reason} would do differently")
    steps = tuple(Step(step.name, replace(step.params, **retry.settings_of(step))) for step in recipe.steps)
    return replace(recipe, steps=steps, retry=reason, look=retry.look)


def reasons_for(recipe: Recipe) -> tuple[str, ...]:
    """Return the reasons that a retry of this recipe may have."""
    return tuple(reason for reason, retry in RETRIES.items() if retry.applies(recipe))
