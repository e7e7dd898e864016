"""What becomes of a submitted picture: fetched, measured, encoded anew, judged."""

import io

import pytest
from PIL import Image

from tests.sandbox.amazon.raw import MAIN, RawAmazon, change, picture

A, B = "https://app.example/a.jpg", "https://app.example/b.jpg"
OTHER = "other_product_image_locator_2"


def test_a_good_picture_is_fetched_and_encoded_anew(amazon: RawAmazon) -> None:
    sent = picture(800)
    before = amazon.locator()
    listing = amazon.put(A, sent)
    assert listing["issues"] == []
    assert listing["slots"][MAIN]["locator"] not in (before, A)
    kept = amazon.http.get(listing["slots"][MAIN]["locator"]).content
    assert kept != sent
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size) == ("JPEG", (800, 800))
    assert amazon.state()["fetched"] == [A]


def test_a_picture_takes_its_time(amazon: RawAmazon) -> None:
    amazon.world[A] = picture()
    shown = amazon.listing()["slots"][MAIN]["shown"]
    amazon.patch(change(MAIN, A))
    amazon.wait(0.2)
    assert amazon.listing()["slots"][MAIN] == {"locator": A, "shown": shown, "sha256": ""}
    amazon.wait(0.9)
    assert amazon.listing()["slots"][MAIN]["shown"] == amazon.locator() != shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture(background=(250, 250, 250)), "non-pure white background"),
        (picture(share=0.7), "too small in the image frame"),
        (picture(share=0.0), "too small in the image frame"),
    ],
)
def test_a_main_image_that_breaks_a_rule_hides_the_listing(
    amazon: RawAmazon, content: bytes, said: str
) -> None:
    listing = amazon.put(A, content)
    issue = listing["issues"][0]
    assert said in issue["message"]
    assert "attributeNames" not in issue
    assert issue["enforcements"]["actions"] == [{"action": "SEARCH_SUPPRESSED"}]
    assert listing["status"] == ["BUYABLE"]
    assert listing["slots"][MAIN]["locator"].startswith("https://amazon.example/")
    assert amazon.put(B, picture())["issues"] == []
    assert amazon.listing()["status"] == ["BUYABLE", "DISCOVERABLE"]


def test_what_is_held_against_a_picture_may_come_later_than_the_picture(amazon: RawAmazon) -> None:
    amazon.control("faults", late_issue=1, text_on_main=1)
    listing = amazon.put(A, picture())
    assert listing["slots"][MAIN]["locator"].startswith("https://amazon.example/")
    assert (listing["issues"], listing["status"]) == ([], ["BUYABLE", "DISCOVERABLE"])
    amazon.wait(60)
    assert [issue["code"] for issue in amazon.listing()["issues"]] == ["18027"]
    assert amazon.listing()["status"] == ["BUYABLE"]


def test_what_comes_late_of_a_picture_that_is_gone_is_not_told(amazon: RawAmazon) -> None:
    amazon.control("faults", late_issue=1, text_on_main=1)
    amazon.put(A, picture())
    amazon.put(B, picture())
    amazon.wait(60)
    assert amazon.listing()["issues"] == []


def test_a_good_picture_does_not_use_up_the_fault(amazon: RawAmazon) -> None:
    amazon.control("faults", late_issue=1)
    amazon.put(A, picture())
    assert amazon.state()["faults"] == {"late_issue": 1}


def test_a_picture_of_the_gallery_may_stand_on_gray(amazon: RawAmazon) -> None:
    assert amazon.put(A, picture(background=(200, 200, 200)), OTHER)["issues"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture(499), "at least 500 pixels"),
        (b"<html>", "supported image format"),
        (picture(kind="WEBP"), "supported image format"),
        (picture()[:900], "damaged"),
    ],
)
def test_a_file_that_is_not_taken_leaves_the_page_as_it_was(
    amazon: RawAmazon, content: bytes, said: str
) -> None:
    shown = amazon.listing()["slots"][MAIN]["shown"]
    listing = amazon.put(A, content)
    issue = listing["issues"][0]
    assert said in issue["message"]
    assert (issue["attributeNames"], issue["categories"]) == ([MAIN], ["INVALID_IMAGE"])
    assert listing["slots"][MAIN]["locator"] == A
    assert listing["slots"][MAIN]["shown"] == shown
    assert listing["status"] == ["BUYABLE", "DISCOVERABLE"]


def test_a_picture_that_moves_is_not_taken(amazon: RawAmazon) -> None:
    frames = [Image.new("P", (600, 600), shade) for shade in (1, 2)]
    encoded = io.BytesIO()
    frames[0].save(encoded, "GIF", save_all=True, append_images=frames[1:])
    assert "Animated" in amazon.put(A, encoded.getvalue())["issues"][0]["message"]


def test_a_picture_too_large_is_not_taken(amazon: RawAmazon) -> None:
    encoded = io.BytesIO()
    Image.new("RGB", (10_001, 8), "white").save(encoded, "JPEG")
    assert "at most 10,000 pixels" in amazon.put(A, encoded.getvalue())["issues"][0]["message"]


def test_an_address_that_does_not_answer_is_tried_three_times(amazon: RawAmazon) -> None:
    amazon.put(A)
    assert amazon.listing()["issues"] == []
    amazon.wait(1)
    amazon.wait(1)
    assert A in amazon.listing()["issues"][0]["message"]
    assert amazon.state()["fetched"] == [A] * 3


def test_an_address_that_answers_the_third_time_is_good(amazon: RawAmazon) -> None:
    amazon.control("faults", not_fetched=2)
    amazon.put(A, picture())
    amazon.wait(1)
    amazon.wait(1)
    assert amazon.listing()["issues"] == []
    assert amazon.state()["fetched"] == [A]


def test_a_second_picture_overtakes_the_first(amazon: RawAmazon) -> None:
    amazon.world[A] = picture()
    amazon.patch(change(MAIN, A))
    listing = amazon.put(B, picture(700))
    assert amazon.state()["fetched"] == [B]
    assert amazon.item().json()["summaries"][0]["mainImage"]["width"] == 700
    assert listing["issues"] == []


def test_a_new_submission_takes_its_predecessors_failure_away(amazon: RawAmazon) -> None:
    amazon.put(A, picture(499))
    amazon.patch(change(MAIN, B))
    assert amazon.listing()["issues"] == []


def test_amazons_own_address_brings_the_very_picture_back(amazon: RawAmazon) -> None:
    before = amazon.locator()
    amazon.put(A, picture(background="gray"))
    listing = amazon.put(before)
    assert amazon.locator() == before
    assert listing["issues"] == []
    assert amazon.state()["fetched"] == [A]


def test_text_is_seen_where_it_was_planted(amazon: RawAmazon) -> None:
    amazon.control("faults", text_on_main=1)
    assert amazon.put(A, picture())["issues"][0]["code"] == "18027"
    assert amazon.put(A)["issues"] == []


def test_a_listing_deleted_meanwhile_is_left_alone(amazon: RawAmazon) -> None:
    amazon.world[A] = picture()
    amazon.patch(change(MAIN, A))
    amazon.control("listings/R-7/delete")
    amazon.wait(2)
    assert amazon.state()["fetched"] == []
    assert amazon.item().status_code == 404
