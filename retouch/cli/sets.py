"""A set of photos: what each of them is asked for once all were measured, and what the report says of the set."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from retouch.catalog import Shot, Spread, matched, spreads, targets
from retouch.cli.arguments import Request
from retouch.cli.work import Entry


def requests_for(request: Request, shots: Sequence[Shot | None], count: int) -> Iterator[Request]:
    """Give each photo's own request; all the same where no set was measured."""
    if not shots:
        yield from [request] * count
    common = targets([shot for shot in shots if shot is not None])
    for shot in shots:
        yield replace(request, recipe=matched(request.recipe, shot, common))


def tell_set(entries: Sequence[Entry], shots: Sequence[Shot | None]) -> tuple[Spread, ...]:
    """Write into each photo's entry what became of its metal's spread, and return it for all metals."""
    if not shots:
        return ()
    found = spreads(shots, [entry.metal for entry in entries])
    by_alloy = {each.alloy: each for each in found}
    for entry, shot in zip(entries, shots, strict=True):
        if shot is not None:
            told = asdict(by_alloy[shot.alloy]) if shot.alloy in by_alloy else {"alloy": shot.alloy}
            entry.set = {**told, "metal_before": shot.before, "metal_after": entry.metal}
    return found
