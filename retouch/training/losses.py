"""What a guess of piece, metal, stone, shadow and doubt costs against the truth."""

import torch
from torch import Tensor
from torch.nn import functional

RIM = 3.0  # weight, above 1, of pixels at the outline and of whatever is thin
OPEN = 2.0  # weight, above 1, of ground that is nearly or wholly enclosed: in links, between prongs, under a bail
OPEN_PX = 10  # half as wide as the widest that counts
INSIDE = 1.0  # weight, above 1, of the piece off its outline: a hole in a plate or a stone costs like a filled link
OUTSIDE = 0.1  # weight of material outside the piece
DOUBTFUL = 0.3  # alpha off by more is what doubt must foretell


def loss_of(logits: Tensor, truth: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Loss of (N, 5, H, W) logits (alpha, metal, gem, shadow, doubt) against (N, 4, H, W) truth; with its parts."""
    alpha, metal, gem, shadow = truth.unbind(1)
    rim = _rim(alpha)
    guess = torch.sigmoid(logits[:, 0])
    parts = {
        "alpha": (
            _bce(logits[:, 0], alpha)
            * (1.0 + RIM * rim + OPEN * _openings(alpha) + INSIDE * alpha * (1.0 - rim))
        ).mean(),
        "overlap": _overlap(guess, alpha),
        "slope": _slope(guess, alpha),
        "metal": _material(logits[:, 1], metal, alpha),
        "gem": _material(logits[:, 2], gem, alpha),
        "shadow": (torch.sigmoid(logits[:, 3]) - shadow).abs().mean(),
        "doubt": 0.3 * _bce(logits[:, 4], ((guess.detach() - alpha).abs() > DOUBTFUL).float()).mean(),
    }
    return torch.stack(list(parts.values())).sum(), {
        name: float(part.detach()) for name, part in parts.items()
    }


def _bce(logits: Tensor, truth: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")


def _rim(alpha: Tensor) -> Tensor:
    """1 within two pixels of the outline."""
    return _dilated(alpha, 2) + _dilated(-alpha, 2)


def _openings(alpha: Tensor) -> Tensor:
    """How far a pixel is ground within reach of the piece on both sides: what a closing of alpha fills."""
    closed = -_dilated(-_dilated(alpha, OPEN_PX), OPEN_PX)
    return (closed - alpha).clamp(0.0, 1.0)


def _dilated(alpha: Tensor, reach_px: int) -> Tensor:
    """The largest alpha in a square around each pixel, first along rows, then along columns."""
    size = 2 * reach_px + 1
    along = functional.max_pool2d(alpha[:, None], (1, size), stride=1, padding=(0, reach_px))
    return functional.max_pool2d(along, (size, 1), stride=1, padding=(reach_px, 0))[:, 0]


def _overlap(guess: Tensor, truth: Tensor) -> Tensor:
    """One minus the soft Jaccard index, over pictures that show a piece (Rahman and Wang, 2016)."""
    shown = truth.sum((1, 2)) > 30.0
    if not bool(shown.any()):
        return guess.sum() * 0.0
    both = (guess * truth).sum((1, 2))
    either = (guess + truth - guess * truth).sum((1, 2))
    return (1.0 - (both + 1.0) / (either + 1.0))[shown].mean()


def _slope(guess: Tensor, truth: Tensor) -> Tensor:
    """Difference of neighbors' differences: edges where the truth has them, and nowhere else."""
    across = ((guess[:, :, 1:] - guess[:, :, :-1]) - (truth[:, :, 1:] - truth[:, :, :-1])).abs().mean()
    down = ((guess[:, 1:] - guess[:, :-1]) - (truth[:, 1:] - truth[:, :-1])).abs().mean()
    return 2.0 * (across + down)


def _material(logits: Tensor, truth: Tensor, alpha: Tensor) -> Tensor:
    weight = OUTSIDE + (1.0 - OUTSIDE) * (alpha > 0.02)
    return (_bce(logits, truth) * weight).sum() / (0.1 * alpha.numel() + weight.sum())
