"""Make the part of Amazon's models that the sandbox serves, from a checkout of the whole.

    python integrations/sandbox/amazon/specs/make_subset.py FOLDER

FOLDER is a checkout of github.com/amzn/selling-partner-api-models, or any folder with these files in it. It is a tool
of the workshop: nothing imports it, and it runs only when Amazon's models change.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OPERATIONS = {
    "listingsItems_2021-08-01.json": ("getListingsItem", "patchListingsItem", "searchListingsItems"),
    "definitionsProductTypes_2020-09-01.json": ("getDefinitionsProductType",),
    "catalogItems_2022-04-01.json": ("getCatalogItem",),
    "feeds_2021-06-30.json": ("createFeedDocument", "createFeed", "getFeed", "getFeedDocument"),
}
SCHEMAS = (
    "listings-feed-schema-v2.json",
    "listings-feed-processing-report-schema-v2.json",
    "ListingsItemIssuesChangeNotification_2023-12-13.json",
)
LEFT_OUT = frozenset(
    {"x-amzn-api-sandbox", "x-amzn-api-sandbox-only", "x-docgen-enum-table-extension", "examples", "example"}
)


def main(folder: Path) -> None:
    """Write every file anew."""
    for name, wanted in OPERATIONS.items():
        _write(name, _subset(_read(folder, name), wanted))
    for name in SCHEMAS:
        _write(name, _lean(_read(folder, name)))


def _subset(document: dict[str, Any], wanted: tuple[str, ...]) -> dict[str, Any]:
    paths = {
        path: {
            method: _lean(operation)
            for method, operation in methods.items()
            if isinstance(operation, dict) and operation.get("operationId") in wanted
        }
        for path, methods in document["paths"].items()
    }
    kept = {path: methods for path, methods in paths.items() if methods}
    definitions = {name: _lean(schema) for name, schema in document["definitions"].items()}
    return {
        **{key: value for key, value in document.items() if key not in ("paths", "definitions")},
        "paths": kept,
        "definitions": _reached(kept, definitions),
    }


def _reached(start: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    waiting = list(_references(start))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting.extend(_references(definitions[name]))
    return dict(sorted(found.items()))


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"].removeprefix("#/definitions/")] if isinstance(node.get("$ref"), str) else []
        return own + [name for value in node.values() for name in _references(value)]
    if isinstance(node, list):
        return [name for value in node for name in _references(value)]
    return []


def _lean(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _lean(value) for key, value in node.items() if key not in LEFT_OUT}
    if isinstance(node, list):
        return [_lean(value) for value in node]
    return node


def _read(folder: Path, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(next(folder.rglob(name)).read_text(encoding="utf-8"))
    return content


def _write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (HERE / name).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
