import json

import pytest

from integrations.amazon.issues import RULES, read, rejection
from integrations.compliance import load_rules
from integrations.marketplace import Severity
from tests.unit.integrations.amazon.fakes import STORE

TEXT = {
    "code": "18027",
    "message": "We believe the main image has text, logo, graphic, or watermark that is not permitted for this product "
    "type. Submit a compliant image to lift the suppression. Also refer to Product image requirements.",
    "severity": "ERROR",
    "categories": ["INVALID_IMAGE"],
    "enforcements": {"actions": [{"action": "SEARCH_SUPPRESSED"}], "exemption": {"status": "NOT_EXEMPT"}},
}


def one(**changed):
    return read([TEXT | changed], STORE)[0]


def test_the_documented_issue_of_the_picture_check_is_about_the_main_image():
    issue = one()
    assert (issue.place, issue.code, issue.severity) == (1, "18027", Severity.ERROR)
    assert issue.enforcements == ("SEARCH_SUPPRESSED",)
    assert issue.rules == ("AMZ-TEXT",)


def test_an_attribute_says_which_image_is_meant():
    issue = one(attributeNames=["other_product_image_locator_3.media_location"], message="It is blurred.")
    assert (issue.place, issue.rules) == (4, ())


def test_an_issue_of_several_images_is_told_beside_each():
    names = ["main_product_image_locator", "other_product_image_locator_8", "brand"]
    assert [issue.place for issue in read([TEXT | {"attributeNames": names}], STORE)] == [1, 9]


def test_the_attribute_of_a_feed_s_report_counts_as_well():
    assert one(attributeName="other_product_image_locator_1").place == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"categories": ["MISSING_ATTRIBUTE"], "message": "'size' is required; see the main image page."},
        {"message": "Product Detail Page Rules Violation."},
        {"attributeNames": ["swatch_product_image_locator"], "message": "The swatch is too small."},
        {"attributeNames": ["main_offer_image_locator"], "message": "Of an offer."},
    ],
)
def test_what_names_no_image_is_about_the_listing(changed):
    assert one(**changed).place is None


def test_an_exemption_that_holds_lifts_the_enforcement():
    enforcements = {**TEXT["enforcements"], "exemption": {"status": "EXEMPT"}}
    assert one(enforcements=enforcements).enforcements == ()


def test_issues_of_other_stores_are_left_out():
    assert read([TEXT | {"marketplaceIds": ["A2EUQ1WTGCTBG2"]}], STORE) == ()
    assert one(marketplaceIds=[STORE, "A2EUQ1WTGCTBG2"]).place == 1


def test_a_severity_nobody_knows_counts_as_an_error():
    assert one(severity="CRITICAL").severity is Severity.ERROR


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("We believe that the main image has a non-pure white background (RGB 255 255 255)", "AMZ-JWL-BG-A"),
        ("We believe that the main image has a product that is too small in the image frame", "AMZ-GEN-FILL"),
        ("We believe that the main image has a portion of the product cropped (missing)", "AMZ-AU-CROP"),
        ("We believe that the main image has your product in packaging or brand/swing tags", "AMZ-JWL-PKG"),
        ("We believe that the main image has a model", "AMZ-JWL-MODEL"),
        ("We believe that the main image has a model", "AMZ-AU-WORN"),
        ("We believe that the main image has a product that is too small in the image frame", "AMZ-AU-FILL"),
        ("The main image must state 300 dpi", "AMZ-AU-PX-B"),
        ("The main image is not a supported image format", "AMZ-AU-FMT"),
        ("We believe that the main image is a drawing", "AMZ-JWL-PHOTO"),
        ("The main image must have at least 500 pixels", "AMZ-MINPX"),
        ("The main image may have at most 10,000 pixels", "AMZ-GEN-MAXPX"),
        ("The main image is not a supported image format", "AMZ-FMT-GEN-A"),
        ("Animated images are not supported as main image", "AMZ-FMT-GEN-B"),
    ],
)
def test_amazons_documented_sentences_lead_to_our_rules(message, rule):
    assert rule in one(message=message).rules


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("We believe that the main image has text", "AMZ-TEXT"),
        ("We believe that the main image has a logo", "AMZ-TEXT-B"),
        ("We believe that the main image has a watermark", "AMZ-TEXT-C"),
        ("We believe that the main image has borders", "AMZ-TEXT-D"),
        ("We believe that the main image has an inset image", "AMZ-TEXT-E"),
        ("We believe that the main image has a mannequin", "AMZ-JWL-MODEL-B"),
    ],
)
def test_what_has_a_fix_of_its_own_leads_to_its_own_rule(message, rule):
    assert one(message=message).rules == (rule,)


def test_every_rule_that_is_named_exists():
    known = {rule.id for rule in load_rules().rules}
    assert {rule for _, rules in RULES for rule in rules} <= known


def test_a_rejection_carries_what_amazon_said_as_plain_values():
    issues = read([TEXT, TEXT | {"severity": "WARNING", "message": "Only a hint."}], STORE)
    error = rejection("R-7", issues)
    assert error.codes == {"18027"}
    assert error.fields[0].field == ("main_product_image_locator",)
    assert [issue["place"] for issue in json.loads(json.dumps(error.data))["issues"]] == [1, None]
    assert "text, logo" in error.merchant_sentence
    assert "hint" not in error.merchant_sentence
