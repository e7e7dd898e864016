"""Requests that Amazon refuses, sent raw: token, role, account, usage plan, shape."""

from pathlib import Path

import pytest

from tests.sandbox.amazon.raw import ITEM, MAIN, STORE, RawAmazon, change, error, opened

DENIED = "Access to requested resource is denied."


def test_a_token_in_the_wrong_header_is_missing(amazon: RawAmazon) -> None:
    headers = {"Authorization": f"Bearer {amazon.token}"}
    answer = amazon.http.get(f"{ITEM}/R-7", params={"marketplaceIds": STORE}, headers=headers)
    assert error(answer) == (403, "Unauthorized", "Access token is missing in the request header.")
    assert answer.headers["x-amzn-RequestId"]


def test_a_token_that_nobody_gave_is_refused(amazon: RawAmazon) -> None:
    amazon.token = "Atza|guess"
    details = "The access token you provided is revoked, malformed or invalid."
    assert error(amazon.item()) == (403, "Unauthorized", details)


def test_a_token_of_more_than_an_hour_is_expired(amazon: RawAmazon) -> None:
    amazon.now += 3601
    assert error(amazon.item()) == (403, "Unauthorized", "The access token you provided has expired.")


def test_an_app_without_the_role_is_denied(amazon: RawAmazon) -> None:
    amazon.control("roles", roles=["Pricing"])
    assert error(amazon.item()) == (403, "Unauthorized", DENIED)
    amazon.control("roles", roles=["Product Listing"])
    assert amazon.item().status_code == 200


def test_the_account_of_another_seller_is_denied(amazon: RawAmazon) -> None:
    answer = amazon.ask("GET", "/listings/2021-08-01/items/A1OTHER/R-7", params={"marketplaceIds": STORE})
    assert error(answer) == (403, "Unauthorized", DENIED)


def test_more_than_the_usage_plan_is_throttled_and_comes_back(amazon: RawAmazon) -> None:
    answers = [amazon.item() for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert error(answers[-1]) == (
        429,
        "QuotaExceeded",
        "You exceeded your quota for the requested resource.",
    )
    assert answers[-1].headers["x-amzn-RateLimit-Limit"] == "5"
    amazon.now += 0.2
    assert amazon.item().status_code == 200
    assert amazon.item().status_code == 429


def test_a_preview_has_a_plan_of_its_own(amazon: RawAmazon) -> None:
    one = change(MAIN, "https://app.example/a.jpg")
    assert amazon.patch(one, mode="VALIDATION_PREVIEW").headers["x-amzn-RateLimit-Limit"] == "1"
    assert amazon.patch(one, mode="VALIDATION_PREVIEW").status_code == 429
    assert amazon.patch(one).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"includedData": "pictures"}, "includedData"),
        ({"marketplaceIds": ""}, "marketplaceIds"),
        ({"guess": "1"}, "guess"),
    ],
)
def test_a_parameter_the_model_does_not_know_is_refused(amazon: RawAmazon, query: dict, said: str) -> None:
    status, code, message = error(amazon.item(**query))
    assert (status, code) == (400, "InvalidInput")
    assert said in message


NAMING_A_STORE = [
    ("GET", f"{ITEM}/R-7"),
    ("GET", ITEM),
    ("PATCH", f"{ITEM}/R-7"),
    ("GET", "/definitions/2020-09-01/productTypes/RING"),
    ("GET", "/catalog/2022-04-01/items/{asin}"),
]


@pytest.mark.parametrize(("method", "path"), NAMING_A_STORE)
def test_only_the_store_in_which_the_seller_has_an_account_is_answered_for(
    amazon: RawAmazon, method: str, path: str
) -> None:
    path = path.format(asin=amazon.listing()["asin"])
    body = {"productType": "RING", "patches": [change(MAIN, "https://app.example/a.jpg")]}
    sent = {"json": body} if method == "PATCH" else {}
    before = amazon.locator()
    for named, status, code in (
        ("A1F83G8C2ARO7P", 403, "Unauthorized"),
        ("A39IBJ37TRP1C6", 403, "Unauthorized"),
        ("nonsense", 400, "InvalidInput"),
        (STORE.lower(), 400, "InvalidInput"),
        (f"{STORE} ", 400, "InvalidInput"),
    ):
        answer = amazon.ask(method, path, params={"marketplaceIds": named}, **sent)
        assert error(answer)[:2] == (status, code), named
        amazon.now += 5
    assert amazon.locator() == before
    assert amazon.ask(method, path, params={"marketplaceIds": STORE}, **sent).status_code == 200


