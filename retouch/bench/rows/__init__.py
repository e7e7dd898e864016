"""The lines of the table: each a measure, its goal, what was found, and whether that meets it."""

from retouch.bench.rows.line import Line, Records, Run
from retouch.bench.rows.look import look_lines
from retouch.bench.rows.matte import matte_lines
from retouch.bench.rows.operations import operation_lines
from retouch.bench.rows.running import running_lines
from retouch.bench.rows.white import white_lines

__all__ = ["Line", "Records", "Run", "lines"]


def lines(run: Run) -> list[Line]:
    """Every line of the goal table, measured or not."""
    own = [*matte_lines(run), *look_lines(run), *operation_lines(run)]
    return [*own, *white_lines(run), *running_lines(run)]
