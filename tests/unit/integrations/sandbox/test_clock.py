"""The sandbox's time."""

from integrations.sandbox.clock import Clock, Timeline, timestamp


def test_a_moment_is_written_in_utc() -> None:
    assert timestamp(0) == "1970-01-01T00:00:00Z"


def test_time_passes_as_fast_as_it_is_told() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0], factor=2)
    now[0] += 5
    assert clock.now() == 110
    clock.speed(10)
    now[0] += 1
    assert clock.now() == 120
    assert clock.wall() == 106


def test_actions_are_run_once_in_order_when_they_are_due() -> None:
    clock = Clock(lambda: 0.0)
    timeline, done = Timeline(clock), []
    timeline.after(2, lambda: done.append("second"))
    timeline.after(1, lambda: done.append("first"))
    timeline.after(1, lambda: done.append("next"))
    timeline.run_due()
    assert done == []
    clock.advance(2)
    timeline.run_due()
    timeline.run_due()
    assert done == ["first", "next", "second"]


def test_what_waits_can_be_forgotten() -> None:
    clock = Clock(lambda: 0.0)
    timeline, done = Timeline(clock), []
    timeline.after(0, lambda: done.append("never"))
    timeline.clear()
    timeline.run_due()
    assert done == []


def test_an_action_that_looks_at_the_time_starts_no_second_round() -> None:
    timeline, done = Timeline(Clock(lambda: 0.0)), []
    timeline.after(0, lambda: (timeline.run_due(), done.append("outer")))
    timeline.after(0, lambda: done.append("inner"))
    timeline.run_due()
    assert done == ["outer", "inner"]
