"""Sets for other marketplaces: what was made, and the matrix of photos and rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shopapp.models import Export, RetouchJob, Shop
from shopapp.publishing import selectors
from shopapp.publishing.exports.sets import TARGETS
from shopapp.studio import storage

_S = RetouchJob.State
_WITH_A_RESULT = (_S.READY, _S.PUBLISHING, _S.PUBLISHED)
_ORDER = {"fail": 0, "unknown": 1, "pass": 2}
NAMES = {key: target.label for key, target in TARGETS.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """One photo at one marketplace."""

    word: str
    verdict: str
    findings: list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Set:
    """One set: its state and where to download it."""

    export: Export

    @property
    def name(self) -> str:
        """The marketplace as it spells itself."""
        return NAMES.get(self.export.marketplace, self.export.marketplace)

    @property
    def is_under_way(self) -> bool:
        """Whether it is still being made."""
        return self.export.state in {Export.State.WAITING, Export.State.RUNNING}

    @property
    def zip(self) -> str:
        """The address of the zip."""
        return self._link(self.export.zip_key, "zip")

    @property
    def html(self) -> str:
        """The address of the report to read."""
        return self._link(self.export.html_key, "html")

    @property
    def json(self) -> str:
        """The address of the report for programs."""
        return self._link(self.export.json_key, "json")

    def _link(self, key: str, extension: str) -> str:
        name = f"lustre-{self.export.marketplace}-{self.export.pk}.{extension}"
        return storage.signed_url(key, shop_id=self.export.shop_id, name=name, download=True) if key else ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        stored = {"id": self.export.pk, "marketplace": self.export.marketplace, "state": self.export.state}
        counts = {"images": self.export.images, "blocked": self.export.blocked}
        links = {"zip": bool(self.zip), "html": bool(self.html), "json": bool(self.json)}
        return (
            stored
            | counts
            | {"sentence": self.export.reason_sentence}
            | {name: getattr(self, name) if there else "" for name, there in links.items()}
        )


def sets(shop: Shop) -> list[Set]:
    """Return the shop's last sets, newest first."""
    return [Set(export) for export in selectors.exports(shop)[:20]]


def exports_context(shop: Shop) -> dict[str, Any]:
    """Return everything the page shows."""
    made = sets(shop)
    rows = (
        RetouchJob.objects.filter(shop=shop, state__in=_WITH_A_RESULT, media__isnull=False)
        .values("media")
        .distinct()
    )
    return {
        "sets": made,
        "under_way": any(each.is_under_way for each in made),
        "photos": rows.count(),
        "matrices": [(each, matrix(each.export)) for each in _latest_of_each(made)],
        "marketplaces": list(NAMES.items()),
    }


def _latest_of_each(made: list[Set]) -> list[Set]:
    ready = [each for each in made if each.export.state == Export.State.READY]
    return list({each.export.marketplace: each for each in reversed(ready)}.values())


def matrix(export: Export) -> list[tuple[str, Cell]]:
    """Return each file of a set with how it stands; what is blocked comes first."""
    rows = [(str(entry["file"]), _cell(entry)) for entry in export.report]
    return sorted(rows, key=lambda row: (_ORDER[row[1].verdict], row[0]))


def _cell(entry: Mapping[str, Any]) -> Cell:
    if not entry["findings"]:
        return Cell(_("not checked"), "unknown", [])
    findings = [finding for finding in entry["findings"] if finding["verdict"] != "pass"]
    findings.sort(key=lambda finding: (_ORDER[finding["verdict"]], finding["severity"] != "blocks"))
    failed = [finding for finding in findings if finding["verdict"] == "fail"]
    if entry["blocks"]:
        return Cell(_("blocked"), "fail", findings)
    if failed:
        return Cell(_("fixable"), "unknown", findings)
    if findings:
        return Cell(_("please confirm"), "unknown", findings)
    return Cell(_("ready"), "pass", findings)
