"""Facts of a file, with text read where that is installed. It loads pixel code: for the GPU queue and the command."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from retouch.config import Limits
from retouch.errors import CorruptFile, UnsupportedFormat
from retouch.quality.facts import Facts, find_reader, measure_facts

_DEEPEST = 16  # bits a channel
_SENTENCE = _("This file is no picture that can be read. Send a JPEG, PNG, WebP, GIF, TIFF or BMP.")
_DAMAGED = _("This file is damaged or cut short. Save or download it again.")


def measured(data: bytes, file_name: str) -> Mapping[str, object]:
    """Measure one file; raise ``UnsupportedFormat`` for no picture, ``CorruptFile`` for half of one."""
    facts = measure_facts(data, file_name=file_name, reader=find_reader())
    if facts.format is None:
        raise UnsupportedFormat(f"{file_name} is no picture", merchant_sentence=str(_SENTENCE))
    if _is_damaged(facts):
        raise CorruptFile(f"{file_name} ends early", merchant_sentence=str(_DAMAGED))
    return facts.as_dict()


def _is_damaged(facts: Facts) -> bool:
    """Tell a file whose header can be read and whose pixels cannot; some are not looked into.

    They are of too many pixels, or hold numbers of 32 bits whose white nothing tells.
    """
    if facts.width is None or facts.height is None or (facts.bit_depth or 0) > _DEEPEST:
        return False
    return facts.width * facts.height <= Limits().max_pixels and facts.border_white_share is None
