import pytest

from shopapp.models import Export, Shop
from shopapp.studio import storage
from shopapp.ui import exports
from tests.signed_in import finished_job, staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
]


def finding(verdict: str, severity: str = "advises", **fields: object) -> dict[str, object]:
    told = {"rule": "ETSY-REC", "fact": "shortest_side_px", "measured": 547, "required": "at least 2,000 px"}
    return (
        told
        | {"verdict": verdict, "severity": severity, "fix": "Photograph it again.", "sentence": "Small."}
        | fields
    )


def a_set(shop: Shop, **fields: object) -> Export:
    report = [
        {"file": "ready.jpg", "blocks": False, "findings": [finding("pass")]},
        {"file": "ask.jpg", "blocks": False, "findings": [finding("unknown", measured=None)]},
        {
            "file": "fix.jpg",
            "blocks": False,
            "findings": [finding("unknown"), finding("fail", measured=False)],
        },
        {
            "file": "stop.jpg",
            "blocks": True,
            "findings": [finding("fail"), finding("fail", "blocks", rule="ETSY-MIN1")],
        },
    ]
    key = storage.put(storage.shop_folder(shop.pk), b"zip", extension="zip")
    made = {"state": "ready", "report": report, "images": 4, "blocked": 1, "zip_key": key} | fields
    return Export.objects.create(shop=shop, marketplace="etsy", **made)


def test_what_is_blocked_comes_first_and_in_it_what_blocks(alice: Shop) -> None:
    rows = exports.matrix(a_set(alice))
    assert [(name, cell.word) for name, cell in rows] == [
        ("stop.jpg", "blocked"), ("ask.jpg", "please confirm"), ("fix.jpg", "fixable"), ("ready.jpg", "ready"),
    ]  # fmt: skip
    assert [each["rule"] for each in rows[0][1].findings] == ["ETSY-MIN1", "ETSY-REC"]


def test_a_file_that_no_rule_was_held_against_is_not_called_ready(alice: Shop) -> None:
    finished_job(alice)
    a_set(alice, report=[{"file": "ring.jpg", "blocks": False, "findings": []}])
    page = staff(alice).get("/app/exports").content.decode()
    assert "not checked" in page
    assert "no rule of theirs is known here yet" in page
    assert "every rule passed" not in page


def test_the_page_says_what_was_measured_and_asked(alice: Shop) -> None:
    finished_job(alice)
    a_set(alice)
    page = staff(alice).get("/app/exports").content.decode()
    assert "measured no, asked at least 2,000 px" in page
    assert "measured nothing, asked" in page
    assert "4 photos, 1 blocked" in page
    assert "4 images" not in page
    assert "Download zip" in page


def test_a_set_that_could_not_be_made_says_why(alice: Shop) -> None:
    a_set(alice, state="failed", reason_sentence="Our storage was full.", zip_key="", report=[])
    page = staff(alice).get("/app/exports").content.decode()
    assert "Our storage was full." in page
    assert "Download zip" not in page


def test_only_the_latest_set_of_each_marketplace_is_told_rule_by_rule(alice: Shop) -> None:
    a_set(alice)
    latest = a_set(alice)
    shown = exports.exports_context(alice)["matrices"]
    assert [each.export.pk for each, _rows in shown] == [latest.pk]
