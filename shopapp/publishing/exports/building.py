"""Build a set: a folder of files, what goes into its zip, and the report as HTML and JSON."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from integrations.compliance import Finding, LeftOut, Rule, RuleBook, judge, upper_limit
from retouch.renditions import Sign
from shopapp.publishing.exports import report
from shopapp.publishing.exports.alt import alt_text
from shopapp.publishing.exports.packing import zip_chunks
from shopapp.publishing.exports.renditions import (
    EXTENSION,
    Limits,
    Rendition,
    limits_of,
    open_master,
    rendition_of,
    thumbnail,
)
from shopapp.publishing.exports.report import Entry
from shopapp.publishing.exports.sets import (
    ExportPhoto,
    ExportProduct,
    PlacedPhoto,
    PlacedSet,
    Target,
    arrange,
)

_REPEATED = "Images that repeat another one of this listing: {}."
_READ = {"text_found", "watermark_found"}
"""Facts for which text has to be read, which takes longer than all others together."""

Signing = Callable[[ExportPhoto], Sign]
"""What signs the files of one photo, where the installation has a certificate."""


class Measure(Protocol):
    """Tells the facts of a file: ``retouch.quality.facts`` in the worker, anything in a test."""

    def __call__(
        self, data: bytes, file_name: str, *, reads: bool = False, shows: str = ""
    ) -> Mapping[str, object]:
        """Measure a file.

        ``reads`` says whether text is looked for, as far as the installation can read; files with the same ``shows``
        are cuts of one picture.
        """
        ...


@dataclass(frozen=True, slots=True)
class BuiltSet:
    """Where everything lies, and what the report says in figures."""

    folder: Path
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

    def zip(self) -> Iterator[bytes]:
        """Yield a zip of the images, and only them: a bulk upload takes nothing else."""
        return zip_chunks(sorted(self.folder.glob(f"*.{EXTENSION}")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What sets are made with."""

    rules: RuleBook
    measure: Measure
    signing: Signing | None = None
    room_bytes: int = 0
    """How much a signature adds to a file at most."""
    repeated: Callable[[Sequence[str | None]], int] = lambda likenesses: 0  # noqa: ARG005 - where nothing is compared
    """How many fingerprints repeat an earlier one: ``retouch.quality.facts.near_duplicates`` in the worker."""


def build_set(
    parent: Path, products: Iterable[ExportProduct], *, target: Target, workshop: Workshop, made_at: datetime
) -> BuiltSet:
    """Write ``parent/<key>/``; one photo is in memory at a time."""
    folder = parent / target.key
    folder.mkdir(parents=True)
    maker = _Maker(folder, target, workshop)
    sets = arrange(products, target, most=maker.most, white=maker.limits["main"].white)
    entries = tuple(entry for placed in sets for entry in maker.entries_of(placed))
    built = BuiltSet(folder, folder / "report.html", folder / "report.json", entries)
    built.json.write_text(
        json.dumps(report.as_json(entries), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    without = [(placed.product.title, placed.left_out) for placed in sets if not placed.photos]
    page = report.as_html(
        entries, target=target, made_at=made_at, without=without, unasked=_unasked(workshop.rules, target)
    )
    built.html.write_text(page, encoding="utf-8")
    return built


def asks_for_text(rules: Iterable[Rule]) -> bool:
    """Tell whether any of these rules is about what can be read in a picture."""
    return any(rule.fact in _READ for rule in rules)


def _unasked(rules: RuleBook, target: Target) -> list[LeftOut]:
    """What the marketplace is said to ask, and no file is held against."""
    pages = {page.key for page in rules.pages if page.marketplace == target.marketplace}
    return [each for each in rules.left_out if each.page in pages]


class _Maker:
    """Makes the files of one set and judges each."""

    def __init__(self, folder: Path, target: Target, workshop: Workshop) -> None:
        self._folder = folder
        self._target = target
        self._shop = workshop
        self.most = _whole(upper_limit(self._applying("set"), "image_count"))
        self.limits: dict[str, Limits] = {
            slot: limits_of(self._applying(slot), slot=slot) for slot in ("main", "gallery")
        }
        self._reads = {slot: asks_for_text(self._applying(slot)) for slot in ("main", "gallery")}
        self._most_alt = {
            slot: _whole(upper_limit(self._applying(slot), "alt_chars")) for slot in ("main", "gallery")
        }

    def entries_of(self, placed: PlacedSet) -> Iterator[Entry]:
        """Write one product's files and yield an entry for each; what is asked of the set stands with its main one."""
        made = [self._file(placed, photo) for photo in placed.photos]
        repeated = self._shop.repeated([likeness for _, _, likeness in made])
        facts = {
            "image_count": len(made),
            "main_count": min(1, len(made)),
            "ratio_count": len({round(rendition.width / rendition.height, 2) for _, rendition, _ in made}),
            "near_duplicates": repeated,
        }
        notes = (_REPEATED.format(repeated),) if repeated else ()
        for entry, _, _ in made:
            if entry.slot == "main":
                findings = (*entry.findings, *self._judged(facts, "set"))
                told = (*entry.notes, *notes)
                yield replace(entry, findings=findings, left_out=placed.left_out, notes=told)
            else:
                yield entry

    def _file(self, placed: PlacedSet, photo: PlacedPhoto) -> tuple[Entry, Rendition, str | None]:
        """Write a file; return its entry, its size, and the fingerprint of what it shows."""
        file_name = f"{photo.stem}.{EXTENSION}"
        rendition = self._rendition(photo)
        (self._folder / file_name).write_bytes(rendition.data)
        alt = self._alt(placed.product, photo)
        facts = {
            **self._shop.measure(
                rendition.data, file_name, reads=self._reads[photo.slot], shows=photo.photo.shows
            ),
            "file_name": file_name,
            "alt_chars": len(alt),
            "sold_as_pair": placed.product.sold_as_pair,
            "replaces_file": False,
            **photo.photo.confirmed,
        }
        entry = Entry(
            file=file_name,
            target=self._target,
            slot=photo.slot,
            place=photo.place,
            product=placed.product.title,
            source=photo.photo.name,
            alt=alt,
            findings=self._judged(facts, photo.slot),
            notes=(*(placed.notes if photo.slot == "main" else ()), *rendition.notes),
            sha256=hashlib.sha256(rendition.data).hexdigest(),
            thumbnail=thumbnail(rendition.data),
        )
        likeness = facts.get("likeness")
        return entry, replace(rendition, data=b""), likeness if isinstance(likeness, str) else None

    def _rendition(self, placed: PlacedPhoto) -> Rendition:
        photo = placed.photo
        matte = photo.matte() if photo.matte else b""
        master = open_master(photo.read(), matte=matte, told=photo.provenance)
        sign = self._shop.signing(photo) if self._shop.signing else None
        return rendition_of(master, self.limits[placed.slot], sign=sign, room=self._shop.room_bytes)

    def _alt(self, product: ExportProduct, placed: PlacedPhoto) -> str:
        photo, most = placed.photo, self._most_alt[placed.slot]
        return alt_text(photo.alt, product.subject, photo.role, is_main=placed.slot == "main", most=most)

    def _judged(self, facts: Mapping[str, object], slot: str) -> tuple[Finding, ...]:
        return judge(
            facts,
            marketplace=self._target.marketplace,
            region=self._target.region,
            category=self._target.category,
            slot=slot,
            rules=self._shop.rules,
        )

    def _applying(self, slot: str) -> tuple[Rule, ...]:
        return self._shop.rules.applying(
            marketplace=self._target.marketplace,
            region=self._target.region,
            category=self._target.category,
            slot=slot,
        )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
