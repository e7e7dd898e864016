"""Train the namer: ``python -m retouch.training.bodies.learn FOLDER --out namer.onnx`` (torch is needed).

It reads what the frozen encoder says of drawn pictures and learns what stands in them: for each cell of a grid, how far
it is a person, a bust or packaging, and for the picture, whether any of these is there, and what is laid over it.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from retouch.training.bodies.__main__ import SHOWN

NAMES = ("person", "bust", "packaging", "border", "inset", "graphic", "watermark", "text")
HELD_OUT = 12  # every so manieth file is not learned from
SEED, BATCH, RATE, DECAY = 5, 48, 1.5e-3, 2e-2
WIDE, DROPPED = 96, 0.15
CELLS = 0.7  # weight of the cells beside the whole picture's


def _conv(inputs: int, outputs: int, *, side: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, side, stride=stride, padding=side // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Namer(nn.Module):
    """From the encoder's scales to log-odds: of the picture (N, 8), and of its cells (N, 3, 20, 20)."""

    def __init__(self) -> None:
        super().__init__()
        self.deep = _conv(320, WIDE, side=1)
        self.whole = nn.Linear(320, WIDE)
        self.fine = _conv(45, 48, stride=2)
        self.middle = _conv(WIDE + 112 + 48, WIDE)
        self.last = _conv(WIDE, WIDE)
        self.drop = nn.Dropout2d(DROPPED)
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


def load(paths: list[Path]) -> tuple[list[Tensor], Tensor, Tensor]:
    """Pictures as the encoder sees them, what covers their cells, what is laid over them."""
    parts: dict[str, list[np.ndarray]] = {}
    for path in paths:
        with np.load(path) as held:
            for name in held.files:
                parts.setdefault(name, []).append(held[name])
    all_ = {name: torch.from_numpy(np.concatenate(values)) for name, values in parts.items()}
    return [all_[name] for name in ("at8", "maps", "at16", "at32")], all_["cells"], all_["over"]


def loss_of(model: Namer, seen: list[Tensor], cells: Tensor, over: Tensor) -> Tensor:
    """Cross entropy of the picture's names and of its cells'; what is hardly in a picture is not asked."""
    said, drawn = model(*(each.float() for each in seen))
    share = cells.float() / 255
    area = share.mean(dim=(2, 3))
    truth = torch.cat([(area > 0).float(), over.float()], 1)
    asked = torch.cat(
        [((area == 0) | (area >= SHOWN)).float(), torch.ones_like(over, dtype=torch.float32)], 1
    )
    of_picture = functional.binary_cross_entropy_with_logits(said, truth, reduction="none") * asked
    return of_picture.mean() + CELLS * functional.binary_cross_entropy_with_logits(drawn, share)


def main() -> None:
    """Train and write the network."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.bodies.learn", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=24)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    paths = sorted(options.folder.glob("[0-9]*.npz"))
    held_out = paths[HELD_OUT - 1 :: HELD_OUT]
    seen, cells, over = load([path for path in paths if path not in held_out])
    test = load(held_out)
    model, count = Namer(), len(cells)
    rule = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = options.epochs * (count // BATCH)
    falling = torch.optim.lr_scheduler.OneCycleLR(rule, RATE, total_steps=steps)
    begun = time.monotonic()
    for epoch in range(options.epochs):
        model.train()
        order, total = torch.randperm(count), 0.0
        for k in range(count // BATCH):
            rows = order[k * BATCH : (k + 1) * BATCH]
            loss = loss_of(model, [each[rows] for each in seen], cells[rows], over[rows])
            rule.zero_grad()
            loss.backward()
            rule.step()
            falling.step()
            total += float(loss.detach())
        print(
            f"{epoch + 1} of {options.epochs}: {total / (count // BATCH):.4f}, {_told(model, *test)}, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    export(model, options.out)


def _told(model: Namer, seen: list[Tensor], cells: Tensor, over: Tensor) -> str:
    """How often the held out pictures' names are right."""
    model.eval()
    with torch.no_grad():
        said = torch.cat(
            [model(*(each[k : k + 64].float() for each in seen))[0] for k in range(0, len(cells), 64)]
        )
    area = (cells.float() / 255).mean(dim=(2, 3))
    truth = torch.cat([area >= SHOWN, over], 1)
    right = ((said > 0) == truth).float().mean(0)
    return " ".join(f"{name} {float(value):.3f}" for name, value in zip(NAMES, right, strict=True))


def export(model: Namer, path: Path) -> None:
    """Write ONNX for OpenCV."""
    model.eval()
    shapes = ((1, 40, 40, 40), (1, 5, 40, 40), (1, 112, 20, 20), (1, 320, 10, 10))
    names = ["at8", "maps", "at16", "at32"]
    torch.onnx.export(
        model, tuple(torch.zeros(shape) for shape in shapes), str(path),
        input_names=names, output_names=["picture", "cells"], opset_version=13, dynamo=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()
