"""Words that no file of the project may hold."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
TEXTS = [
    path
    for path in (ROOT / entry for entry in KEPT.split("\0") if entry)
    if path.suffix in {".py", ".md", ".toml", ".html", ".js", ".css", ".yaml", ".graphql", ""}
    and path.exists()
    and path.name not in {"LICENSE", "test_words.py", "requirements.txt", "requirements-dev.txt"}
    and not path.name.endswith("_subset.graphql")  # Shopify's words: one of its currency codes is XXX
]
PROMISES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"(/root/|/home/\w+/|/work/)")


def test_no_file_promises_something_for_later_or_names_a_path_of_one_machine() -> None:
    assert TEXTS
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in TEXTS
        for pattern in (PROMISES, MACHINE)
        if (match := pattern.search(path.read_text()))
    ]
    assert found == []
