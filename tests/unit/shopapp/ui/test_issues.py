"""What Amazon says leads to the rule that the listing's own store asks, of the very photo it means."""

from collections.abc import Callable, Iterator

import pytest

from integrations.amazon import issues as amazons
from integrations.marketplace import Issue
from shopapp.env import env
from shopapp.marketplaces import asking, reaching
from shopapp.models import Shop
from shopapp.ui.issues import rules_of
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import staff
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
]
US, AU, DE = "ATVPDKIKX0DER", "A39IBJ37TRP1C6", "A1PA6795UKMFR9"
SMALL = "We believe that the main image has a product that is too small in the image frame"
CROPPED = "We believe that the main image has a portion of the product cropped (missing)"
WORN = "We believe that the main image has a model"
BUST = "We believe that the main image has a mannequin"
LOW = "The main image must have at least 1,000 pixels"
HIGH = "The main image may have at most 10,000 pixels"
FORMAT = "The main image is not a supported image format"


@pytest.fixture
def amazon() -> Iterator[FakeMarketplace]:
    market = FakeMarketplace(fetches=True)
    with reaching.using({"amazon": market.way()}):
        yield market


@pytest.fixture
def sell_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Connect the app to one of Amazon's stores."""

    def sell(store: str) -> None:
        told = env().model_copy(update={"amazon_marketplace_id": store})
        monkeypatch.setattr(asking, "env", lambda: told)

    return sell


def said(message: str, place: int = 1) -> Issue:
    attribute = "main_product_image_locator" if place == 1 else f"other_product_image_locator_{place - 1}"
    told = {"code": "1", "message": message, "severity": "ERROR", "attributeNames": [attribute]}
    return amazons.read([told], US)[0]


@pytest.mark.parametrize(
    ("store", "message", "rules"),
    [
        (US, SMALL, ["AMZ-JWL-FILL-MAIN", "AMZ-GEN-FILL"]),
        (AU, SMALL, ["AMZ-AU-FILL", "AMZ-GEN-FILL"]),
        (DE, SMALL, ["AMZ-GEN-FILL"]),
        (US, CROPPED, []),
        (AU, CROPPED, ["AMZ-AU-CROP"]),
        (US, WORN, ["AMZ-JWL-MODEL"]),
        (AU, WORN, ["AMZ-AU-WORN"]),
        (US, BUST, ["AMZ-JWL-MODEL-B"]),
        (US, LOW, ["AMZ-MINPX"]),
        (AU, LOW, ["AMZ-AU-PX-A", "AMZ-MINPX"]),
        (US, HIGH, ["AMZ-JWL-MAXPX-B", "AMZ-GEN-MAXPX"]),
        (AU, HIGH, ["AMZ-AU-PX-A", "AMZ-GEN-MAXPX"]),
        (AU, FORMAT, ["AMZ-AU-FMT", "AMZ-FMT-GEN-A"]),
        (US, FORMAT, ["AMZ-FMT-JWL-A", "AMZ-FMT-GEN-A"]),
    ],
)
def test_of_the_rules_an_issue_may_mean_those_of_the_store_count(
    sell_in: Callable[[str], None], store: str, message: str, rules: list[str]
) -> None:
    sell_in(store)
    meant = rules_of(said(message).as_json(), marketplace="amazon", place=1)
    assert [rule.id for rule in meant] == rules


def test_a_further_photo_is_held_to_its_own_rules(sell_in: Callable[[str], None]) -> None:
    sell_in(US)
    told = {place: said("It fills too little.", place).as_json() for place in (1, 2)}
    assert [rules_of(told[place], marketplace="amazon", place=place)[0].id for place in told] == [
        "AMZ-JWL-FILL-MAIN", "AMZ-JWL-FILL-OTHER",
    ]  # fmt: skip
    assert rules_of(said(BUST, 2).as_json(), marketplace="amazon", place=2) == []
    assert rules_of(said(BUST).as_json(), marketplace="amazon", place=None)[0].id == "AMZ-JWL-MODEL-B"


@pytest.mark.parametrize(
    ("store", "rule", "fix"),
    [(US, "AMZ-JWL-MODEL", "a worn one may follow"), (AU, "AMZ-AU-WORN", "Use a photo of the piece alone.")],
)
def test_the_page_and_programs_name_the_stores_own_rule_and_its_fix(
    alice: Shop, amazon: FakeMarketplace, sell_in: Callable[[str], None], store: str, rule: str, fix: str
) -> None:
    sell_in(store)
    amazon.rejects = lambda _data: said(WORN)
    done = export(alice, drafted(connected(alice, "amazon"), amazon, photos=1))
    page = staff(alice).get(f"/app/listings/{done.listing_id}").content.decode()
    assert f"1 {rule}<" in page
    assert fix in page
    asked = staff(alice).get("/app/fragments/listings", headers={"Accept": "application/json"}).json()
    assert asked["listings"][0]["writes"][0]["issues"] == [{"code": "1", "rules": [rule]}]
