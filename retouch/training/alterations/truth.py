"""The truth of a rendered picture, solid by solid: which prong, which link, which stone each pixel shows.

Solids are what the builders put together: each connected surface of a mesh is one, and each cut stone.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from retouch.arrays import Alpha, LinearRGB, Mask
from retouch.training.alterations.engraving import engrave
from retouch.training.alterations.scenes import Scene
from retouch.training.render.camera import frame
from retouch.training.render.materials import Matte, Metal, Stone, find_material
from retouch.training.render.mesh import Mesh, merged
from retouch.training.render.picture import render
from retouch.training.render.pieces import build
from retouch.training.render.pieces.base import Part, points_of
from retouch.training.render.raster import rasterize

Ids = npt.NDArray[np.int32]
METAL, GEM, OTHER, DIAL = 0, 1, 2, 3
_SEEN = 0.004  # by how much a rebuilt alpha may differ on the average from the picture's own


class WrongTruth(AssertionError):  # noqa: N818 - said of the truth
    """The piece built again is not the one in the picture."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One scene with all that is known of it; every array has the picture's height and width.

    photo, clean  (H, W, 3) float32, linear sRGB: with dirt and noise, and without
    alpha, metal, gem   (H, W) float32
    defects       (H, W) bool
    solids        (H, W) int32, the solid that most of a pixel shows, -1 where ground
    kinds         (solids,) int32, METAL, GEM, OTHER or DIAL
    engraving     (H, W) bool, the strokes
    """

    photo: LinearRGB
    clean: LinearRGB
    alpha: Alpha
    metal: Alpha
    gem: Alpha
    defects: Mask
    solids: Ids
    kinds: Ids
    engraving: Mask

    @property
    def side(self) -> float:
        """The piece's longer side in pixels."""
        _, _, width, height = cv2.boundingRect((self.alpha > 0.5).view(np.uint8))
        return float(max(width, height))

    def of_kind(self, kind: int) -> list[int]:
        """The solids of a kind that are seen, the largest first."""
        areas = np.bincount(self.solids[self.solids >= 0], minlength=len(self.kinds))
        chosen = [int(k) for k in np.flatnonzero((self.kinds == kind) & (areas > 0))]
        return sorted(chosen, key=lambda k: -int(areas[k]))


def load(scene: Scene, folder: Path) -> Truth:
    """Draw a scene, or read it where it was drawn before."""
    path = folder / f"{scene.name}-{scene.seed}.npz"
    if path.exists():
        with np.load(path) as stored:
            return Truth(**{name: _widened(stored[name]) for name in stored.files})
    truth = draw(scene)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished.npz")
    np.savez_compressed(unfinished, **{n: _narrowed(getattr(truth, n)) for n in Truth.__slots__})
    unfinished.replace(path)
    return truth


def _narrowed(plane: np.ndarray) -> np.ndarray:
    return (plane * 65_535 + 0.5).astype(np.uint16) if plane.dtype == np.float32 else plane


def _widened(plane: np.ndarray) -> np.ndarray:
    return plane.astype(np.float32) / np.float32(65_535) if plane.dtype == np.uint16 else plane


def draw(scene: Scene) -> Truth:
    """Draw a scene and find its solids.

    Raises
    ------
    WrongTruth  the piece built again does not cover what the picture shows
    """
    rendered = render(scene.spec, scene.seed)
    solids, kinds, covered = _solids(scene)
    apart = float(np.abs(covered - rendered.alpha).mean())
    if apart > _SEEN:
        raise WrongTruth(f"{scene.name}: alpha apart by {apart:.4f}")
    photo, clean = rendered.photo, rendered.clean
    engraving = np.zeros(solids.shape, bool)
    if scene.engraved:
        rng = np.random.default_rng(scene.seed)
        engraving = engrave((photo, clean), _widest(solids, kinds), rng)
    return Truth(
        photo, clean, rendered.alpha, rendered.metal, rendered.gem, rendered.defects, solids, kinds, engraving
    )


def _widest(solids: Ids, kinds: Ids) -> Mask:
    """The metal solid with the widest face."""
    best, mask = 0.0, np.zeros(solids.shape, bool)
    for solid in np.unique(solids[solids >= 0]):
        if kinds[solid] != METAL:
            continue
        own = solids == solid
        wide = float(cv2.distanceTransform(own.view(np.uint8), cv2.DIST_L2, 3).max())
        if wide > best:
            best, mask = wide, own
    return mask


def _solids(scene: Scene) -> tuple[Ids, Ids, Alpha]:
    """The solid in each pixel, the kind of each, and the share of each pixel that any of them covers."""
    spec = scene.spec
    piece = build(spec, np.random.default_rng(scene.seed))
    camera = frame(points_of(piece), spec)
    owner, kinds = _numbered(piece)
    samples = rasterize(camera, merged([part.mesh for part in piece]), owner, spec.samples)
    width, height = spec.size
    covered = np.bincount(samples.pixel, samples.weight, width * height).astype(np.float32)
    order = np.lexsort((owner[samples.face], samples.pixel))
    pixel, solid = samples.pixel[order], owner[samples.face][order]
    starts = np.flatnonzero(np.r_[True, (pixel[1:] != pixel[:-1]) | (solid[1:] != solid[:-1])])
    share = np.add.reduceat(samples.weight[order], starts)
    rising = np.argsort(share, kind="stable")  # the last write to a pixel is what most of it shows
    out = np.full(width * height, -1, np.int32)
    out[pixel[starts][rising]] = solid[starts][rising]
    out[covered < 0.5] = -1
    return out.reshape(height, width), kinds, covered.reshape(height, width).clip(0, 1)


def _numbered(piece: list[Part]) -> tuple[Ids, Ids]:
    """A number for each face's solid, and each solid's kind."""
    numbers, kinds = [], []
    for part in piece:
        own = np.zeros(len(part.mesh.faces), np.int32) if part.cut else _surfaces(part.mesh)
        numbers.append(own + len(kinds))
        kinds += [_kind(part.material)] * (int(own.max()) + 1)
    return np.concatenate(numbers).astype(np.int32), np.asarray(kinds, np.int32)


def _surfaces(mesh: Mesh) -> Ids:
    """Connected surfaces of a mesh, corners at one place taken for one."""
    _, corner = np.unique(np.round(mesh.points, 3), axis=0, return_inverse=True)
    faces = corner.reshape(-1)[mesh.faces]
    rows, columns = np.concatenate([faces[:, :2], faces[:, 1:]]).T
    graph = coo_array((np.ones(len(rows), bool), (rows, columns)), shape=(len(corner), len(corner)))
    return np.asarray(connected_components(graph, directed=False)[1][faces[:, 0]], np.int32)


def _kind(material: str) -> int:
    stuff = find_material(material)
    if isinstance(stuff, Metal):
        return METAL
    if isinstance(stuff, Stone) or (isinstance(stuff, Matte) and stuff.gem):
        return GEM
    return DIAL if isinstance(stuff, Matte) and stuff.texture == "dial" else OTHER
