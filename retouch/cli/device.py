"""What finds the piece: the network run by OpenCV, or in torch on a GPU; chosen before any work starts."""

from functools import cache, partial

from retouch.beside import Finder, find_asked
from retouch.errors import WeightsUnavailable
from retouch.regions.seen import SeeingSegmenter
from retouch.scene import find_scene


class NoDevice(ValueError):  # noqa: N818 - the condition itself
    """What was asked for is not on this machine; nothing falls back to a slower one without saying so."""


@cache
def finder(device: str) -> Finder:
    """Return the finder that runs on "cpu" or "cuda".

    Raises
    ------
    NoDevice  torch is not installed, or there is no GPU
    """
    if device == "cpu":
        return find_asked
    try:
        from retouch.on_gpu import TorchNetwork  # noqa: PLC0415 - torch is no part of the usual installation
    except ModuleNotFoundError as error:
        raise NoDevice(
            f"--device {device} needs torch, which is not installed: install requirements-ml.txt, or leave it out"
        ) from error
    try:
        network = TorchNetwork(device)
    except WeightsUnavailable as error:
        raise NoDevice(str(error)) from error
    return partial(find_asked, find=partial(find_scene, segmenter=SeeingSegmenter(network)))
