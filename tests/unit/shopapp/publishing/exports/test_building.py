import json
import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest

from integrations.compliance import load_rules
from retouch.quality.facts import near_duplicates
from shopapp.publishing.exports import building, report
from shopapp.publishing.exports.sets import TARGETS, ExportPhoto, ExportProduct
from tests.unit.shopapp.publishing.exports.pictures import picture

SCHEMA = json.loads(Path(report.__file__).with_name("report.schema.json").read_text())
GOOD = {
    "longest_side_px": 2000,
    "shortest_side_px": 2000,
    "fill_side": 0.87,
    "border_white_share": 1.0,
    "background_white_share": 1.0,
    "format": "jpeg",
    "animated": False,
    "has_alpha": False,
    "color_profile": "srgb",
    "bytes": 500_000,
    "parts": 1,
    **{f"thumbnail_safe_{crop}": True for crop in ("1_1", "4_3", "5_4", "4_5")},
}


def build(tmp_path, *products, target="amazon", **facts):
    return building.build_set(
        tmp_path,
        products or [ring()],
        target=TARGETS[target],
        workshop=building.Workshop(
            rules=load_rules(), measure=lambda data, name, *, reads=False, shows="": GOOD | facts
        ),
        made_at=datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    )


def zipped(built):
    return BytesIO(b"".join(built.zip()))


def ring(photos=2, **about):
    pictures = tuple(ExportPhoto(f"photo {number}.jpg", picture) for number in range(1, photos + 1))
    known = {
        "title": "Ring <18k> & more",
        "handle": "ring",
        "sku": "R-1",
        "photos": pictures,
        "sold_as_pair": False,
    }
    return ExportProduct(**known | about)


def order(path):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)]


def by_rule(built, file):
    (entry,) = (entry for entry in built.entries if entry.file == file)
    return {finding.rule: finding for finding in entry.findings}


def test_a_set_is_a_folder_a_zip_and_two_reports(tmp_path):
    built = build(tmp_path)
    files = ["R-1.MAIN.jpg", "R-1.PT01.jpg"]
    assert sorted(path.name for path in built.folder.iterdir()) == [*files, "report.html", "report.json"]
    with ZipFile(zipped(built)) as archive:
        assert archive.namelist() == files
        assert archive.read(files[0]) == (built.folder / files[0]).read_bytes()
    assert (built.images, built.blocked) == (2, 0)


def test_equal_files_make_an_equal_zip(tmp_path):
    (tmp_path / "again").mkdir()
    assert zipped(build(tmp_path)).read() == zipped(build(tmp_path / "again")).read()


