"""How much a title has in common with each of many, without comparing it letter by letter with all of them.

``alike`` is the measure, and dear. What two titles can come to at most is cheap for all titles at once: shared words
are counted through an index, and the run of letters is no longer than the longest common subsequence, which is found
for every title in one pass over the letters, each title being a lane of one large integer.
Source: Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_WORDS = re.compile(r"[\w]+")
_BITS = 8


@lru_cache(maxsize=4096)
def alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return how much two titles' words have in common: the words in any order, or the run of letters."""
    if not one or not other:
        return 0.0
    return max(_shared(one, other), SequenceMatcher(None, " ".join(one), " ".join(other)).ratio())


def words(title: str) -> tuple[str, ...]:
    """Return a title's words, without case."""
    return tuple(_WORDS.findall(title.casefold()))


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    return 2 * sum((Counter(one) & Counter(other)).values()) / (len(one) + len(other))


class Titles:
    """Titles laid side by side; each is spoken of by its number."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.words = [words(title) for title in titles]
        self._numbers: dict[str, list[int]] = {}
        for number, found in enumerate(self.words):
            for word in dict.fromkeys(found):
                self._numbers.setdefault(word, []).append(number)
        self._counts = [Counter(found) for found in self.words]
        self._runs = [" ".join(found) for found in self.words]
        self._lay_out()

    def _lay_out(self) -> None:
        """Give each title a lane of whole bytes, with at least one free bit at its end for the carry."""
        self._lanes: list[tuple[int, int]] = []
        everywhere: list[int] = []
        places: dict[str, list[int]] = {}
        first = 0
        for run in self._runs:
            end = first + len(run) // _BITS + 1
            self._lanes.append((first, end))
            for place, letter in enumerate(run, start=first * _BITS):
                places.setdefault(letter, []).append(place)
            everywhere.extend(range(first * _BITS, first * _BITS + len(run)))
            first = end
        self._size = first
        self._all = _with_bits(everywhere, first)
        self._letters = {letter: _with_bits(found, first) for letter, found in places.items()}

    def shared(self, title: str) -> Counter[int]:
        """Return how many different words each title shares with this one; only those that share any."""
        return Counter(number for word in set(words(title)) for number in self._numbers.get(word, ()))

    def ceilings(self, title: str) -> list[float]:
        """Return what ``alike`` can at most come to for each title."""
        found = words(title)
        if not found:
            return [0.0] * len(self.words)
        run = " ".join(found)
        most = [
            2 * common / (len(run) + len(own))
            for common, own in zip(self._common(run), self._runs, strict=True)
        ]
        for number, share in self._shares(found).items():
            most[number] = max(most[number], share)
        return most

    def _shares(self, found: Sequence[str]) -> dict[int, float]:
        common: Counter[int] = Counter()
        for word, count in Counter(found).items():
            for number in self._numbers.get(word, ()):
                common[number] += min(count, self._counts[number][word])
        return {
            number: 2 * shared / (len(found) + len(self.words[number])) for number, shared in common.items()
        }

    def _common(self, run: str) -> list[int]:
        """Return the length of the longest common subsequence with each title."""
        row = self._all
        for letter in run:
            matched = row & self._letters.get(letter, 0)
            if matched:
                row = ((row + matched) | (row - matched)) & self._all
        data = (self._all ^ row).to_bytes(self._size, "little")
        return [int.from_bytes(data[first:end], "little").bit_count() for first, end in self._lanes]


def _with_bits(places: Iterable[int], size: int) -> int:
    """Return an integer of so many bytes with bits set at these places."""
    made = bytearray(size)
    for place in places:
        made[place // _BITS] |= 1 << place % _BITS
    return int.from_bytes(made, "little")
