"""How the original lies under its result, though the result has another frame."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shopapp.models import Revision

_SPOT_ZOOM = 4.0
_SPOT_SIDE = 0.5


@dataclass(frozen=True, slots=True)
class Placement:
    """The original's box, in percent of the result's frame."""

    left: float = 0.0
    top: float = 0.0
    width: float = 100.0
    height: float = 100.0

    @property
    def style(self) -> str:
        """The box as CSS."""
        return f"left:{self.left:.3f}%;top:{self.top:.3f}%;width:{self.width:.3f}%;height:{self.height:.3f}%"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to look, in shares of a picture's width and height; ``zoom`` fills a crop with its surroundings."""

    x: float
    y: float
    zoom: float
    ratio: float

    @property
    def style(self) -> str:
        """The spot as CSS variables."""
        return f"--cx:{self.x:.4f};--cy:{self.y:.4f};--zoom:{self.zoom:.3f};--high:{self.ratio:.4f}"


def of(revision: Revision) -> Placement:
    """Return where the original lies; the whole frame where the result was not framed anew."""
    measures = revision.report.get("measures") or {}
    records = revision.provenance.get("operations", [])
    params: Mapping[str, Any] = next((r["params"] for r in records if r["name"] == "framing"), {})
    fill, aspect = float(params.get("fill") or 0), float(params.get("aspect") or 1)
    if not fill or "box_left_share" not in measures:
        return Placement()
    box_wide = measures["photo_width"] * measures["box_width_share"]
    box_high = measures["photo_height"] * measures["box_height_share"]
    width = max(box_wide, box_high * aspect) / fill
    return centred(measures, width, width / aspect)


def centred(measures: Mapping[str, Any], frame_width: float, frame_height: float) -> Placement:
    """Return where the original lies in a frame, in its own pixels, that has the piece in its middle."""
    if "box_left_share" not in measures:
        return Placement()
    wide, high = float(measures["photo_width"]), float(measures["photo_height"])
    middle_x = wide * (measures["box_left_share"] + measures["box_width_share"] / 2)
    middle_y = high * (measures["box_top_share"] + measures["box_height_share"] / 2)
    return Placement(
        left=100 * (0.5 - middle_x / frame_width),
        top=100 * (0.5 - middle_y / frame_height),
        width=100 * wide / frame_width,
        height=100 * high / frame_height,
    )


def spots(revision: Revision) -> tuple[Spot, Spot] | None:
    """Return the place that decided, on the original and on the result."""
    fidelity = revision.report.get("fidelity") or {}
    measures = revision.report.get("measures") or {}
    codes = {reason.get("code") for reason in revision.reasons}
    box = fidelity.get("lost_box" if "lost_beside" in codes else "worst_box")
    if not box or "photo_width" not in measures:
        return None
    wide, high = float(measures["photo_width"]), float(measures["photo_height"])
    x, y = (box["left"] + box["right"]) / 2 / wide, (box["top"] + box["bottom"]) / 2 / high
    side = max((box["right"] - box["left"]) / wide, (box["bottom"] - box["top"]) / high, 0.02)
    zoom = min(12.0, max(_SPOT_ZOOM, _SPOT_SIDE / side))
    place = of(revision)
    on_result = Spot(
        x=(place.left + x * place.width) / 100,
        y=(place.top + y * place.height) / 100,
        zoom=zoom * 100 / place.width,
        ratio=revision.height / max(1, revision.width),
    )
    return Spot(x, y, zoom, high / wide), on_result
