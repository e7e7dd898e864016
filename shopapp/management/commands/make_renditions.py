"""Cuts one photo for every marketplace, tells how long each took and what the rules say of it."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations.compliance import Finding, Verdict, judge
from shopapp.publishing.exporting import workshop
from shopapp.publishing.exports.building import Workshop
from shopapp.publishing.exports.renditions import EXTENSION, Rendition, limits_of, open_master, rendition_of
from shopapp.publishing.exports.sets import TARGETS, Target
from shopapp.studio import engine

ALLOWED_SECONDS = 1.5  # for a master of four megapixels on two cores


@dataclass(frozen=True, slots=True)
class _Cut:
    """One rendition, and how long it took."""

    target: Target
    rendition: Rendition
    seconds: float


class Command(BaseCommand):
    """Cut one photo for every marketplace."""

    help = "Cut one photo for every marketplace; print seconds, sizes and what the rules say. Exit 1 where one blocks."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a photo, and where the files go."""
        parser.add_argument(
            "photo", type=Path, help="a retouched photo, or with --retouch one as it was taken"
        )
        parser.add_argument(
            "--retouch", metavar="RECIPE", help="retouch it first, with a recipe: catalog-white"
        )
        parser.add_argument("--slot", choices=("main", "gallery"), default="main")
        parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="keep the files here")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Cut, then judge; only the cutting is timed."""
        data, matte, told = self._master(options["photo"], options["retouch"])
        wall, processor = time.perf_counter(), time.process_time()
        cuts = list(_cuts(data, matte, told, slot=options["slot"]))
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        shop, blocked = workshop(), 0
        for cut in cuts:
            name = f"{options['photo'].stem}.{cut.target.key}.{EXTENSION}"
            if options["output"]:
                options["output"].mkdir(parents=True, exist_ok=True)
                (options["output"] / name).write_bytes(cut.rendition.data)
            failed = _failed(cut, name, shop, slot=options["slot"])
            blocked += any(finding.stops for finding in failed)
            self._say(cut, failed)
        self.stdout.write(
            f"{len(cuts)} renditions in {wall:.2f} s, {processor:.2f} s of one core; "
            f"allowed for four megapixels on two cores: {ALLOWED_SECONDS} s"
        )
        if blocked:
            raise CommandError(f"{blocked} of them would be refused", returncode=1)

    def _master(self, photo: Path, recipe: str | None) -> tuple[bytes, bytes, Mapping[str, Any]]:
        try:
            data = photo.read_bytes()
        except OSError as error:
            raise CommandError(f"{photo}: {error.strerror}", returncode=2) from error
        if recipe is None:
            return data, b"", {}
        made = engine.run(engine.Request(data=data, recipe=recipe, file_name=photo.name))
        if isinstance(made, engine.Refused):
            raise CommandError(made.sentence, returncode=2)
        self.stdout.write(
            f"retouched: {made.width} × {made.height}, {made.width * made.height / 1e6:.1f} megapixels"
        )
        return made.data, made.matte, made.provenance

    def _say(self, cut: _Cut, failed: list[Finding]) -> None:
        made = cut.rendition
        size = f"{made.width:>5} × {made.height:<5}{len(made.data) / 1e6:6.2f} MB"
        verdict = ", ".join(finding.rule for finding in failed) or "passes all that was measured"
        stops = any(finding.stops for finding in failed)
        told = self.style.ERROR(verdict) if stops else verdict
        self.stdout.write(f"{cut.target.label:24}{cut.seconds:6.2f} s  {size}  {told}")


def _cuts(data: bytes, matte: bytes, told: Mapping[str, Any], *, slot: str) -> Iterator[_Cut]:
    """Decode once, then cut for one marketplace after the other; decoding counts for the first."""
    begun = time.perf_counter()
    master = open_master(data, matte=matte, told=told)
    rules = workshop().rules
    for target in TARGETS.values():
        applying = rules.applying(
            marketplace=target.marketplace, region=target.region, category=target.category, slot=slot
        )
        rendition = rendition_of(master, limits_of(applying, slot=slot))
        now = time.perf_counter()
        yield _Cut(target, rendition, now - begun)
        begun = now


def _failed(cut: _Cut, name: str, shop: Workshop, *, slot: str) -> list[Finding]:
    target = cut.target
    place = target.place(0 if slot == "main" else 1)
    measured = shop.measure(cut.rendition.data, name, reads=True)
    told = {"file_name": f"SKU{target.join}{place}.{EXTENSION}", "replaces_file": False}
    found = judge(
        {**measured, **told}, marketplace=target.marketplace, region=target.region, category=target.category, slot=slot,
        rules=shop.rules,
    )  # fmt: skip
    return [finding for finding in found if finding.verdict is Verdict.FAIL]
