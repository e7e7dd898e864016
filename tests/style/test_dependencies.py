"""What is installed is named, locked, and free to ship."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text()
ROWS = dict(re.findall(r"^\| `([\w.-]+)` \| (.+) \|$", PAGE, flags=re.MULTILINE))
SHIPPED = ("requirements.txt", "requirements-worker.txt")
LOCKS = {
    name: (ROOT / name).read_text() for name in (*SHIPPED, "requirements-dev.txt", "requirements-ml.txt")
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(name: str) -> dict[str, set[str]]:
    """The versions that a lock holds, by package."""
    pins: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)(?:\[.+\])?==(\S+)", LOCKS[name], flags=re.MULTILINE):
        pins.setdefault(package.lower(), set()).add(version)
    return pins


def named(wanted: list[str]) -> set[str]:
    """Packages of a list of requirements."""
    return {re.split(r"[\[<>=!~ ]", each, maxsplit=1)[0].lower() for each in wanted}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-worker.txt", "requirements-dev.txt"])
def test_every_locked_package_stands_on_the_page_with_its_licence(name: str) -> None:
    assert sorted(set(locked(name)) - set(ROWS)) == []


def test_the_page_names_no_package_that_is_not_locked() -> None:
    assert set(ROWS) <= set(locked("requirements-dev.txt")) | set(LOCKS)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_that_ships_is_under_the_gpl(name: str) -> None:
    licences = {package: ROWS[package] for package in locked(name)}
    assert {package for package, licence in licences.items() if re.search(r"\bA?GPL", licence)} == set()


def test_what_pyproject_names_is_locked() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    core = named(PROJECT["project"]["dependencies"])
    worker = core | named(extras["c2pa"]) | named(extras["ocr"])
    assert core <= set(locked("requirements.txt"))
    assert worker <= set(locked("requirements-worker.txt"))
    assert worker | named(PROJECT["dependency-groups"]["dev"]) <= set(locked("requirements-dev.txt"))
    assert core | named(extras["ml"]) <= set(locked("requirements-ml.txt"))


def test_the_locks_agree_on_every_version() -> None:
    core = locked("requirements.txt")
    for name in LOCKS:
        others = locked(name)
        assert {package: others[package] for package in core} == core


@pytest.mark.parametrize("name", LOCKS)
def test_an_extra_is_locked_by_its_name(name: str) -> None:
    """Else pip looks for the newest release of ``coverage[toml]``, finds no digest of it, and installs nothing."""
    assert "--no-strip-extras" in LOCKS[name]
    assert "dramatiq[redis]==" in LOCKS[name]
