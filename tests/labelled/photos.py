"""Real photographs, labelled by eye for what no drawing shows well: hands, busts, boxes, and a ground with a grain.

The photographs are nobody's to pass on; what is kept here is the digest of each file and what is in it.
"""

import csv
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.labelled.samples import Sample

LABELS = Path(__file__).with_name("photo_labels.csv")


def labelled(folder: Path) -> Iterator[Sample]:
    """Yield the photos of a folder that are labelled: for each fact yes, no, or nothing where the eye is unsure."""
    with LABELS.open(encoding="utf-8") as file:
        known = {row.pop("sha256"): row for row in csv.DictReader(file)}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        row = known.get(sha256(data).hexdigest())
        if row:
            truth = {name: told == "yes" for name, told in row.items() if told}
            yield Sample(path.stem, "photo", data, truth, path.name, reads=True)
