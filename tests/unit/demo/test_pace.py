"""How fast the machine was, told by samples of the whole day."""

import pytest

from demo.pace import MEANT_SECONDS, pace, sample


@pytest.mark.parametrize(("times", "slower"), [((0.5, 0.9), 1.0), ((1.0, 1.0), 1.0), ((1.0, 2.0), 1.5)])
def test_a_machine_is_as_slow_as_it_was_on_average_and_never_fast(times, slower) -> None:
    assert pace([each * MEANT_SECONDS for each in times]) == pytest.approx(slower)


def test_a_sample_is_processor_time() -> None:
    assert 0.0 < sample() < 60.0
