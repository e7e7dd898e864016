"""Train the network: ``python -m retouch.training.train SCENES RUN --encoder FILE --minutes 60``.

A run is a folder; what it holds is gone on with, so that an hour today and an hour tomorrow are two hours. On a GPU the
same command uses it, with the batch that the configuration gives for it.
"""

import argparse
import json
import math
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor
from torch.utils.data import DataLoader

from retouch.on_gpu import filled
from retouch.training.crops import Crops
from retouch.training.losses import loss_of
from retouch.training.network import Seer, fold_norms

CONFIGURATION = Path(__file__).parent / "seer.toml"
SAVED_EVERY_S = 180.0


@dataclass(slots=True)
class Run:
    """A network on its way: what it has learned, how far it got, where it is kept."""

    network: Seer
    optimizer: torch.optim.Optimizer
    average: dict[str, Tensor]
    folder: Path
    steps: int = 0
    minutes: float = 0.0

    def save(self) -> None:
        """Write the checkpoint; an unfinished file never keeps the name."""
        unfinished = self.folder / ".unfinished.pt"
        state = {
            "network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(),
            "average": self.average, "steps": self.steps, "minutes": self.minutes,
        }  # fmt: skip
        torch.save(state, unfinished)
        unfinished.replace(self.folder / "last.pt")

    def load(self) -> None:
        """Go on where the folder's checkpoint stopped, if there is one."""
        path = self.folder / "last.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average, self.steps, self.minutes = state["average"], state["steps"], state["minutes"]

    def learn(self, picture: Tensor, truth: Tensor, device: str) -> dict[str, float]:
        """One step."""
        with torch.autocast(device, torch.bfloat16, enabled=half_pays(device)):
            logits = self.network.logits(picture)
        loss, parts = loss_of(logits.float(), truth)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.steps += 1
        keep = min(0.995, self.steps / (self.steps + 20.0))
        for name, value in self.network.state_dict().items():
            if not name.startswith("encoder."):
                held = self.average.setdefault(name, value.detach().clone())
                held.copy_(held * keep + value * (1 - keep) if value.is_floating_point() else value)
        return parts


def half_pays(device: str) -> bool:
    """Whether the device multiplies bfloat16 itself; a CPU that only emulates it is slower by far."""
    return device == "cuda" or bool(torch.cpu.get_capabilities().get("amx_bf16"))


def fresh(encoder: Path) -> Seer:
    """A network that has learned nothing yet but what the encoder knows."""
    network = Seer()
    network.encoder.load_imagenet(encoder)
    fold_norms(network.encoder)
    return network


def start(network: Seer, folder: Path, settings: dict[str, Any], device: str) -> Run:
    """Begin a run with this network, or go on with the folder's."""
    network = network.to(device, memory_format=torch.channels_last)
    own = [value for name, value in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(own, settings["rate"], weight_decay=settings["decay"])
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(network, optimizer, {}, folder)
    run.load()
    return run


def train(run: Run, scenes: Path, settings: dict[str, Any], minutes: float, device: str) -> None:
    """Learn for so long; the rate falls to nothing by then, and starts anew the next time."""
    crops = Crops(scenes, side=settings["side"], seed=settings["seed"] + run.steps)
    batch = settings["batch_gpu" if device == "cuda" else "batch_cpu"]
    loader = DataLoader(crops, batch_size=batch, num_workers=settings["workers"], prefetch_factor=4)
    began, saved, before = time.monotonic(), time.monotonic(), run.minutes
    run.network.train()
    for picture, truth in loader:
        now = time.monotonic()
        share = (now - began) / 60 / minutes
        if share >= 1:
            break
        rate = settings["rate"] * min(1.0, run.steps / 50 + 0.02) * (0.5 + 0.5 * math.cos(math.pi * share))
        for group in run.optimizer.param_groups:
            group["lr"] = rate
        parts = run.learn(picture.to(device, memory_format=torch.channels_last), truth.to(device), device)
        run.minutes = before + (now - began) / 60
        if run.steps % 10 == 0:
            line = {"step": run.steps, "minutes": round(run.minutes, 2), "rate": rate, **parts}
            with (run.folder / "log.jsonl").open("a") as log:
                log.write(json.dumps({k: round(v, 5) for k, v in line.items()}) + "\n")
        if now - saved > SAVED_EVERY_S:
            run.save()
            saved = now
    run.save()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.train", description=__doc__)
    parser.add_argument("scenes", type=Path)
    parser.add_argument("run", type=Path)
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--encoder", type=Path, help="begin anew: efficientnet-lite0-57934424.pth")
    begin.add_argument("--network", type=Path, help="go on from a network that was exported: seer.onnx")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--rate", type=float, help="learning rate at its highest; lower when an old run goes on"
    )
    options = parser.parse_args()
    settings = tomllib.loads(CONFIGURATION.read_text())
    settings["rate"] = options.rate or settings["rate"]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(options.threads)
    torch.manual_seed(settings["seed"])
    network = fresh(options.encoder) if options.encoder else filled(onnx.load(options.network))
    run = start(network, options.run, settings, device)
    train(run, options.scenes, settings, options.minutes, device)


if __name__ == "__main__":
    main()
