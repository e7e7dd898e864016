"""The committed network in torch, for workers that have a GPU: the weights that OpenCV runs, read from one file."""

import hashlib
import tomllib

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from retouch.errors import WeightsUnavailable
from retouch.networks import WEIGHTS
from retouch.training.network import Seer, fold_decoder, fold_norms


class TorchNetwork:
    """Runs pictures (N, 3, H, W), however many at once, as ``retouch.networks`` runs one.

    device  "cuda", or "cpu" to compare

    Raises ``WeightsUnavailable`` where the file is not the trained one, and where the device is not there: nothing
    falls back to a slower machine without saying so.
    """

    def __init__(self, device: str = "cuda", *, name: str = "seer") -> None:
        if device == "cuda" and not torch.cuda.is_available():
            raise WeightsUnavailable("no GPU was found: ask for the CPU, or give the worker one")
        entry = tomllib.loads((WEIGHTS / "weights.toml").read_text())[name]
        data = (WEIGHTS / entry["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise WeightsUnavailable(f"{entry['file']} is not the file that weights.toml describes")
        self.device = device
        self.network = filled(onnx.load_from_string(data)).to(device).eval()

    def run(self, pictures: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(N, 5, H, W) in [0, 1]."""
        with torch.inference_mode():
            maps = self.network(torch.from_numpy(pictures).to(self.device))
        return np.asarray(maps.cpu().numpy(), np.float32)


def filled(model: onnx.ModelProto) -> Seer:
    """A network whose convolutions hold the file's kernels, which stand there in the order in which they are run.

    Raises ``WeightsUnavailable`` where the file holds another network.
    """
    network = Seer()
    fold_norms(network.encoder)
    fold_decoder(network)
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    stored = [node.input for node in model.graph.node if node.op_type == "Conv" and node.input[1] in values]
    convolutions = [part for part in network.modules() if isinstance(part, nn.Conv2d)]
    if len(stored) != len(convolutions):
        raise WeightsUnavailable(f"the file has {len(stored)} convolutions, the network {len(convolutions)}")
    with torch.no_grad():
        for part, names in zip(convolutions, stored, strict=True):
            part.weight.copy_(torch.from_numpy(values[names[1]].copy()))
            if part.bias is not None:
                part.bias.copy_(torch.from_numpy(values[names[2]].copy()))
    return network
