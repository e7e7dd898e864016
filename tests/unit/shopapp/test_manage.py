"""Django's command line, from an empty environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=bare, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", [("check_photos", "--for", "etsy"), ("make_renditions",)])
def test_commands_over_files_need_no_settings(command: tuple[str, ...]) -> None:
    done = manage(*command, "nothing-here.jpg")
    assert done.returncode != 0
    assert "nothing-here.jpg" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_missing_is_told_without_a_trace_and_without_any_value() -> None:
    done = manage("migrate", "--check")
    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr
    assert "TOKEN_ENCRYPTION_KEYS" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_rule_file_is_named_without_a_trace_and_is_no_photo_s_fault(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("sandbox", "__pycache__")
    shutil.copytree(ROOT / "integrations", tmp_path / "integrations", ignore=ignored)
    shutil.copy(ROOT / "manage.py", tmp_path)
    rules = tmp_path / "integrations/rules/etsy.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("severity", "severety", 1), encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        str(tmp_path / "manage.py"),
        "check_photos",
        "--for",
        "etsy",
        "nothing-here.jpg",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "etsy.toml" in done.stderr
    assert "severety" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
