"""Write a run's network as ONNX, and its line in the list of weights: ``python -m retouch.training.export RUN FILE``.

The averaged weights are written, which are steadier than the last (Polyak and Juditsky, 1992).
"""

import argparse
import hashlib
from pathlib import Path

import torch

from retouch.training.network import OUTPUTS, Seer, fold_decoder, fold_norms, is_folded

OPSET = 17


def read_run(run: Path) -> tuple[Seer, int, float]:
    """The averaged network of a run, its steps and its minutes."""
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=True)
    network = Seer()
    fold_norms(network.encoder)
    if is_folded(state["network"]):
        fold_decoder(network)
    network.load_state_dict({**state["network"], **state["average"]})
    return network.eval(), state["steps"], state["minutes"]


def write_onnx(network: Seer, path: Path) -> str:
    """Write the network for pictures of any sides that are multiples of 32; return the file's sha256."""
    torch.onnx.export(
        network,
        (torch.zeros(1, 3, 64, 96),),
        str(path),
        input_names=["picture"],
        output_names=["maps"],
        dynamic_axes={"picture": {0: "n", 2: "h", 3: "w"}, "maps": {0: "n", 2: "h", 3: "w"}},
        opset_version=OPSET,
        dynamo=False,
    )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(prog="python -m retouch.training.export", description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    network, steps, minutes = read_run(options.run)
    digest = write_onnx(network, options.file)
    print(f'sha256 = "{digest}"\nsteps = {steps}\nminutes = {minutes:.0f}\noutputs = {list(OUTPUTS)}')


if __name__ == "__main__":
    main()
