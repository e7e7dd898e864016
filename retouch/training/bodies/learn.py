"""Train the namer: ``python -m retouch.training.bodies.learn FOLDER --out namer.onnx`` (torch is needed).

It reads what the frozen encoder says of drawn pictures and learns what stands in them: for each cell of a grid, how far
it is a person, a bust or packaging, and for the picture, whether any of these is there, and what is laid over it.
"""

import argparse
import hashlib
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from retouch.taps import TAPS
from retouch.training.bodies import overlays
from retouch.training.bodies.anchors import BODIES, PACKAGING

NAMES = (*BODIES, *overlays.NAMES)
CONFIGURATION = Path(__file__).parent / "namer.toml"
ASKED_AT_ONCE = 64  # pictures, when nothing is learned
WIDE = 96  # channels
SHAPES = ((1, 40, 40, 40), (1, 5, 40, 40), (1, 112, 20, 20), (1, 320, 10, 10))
"""Of one picture's taps."""


def _conv(inputs: int, outputs: int, *, side: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, side, stride=stride, padding=side // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Namer(nn.Module):
    """From the encoder's scales to log-odds: of the picture (N, 8), and of its cells (N, 3, 20, 20)."""

    def __init__(self, *, dropped: float = 0.0) -> None:
        super().__init__()
        self.deep = _conv(320, WIDE, side=1)
        self.whole = nn.Linear(320, WIDE)
        self.fine = _conv(45, 48, stride=2)
        self.middle = _conv(WIDE + 112 + 48, WIDE)
        self.last = _conv(WIDE, WIDE)
        self.drop = nn.Dropout2d(dropped)
        self.cells = nn.Conv2d(WIDE, 3, 1)
        self.votes = nn.Conv2d(WIDE, 2 * len(NAMES), 1)

    def forward(self, at8: Tensor, maps: Tensor, at16: Tensor, at32: Tensor) -> tuple[Tensor, Tensor]:
        """Log-odds of the picture and of its cells."""
        out = self.deep(self.drop(at32)) + self.whole(at32.mean(dim=(2, 3)))[..., None, None]
        out = functional.interpolate(out, scale_factor=2.0, mode="nearest")
        fine = self.fine(torch.cat([self.drop(at8), maps], 1))
        out = self.middle(torch.cat([out, self.drop(at16), fine], 1))
        out = self.drop(self.last(out) + out)
        votes = self.votes(out).flatten(2)
        say, heed = votes[:, : len(NAMES)], votes[:, len(NAMES) :]
        return (say * functional.softmax(heed, 2)).sum(2), self.cells(out)


class Namers(nn.Module):
    """Several namers that learned the same pictures from another start, and the mean of their log-odds (N, 8).

    What one takes for a bust by chance, the others do not.
    """

    def __init__(self, each: list[Namer]) -> None:
        super().__init__()
        self.each = nn.ModuleList(each)

    def forward(self, *seen: Tensor) -> Tensor:
        """Log-odds of the picture."""
        total = sum(namer(*seen)[0] for namer in self.each)
        return total / len(self.each)


class Drawn(NamedTuple):
    """Drawn pictures as the encoder sees them.

    cells    (N, 3, 20, 20) uint8, what covers each cell
    over     (N, 5) bool, what is laid over
    perhaps  (N,) bool, whether something may be called packaging or not
    """

    seen: list[Tensor]
    cells: Tensor
    over: Tensor
    perhaps: Tensor

    def rows(self, which: Tensor | slice) -> "Drawn":
        """Some of them."""
        seen = [each[which] for each in self.seen]
        return Drawn(seen, self.cells[which], self.over[which], self.perhaps[which])

    @property
    def area(self) -> Tensor:
        """How much of each picture each body covers, (N, 3)."""
        return (self.cells.float() / 255).mean(dim=(2, 3))


def load(paths: list[Path]) -> Drawn:
    """Read files of pictures."""
    parts: dict[str, list[npt.NDArray[np.generic]]] = {}
    for path in paths:
        with np.load(path) as held:
            for name in held.files:
                parts.setdefault(name, []).append(held[name])
    whole = {name: torch.from_numpy(np.concatenate(values)) for name, values in parts.items()}
    return Drawn([whole[name] for name in TAPS], whole["cells"], whole["over"], whole["perhaps"])


def loss_of(model: Namer, drawn: Drawn, own: dict[str, Any]) -> Tensor:
    """Cross entropy of the picture's names and of its cells'; what is hardly in a picture is not asked.

    What may be called packaging or not is so far packaging as the configuration says; of its cells it is not asked.
    """
    of_picture, of_cells = model(*(each.float() for each in drawn.seen))
    area = drawn.area
    bodies = (area > 0).float()
    at = BODIES.index(PACKAGING)
    bodies[:, at] = torch.maximum(bodies[:, at], own["perhaps"] * drawn.perhaps.float())
    truth = torch.cat([bodies, drawn.over.float()], 1)
    clear = ((area == 0) | (area >= own["shown"])).float()
    known = torch.ones_like(clear)
    known[:, at] = (~drawn.perhaps).float()
    asked = torch.cat([clear, torch.ones_like(drawn.over, dtype=torch.float32)], 1)
    each = functional.binary_cross_entropy_with_logits(of_picture, truth, reduction="none") * asked
    share = drawn.cells.float() / 255
    parts = (
        functional.binary_cross_entropy_with_logits(of_cells, share, reduction="none").mean(dim=(2, 3))
        * known
    )
    return each.mean() + own["cells"] * parts.mean()


def train(model: Namer, drawn: Drawn, own: dict[str, Any]) -> Iterator[float]:
    """Train it; after each epoch, its mean loss."""
    count, batch = len(drawn.cells), own["batch"]
    steps = count // batch
    rule = torch.optim.AdamW(model.parameters(), lr=own["rate"], weight_decay=own["decay"])
    falling = torch.optim.lr_scheduler.OneCycleLR(rule, own["rate"], total_steps=own["epochs"] * steps)
    for _ in range(own["epochs"]):
        model.train()
        order, total = torch.randperm(count), 0.0
        for k in range(steps):
            loss = loss_of(model, drawn.rows(order[k * batch : (k + 1) * batch]), own)
            rule.zero_grad()
            loss.backward()
            rule.step()
            falling.step()
            total += float(loss.detach())
        yield total / steps


def told(namers: Namers, drawn: Drawn, shown: float) -> str:
    """How often each name is right of pictures that were held out."""
    namers.eval()
    starts = range(0, len(drawn.cells), ASKED_AT_ONCE)
    parts = (drawn.rows(slice(k, k + ASKED_AT_ONCE)) for k in starts)
    with torch.no_grad():
        said = torch.cat([namers(*(each.float() for each in part.seen)) for part in parts])
    truth = torch.cat([drawn.area >= shown, drawn.over], 1)
    right = ((said > 0) == truth).float().mean(0)
    return " ".join(f"{name} {float(value):.3f}" for name, value in zip(NAMES, right, strict=True))


def export(namers: Namers, path: Path) -> None:
    """Write ONNX for OpenCV."""
    namers.eval()
    torch.onnx.export(
        namers, tuple(torch.zeros(shape) for shape in SHAPES), str(path),
        input_names=list(TAPS), output_names=["picture"], opset_version=13, dynamo=False,
    )  # fmt: skip


_held: dict[str, Any] = {}
"""In a process of a seed's own: the pictures and the configuration."""


def _hold(drawn: Drawn, own: dict[str, Any]) -> None:
    torch.set_num_threads(1)  # one namer a core waits for nobody
    _held.update(drawn=drawn, own=own)


def _learned(seed: int) -> dict[str, npt.NDArray[np.generic]]:
    """Train the namer of one seed; return its state."""
    torch.manual_seed(seed)
    own, begun = _held["own"], time.monotonic()
    namer = Namer(dropped=own["dropped"])
    for epoch, loss in enumerate(train(namer, _held["drawn"], own), 1):
        print(
            f"seed {seed}, {epoch} of {own['epochs']}: {loss:.4f}, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    return {name: value.numpy() for name, value in namer.state_dict().items()}


def main() -> None:
    """Train and write the network."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.bodies.learn", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    own, paths = tomllib.loads(CONFIGURATION.read_text()), files_of(options.folder)
    held_out = paths[own["held_out"] - 1 :: own["held_out"]]
    drawn, test = load([path for path in paths if path not in held_out]), load(held_out)
    begun = time.monotonic()
    with ProcessPoolExecutor(len(own["seeds"]), get_context("fork"), _hold, (drawn, own)) as pool:
        states = list(pool.map(_learned, own["seeds"]))
    each = [Namer(dropped=own["dropped"]) for _ in states]
    for namer, state in zip(each, states, strict=True):
        namer.load_state_dict({name: torch.from_numpy(value) for name, value in state.items()})
    print(told(Namers(each), test, own["shown"]), flush=True)
    export(Namers(each), options.out)
    digest, minutes = hashlib.sha256(options.out.read_bytes()).hexdigest(), (time.monotonic() - begun) / 60
    print(
        f'sha256 = "{digest}"\ndata = "{digest_of(paths)}"\npictures = {len(drawn.cells)}\nminutes = {minutes:.0f}'
    )


def files_of(folder: Path) -> list[Path]:
    """Every finished file of pictures."""
    return [path for path in sorted(folder.glob("[0-9]*.npz")) if path.stem.isdigit()]


def digest_of(paths: list[Path]) -> str:
    """One sha256 over all files, which are the same to the bit wherever the same scenes are."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


if __name__ == "__main__":
    main()
