"""From one retouched master, a file for every place that wants one: cut, continued, reduced, encoded, signed.

Which place wants what is not known here: ``Wanted`` says it in pixels, shares and bytes.
"""

from retouch.renditions.making import Rendition, Sign, render
from retouch.renditions.master import Master
from retouch.renditions.matte import Matte, matte_of, read_matte
from retouch.renditions.wanted import Bound, Size, Span, Wanted

__all__ = [
    "Bound", "Master", "Matte", "Rendition", "Sign", "Size", "Span", "Wanted", "matte_of", "read_matte", "render",
]  # fmt: skip
