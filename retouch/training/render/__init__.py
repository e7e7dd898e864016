"""Pictures of jewelry with exact truth, drawn by numpy alone.

A mesh is rasterised with several samples a pixel; metal mirrors a room painted into a light map, the paper it
stands on and, through a field of distances, itself; stones are traced through their facets; the ground is
darkened by the lights that the piece hides. Each picture comes with the share of piece, metal and stone in each
pixel, and with the dust that was strewn over it.
"""

from retouch.training.render.picture import Rendered, render
from retouch.training.render.spec import SceneSpec

__all__ = ["Rendered", "SceneSpec", "render"]
