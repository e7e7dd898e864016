"""How long one photo takes and how much memory: each in a process of its own, beside ISNet in the same run."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from retouch.bench.peers.cutting import timed
from retouch.codecs import decode, encode
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe

MEGAPIXELS = {"4 MP": 4_000_000, "24 MP": 24_000_000}
WARMING_PIXELS = 160_000


def enlarged(photo: Path, pixels: int, target: Path) -> Path:
    """A test photo brought to so many pixels, as a JPEG of quality 92."""
    codes = cv2.imread(str(photo), cv2.IMREAD_COLOR)
    if codes is None:
        raise FileNotFoundError(photo)
    scale = (pixels / (codes.shape[0] * codes.shape[1])) ** 0.5
    large = cv2.resize(codes, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(target), large, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return target


def retouch_file(path: Path) -> dict[str, float]:
    """Retouch one file for white, from bytes to bytes: seconds in all, of decoding and encoding alone, peak memory."""
    data, recipe = path.read_bytes(), Recipe.named("catalog-white")
    retouch(_small(decode(data)), recipe)  # a worker has loaded networks and the reader of text long before
    begun = time.perf_counter()
    photo = decode(data)
    decoded = time.perf_counter()
    result = retouch(photo, recipe)
    made = time.perf_counter()
    encode(result.pixels, recipe.output.encoding_for(photo.source), provenance=result.provenance)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": done - begun, "files": decoded - begun + done - made, "peak_mb": peak}


def _small(photo: Photo) -> Photo:
    """The same photo, so far reduced that it takes next to no memory."""
    scale = (WARMING_PIXELS / (photo.pixels.shape[0] * photo.pixels.shape[1])) ** 0.5
    reduced = cv2.resize(photo.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Photo(np.asarray(reduced, np.float32))


def in_own_process(path: Path) -> dict[str, float]:
    """The same in a fresh process, so that nobody else's memory counts."""
    command = [sys.executable, "-m", "retouch.bench.speed", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure(photo: Path, *, peers: Path | None, times: int = 3, large: bool = True) -> dict[str, object]:
    """Seconds at 4 MP in turn with ISNet, and the peak at 24 MP; medians of ``times`` runs."""
    out: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        four = enlarged(photo, MEGAPIXELS["4 MP"], Path(folder) / "four.jpg")
        ours, theirs, files = [], [], []
        for _ in range(times):
            figures = in_own_process(four)
            ours.append(figures["seconds"])
            files.append(figures["files"])
            if peers is not None:
                theirs += timed(peers, "isnet", four, times=1)
        out |= {"seconds": float(np.median(ours)), "files": float(np.median(files)), "all_seconds": ours}
        if theirs:
            out |= {"isnet": float(np.median(theirs)), "all_isnet": theirs}
        if large:
            photo24 = enlarged(photo, MEGAPIXELS["24 MP"], Path(folder) / "large.jpg")
            out |= {"large": in_own_process(photo24)}
    return out


if __name__ == "__main__":
    sys.stdout.write(json.dumps(retouch_file(Path(sys.argv[1]))))
