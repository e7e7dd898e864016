"""From bytes to a photo and back; encoded pixels exist in this package only."""

from retouch.codecs.reading import decode
from retouch.codecs.writing import Encoding, encode, fitted, reduction, writer

__all__ = ["Encoding", "decode", "encode", "fitted", "reduction", "writer"]
