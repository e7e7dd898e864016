"""One photo in memory: linear light, turned upright, with what is known of the file it came from."""

from dataclasses import dataclass, field, replace

import numpy as np

from retouch.arrays import LinearRGB


@dataclass(frozen=True, slots=True)
class Note:
    """Something done to the photo that its owner should know, as a code and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file as it was: what it measured before any conversion.

    sha256         of the file's bytes
    format         "jpeg", "png", "webp" or "gif"
    width, height  as stored, before the EXIF orientation is applied
    color_mode     "rgb", "rgba", "grey", "grey_alpha", "palette" or "cmyk"
    """

    sha256: str = ""
    format: str = ""
    size_bytes: int = 0
    width: int = 0
    height: int = 0
    bit_depth: int = 8
    color_mode: str = "rgb"
    had_profile: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def lossless(self) -> bool:
        """Whether the file holds exactly the pixels it was made from."""
        return self.format in {"png", "gif"}


@dataclass(frozen=True, slots=True)
class Node:
    """One property of a file's XMP as it stands there: its qualified name, and its XML."""

    name: str
    xml: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is carried from file to file: whose photo it is and what it shows. Place and device are not.

    source_type  the IPTC word by which the file says how it came about, as an address; "" where it says nothing
    made_by      the tool that wrote the file, as it says itself (XMP CreatorTool); not carried on
    rights       what else its XMP says of its owner and of what may be done with it, word for word
    """

    creator: str = ""
    copyright: str = ""
    description: str = ""
    source_type: str = ""
    made_by: str = ""
    rights: tuple[Node, ...] = ()

    @property
    def is_retouched(self) -> bool:
        """Whether the file says that it is a result of ours already."""
        return self.made_by.startswith("Lustre ") and self.made_by.endswith(")")


@dataclass(frozen=True, slots=True)
class Photo:
    """Pixels and what travels with them.

    pixels  (H, W, 3) or, where the file has a see-through part, (H, W, 4); float32, linear sRGB, D65, [0, 1]; upright
    """

    pixels: LinearRGB
    source: Source = field(default_factory=Source)
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def height(self) -> int:
        """Rows, upright."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns, upright."""
        return int(self.pixels.shape[1])

    def over_white(self) -> "Photo":
        """The photo as a white page shows it: three channels; itself when it has no see-through part."""
        if self.pixels.shape[2] == 3:
            return self
        alpha = self.pixels[..., 3:]
        pixels = self.pixels[..., :3] * alpha
        pixels += np.float32(1.0) - alpha
        return replace(self, pixels=np.clip(pixels, 0.0, 1.0, out=pixels))
