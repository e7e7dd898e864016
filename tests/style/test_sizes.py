"""The sizes that are refused, over every file we keep.

One test a rule, and each names every place that breaks it: a test for each file and rule would be two thousand.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("retouch", "integrations", "shopapp", "demo")
FILE_LINES, FUNCTION_LINES, PUBLIC_METHODS = 400, 50, 12
OPERATION_LINES, TASK_BODY_LINES, VIEW_LINES, TEST_LINES = 250, 8, 25, 40

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def definitions(path: Path) -> Iterator[Definition]:
    """Every function and class of a file, however deep; they stand among statements, so nothing else is walked."""
    open_: list[ast.AST] = [ast.parse(path.read_text())]
    while open_:
        for node in ast.iter_child_nodes(open_.pop()):
            if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
                open_.append(node)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node


def functions(path: Path) -> Iterator[Function]:
    yield from (node for node in definitions(path) if not isinstance(node, ast.ClassDef))


def length(node: Function) -> int:
    """Lines of the body, the docstring left out."""
    body = node.body
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def too_long(paths: Iterable[Path], most: int) -> dict[str, int]:
    """Files of more than ``most`` lines."""
    lines = {name(path): len(path.read_text().splitlines()) for path in paths}
    assert lines
    return {path: count for path, count in lines.items() if count > most}


def long_functions(paths: Iterable[Path], most: int, *, prefix: str = "") -> dict[str, int]:
    """Functions of more than ``most`` lines whose name begins with ``prefix``."""
    found = {
        f"{name(path)}:{node.lineno} {node.name}": length(node)
        for path in paths
        for node in functions(path)
        if node.name.startswith(prefix)
    }
    assert found
    return {place: lines for place, lines in found.items() if lines > most}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert too_long([*SOURCES, *TESTS], FILE_LINES) == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert long_functions(SOURCES, FUNCTION_LINES) == {}


def test_no_test_is_longer_than_forty_lines() -> None:
    assert long_functions(TESTS, TEST_LINES, prefix="test_") == {}


def test_no_class_has_more_than_twelve_public_methods() -> None:
    methods = {
        f"{name(path)} {node.name}": sum(
            isinstance(each, ast.FunctionDef) and not each.name.startswith("_") for each in node.body
        )
        for path in SOURCES
        for node in definitions(path)
        if isinstance(node, ast.ClassDef)
    }
    assert methods
    assert {place: count for place, count in methods.items() if count > PUBLIC_METHODS} == {}


def test_an_operation_fits_on_a_few_screens() -> None:
    assert too_long((ROOT / "retouch/operations").glob("*.py"), OPERATION_LINES) == {}


def test_a_task_only_claims_calls_and_lets_errors_through() -> None:
    tasks = {
        f"{name(path)} {node.name}": length(node)
        for path in (ROOT / "shopapp/tasks").glob("*.py")
        for node in functions(path)
        if any("task(" in ast.unparse(each) for each in node.decorator_list)
    }
    assert tasks
    assert {place: lines for place, lines in tasks.items() if lines > TASK_BODY_LINES} == {}


def test_a_view_calls_services_and_selectors_and_little_else() -> None:
    views = [path for path in SOURCES if path.parts[-3:-2] == ("shopapp",) and "views" in path.name]
    assert long_functions(views, VIEW_LINES) == {}
