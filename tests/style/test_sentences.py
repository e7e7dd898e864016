"""Every sentence a merchant reads can be translated: it is marked, and the catalog of sentences holds it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "shopapp" / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = sorted(
    path for path in (ROOT / "shopapp").rglob("*.py") if not {"migrations", "management"} & set(path.parts)
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"gettext\(({TEXT})(?:, ({TEXT}))?")
SAID = {"merchant_sentence", "reason_sentence", "sentence"}


def catalogued() -> set[str]:
    found: set[str] = set()
    for entry in re.findall(r'^msgid(?:_plural)? ((?:"[^\n]*"\n)+)', CATALOG.read_text(), re.MULTILINE):
        found.add("".join(ast.literal_eval(line) for line in entry.splitlines()))
    return found


def marked(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        for argument in node.args[: MARKS.get(name, 0)] if isinstance(node, ast.Call) else ():
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def in_template(path: Path) -> Iterator[str]:
    """Read what Django's own extraction makes of a template."""
    for singular, plural in CALL.findall(templatize(path.read_text())):
        yield from (ast.literal_eval(text) for text in (singular, plural) if text)


def unmarked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg in SAID and (isinstance(word.value, ast.JoinedStr) or is_text(word.value)):
                    yield f"{path.relative_to(ROOT)}:{word.value.lineno}"


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def test_every_marked_sentence_stands_in_the_catalog() -> None:
    told = {text for path in SOURCES for text in marked(path.read_text())}
    told |= {text for path in TEMPLATES for text in in_template(path)}
    assert len(told) > 500
    assert not sorted(told - catalogued())


def test_the_catalog_holds_no_sentence_that_nobody_says() -> None:
    told = {text for path in SOURCES for text in marked(path.read_text())}
    told |= {text for path in TEMPLATES for text in in_template(path)}
    assert not sorted(catalogued() - told - {""})


def test_no_reason_is_told_without_being_marked() -> None:
    assert not [place for path in SOURCES for place in unmarked(path)]
