"""How a peer is timed."""

import json
from pathlib import Path

from retouch.bench.peers import cutting


def test_the_slow_first_runs_of_a_process_do_not_count(monkeypatch, tmp_path):
    def answered(python, cache, name, lines, *, threads, times):
        seconds = [9.0, 11.0, *[2.0] * 20][:times]
        return "".join(json.dumps({"photo": "ring.jpg", "seconds": s}) + "\n" for s in seconds)

    monkeypatch.setattr(cutting, "prepare", lambda cache: Path("python"))
    monkeypatch.setattr(cutting, "_asked", answered)
    assert cutting.timed(tmp_path, "isnet", Path("ring.jpg"), times=3) == [2.0, 2.0, 2.0]
