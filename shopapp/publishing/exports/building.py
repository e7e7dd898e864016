"""Build a set: a folder of files, one zip of it, and the report as HTML and JSON."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from integrations.compliance import Finding, Rule, RuleBook, judge, upper_limit
from shopapp.publishing.exports import report
from shopapp.publishing.exports.renditions import EXTENSION, Limits, limits_of, render, thumbnail
from shopapp.publishing.exports.report import Entry
from shopapp.publishing.exports.sets import ExportProduct, PlacedPhoto, PlacedSet, Target, arrange

Measure = Callable[[bytes, str], Mapping[str, object]]
"""Facts of a file from its bytes and its name: ``retouch.quality.facts`` in the worker, anything in a test."""

_OLDEST_DATE_OF_A_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BuiltSet:
    """Where everything lies, and what the report says in figures."""

    folder: Path
    zip: Path
    html: Path
    json: Path
    entries: tuple[Entry, ...]

    @property
    def images(self) -> int:
        """How many files the set has."""
        return len(self.entries)

    @property
    def blocked(self) -> int:
        """How many of them the marketplace would refuse."""
        return sum(entry.blocks for entry in self.entries)


def build_set(
    parent: Path,
    products: Iterable[ExportProduct],
    *,
    target: Target,
    rules: RuleBook,
    measure: Measure,
    made_at: datetime,
) -> BuiltSet:
    """Write ``parent/<key>/`` and ``parent/<key>.zip``; one photo is in memory at a time."""
    folder = parent / target.key
    folder.mkdir(parents=True)
    maker = _Maker(folder, target, rules, measure)
    sets = arrange(products, target, most=maker.most)
    entries = tuple(entry for placed in sets for entry in maker.entries_of(placed))
    built = BuiltSet(
        folder, parent / f"{target.key}.zip", folder / "report.html", folder / "report.json", entries
    )
    _pack(built.zip, sorted(folder.glob(f"*.{EXTENSION}")))
    built.json.write_text(
        json.dumps(report.as_json(entries), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    built.html.write_text(report.as_html(entries, target=target, made_at=made_at), encoding="utf-8")
    return built


class _Maker:
    """Makes the files of one set and judges each."""

    def __init__(self, folder: Path, target: Target, rules: RuleBook, measure: Measure) -> None:
        self._folder = folder
        self._target = target
        self._rules = rules
        self._measure = measure
        most = upper_limit(self._applying("set"), "image_count")
        self.most = None if most is None else int(most)
        self._limits: dict[str, Limits] = {
            slot: limits_of(self._applying(slot)) for slot in ("main", "gallery")
        }

    def entries_of(self, placed: PlacedSet) -> Iterator[Entry]:
        """Write one product's files and yield an entry for each; what is asked of the set stands with its main one."""
        of_the_set = self._judged({"image_count": len(placed.photos), "main_count": 1}, "set")
        for photo in placed.photos:
            entry = self._file(placed, photo)
            if photo.slot == "main":
                findings = (*entry.findings, *of_the_set)
                entry = replace(entry, findings=findings, left_out=placed.left_out)
            yield entry

    def _file(self, placed: PlacedSet, photo: PlacedPhoto) -> Entry:
        file_name = f"{photo.stem}.{EXTENSION}"
        rendition = render(photo.photo.read(), self._limits[photo.slot])
        (self._folder / file_name).write_bytes(rendition.data)
        facts = {
            **self._measure(rendition.data, file_name),
            "file_name": file_name,
            "alt_chars": len(photo.photo.alt),
            "sold_as_pair": placed.product.sold_as_pair,
            **photo.photo.confirmed,
        }
        return Entry(
            file=file_name,
            target=self._target,
            slot=photo.slot,
            place=photo.place,
            product=placed.product.title,
            source=photo.photo.name,
            findings=self._judged(facts, photo.slot),
            notes=(*(placed.notes if photo.slot == "main" else ()), *rendition.notes),
            sha256=hashlib.sha256(rendition.data).hexdigest(),
            thumbnail=thumbnail(rendition.data),
        )

    def _judged(self, facts: Mapping[str, object], slot: str) -> tuple[Finding, ...]:
        return judge(
            facts,
            marketplace=self._target.marketplace,
            region=self._target.region,
            category=self._target.category,
            slot=slot,
            rules=self._rules,
        )

    def _applying(self, slot: str) -> tuple[Rule, ...]:
        return self._rules.applying(
            marketplace=self._target.marketplace,
            region=self._target.region,
            category=self._target.category,
            slot=slot,
        )


def _pack(target: Path, files: Iterable[Path]) -> None:
    """Zip the images, and only them: a bulk upload takes nothing else. Equal files make an equal zip."""
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for path in files:
            archive.writestr(ZipInfo(path.name, _OLDEST_DATE_OF_A_ZIP), path.read_bytes())
