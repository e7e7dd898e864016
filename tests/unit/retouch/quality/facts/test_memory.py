"""A file is measured once while it is remembered."""

from retouch.quality.facts import Facts
from retouch.quality.facts.memory import Memory
from tests.unit.retouch import files


class Counting:
    """Measures nothing, and tells what it was asked."""

    def __init__(self):
        self.asked = []
        self.shown = []

    def __call__(self, data, *, file_name, reader, shown):
        self.asked.append((data, file_name, reader))
        self.shown.append(shown)
        return Facts(bytes=len(data))


def test_the_same_file_is_measured_once_whatever_it_is_called():
    measure = Counting()
    memory = Memory(measure=measure)
    found = [memory.facts(b"one", file_name=name) for name in ("a.jpg", "b.JPG", "folder/c.jpg")]
    assert found == [Facts(bytes=3)] * 3
    assert measure.asked == [(b"one", "a.jpg", None)]


def test_another_extension_another_reader_and_another_file_are_measured():
    measure, reader = Counting(), lambda _codes: ()
    memory = Memory(measure=measure)
    asked = [
        (b"one", "a.jpg", None),
        (b"one", "a.png", None),
        (b"one", "a.jpg", reader),
        (b"two", "a.jpg", None),
    ]
    for data, name, by in asked * 2:
        memory.facts(data, file_name=name, reader=by)
    assert measure.asked == asked


def test_the_file_not_asked_for_the_longest_is_forgotten_first():
    measure = Counting()
    memory = Memory(2, measure=measure)
    for data in (b"a", b"b", b"a", b"c", b"a", b"b"):
        memory.facts(data)
    assert [data for data, _, _ in measure.asked] == [b"a", b"b", b"c", b"b"]


def test_what_is_remembered_is_what_was_measured():
    memory, data = Memory(), files.saved(files.codes(32, 32), "png")
    first = memory.facts(data, file_name="a.png")
    assert first.format == "png"
    assert memory.facts(data, file_name="a.png") is first


def test_a_second_cut_of_a_picture_is_measured_with_what_the_first_shows():
    measure = Counting()
    memory = Memory(measure=measure)
    for data in (b"small", b"larger"):
        memory.facts(data, file_name="a.jpg", shows="picture")
    assert measure.shown == [None, Facts(bytes=5)]


def test_what_a_reader_saw_does_for_one_that_does_not_ask_and_not_the_other_way():
    measure, reader = Counting(), lambda _codes: ()
    memory = Memory(measure=measure)
    for by in (None, reader, None):
        memory.facts(b"one", reader=by)
    assert [by for _, _, by in measure.asked] == [None, reader]
