import numpy as np

from retouch.regions import masks


def square() -> np.ndarray:
    mask = np.zeros((12, 12), bool)
    mask[4:8, 4:8] = True
    return mask


def test_growing_and_shrinking_undo_each_other_on_a_square() -> None:
    assert masks.grow(square()).sum() == 36
    assert (masks.shrink(masks.grow(square())) == square()).all()


def test_growth_stays_within_its_limit() -> None:
    limit = np.zeros((12, 12), bool)
    limit[4:8] = True
    grown = masks.grow_within(square(), limit, 2)
    assert grown.sum() == 4 * 8
    assert not (grown & ~limit).any()


def test_small_parts_are_dropped() -> None:
    mask = square()
    mask[0, 0] = True
    assert (masks.without_small(mask, 2) == square()).all()


def test_only_parts_with_a_seed_are_kept() -> None:
    mask = square()
    mask[0, :3] = True
    seed = np.zeros_like(mask)
    seed[0, 0] = True
    assert masks.touching(mask, seed).sum() == 3


def test_the_frame_is_the_outermost_rows_and_columns() -> None:
    assert masks.frame((5, 6)).sum() == 18
