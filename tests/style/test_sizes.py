"""The sizes that are refused, over every file we keep; ``python -m tests.style.sizes`` prints what is aimed at."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("retouch", "integrations", "shopapp", "demo")
FILE_LINES, FUNCTION_LINES, PUBLIC_METHODS = 400, 50, 12
OPERATION_LINES, TASK_BODY_LINES, VIEW_LINES, TEST_LINES = 250, 8, 25, 40

Function = ast.FunctionDef | ast.AsyncFunctionDef
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def functions(path: Path) -> Iterator[Function]:
    yield from (
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


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


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name)
def test_no_file_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_function_is_longer_than_fifty_lines(path: Path) -> None:
    long = {node.name: length(node) for node in functions(path) if length(node) > FUNCTION_LINES}
    assert not long


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_no_test_is_longer_than_forty_lines(path: Path) -> None:
    long = {
        node.name: length(node)
        for node in functions(path)
        if node.name.startswith("test_") and length(node) > TEST_LINES
    }
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_class_has_more_than_twelve_public_methods(path: Path) -> None:
    classes = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef))
    wide = {
        node.name: count
        for node in classes
        if (count := sum(isinstance(m, ast.FunctionDef) and not m.name.startswith("_") for m in node.body))
        > PUBLIC_METHODS
    }
    assert not wide


@pytest.mark.parametrize("path", sorted((ROOT / "retouch/operations").glob("*.py")), ids=name)
def test_an_operation_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= OPERATION_LINES


@pytest.mark.parametrize("path", sorted((ROOT / "shopapp/tasks").glob("*.py")), ids=name)
def test_a_task_only_claims_calls_and_lets_errors_through(path: Path) -> None:
    tasks = [
        node for node in functions(path) if any("task(" in ast.unparse(each) for each in node.decorator_list)
    ]
    long = {node.name: length(node) for node in tasks if length(node) > TASK_BODY_LINES}
    assert not long


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.parts[-3:-2] == ("shopapp",) and "views" in path.name], ids=name
)
def test_a_view_calls_services_and_selectors_and_little_else(path: Path) -> None:
    long = {node.name: length(node) for node in functions(path) if length(node) > VIEW_LINES}
    assert not long
