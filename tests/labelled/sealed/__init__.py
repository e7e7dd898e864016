"""The sealed half: pictures drawn by somebody who does not know how pictures are measured.

They are judged once, when the facts are finished, and neither looked at nor tuned on before. Bodies are
signed distances met by rays and lit like a shop's table: see ``stage`` for how, one module a kind for what.
"""

from collections.abc import Iterator

from tests.labelled.samples import Sample
from tests.labelled.sealed.busts import formed
from tests.labelled.sealed.marked import laid_over
from tests.labelled.sealed.packages import packed
from tests.labelled.sealed.people import persons
from tests.labelled.sealed.plain import kept


def judged() -> Iterator[Sample]:
    """Yield every picture of the sealed half, drawn as it is asked for."""
    for kind in (persons, formed, packed, laid_over, kept):
        yield from kind()
