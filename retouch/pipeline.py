"""Runs a recipe over a photo: the scene once, the operations in order, each held to its contract, then the decision."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from retouch.allocation import give_back_freed
from retouch.arrays import Lab, LinearRGB
from retouch.beside import Finder, find_asked
from retouch.codecs import fitted, reduction
from retouch.config import RetouchConfig
from retouch.contract import hold
from retouch.errors import DeadlineExceeded, RegionNotFound
from retouch.operation import Region
from retouch.operations.background import Background
from retouch.operations.framing import Framing, frame_of, frame_size
from retouch.operations.metal_tone import MetalTone
from retouch.operations.shadow import Shadow
from retouch.photo import Note, Photo
from retouch.provenance import OperationRecord, Provenance
from retouch.quality import fidelity
from retouch.quality.drift import median_lab
from retouch.quality.on_white import is_on_white, standing
from retouch.quality.one_color import is_grey, is_of_one_color
from retouch.recipe import Recipe, Step
from retouch.report import Reason, Result, Verdict
from retouch.scene import Hints, Scene
from retouch.second_look import look_again

__all__ = ["Hints", "retouch"]

DONE_ONCE = frozenset(
    {"white_balance", "exposure", "spot_removal", "highlights", "metal_tone", "gems", "detail"}
)
"""What changes the piece itself: a result of ours has had it, and has it no second time."""
SET_WITH_WHITE = frozenset({"exposure", "detail"})
"""What whoever laid pure white has set with it: light and sharpness; done twice, each is too much."""
LAYS_WHITE = frozenset({"cut_out", "background"})
"""What lays white: on white that was laid already it leaves the piece, its edges and its shadow alone."""
COLORS = frozenset({"white_balance", "metal_tone"})
"""What gives a photo another color: one that has none, or a single one, is left with what it has."""
_GREY = (
    "This photo is black and white: it stays so, and the metal gets no color that the photo does not show."
)
_ONE_COLOR = "This photo is in one color, like sepia: the metal's own cannot be told. Please have a look."
_ALREADY = "Lustre retouched this photo before: light, metal and stones were left as they are."

_ON_WHITE = "This photo is on pure white already: its light and sharpness were left as they are."

LARGE_PIXELS = 8_000_000
"""From here on what was freed between two operations is given back to the system."""

Clock = Callable[[], float]


def retouch(
    photo: Photo,
    recipe: Recipe,
    *,
    hints: Hints | None = None,
    config: RetouchConfig | None = None,
    find: Finder = find_asked,
    clock: Clock = time.perf_counter,
) -> Result:
    """Retouch one photo.

    Parameters
    ----------
    find   makes the scene; another one in tests
    clock  seconds, rising; another one in tests

    Raises
    ------
    ContractBroken    an operation changed what it had not declared
    DeadlineExceeded  the time allowed ran out between two operations

    The photo stays as it is. Of full-size float32 frames at most three are alive at once, and the scene's.
    """
    run = _Run(photo, recipe, config or RetouchConfig(), clock)
    try:
        with run.timed("scene"):
            shown = photo.over_white()
            scene = find(shown, hints=hints or Hints())
            scene = _unnamed(scene) if run.grey or run.one_color else scene
            run.on_white = is_on_white(shown.pixels, scene)
            run.scene = look_again(scene, shown.pixels, recipe.look)
            del shown
        return run.finished(run.operated(run.scene))
    except RegionNotFound as error:
        return run.untouched(error)


@dataclass(slots=True)
class _Run:
    """One photo on its way through one recipe."""

    photo: Photo
    recipe: Recipe
    config: RetouchConfig
    clock: Clock
    scene: Scene | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    records: list[OperationRecord] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    report: fidelity.FidelityReport | None = None
    metal: Lab | None = None
    placed: dict[str, float] = field(default_factory=dict)
    grey: bool = False
    one_color: bool = False
    on_white: bool = False
    started: float = 0.0

    def __post_init__(self) -> None:
        self.started = self.clock()
        self.notes += self.photo.source.notes
        self.grey = is_grey(self.photo.pixels)
        self.one_color = is_of_one_color(self.photo.pixels)
        if self.grey:
            self.notes.append(Note("grey", _GREY))

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        begun = self.clock()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + self.clock() - begun

    def operated(self, scene: Scene) -> LinearRGB:
        original = _color(self.photo)
        pixels = original
        steps = self.steps()
        reshaping = [step for step in steps if step.operation.reshapes]
        laid, keeps_white = scene, self.on_white and _asks_white_alone(self.recipe)
        for step in steps:
            if step.name in LAYS_WHITE and keeps_white and laid is scene:
                laid = standing(original, pixels, scene)
            if not step.operation.reshapes:
                pixels = self.ran(step, pixels, laid if step.name in LAYS_WHITE else scene)
        with self.timed("fidelity"):
            self.report = fidelity.measure(original, pixels, scene)
            self.metal = median_lab(pixels, scene.metal)
        del original
        pixels = self.see_through_again(pixels)
        for step in reshaping:
            pixels = self.framed(step, pixels, scene)
        made = pixels.shape[1]
        pixels, note = fitted(pixels, self.config.max_pixels)
        self.notes += [note] if note is not None else []
        if "frame_margin_px" in self.placed:
            self.placed["frame_margin_px"] *= pixels.shape[1] / made
        return pixels

    def steps(self) -> tuple[Step, ...]:
        """Return what is to be done: no color is given to a photo that has none, nothing is set twice."""
        due, left = self.due(), COLORS if self.grey or self.one_color else frozenset()
        if self.on_white and not self.recipe.retry and any(step.name in SET_WITH_WHITE for step in due):
            left |= SET_WITH_WHITE
            self.notes.append(Note("on_white", _ON_WHITE))
        if self.on_white and _asks_white_alone(self.recipe):
            left |= {"shadow"}  # the one it has stays, and is not laid a second time
        return tuple(step for step in due if step.name not in left)

    def due(self) -> tuple[Step, ...]:
        """Return what is to be done: on a result of ours only what lies around the piece, or nothing."""
        asked_anew = self.recipe.retry or any(
            isinstance(step.params, MetalTone) and step.params.match for step in self.recipe.steps
        )
        if asked_anew or not self.photo.metadata.is_retouched:
            return self.recipe.steps
        self.notes.append(Note("already_retouched", _ALREADY))
        if self.photo.metadata.made_by.endswith(f", {self.recipe.digest[:12]})"):
            return ()  # by this very recipe: cut out and framed as well
        return tuple(step for step in self.recipe.steps if step.name not in DONE_ONCE)

    def framed(self, step: Step, pixels: LinearRGB, scene: Scene) -> LinearRGB:
        after = self.ran(step, pixels, scene)
        if not isinstance(step.params, Framing) or not step.params.fill:
            return after
        photo = (pixels.shape[1], pixels.shape[0])
        fill, margin = frame_of(step.params, scene.box, photo).figures(scene.box, photo)
        self.placed = {"frame_fill": fill, "frame_margin_px": margin}
        wanted = frame_size(step.params, scene.box)
        if wanted[0] > after.shape[1] or wanted[1] > after.shape[0]:
            self.notes.append(reduction(wanted, (after.shape[1], after.shape[0])))
        return after

    def ran(self, step: Step, pixels: LinearRGB, scene: Scene) -> LinearRGB:
        spent = self.clock() - self.started
        if spent > self.config.seconds_allowed:
            raise DeadlineExceeded(f"{spent:.1f} s spent before {step.name}")
        _give_back(self.photo)
        begun = self.clock()
        with self.timed(step.name):
            after = step.operation.run(pixels, step.params, scene)
        changed = hold(step.operation, pixels, after, scene)
        seconds = self.clock() - begun
        self.records.append(
            OperationRecord(step.name, step.operation.version, asdict(step.params), seconds, changed)
        )
        return after

    def see_through_again(self, pixels: LinearRGB) -> LinearRGB:
        """Give back the file's own alpha, and what it hides, unless a background was cut out or laid."""
        own = self.photo.pixels
        laid = any(step.operation.changes is Region.BACKGROUND for step in self.recipe.steps)
        if own.shape[2] == 3 or pixels.shape[2] == 4 or laid:
            return pixels
        whole = own.copy()
        np.copyto(whole[..., :3], pixels, where=own[..., 3:] > 0)
        return whole

    def finished(self, pixels: LinearRGB) -> Result:
        reasons = self.reasons()
        return self.result(pixels, Verdict.REVIEW if reasons else Verdict.DONE, reasons)

    def untouched(self, error: RegionNotFound) -> Result:
        reason = Reason("region_not_found", error.merchant_sentence)
        self.report, self.records, self.placed = None, [], {}
        self.notes = list(self.photo.source.notes)
        return self.result(self.photo.pixels, Verdict.REVIEW, (reason,))

    def reasons(self) -> tuple[Reason, ...]:
        if self.scene is None or self.report is None:
            return ()
        doubts = [Reason(doubt.code, doubt.sentence) for doubt in self.scene.doubts]
        if self.scene.confidence < self.config.min_confidence and not doubts:
            sentence = "We are not sure where the piece is in this photo. Please have a look."
            doubts.append(Reason("low_confidence", sentence, self.scene.confidence))
        if self.one_color:
            doubts.append(Reason("one_color", _ONE_COLOR))
        stopped = fidelity.judge(self.report) if self.config.fidelity_gate else ()
        return (*stopped, *doubts)

    def result(self, pixels: LinearRGB, state: Verdict, reasons: tuple[Reason, ...]) -> Result:
        return Result(
            pixels=pixels,
            state=state,
            reasons=reasons,
            measures=self.measures(),
            scene=self.scene,
            provenance=Provenance(
                self.recipe.name,
                self.recipe.digest,
                self.photo.source.sha256,
                tuple(self.records),
                retry=self.recipe.retry,
            ),
            fidelity=self.report,
            notes=tuple(self.notes),
            seconds=dict(self.seconds),
        )

    def measures(self) -> dict[str, float]:
        measures: dict[str, float] = {}
        if self.scene is not None:
            height, width = self.scene.alpha.shape
            measures = {
                "confidence": float(self.scene.confidence),
                "pieces": float(self.scene.pieces),
                "defects": float(len(self.scene.defects)),
                "piece_share": float(np.mean(self.scene.alpha)),
                "photo_width": float(width),
                "photo_height": float(height),
                "box_left_share": self.scene.box.left / width,
                "box_top_share": self.scene.box.top / height,
                "box_width_share": self.scene.box.width / width,
                "box_height_share": self.scene.box.height / height,
            }
        if self.metal is not None:
            names = ("metal_lightness", "metal_a", "metal_b")
            measures |= {name: float(value) for name, value in zip(names, self.metal, strict=True)}
        if self.report is not None:
            figures = self.report.as_report().items()
            measures |= {name: float(value) for name, value in figures if isinstance(value, int | float)}
        return measures | self.placed


def _give_back(photo: Photo) -> None:
    """Of a large photo, what was freed since is the system's again; a small one's is soon needed anew."""
    if photo.width * photo.height >= LARGE_PIXELS:
        give_back_freed()


def _color(photo: Photo) -> LinearRGB:
    """Three channels to work on; where nothing shows, white instead of whatever the file hides there."""
    if photo.pixels.shape[2] == 3:
        return photo.pixels
    color = np.ascontiguousarray(photo.pixels[..., :3])
    color[photo.pixels[..., 3] == 0] = 1.0
    return color


def _unnamed(scene: Scene) -> Scene:
    """Take back the alloy that a photo without colors seems to show."""
    return replace(scene, alloy="", alloy_source="") if scene.alloy_source == "photo" else scene


def _asks_white_alone(recipe: Recipe) -> bool:
    """Whether nothing else is asked than white, with the shadow that the photo has."""
    grounds = [step.params for step in recipe.steps if isinstance(step.params, Background)]
    shadows = [step.params for step in recipe.steps if isinstance(step.params, Shadow)]
    white = bool(grounds) and all(one.enabled and min(one.red, one.green, one.blue) == 1.0 for one in grounds)
    return white and not recipe.retry and all(one.laid == 0.0 for one in shadows)
