"""A checked photo as the public page shows it, and the rules as a page: grouped, worded, linked to their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from integrations.compliance import LeftOut, Page
from integrations.manual import requirement
from shopapp.checking import judging, services
from shopapp.models import PhotoCheck

_S = PhotoCheck.State


@dataclass(frozen=True, slots=True)
class Group:
    """Rules with the same outcome."""

    kind: str
    title: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """One check."""

    check: PhotoCheck

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come."""
        return self.check.state in {_S.DONE, _S.REFUSED}

    @property
    def is_answered(self) -> bool:
        """Whether the photo could be measured."""
        return bool(self.check.state == _S.DONE)

    @property
    def blocks(self) -> bool:
        """Whether it would be refused."""
        return bool(self.check.report.get("blocks"))

    @property
    def sentence(self) -> str:
        """Why there is no answer."""
        return services.sentence_of(self.check)

    @property
    def label(self) -> str:
        """The marketplace's name."""
        page = judging.rule_book().page(self.check.marketplace)
        return page.label if page else self.check.marketplace

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not checked yet."""
        page = judging.rule_book().page(self.check.marketplace)
        return judging.left_out(page) if page else ()

    @property
    def groups(self) -> list[Group]:
        """The findings by outcome, the worst first."""
        rows = [_linked(row) for row in judging.rows(self.check.report)]
        titles = {
            "blocks": _("Would be refused"), "confirm": _("Could not be measured: please confirm"),
            "advice": _("Good advice"), "pass": _("Met"),
        }  # fmt: skip
        groups = (
            Group(kind, title, tuple(row for row in rows if row["kind"] == kind))
            for kind, title in titles.items()
        )
        return [group for group in groups if group.rows]

    def as_json(self) -> dict[str, Any]:
        """Plain values for the script and for programs."""
        told = {"state": self.check.state, "finished": self.is_finished, "sentence": self.sentence}
        return told | {"report": self.check.report}


def manual() -> list[dict[str, Any]]:
    """Return every page of rules, for the page that lists them."""
    book = judging.rule_book()
    return [
        {
            "page": page,
            "rows": [_rule(rule) for rule in book.of_page(page)],
            "left_out": judging.left_out(page),
        }
        for page in sorted(book.pages, key=lambda page: page.label.lower())
    ]


def choices() -> dict[str, Any]:
    """Return what can be chosen on the page."""
    found: tuple[Page, ...] = judging.pages()
    return {"pages": found, "categories": [(each, each.replace("_", " ")) for each in judging.CATEGORIES]}


def _rule(rule: Any) -> dict[str, str]:
    told = {
        "rule": rule.id,
        "slot": rule.slot,
        "asks": requirement(rule),
        "fix": rule.fix,
        "kind": str(rule.severity),
    }
    return _linked(told | {"source": rule.source, "read": rule.checked_on.isoformat()})


def _linked(row: Mapping[str, str]) -> dict[str, str]:
    title, _comma, address = row["source"].partition(", http")
    return {**row, "source": title, "address": f"http{address}" if address else ""}
