"""Catalog mode on several shots of one piece: how far their metal lies apart before and after."""

from pathlib import Path

import cv2
import numpy as np

from retouch import catalog
from retouch.arrays import Alpha
from retouch.bench.measures import color
from retouch.bench.scenes import Codes, read
from retouch.bench.trial import TONED, Watch
from retouch.beside import Finder
from retouch.codecs import decode
from retouch.color import to_codes
from retouch.photo import Photo
from retouch.pipeline import retouch
from retouch.recipe import Recipe
from retouch.report import Result
from retouch.scene import Scene, find_scene
from retouch.shots import grouped


def try_out(folder: Path) -> dict[str, object] | None:
    """Retouch the shots of a scene as one set; None where it has no shots or no metal to measure."""
    files = sorted(folder.glob("shot-*.jpg"))
    metal = read(folder).metal
    photos = [decode(path.read_bytes()) for path in files]
    before = _tones([to_codes(photo.pixels) for photo in photos], metal)
    if len(before) < 2:
        return None
    scenes = [find_scene(photo) for photo in photos]
    recipe = Recipe.named("catalog-white")
    shots = [catalog.measure(p, recipe, find=_known(s)) for p, s in zip(photos, scenes, strict=True)]
    shots = list(grouped(shots))
    common = catalog.targets(shots)
    results = []
    for photo, scene, shot in zip(photos, scenes, shots, strict=True):
        results.append(_toned(photo, scene, catalog.matched(recipe, shot, common)))
    after = _tones(results, metal)
    return {
        "name": folder.name,
        "before": color.spread(before),
        "after": color.spread(after),
        "shots": len(after),
    }


def _known(scene: Scene) -> Finder:
    return lambda *_, **__: scene


def _toned(photo: Photo, scene: Scene, recipe: Recipe) -> Codes:
    made: list[tuple[Result, Watch]] = []

    def run(recipe: Recipe) -> Result:
        watch = Watch()
        made.append((retouch(photo, watch.over(recipe), find=_known(scene)), watch))
        return made[-1][0]

    result = catalog.closest(run, recipe)
    watch = next(watch for one, watch in made if one is result)
    return watch.codes(TONED)[1] if TONED in watch.steps else to_codes(photo.pixels)


def _tones(pictures: list[Codes], metal: Alpha) -> list[color.Color]:
    small = [cv2.resize(metal, picture.shape[1::-1]) for picture in pictures]
    tones = [color.tone(picture, np.asarray(share)) for picture, share in zip(pictures, small, strict=True)]
    return [tone for tone in tones if tone is not None]
