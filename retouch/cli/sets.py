"""A set of photos: what each of them is asked for once all were measured, and what the report says of the set."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from retouch.catalog import Spread, matched, spreads, targets
from retouch.cli.arguments import Request
from retouch.cli.work import Entry
from retouch.shots import Shot


def requests_for(request: Request, shots: Sequence[Shot | None], count: int) -> Iterator[Request]:
    """Give each photo's own request; all the same where no set was measured."""
    if not shots:
        yield from [request] * count
    common = targets(shots)
    for shot in shots:
        yield replace(request, recipe=matched(request.recipe, shot, common))


def tell_set(entries: Sequence[Entry], shots: Sequence[Shot | None]) -> tuple[Spread, ...]:
    """Write into each photo's entry with which it was brought together, if any, and what became of their spread."""
    if not shots:
        return ()
    found = spreads(shots, [entry.metal for entry in entries])
    groups = {each.group: each for each in found}
    for entry, shot in zip(entries, shots, strict=True):
        entry.set = asdict(groups[shot.group]) if shot is not None and shot.group in groups else {"group": ""}
        if shot is not None:
            entry.set |= {"alloy": shot.alloy, "metal_before": shot.before, "metal_after": entry.metal}
    return found
