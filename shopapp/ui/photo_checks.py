"""A checked photo as the public page shows it, and the rules as a page: grouped, worded, linked to their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integrations.compliance import LeftOut, Page
from integrations.manual import requirement
from integrations.wording import named
from shopapp.checking import judging, services
from shopapp.models import PhotoCheck

_S = PhotoCheck.State
STANDS_FOR: dict[str, Promise] = {
    "confirmed_real_piece": gettext_lazy("It is my own photo, and it shows the very piece that is sold."),
    "confirmed_not_synthetic": gettext_lazy("Nothing in it is synthetic: no rendering, nothing generated."),
    "confirmed_photograph": gettext_lazy("It is a photograph, no rendering and no drawing."),
    "confirmed_no_text_or_graphics": gettext_lazy(
        "There is no text, logo, watermark, border or second picture on it."
    ),
    "confirmed_nobody_wears_it": gettext_lazy("Nobody wears it, no hand holds it, and it is on no bust."),
    "confirmed_no_packaging": gettext_lazy("There is no box, card, bag or stand in it."),
}
"""What a person stands for, in the words of whoever ticks it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rules with the same outcome."""

    kind: str
    title: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A point that a person may confirm."""

    name: str
    sentence: Promise | str
    rules: str
    blocks: bool
    is_confirmed: bool


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
    def headline(self) -> str:
        """What came of it, and what of it is not known yet: nothing that is open is called good."""
        yours = sum(tick.blocks and not tick.is_confirmed for tick in self.ticks)
        unmeasured = len(judging.unmeasured(self.check.report["findings"]))
        if self.blocks:
            said, count = _("%(label)s would refuse this photo"), 0
        elif not self.groups:
            said, count = _("Nothing is measured for %(label)s yet"), 0
        elif yours:
            said, count = _yours(yours), yours
        elif unmeasured:
            said, count = _unmeasured(unmeasured), unmeasured
        else:
            said, count = _("Nothing stops this photo at %(label)s"), 0
        return said % {"label": self.label, "n": count}

    @property
    def ticks(self) -> list[Tick]:
        """What a person may confirm, ticked where it is confirmed already."""
        confirmed = self.check.report.get("confirmed", ())
        return [
            Tick(
                point.name, STANDS_FOR.get(point.name, named(point.name)), ", ".join(point.rules), point.blocks,
                is_confirmed=point.name in confirmed,
            )
            for point in services.points(self.check)
        ]  # fmt: skip

    @property
    def asks_category(self) -> bool:
        """Whether a rule waits for what kind of piece it is."""
        findings = self.check.report.get("findings", ())
        return "facts" in self.check.report and judging.asks_category(findings)

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
            "open": _("Could not be measured"), "advice": _("Good advice"), "pass": _("Met"),
        }  # fmt: skip
        groups = (
            Group(kind, title, tuple(row for row in rows if row["kind"] == kind))
            for kind, title in titles.items()
        )
        return [group for group in groups if group.rows]

    def as_json(self) -> dict[str, Any]:
        """Plain values for the script and for programs."""
        report = {name: told for name, told in self.check.report.items() if name != "facts"}
        return {
            "state": self.check.state,
            "finished": self.is_finished,
            "sentence": self.sentence,
            "report": report if self.is_answered else {},
            "confirmable": [tick.name for tick in self.ticks],
        }


def _yours(count: int) -> str:
    return ngettext(
        "Nothing measured stops this photo at %(label)s, but %(n)d point is yours to confirm",
        "Nothing measured stops this photo at %(label)s, but %(n)d points are yours to confirm",
        count,
    )


def _unmeasured(count: int) -> str:
    return ngettext(
        "Nothing measured stops this photo at %(label)s, but %(n)d point could not be measured",
        "Nothing measured stops this photo at %(label)s, but %(n)d points could not be measured",
        count,
    )


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
