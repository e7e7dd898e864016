"""What the images hold is what their roles need, as far as their files say: they are not built here."""

import ast
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
STAGE = re.compile(r"^FROM (\S+) AS (\S+)$", re.MULTILINE)


def compose(name: str) -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())["services"]
    return services


def stages() -> dict[str, str]:
    """What each image is made by, with the images that it is made from."""
    parts = STAGE.split((ROOT / "Dockerfile").read_text())[1:]
    made: dict[str, str] = {}
    for start, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        made[name] = made.get(start, "") + body
    return made


def let_in(path: str) -> bool:
    """Whether a file goes into the image: of the lines of .dockerignore that match it or a folder of it, the last."""
    folders = {path, *(str(parent) for parent in Path(path).parents)}
    allowed = True
    for line in (ROOT / ".dockerignore").read_text().split():
        if line == "*" or line.lstrip("!") in folders:
            allowed = line.startswith("!")
    return allowed


def test_every_service_is_built_of_an_image_that_there_is() -> None:
    built = {
        service["build"]["target"]
        for name in ("compose.yaml", "compose.gpu.yaml")
        for service in compose(name).values()
        if "build" in service
    }
    assert built <= set(stages())
    assert "gpu" in built


def test_a_worker_that_is_told_to_use_a_gpu_has_one_and_torch() -> None:
    gpu = compose("compose.gpu.yaml")["gpu"]
    assert gpu["environment"]["ENGINE_DEVICE"] == "cuda"
    assert gpu["environment"]["GPU_THREADS"] == "${GPU_THREADS:-4}"  # one alone makes no batch
    (device,) = gpu["deploy"]["resources"]["reservations"]["devices"]
    assert (device["driver"], device["capabilities"]) == ("nvidia", ["gpu"])
    assert "--require-hashes -r requirements-ml.txt" in stages()[gpu["build"]["target"]]
    assert let_in("requirements-ml.txt")
    assert re.search(r"^torch==", (ROOT / "requirements-ml.txt").read_text(), flags=re.MULTILINE)
    assert "requirements-ml" not in stages()[compose("compose.yaml")["gpu"]["build"]["target"]]


def test_the_code_that_a_gpu_runs_is_in_the_image_and_the_rest_of_training_is_not() -> None:
    seen, waiting = set(), ["retouch/on_gpu.py"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        assert let_in(path), path
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("retouch.training"):
                name = str(node.module).replace(".", "/")
                found = f"{name}.py" if (ROOT / f"{name}.py").exists() else f"{name}/__init__.py"
                waiting += {found, "retouch/training/__init__.py"} - seen
    assert "retouch/training/network.py" in seen
    assert not let_in("retouch/training/train.py")
