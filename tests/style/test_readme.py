"""The README's tables say what the code says."""

import re
from pathlib import Path

import pytest
import yaml
from pydantic_core import PydanticUndefined

from retouch.operation import OPERATIONS
from shopapp.env import Env
from shopapp.studio.estimates import DEFAULT_SECONDS_A_PHOTO

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def settings_rows() -> list[str]:
    """The settings table as it must stand in the README."""
    rows = []
    for name, field in Env.model_fields.items():
        default = "required" if field.default is PydanticUndefined else shown(field.default)
        cell = default if default == "required" else f"`{default}`" if default else "empty"
        rows.append(f"| `{name.upper()}` | {cell} | {field.description} |")
    return rows


def shown(value: object) -> str:
    """A default as one would write it into the environment."""
    if isinstance(value, Path):
        return str(value.relative_to(ROOT))
    if hasattr(value, "get_secret_value"):
        return str(value.get_secret_value())
    if hasattr(value, "total_seconds"):
        return f"PT{value.total_seconds():.0f}S"
    return str(value)


def test_every_setting_stands_in_the_table_with_its_default_and_its_meaning() -> None:
    missing = [row for row in settings_rows() if row not in README]
    assert not missing, "\n".join(["these rows belong into README.md:", *missing])


def test_the_table_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", README, flags=re.MULTILINE))
    assert named == {name.upper() for name in Env.model_fields}


def test_every_setting_stands_in_the_example_of_an_environment() -> None:
    example = (ROOT / ".env.example").read_text()
    told = set(re.findall(r"^(?:# )?([A-Z0-9_]+)=", example, flags=re.MULTILINE))
    assert told - {"POSTGRES_PASSWORD"} == {name.upper() for name in Env.model_fields}


def test_the_example_counts_the_proxy_that_must_stand_before_what_compose_serves() -> None:
    web = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["web"]
    assert all(port.startswith("127.0.0.1:") for port in web["ports"])
    example = (ROOT / ".env.example").read_text()
    assert re.findall(r"^TRUSTED_PROXIES=(\d+)$", example, flags=re.MULTILINE) == ["1"]
    assert "`TRUSTED_PROXIES`" in README.split("## Production")[1].split("\n## ")[0]


def test_every_operation_is_told_of() -> None:
    import retouch.operations  # noqa: F401 - fills the table

    missing = [name for name in OPERATIONS if f"`{name}`" not in README]
    assert not missing


def test_a_first_estimate_rests_on_the_time_that_is_told_as_measured() -> None:
    told = re.search(r"^\| 4 MP, all steps[^|]*\| ([\d.]+) s \|", README, flags=re.MULTILINE)
    assert told
    assert float(told[1]) == DEFAULT_SECONDS_A_PHOTO


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_address_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    named = re.findall(r"`((?:bin|retouch|integrations|shopapp|tests|templates|demo)/[\w./-]+)`", text)
    assert not [path for path in named if not (ROOT / path).exists()]
    for address, heading in re.findall(r"\]\((?!https?:|<)([\w./-]*)(?:#([\w-]+))?\)", text):
        linked = page.parent / address if address else page
        assert linked.exists(), address
        titles = re.findall(r"^#+ (.+)$", linked.read_text(), flags=re.MULTILINE) if heading else []
        assert not heading or heading in {title.lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_a_page_runs_can_be_run(page: Path) -> None:
    for name in re.findall(r"python -m ((?:retouch|integrations|tests)[\w.]*)", page.read_text()):
        place = ROOT / name.replace(".", "/")
        assert (place / "__main__.py").exists() or "__main__" in place.with_suffix(".py").read_text(), name
    for name in re.findall(r"manage\.py (\w+)", page.read_text()):
        assert (ROOT / "shopapp/management/commands" / f"{name}.py").exists(), name
