"""The pages a person opens."""

from tests.sandbox.etsy.raw import RawEtsy


def test_the_front_leads_to_the_merchants_shop(stranger: RawEtsy):
    answer = stranger.http.get("/")
    page = stranger.http.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Plain ring" in page.text
    assert f'href="/listing/{stranger.ring}"' in page.text


def test_a_listing_is_shown_with_its_gallery_in_its_order(etsy: RawEtsy):
    etsy.upload(rank="2", alt_text="<b>Second</b>", overwrite="true")
    page = etsy.http.get(f"/listing/{etsy.ring}").text
    assert page.index("1. Ring, front") < page.index("2. &lt;b&gt;Second&lt;/b&gt;")
    assert etsy.listing()["images"][1]["url"].replace("fullxfull", "570xN") in page
    etsy.control(f"listings/{etsy.ring}/sell")
    assert "sold_out" in etsy.http.get(f"/listing/{etsy.ring}").text


def test_the_address_in_an_answer_leads_to_the_page(etsy: RawEtsy):
    assert etsy.http.get(etsy.get(f"/listings/{etsy.ring}").json()["url"]).status_code == 200
    assert etsy.http.get(etsy.get(f"/shops/{etsy.shop}").json()["url"]).status_code == 200


def test_what_is_not_there_is_told_as_such(stranger: RawEtsy):
    assert stranger.http.get("/shop/nobody").status_code == 404
    assert stranger.http.get("/listing/none").status_code == 404
