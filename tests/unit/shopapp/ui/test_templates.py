"""Our templates against the Polaris components they use, and the weight of what we send with them."""

import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "shopapp" / "static" / "lustre"
POLARIS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "polaris.toml").read_text())
OF_EVERY_ELEMENT = {"id", "slot", "class", "style", "hidden", "name", "rel"}
LARGEST_BYTES = 60 * 1024


class Tags(HTMLParser):
    """Collects every Polaris tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith("s-"):
            self.found.append((tag, {name for name, _value in attrs if _is_plain(name)}))


def _is_plain(name: str) -> bool:
    """Whether a name is an attribute's and not a piece of a template tag's."""
    return name.replace("-", "").isalpha() and name not in {
        "if",
        "endif",
        "else",
        "or",
        "and",
        "not",
        "forloop",
    }


def without_template_tags(text: str) -> str:
    """Return the markup with each template tag and variable taken out."""
    parts = text.replace("{{", "{%").replace("}}", "%}").split("{%")
    return "".join(part.split("%}", 1)[-1] for part in parts)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_only_tags_and_attributes_that_polaris_has(path: Path) -> None:
    tags = Tags()
    tags.feed(without_template_tags(path.read_text()))
    for tag, attributes in tags.found:
        assert tag in POLARIS
        own = {name for name in attributes if not name.startswith(("data-", "aria-"))}
        assert own - OF_EVERY_ELEMENT <= set(POLARIS[tag])


def test_the_list_of_polaris_tags_holds_nothing_that_no_template_uses() -> None:
    text = "".join(path.read_text() for path in TEMPLATES)
    assert [tag for tag in POLARIS if f"<{tag}" not in text] == []


def test_every_polaris_tag_in_use_has_its_stand_in() -> None:
    folder = ROOT / "integrations" / "sandbox" / "static"
    stand_ins = "".join((folder / name).read_text() for name in ("polaris.js", "app-bridge.js"))
    assert [tag for tag in POLARIS if tag not in stand_ins] == []


def test_our_own_script_and_style_are_small() -> None:
    assert sum(path.stat().st_size for path in STATIC.iterdir()) <= LARGEST_BYTES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_sentence_of_a_template_can_be_translated(path: Path) -> None:
    """Letters outside of translation tags are names, units and keys only."""
    text = path.read_text()
    while "{% blocktranslate" in text:
        before, _, rest = text.partition("{% blocktranslate")
        text = before + rest.partition("{% endblocktranslate %}")[2]
    words: list[str] = []
    reader = HTMLParser()
    reader.handle_data = words.append  # type: ignore[method-assign]
    reader.feed(without_template_tags(text))
    left = {word for piece in words for word in piece.split() if word.isalpha() and len(word) > 1}
    assert left <= {"Lustre", "JSON", "OpenAPI", "px", "Bearer", "Authorization", "code", "message"}
