"""Step 5: image sets for Etsy and Amazon, each as a folder and a zip, with the rule-by-rule report."""

import json
import zipfile
from typing import Any

from demo.day import Day, Record
from demo.merchant import wait_for

EXPORT_LIMIT_SECONDS, EXPORT_SECONDS_A_PHOTO = 180, 4.5
MARKETPLACES = ("etsy", "amazon")
ENTRY = {"file", "marketplace", "slot", "blocks", "findings"}
FINDING = {"rule", "fact", "measured", "required", "verdict", "severity", "fix"}


def play(day: Day) -> None:
    """Ask for both sets, wait for them, keep each as a zip and unpacked, beside the demonstration's other files."""
    asked = {name: day.merchant.press("exports", marketplace=name)["export"] for name in MARKETPLACES}
    with day.screen.progress("exporting") as bar:
        looks = wait_for(
            lambda: [e for e in day.merchant.look("exports") if e["id"] in asked.values()],
            until=lambda seen: (
                len(seen) == len(asked) and all(e["state"] in {"ready", "failed"} for e in seen)
            ),
            seconds=day.seconds_for(EXPORT_LIMIT_SECONDS, a_photo=EXPORT_SECONDS_A_PHOTO),
        )
        for seen in looks:
            bar.at(sum(export["state"] == "ready" for export in seen), len(asked), "exporting")
    for export in seen:
        unpack(day, export)


def unpack(day: Day, export: Record) -> None:
    """Keep one set, and look at its report."""
    check, name = day.screen.check, export["marketplace"]
    if export["state"] != "ready":
        check(f"{name}: an image set with its report", holds=False, found=export["sentence"])
        return
    folder = day.folder / "exports" / str(name)
    zipped = folder.with_suffix(".zip")
    folder.mkdir(parents=True)
    zipped.write_bytes(day.merchant.download(export["zip"]))
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
        names = archive.namelist()
    for kind in ("html", "json"):
        (folder / f"report.{kind}").write_bytes(day.merchant.download(export[kind]))
    report: list[dict[str, Any]] = json.loads((folder / "report.json").read_bytes())
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