@pytest.mark.parametrize("target", TARGETS)
def test_the_json_is_as_its_schema_says(tmp_path, target):
    built = build(tmp_path, ring(12), ring(1, title="Ring again"), target=target, fill_side=None)
    entries = json.loads(built.json.read_text())
    jsonschema.validate(entries, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert [entry["file"] for entry in entries] == [
        path.name for path in sorted(built.folder.glob("*.jpg"), key=order)
    ]
    room = 9 if target.startswith(("amazon", "tiktok")) else 12
    assert len(entries[0]["left_out"]) == 12 - room + 1


@pytest.mark.parametrize("target", TARGETS)
def test_every_rule_of_the_marketplace_is_in_the_report(tmp_path, target):
    entries = json.loads(build(tmp_path, target=target).json.read_text())
    told = {finding["rule"] for entry in entries for finding in entry["findings"]}
    marketplace, region = TARGETS[target].marketplace, TARGETS[target].region
    book = load_rules().rules
    applying = {r.id for r in book if r.marketplace == marketplace and r.region in {region, "any"}}
    later = {r.id for r in book if r.applies_from and r.applies_from > date.today()}  # noqa: DTZ011
    assert told == applying - later


def test_text_is_read_only_in_slots_whose_rules_ask_for_it(tmp_path):
    asked = {}
    for target in TARGETS:
        reading = []
        measure = lambda data, name, *, reads=False, shows="": reading.append(reads) or GOOD  # noqa: B023, E731
        workshop = building.Workshop(rules=load_rules(), measure=measure)
        building.build_set(
            tmp_path, [ring(2)], target=TARGETS[target], workshop=workshop, made_at=datetime.now(UTC)
        )
        asked[target] = tuple(reading)
    assert asked == {
        "etsy": (False, False), "amazon": (True, False), "amazon-au": (True, False), "amazon-other": (True, False),
        "shopify": (False, False), "google": (True, False), "ebay": (True, True), "walmart": (False, False),
        "tiktok-shop": (True, True), "meta": (False, False), "zalando": (False, False),
    }  # fmt: skip


def test_a_marketplace_without_a_rule_says_what_is_not_checked(tmp_path):
    built = build(tmp_path, target="meta")
    page = built.html.read_text()
    assert [entry.findings for entry in built.entries] == [(), ()]
    assert "not checked" in page
    assert "META-PX" in page
    assert "meets what was measured" not in page


def test_a_set_for_a_new_listing_replaces_no_file(tmp_path):
    found = by_rule(build(tmp_path, target="shopify"), "ring-1.jpg")
    assert {found["SHOP-EXT-A"].verdict, found["SHOP-EXT-B"].verdict} == {"pass"}


def test_a_file_the_marketplace_would_refuse_says_so(tmp_path):
    built = build(tmp_path, border_white_share=0.98)
    entries = {entry["file"]: entry for entry in json.loads(built.json.read_text())}
    assert entries["R-1.MAIN.jpg"]["blocks"] is True
    assert entries["R-1.PT01.jpg"]["blocks"] is False
    assert built.blocked == 1


def test_what_only_a_person_can_say_stays_open_until_it_is_said(tmp_path):
    assert by_rule(build(tmp_path), "R-1.MAIN.jpg")["AMZ-JWL-PHOTO"].verdict == "unknown"
    confirmed = ExportPhoto("photo.jpg", picture, confirmed={"confirmed_photograph": True})
    again = build(tmp_path / "three", ExportProduct("Ring", "ring", (confirmed,), sku="R-1"))
    assert by_rule(again, "R-1.MAIN.jpg")["AMZ-JWL-PHOTO"].verdict == "pass"


def test_names_are_judged_too(tmp_path):
    assert by_rule(build(tmp_path, ring(1, sku="R 1")), "R 1.MAIN.jpg")["AMZ-NAME"].stops


def test_an_alt_text_is_carried_within_the_marketplace_s_length_or_put_together(tmp_path):
    wordy = ExportPhoto("photo.jpg", picture, alt="gold " * 120)
    silent = ExportPhoto("photo.jpg", picture)
    built = build(tmp_path, ExportProduct("Ring", "ring", (wordy, silent), metal="18k-gold"), target="etsy")
    told = {entry.file: entry.alt for entry in built.entries}
    assert (len(told["ring-1.jpg"]) <= 500, told["ring-1.jpg"][-1]) == (True, "…")
    assert told["ring-2.jpg"] == "Ring, 18k gold, another view"
    assert by_rule(built, "ring-1.jpg")["ETSY-ALT"].verdict == "pass"
    assert "another view" in built.html.read_text()


def test_every_photo_that_is_made_is_signed_last(tmp_path):
    workshop = building.Workshop(
        rules=load_rules(),
        measure=lambda data, name, *, reads=False, shows="": GOOD,
        signing=lambda photo: lambda data, *_: data + photo.name.encode(),
        room_bytes=20,
    )
    built = building.build_set(
        tmp_path, [ring(1)], target=TARGETS["amazon"], workshop=workshop, made_at=datetime.now(UTC)
    )
    assert (built.folder / "R-1.MAIN.jpg").read_bytes().endswith(b"photo 1.jpg")


def test_a_product_of_generated_pictures_makes_no_set_and_that_is_said(tmp_path):
    scene = ExportPhoto("scene.jpg", picture, facts={"generated": True})
    built = build(tmp_path, ExportProduct("Dream", "dream", (scene,)), ring(1))
    assert [entry.product for entry in built.entries] == ["Ring <18k> & more"]
    assert "scene.jpg: It says it was generated" in built.html.read_text()


def test_images_that_repeat_another_are_told_with_the_main_one(tmp_path):
    alike = {"R-1.MAIN.jpg": "0" * 64, "R-1.PT01.jpg": "f" * 64, "R-1.PT02.jpg": "f" * 64}
    workshop = building.Workshop(
        rules=load_rules(),
        measure=lambda data, name, *, reads=False, shows="": GOOD | {"likeness": alike[name]},
        repeated=near_duplicates,
    )
    built = building.build_set(
        tmp_path, [ring(3)], target=TARGETS["amazon"], workshop=workshop, made_at=datetime.now(UTC)
    )
    assert [len(entry.notes) for entry in built.entries] == [1, 0, 0]
    assert "Photos that repeat another one of this listing: 1." in built.html.read_text()


def test_what_is_asked_of_the_set_stands_with_its_main_file(tmp_path):
    built = build(tmp_path, ring(12))
    assert by_rule(built, "R-1.MAIN.jpg")["AMZ-SLOTS-A"].measured == 9
    assert "AMZ-SLOTS-A" not in by_rule(built, "R-1.PT01.jpg")


def test_the_page_names_everything_and_trusts_nothing(tmp_path):
    built = build(tmp_path, ring(10), border_white_share=0.98, longest_side_px=1500)
    page = built.html.read_text()
    assert "Ring &lt;18k&gt; &amp; more" in page
    assert "<18k>" not in page
    assert "would be refused" in page
    assert "photo 10.jpg" in page
    assert 'href="R-1.PT01.jpg"' in page
    assert "Please confirm" in page
    assert "https://sellercentral.amazon.com" in page


def test_the_page_fetches_nothing(tmp_path):
    page = build(tmp_path).html.read_text()
    assert "<script" not in page
    assert "<link" not in page
    assert 'src="http' not in page
    assert 'src="data:image/jpeg;base64,' in page
