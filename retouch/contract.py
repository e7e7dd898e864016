"""Holds an operation to what it declared, on arrays, before anything is encoded."""

from collections.abc import Callable

import numpy as np

from retouch.arrays import LINEAR_RGB, LinearRGB, Mask, check
from retouch.errors import ContractBroken
from retouch.operation import Operation, Region
from retouch.scene import Scene

BAND_ROWS = 512

Pick = Callable[[Scene, slice], Mask]

_REGIONS: dict[Region, Pick] = {
    Region.PIECE: lambda scene, rows: scene.alpha[rows] > 0,
    Region.METAL: lambda scene, rows: scene.metal[rows] > 0,
    Region.GEM: lambda scene, rows: scene.gem[rows] > 0,
    Region.DEFECTS: lambda scene, rows: scene.defect_mask[rows],
    Region.BACKGROUND: lambda scene, rows: scene.alpha[rows] < 1,
}


def region_mask(region: Region, scene: Scene, rows: slice) -> Mask | None:
    """The pixels of a region in some rows of the photo; None stands for all of them."""
    return _REGIONS[region](scene, rows) if region is not Region.EVERYWHERE else None


def hold(operation: Operation, before: LinearRGB, after: LinearRGB, scene: Scene) -> float:
    """Compare what went in with what came out, and give the share of pixels changed; -1 where the size changed.

    Raises
    ------
    ContractBroken  a pixel outside the declared region differs by a single bit; another shape, type or range

    A piece that is whole stays whole: where alpha is laid, it is 1 outside the declared region.
    """
    try:
        check(after, LINEAR_RGB, what=f"the result of {operation.name}")
    except ValueError as error:
        raise ContractBroken(str(error)) from error
    if operation.reshapes:
        return -1.0
    if before.shape[:2] != after.shape[:2]:
        raise ContractBroken(f"{operation.name} made {after.shape[:2]} of {before.shape[:2]}")
    total = 0
    for start in range(0, before.shape[0], BAND_ROWS):
        rows = slice(start, start + BAND_ROWS)
        changed = _changed(before[rows], after[rows])
        total += int(np.count_nonzero(changed))
        allowed = region_mask(operation.changes, scene, rows)
        if allowed is not None and (outside := int(np.count_nonzero(changed & ~allowed))):
            raise ContractBroken(f"{operation.name} changed {outside} pixels outside {operation.changes}")
    return float(total / (before.shape[0] * before.shape[1]))


def _changed(before: LinearRGB, after: LinearRGB) -> Mask:
    """Where any channel differs; a missing alpha is 1."""
    changed: Mask = before[..., 0] != after[..., 0]
    for channel in (1, 2):
        changed |= before[..., channel] != after[..., channel]
    if before.shape[2] != after.shape[2]:
        changed |= (before if before.shape[2] == 4 else after)[..., 3] != 1
    elif before.shape[2] == 4:
        changed |= before[..., 3] != after[..., 3]
    return changed