def test_of_several_stores_the_seller_has_to_have_an_account_in_each(amazon_catalog: Path) -> None:
    amazon = opened(amazon_catalog, marketplace_ids=(STORE, "A2EUQ1WTGCTBG2")).connect()
    asin = amazon.listing()["asin"]
    for named, status in (("A2EUQ1WTGCTBG2", 200), ("A1AM78C64UM0Y8", 403), ("A2EUQ1WTGCTBG", 400)):
        wanted = {"marketplaceIds": f"{STORE},{named}"}
        assert amazon.ask("GET", f"/catalog/2022-04-01/items/{asin}", params=wanted).status_code == status, (
            named
        )
        amazon.now += 5


def test_a_store_has_to_be_named(amazon: RawAmazon) -> None:
    assert error(amazon.ask("GET", f"{ITEM}/R-7"))[0] == 400


@pytest.mark.parametrize(
    "arguments",
    [
        {"json": {"productType": "RING"}},
        {"json": {"productType": "RING", "patches": []}},
        {"json": {"productType": "RING", "patches": [{"op": "move", "path": "/attributes/x"}]}},
        {"json": ["RING"]},
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
    ],
)
def test_a_body_the_model_does_not_allow_is_refused(amazon: RawAmazon, arguments: dict) -> None:
    answer = amazon.ask("PATCH", f"{ITEM}/R-7", params={"marketplaceIds": STORE}, **arguments)
    assert error(answer)[:2] == (400, "InvalidInput")


def test_a_body_that_is_no_json_is_of_the_wrong_kind(amazon: RawAmazon) -> None:
    wanted = {
        "params": {"marketplaceIds": STORE},
        "content": b"{}",
        "headers": {"Content-Type": "text/plain"},
    }
    assert error(amazon.ask("PATCH", f"{ITEM}/R-7", **wanted))[0] == 415


def test_a_body_of_more_than_five_megabytes_is_too_large(amazon: RawAmazon) -> None:
    wanted = {"params": {"marketplaceIds": STORE}, "headers": {"Content-Type": "application/json"}}
    answer = amazon.ask("PATCH", f"{ITEM}/R-7", content=b" " * (5 * 2**20 + 1), **wanted)
    assert error(answer)[0] == 413


def test_a_get_has_no_body(amazon: RawAmazon) -> None:
    answer = amazon.ask("GET", f"{ITEM}/R-7", params={"marketplaceIds": STORE}, json={})
    assert error(answer)[0] == 400


def test_what_no_model_knows_is_not_there(amazon: RawAmazon) -> None:
    assert amazon.ask("GET", "/listings/2020-09-01/items/x/y").status_code == 404
    assert amazon.ask("POST", f"{ITEM}/R-7", json={}).status_code == 405
    assert amazon.http.get("/elsewhere").status_code == 404


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("throttle", 429, "QuotaExceeded"),
        ("unavailable", 503, "ServiceUnavailable"),
        ("server_error", 500, "InternalFailure"),
        ("lost_answer", 503, "ServiceUnavailable"),
    ],
)
def test_a_fault_hits_as_often_as_it_was_armed(amazon: RawAmazon, fault: str, status: int, code: str) -> None:
    amazon.control("faults", **{fault: 1})
    assert error(amazon.item())[:2] == (status, code)
    assert amazon.item().status_code == 200


def test_a_lost_answer_was_done_all_the_same(amazon: RawAmazon) -> None:
    amazon.control("faults", lost_answer=1)
    assert amazon.patch(change(MAIN, "https://app.example/a.jpg")).status_code == 503
    assert amazon.locator() == "https://app.example/a.jpg"
