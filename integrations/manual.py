"""The manual of what marketplaces ask, as Markdown: made of the rules themselves, so the two cannot disagree.

``python -m integrations.manual`` prints it; what is kept of it in ``docs/`` is held against this by a test.
"""

import sys
from collections.abc import Iterator

from integrations.compliance import LeftOut, Page, Rule, RuleBook, load_rules
from integrations.types import INFERRED_FACTS
from integrations.wording import named

_HEAD = """\
# What marketplaces ask of jewelry photos

This file is made of `integrations/rules/`; change the rules, then run
`python -m integrations.manual > docs/marketplace-rules.md`.

- **Blocks** means: the marketplace would refuse or hide it, and nothing is submitted. **Advises** is good advice.
- Rules of a country or of jewelry stand beside the general ones of the same marketplace; all of them count.
- *Fill* is the longer side of the piece's box as a share of the frame's side along it; the area is measured too.
- Facts marked † are judged from what the picture shows. Where that is unsure the answer is "could not be measured:
  please confirm", never a pass. Text is read only where the extra `ocr` is installed.
- *Official* pages are the marketplace's own; *secondary* ones tell of it. A rule that nobody has compared with its
  source for 180 days is told by `python manage.py doctor`.
"""
_SLOTS = {"main": "main", "gallery": "gallery", "any": "every photo", "set": "the set"}


def manual(book: RuleBook) -> str:
    """Return the whole manual."""
    return "\n".join([_HEAD, *(line for page in book.pages for line in _page(book, page))])


def requirement(rule: Rule) -> str:
    """Say in a few words what a rule asks, and of which fact."""
    mark = "†" if rule.fact in INFERRED_FACTS else ""
    since = f", from {rule.applies_from:%-d %B %Y}" if rule.applies_from else ""
    return f"{named(rule.fact)}{mark}: {rule.required}{since}"


def _page(book: RuleBook, page: Page) -> Iterator[str]:
    yield f"## {page.label}"
    yield ""
    checked = "Checked only; nothing is sent there." if page.check_only else "Checked, and made for."
    yield f"`--for {page.key}` · {checked} {page.intro}"
    yield ""
    if rules := book.of_page(page):
        yield "| rule | of | asks | if not | severity | source |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(rule) for rule in rules)
        yield ""
    missing = [each for each in book.left_out if each.page == page.key]
    if missing:
        yield "Left out until a source has been read:"
        yield ""
        yield from (_left_out(each) for each in missing)
        yield ""


def _row(rule: Rule) -> str:
    title, _, address = rule.source.partition(", http")
    linked = f"[{title}](<http{address}>)" if address else title
    source = f"{linked}, {rule.basis}, read {rule.checked_on.isoformat()}"
    cells = (rule.id, _SLOTS[rule.slot], requirement(rule), rule.fix, str(rule.severity), source)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _left_out(each: LeftOut) -> str:
    return f"- {each.row}: {each.asks} {each.why}"


if __name__ == "__main__":
    sys.stdout.write(manual(load_rules()))
