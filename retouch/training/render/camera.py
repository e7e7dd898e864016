"""A pinhole camera that frames a piece on a table."""

from dataclasses import dataclass

import numpy as np

from retouch.training.render.mesh import Floats, unit
from retouch.training.render.spec import SceneSpec


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera stands, its axes (right, down, forward), focal length and principal point in pixels."""

    eye: Floats
    axes: Floats
    focal: float
    center: tuple[float, float]
    width: int
    height: int

    def project(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Column, row and distance along the axis of points (N, 3); pixel centres lie at halves."""
        view = (points - self.eye) @ self.axes.T
        depth = view[:, 2]
        return (
            self.center[0] + self.focal * view[:, 0] / depth,
            self.center[1] + self.focal * view[:, 1] / depth,
            depth,
        )

    def rays(self, columns: Floats, rows: Floats) -> Floats:
        """Unit directions (N, 3) through image places."""
        view = np.stack(
            [
                (columns - self.center[0]) / self.focal,
                (rows - self.center[1]) / self.focal,
                np.ones_like(rows),
            ],
            -1,
        )
        return unit(view @ self.axes)


def frame(points: Floats, spec: SceneSpec) -> Camera:
    """A lens that shows ``points`` (N, 3) from where the scene says, as large and as far off the centre."""
    a, e = np.deg2rad(spec.azimuth_deg), np.deg2rad(spec.elevation_deg)
    toward = np.asarray([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], np.float32)
    target = (points.min(0) + points.max(0)) / 2
    distance = spec.radii_away * float(np.linalg.norm(points - target, axis=1).max())
    forward = -toward
    right = np.asarray([-np.sin(a), np.cos(a), 0], np.float32)
    axes = np.stack([right, np.cross(forward, right), forward]).astype(np.float32)
    width, height = spec.size
    camera = Camera((target + toward * distance).astype(np.float32), axes, 1.0, (0.0, 0.0), width, height)
    x, y, _ = camera.project(points)
    focal = spec.fill * min(width / float(np.ptp(x)), height / float(np.ptp(y)))
    center = (
        width * (0.5 + spec.shift[0]) - focal * float(x.min() + x.max()) / 2,
        height * (0.5 + spec.shift[1]) - focal * float(y.min() + y.max()) / 2,
    )
    return Camera(camera.eye, axes, focal, center, width, height)
