import httpx
import pytest

from integrations.errors import AccessDenied, Busy, NotFound, Rejected, Throttled, Unauthorized, Unavailable
from integrations.etsy import answers

REQUEST = httpx.Request("POST", "https://openapi.etsy.com/v3/application/shops/7/listings/1/images?token=x")


def answer(status: int, said: object = None, **more: object) -> httpx.Response:
    sent = more or {"json": said}
    return httpx.Response(status, request=REQUEST, **sent)


@pytest.mark.parametrize(
    ("status", "said", "kind", "words"),
    [
        (401, "invalid_token", Unauthorized, "Connect Etsy again"),
        (403, "insufficient_scope", AccessDenied, "lack a permission"),
        (403, "Shared secret is required in x-api-key header.", AccessDenied, "for us to mend"),
        (403, "User does not own Shop", AccessDenied, "another shop"),
        (404, "Listing not found", NotFound, "no longer on Etsy"),
        (409, "Conflict", Busy, "editing this listing"),
        (400, "Something", Rejected, "did not accept"),
        (413, "Something", Rejected, "did not accept"),
        (500, "Something", Unavailable, "busy"),
    ],
)
def test_a_refusal_is_told_in_a_merchants_words(status: int, said: str, kind: type, words: str):
    with pytest.raises(kind) as error:
        answers.read(answer(status, {"error": said}))
    assert words in error.value.merchant_sentence
    assert said in str(error.value)
    assert "token=x" not in str(error.value)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Listings are only allowed 20 images. Please delete a ListingImage first.", answers.TOO_MANY_IMAGES),
        ("The ListingImages for this Listing are in an inconsistent order.", answers.INCONSISTENT_ORDER),
        ("The listing_id 1 does not belong to the same shop that is associated", answers.OTHER_SHOP),
        ("Either a valid image file or a listing_image_id must be provided.", answers.NO_IMAGE),
        ("The file is too large", answers.TOO_LARGE),
        ("Anything else", answers.BAD_REQUEST),
    ],
)
def test_sentences_that_we_act_on_are_known_by_their_words(said: str, code: str):
    error = answers.refusal(answer(400, {"error": said}))
    assert error.codes == {code}
    assert error.fields[0].message == said


def test_too_many_requests_say_when_to_come_back():
    error = answers.refusal(answer(429, headers={"retry-after": "5"}))
    assert isinstance(error, Throttled)
    assert error.retry_after == 5
    assert "limit on what we may do today" not in error.merchant_sentence
    later = answers.refusal(answer(429, headers={"retry-after": "7200"}))
    assert "limit on what we may do today" in later.merchant_sentence


@pytest.mark.parametrize("status", [403, 400, 404])
def test_a_refusal_without_etsys_own_words_came_from_somebody_on_the_way(status: int):
    for sent in ({"text": "<html>Denied</html>"}, {"json": ["denied"]}, {"json": {"error": 7}}):
        assert isinstance(answers.refusal(answer(status, **sent)), Unavailable)


def test_a_success_without_json_is_no_answer():
    with pytest.raises(Unavailable):
        answers.read(answer(200, text="<html>"))


def test_nothing_is_read_where_there_is_nothing_to_say():
    assert answers.read(answer(204, content=b"")) is None


def test_the_number_of_a_request_is_kept_for_support():
    assert answers.request_id(answer(200, headers={"x-etsy-request-uuid": "abc"})) == "abc"
    assert answers.request_id(answer(200, {})) == ""


def test_a_description_is_told_with_the_code():
    said = {"error": "invalid_token", "error_description": "access token is expired"}
    assert answers.complaint(answer(401, said)) == "invalid_token: access token is expired"
