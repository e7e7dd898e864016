"""The sandbox shop's pictures, made from nothing: what ``store.toml`` lists, each into the file it names."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from retouch.training.render import files
from retouch.training.render.picture import Rendered, render
from retouch.training.render.spec import SceneSpec

LIST = Path(__file__).parent / "store.toml"
_TURNS = (0, 15, 30, 45, 60, 75)
_WRITERS: dict[str, Callable[[Rendered, Path], None]] = {
    "plain": files.save_plain,
    "alpha": files.save_alpha,
    "cmyk": files.save_cmyk,
    "truncated": files.save_truncated,
    "thumbnail": files.save_thumbnail,
    "adobe_rgb_24mp": files.save_adobe_rgb,
}


def read_list(path: Path = LIST) -> list[dict[str, Any]]:
    """The photos of a list, defaults filled in."""
    content = tomllib.loads(path.read_text())
    return [{**content["defaults"], **photo} for photo in content["photo"]]


def spec_of(photo: dict[str, Any]) -> SceneSpec:
    """The scene that an entry describes; a key that is none of its fields is an error."""
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in photo.items()}
    for key in ("file", "seed", "make"):
        values.pop(key, None)
    return SceneSpec(**values)


def make_photo(photo: dict[str, Any], folder: Path) -> Path:
    """Draw one entry and write its file; an unfinished file never keeps the name."""
    path = folder / photo["file"]
    unfinished = path.with_name(f".unfinished-{path.name}")
    spec, seed, make = spec_of(photo), photo["seed"], photo.get("make", "plain")
    if make == "video":
        files.save_video(unfinished)
    elif make == "animation":
        turned = [replace(spec, turn_deg=spec.turn_deg + turn) for turn in _TURNS]
        files.save_animation([render(one, seed) for one in turned], unfinished)
    else:
        _WRITERS[make](render(spec, seed), unfinished)
    return unfinished.replace(path)
