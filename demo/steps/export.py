"""Step 5: image sets for Etsy and Amazon, each as a folder and a zip, with the rule-by-rule report."""

import json
import zipfile
from io import BytesIO
from typing import Any

from demo.day import Day, Record
from demo.merchant import wait_for

EXPORT_LIMIT_SECONDS = 180
MARKETPLACES = ("etsy", "amazon")
ENTRY = {"file", "marketplace", "slot", "blocks", "findings"}
FINDING = {"rule", "fact", "measured", "required", "verdict", "severity", "fix"}


def play(day: Day) -> None:
    """Ask for both sets, wait for them, unpack them beside the demonstration's other files."""
    asked = {name: day.merchant.press("exports", marketplace=name)["export"] for name in MARKETPLACES}
    with day.screen.progress("exporting") as bar:
        looks = wait_for(
            lambda: [e for e in day.merchant.look("exports") if e["id"] in asked.values()],
            until=lambda seen: (
                len(seen) == len(asked) and all(e["state"] in {"ready", "failed"} for e in seen)
            ),
            seconds=EXPORT_LIMIT_SECONDS,
        )
        for seen in looks:
            bar.at(sum(export["state"] == "ready" for export in seen), len(asked), "exporting")
    for export in seen:
        _unpack(day, export)


def _unpack(day: Day, export: Record) -> None:
    check, name = day.screen.check, export["marketplace"]
    if export["state"] != "ready":
        check(f"{name}: an image set with its report", holds=False, found=export["sentence"])
        return
    folder = day.folder / "exports" / str(name)
    with zipfile.ZipFile(BytesIO(day.merchant.download(export["zip"]))) as archive:
        archive.extractall(folder)
        names = archive.namelist()
    report: list[dict[str, Any]] = json.loads(day.merchant.download(export["json"]))
    (folder / "report.html").write_bytes(day.merchant.download(export["html"]))
    whole = all(set(entry) >= ENTRY and all(set(f) >= FINDING for f in entry["findings"]) for entry in report)
    findings = [finding for entry in report for finding in entry["findings"]]
    verdicts = {
        verdict: sum(f["verdict"] == verdict for f in findings) for verdict in ("pass", "fail", "unknown")
    }
    rules = len({finding["rule"] for finding in findings})
    counted = f"{verdicts['pass']} pass, {verdicts['fail']} fail, {verdicts['unknown']} to confirm"
    found = f"{len(names)} files, {rules} rules: {counted}"
    check(
        f"{name}: an image set with its report",
        holds=whole and bool(report) and sum(verdicts.values()) == len(findings),
        found=found,
    )
    blocked = sum(bool(entry["blocks"]) for entry in report)
    day.screen.say(
        f"[dim]{blocked} of {len(report)} files would be refused there; the report says why and what to do[/dim]"
    )
