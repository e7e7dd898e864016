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
from shopapp.publishing.exports.shelf import MadeFile, Shelf

_REPEATED = "Photos that repeat another one of this listing: {}."
_READ = {"text_found", "watermark_found"}
"""Facts for which text has to be read, which takes longer than all others together."""
_VERSION = 1
"""Goes up when equal photos and rules may come to another file."""

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
    signer: str = ""
    """Who signs, by the digest of the certificate."""
    can_read: bool = False
    """Whether ``measure`` can read text."""
    room_bytes: int = 0
    """How much a signature adds to a file at most."""
    repeated: Callable[[Sequence[str | None]], int] = lambda likenesses: 0  # noqa: ARG005 - where nothing is compared
    """How many fingerprints repeat an earlier one: ``retouch.quality.facts.near_duplicates`` in the worker."""
    shelf: Shelf | None = None
    """Where finished files lie; None where a set is made in one go."""


def build_set(
    parent: Path, products: Iterable[ExportProduct], *, target: Target, workshop: Workshop, made_at: datetime
) -> BuiltSet:
    """Write ``parent/<key>/``; one photo is in memory at a time."""
    folder = parent / target.key
    folder.mkdir(parents=True)
    maker = _Maker(target, workshop)
    sets = maker.arranged(products)
    entries = tuple(entry for placed in sets for entry in maker.entries_of(placed, folder))
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


def make_files(
    products: Iterable[ExportProduct], *, target: Target, workshop: Workshop, shelf: Shelf
) -> Iterator[str]:
    """Put every file of a set on the shelf that is not there yet; yield its name when it is, one at a time.

    Stopped anywhere and called again, it goes on from there; ``build_set`` finds on the shelf what it needs then.
    """
    maker = _Maker(target, replace(workshop, shelf=shelf))
    for placed in maker.arranged(products):
        for photo in placed.photos:
            if not shelf.has(maker.made_of(photo)):
                yield maker.made(photo).name


def asks_for_text(rules: Iterable[Rule]) -> bool:
    """Tell whether any of these rules is about what can be read in a picture."""
    return any(rule.fact in _READ for rule in rules)


def _unasked(rules: RuleBook, target: Target) -> list[LeftOut]:
    """What the marketplace is said to ask, and no file is held against."""
    pages = {page.key for page in rules.pages if page.marketplace == target.marketplace}
    return [each for each in rules.left_out if each.page in pages]


class _Maker:
    """Makes the files of one set and judges each."""

    def __init__(self, target: Target, workshop: Workshop) -> None:
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

    def arranged(self, products: Iterable[ExportProduct]) -> list[PlacedSet]:
        """Give every photo its place."""
        return arrange(products, self._target, most=self.most, white=self.limits["main"].white)

    def made_of(self, photo: PlacedPhoto) -> str:
        """Return what a file is made of; equal names are equal files."""
        signed = self._shop.signing is not None
        told = (
            _VERSION,
            photo.stem,
            photo.photo.sha256,
            self.limits[photo.slot],
            self._reads[photo.slot],
            signed,
        )
        return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()

    def made(self, photo: PlacedPhoto) -> MadeFile:
        """Return a file from the shelf; where it is not there it is made, and put there."""
        shelf, made_of = self._shop.shelf, self.made_of(photo)
        known = shelf.take(made_of) if shelf and shelf.has(made_of) else None
        if known is not None:
            return known
        made = self._cut_and_measured(photo)
        if shelf:
            shelf.put(made_of, made)
        return made

    def entries_of(self, placed: PlacedSet, folder: Path) -> Iterator[Entry]:
        """Write one product's files and yield an entry for each; what is asked of the set stands with its main one."""
        made = [self._file(placed, photo, folder) for photo in placed.photos]
        repeated = self._shop.repeated([likeness for _, _, likeness in made])
        facts = {
            "image_count": len(made),
            "main_count": min(1, len(made)),
            "ratio_count": len({round(width / height, 2) for _, (width, height), _ in made}),
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

    def _file(
        self, placed: PlacedSet, photo: PlacedPhoto, folder: Path
    ) -> tuple[Entry, tuple[int, int], str | None]:
        """Write a file; return its entry, its size, and the fingerprint of what it shows."""
        made = self.made(photo)
        (folder / made.name).write_bytes(made.data)
        alt = self._alt(placed.product, photo)
        facts = {
            **made.facts,
            "file_name": made.name,
            "alt_chars": len(alt),
            "sold_as_pair": placed.product.sold_as_pair,
            "replaces_file": False,
            **photo.photo.confirmed,
        }
        entry = Entry(
            file=made.name,
            target=self._target,
            slot=photo.slot,
            place=photo.place,
            product=placed.product.title,
            source=photo.photo.name,
            alt=alt,
            findings=self._judged(facts, photo.slot),
            notes=(*(placed.notes if photo.slot == "main" else ()), *made.notes),
            sha256=hashlib.sha256(made.data).hexdigest(),
            thumbnail=made.thumbnail,
        )
        likeness = facts.get("likeness")
        return entry, (made.width, made.height), likeness if isinstance(likeness, str) else None

    def _cut_and_measured(self, photo: PlacedPhoto) -> MadeFile:
        name = f"{photo.stem}.{EXTENSION}"
        rendition = self._rendition(photo)
        facts = self._shop.measure(
            rendition.data, name, reads=self._reads[photo.slot], shows=photo.photo.shows
        )
        return MadeFile(
            name=name, data=rendition.data, width=rendition.width, height=rendition.height,
            notes=rendition.notes, facts=facts, thumbnail=thumbnail(rendition.data),
        )  # fmt: skip

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
