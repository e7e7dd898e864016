"""How the namer learns, where torch is there; elsewhere these say that they were not run."""

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: install requirements-ml.txt")

from retouch.taps import TAPS  # noqa: E402
from retouch.training.bodies import learn  # noqa: E402
from retouch.training.bodies.anchors import BODIES, PACKAGING  # noqa: E402

OWN = {"shown": 0.004, "perhaps": 0.05, "cells": 0.7}


def seen(count: int = 1) -> list[torch.Tensor]:
    torch.manual_seed(1)
    return [torch.rand(count, *shape[1:]) for shape in learn.SHAPES]


def namers(*seeds: int) -> learn.Namers:
    each = []
    for seed in seeds:
        torch.manual_seed(seed)
        each.append(learn.Namer())
    return learn.Namers(each).eval()


class Sure(torch.nn.Module):
    """Says the same log-odds of every picture, and nothing of its cells."""

    def __init__(self, packaging: float) -> None:
        super().__init__()
        self.odds = torch.full((1, len(learn.NAMES)), -20.0)
        self.odds[0, BODIES.index(PACKAGING)] = packaging

    def forward(self, *_: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.odds, torch.full((1, 3, 20, 20), -20.0)


def loss_of_a_block(packaging: float) -> float:
    """The loss of so much belief that a picture with nothing but a block has packaging in it."""
    nothing = torch.zeros(1, 3, 20, 20, dtype=torch.uint8)
    over = torch.zeros(1, 5, dtype=torch.bool)
    drawn = learn.Drawn(seen(), nothing, over, torch.ones(1, dtype=torch.bool))
    return float(learn.loss_of(Sure(packaging), drawn, OWN))


def test_log_odds_of_namers_are_averaged() -> None:
    given = seen()
    with torch.no_grad():
        both, one, other = (namers(*seeds)(*given) for seeds in ((3, 4), (3,), (4,)))
    assert torch.allclose(both, (one + other) / 2, atol=1e-6)


def test_a_block_is_hardly_packaging_and_not_surely_none() -> None:
    believed = float(np.log(OWN["perhaps"] / (1 - OWN["perhaps"])))
    assert loss_of_a_block(believed) < loss_of_a_block(-8.0)
    assert loss_of_a_block(believed) < loss_of_a_block(0.0)


@pytest.mark.filterwarnings("ignore")  # the exporter whose form OpenCV reads warns of its age
def test_opencv_says_what_torch_says(tmp_path) -> None:
    given, trained = seen(), namers(3, 4)
    learn.export(trained, tmp_path / "namer.onnx")
    net = cv2.dnn.readNetFromONNX(str(tmp_path / "namer.onnx"))
    for name, values in zip(TAPS, given, strict=True):
        net.setInput(values.numpy(), name)
    with torch.no_grad():
        expected = trained(*given).numpy()
    assert np.abs(net.forward("picture") - expected).max() < 1e-4
