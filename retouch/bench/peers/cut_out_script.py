"""Cut photos out with one network; run by the Python of the peers' own environment, imported by nothing.

    PYTHON cut_out_script.py u2net|isnet NETWORK.onnx FOLDER --times 1 < list of "PHOTO<tab>MATTE.png", one a line

Pre- and postprocessing are each network's own. Prints one JSON line for each photo with the seconds it took, from
decoded pixels to the matte at the photo's size.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-not-found,import-untyped,unused-ignore]
from PIL import Image


def u2net(session: Any, photo: Image.Image) -> np.ndarray:
    """320 px, ImageNet's mean and deviation, the answer stretched from its least to its greatest value."""
    small = np.asarray(photo.resize((320, 320), Image.Resampling.LANCZOS), np.float32)
    small /= max(float(small.max()), 1e-6)
    values = (small - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
    out = _asked(session, values)
    return np.asarray((out - out.min()) / max(float(out.max() - out.min()), 1e-6))


def isnet(session: Any, photo: Image.Image) -> np.ndarray:
    """1,024 px, mean 128, deviation 256."""
    small = np.asarray(photo.resize((1024, 1024), Image.Resampling.BILINEAR), np.float32)
    return np.asarray(np.clip(_asked(session, (small - 128) / 256), 0, 1))


def _asked(session: Any, values: np.ndarray) -> np.ndarray:
    picture = np.ascontiguousarray(values.transpose(2, 0, 1)[None], np.float32)
    answer: np.ndarray = session.run(None, {session.get_inputs()[0].name: picture})[0][0, 0]
    return answer


def main() -> None:
    """Cut out every listed photo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=("u2net", "isnet"))
    parser.add_argument("file")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = given.threads
    session = onnxruntime.InferenceSession(given.file, options, providers=["CPUExecutionProvider"])
    cut = {"u2net": u2net, "isnet": isnet}[given.network]
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")
        photo = Image.open(source).convert("RGB")
        photo.load()
        for _ in range(given.times):
            begun = time.perf_counter()
            alpha = Image.fromarray(np.uint8(np.clip(cut(session, photo), 0, 1) * 255 + 0.5))
            alpha = alpha.resize(photo.size, Image.Resampling.BILINEAR)
            seconds = time.perf_counter() - begun
            sys.stdout.write(json.dumps({"photo": Path(source).name, "seconds": seconds}) + "\n")
            sys.stdout.flush()
        alpha.save(target)


if __name__ == "__main__":
    main()
