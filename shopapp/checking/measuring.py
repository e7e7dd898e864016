"""Facts of a file, with text read where that is installed. It loads pixel code: for the GPU queue and the command."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from retouch.errors import UnsupportedFormat
from retouch.quality.facts import find_reader, measure_facts

_SENTENCE = _("This file is no picture that can be read. Send a JPEG, PNG, WebP, GIF, TIFF or BMP.")


def measured(data: bytes, file_name: str) -> Mapping[str, object]:
    """Measure one file, or raise ``UnsupportedFormat``."""
    facts = measure_facts(data, file_name=file_name, reader=find_reader()).as_dict()
    if facts["format"] is None:
        raise UnsupportedFormat(f"{file_name} is no picture", merchant_sentence=str(_SENTENCE))
    return facts
