"""What one picture shows, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """One picture to be drawn: a piece, how it lies, who lit it and how badly.

    piece        name of a builder in ``pieces.BUILDERS``
    metal        key of ``materials.METALS``;  ``stone`` key of ``materials.STONES``;  ``cut`` key of ``gems.CUTS``
    azimuth_deg  direction of the camera about the vertical;  ``elevation_deg`` its height, 90 looks straight down
    radii_away   distance of the camera, in radii of the piece: 9 is a long lens, 2 a phone held close
    turn_deg     turn of the piece on the table
    fill         share of the frame's tighter side that the piece takes
    shift        of the piece in the frame, shares of its sides
    size         width and height in pixels;  ``samples`` along each side of a pixel
    light        key of ``environment.ROOMS``
    paper        linear albedo of the ground in red, green, blue
    level        linear brightness of the lit ground in the photo
    cast         factors on red and blue that a wrong white balance left
    pool         how far the light on the paper reaches, in half-widths of the piece: a lamp or a window close by
    dull         share of its reflectance that the metal lost to handling
    uneven       how much darker the ground's far corner is, 0–1
    dust, lint, scratches   how many of each;  ``noise`` relative sensor noise
    variant      free choice of a builder (how many stones, which chain…)
    """

    piece: str
    metal: str = "14k-yellow-gold"
    stone: str = "diamond"
    cut: str = "round"
    azimuth_deg: float = -90.0
    elevation_deg: float = 35.0
    radii_away: float = 9.0
    turn_deg: float = 0.0
    fill: float = 0.55
    shift: tuple[float, float] = (0.0, 0.0)
    size: tuple[int, int] = (1280, 1280)
    samples: int = 3
    light: str = "window"
    paper: tuple[float, float, float] = (0.86, 0.85, 0.82)
    level: float = 0.72
    cast: tuple[float, float] = (1.0, 1.0)
    pool: float = 8.0
    dull: float = 0.14
    uneven: float = 0.12
    dust: int = 14
    lint: int = 1
    scratches: int = 3
    noise: float = 0.006
    gain: float = 1.0
    variant: str = ""
