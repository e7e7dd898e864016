"""Amazon's models: what the client believes of them, what the stand-in is held to, and how they were cut."""

import json
from pathlib import Path

import pytest

from integrations.amazon import operations as ours
from integrations.amazon.operations import Operation
from integrations.sandbox.amazon import documents
from integrations.sandbox.amazon.documents import DefectiveAnswerError
from integrations.sandbox.amazon.specs import make_subset

THEIRS = {one.name: one for one in documents.operations()}
MODELED = [one for one in vars(ours).values() if isinstance(one, Operation) and one.name in THEIRS]


@pytest.mark.parametrize("one", MODELED, ids=lambda one: one.limited_as)
def test_each_operation_of_the_client_is_the_models(one: Operation) -> None:
    theirs = THEIRS[one.name]
    filled = one.path.format_map(
        dict.fromkeys(("account", "sku", "asin", "product_type", "feed", "document"), "x")
    )
    assert theirs.method == one.method
    assert theirs.expression.fullmatch(filled)
    if not one.plan:  # those that have one of their own stand in announcements
        assert (one.rate, one.burst) == (theirs.rate, theirs.burst)


def test_every_operation_served_is_asked_for() -> None:
    assert {one.name for one in MODELED} == THEIRS.keys()


def test_an_answer_the_model_does_not_allow_stops_the_stand_in() -> None:
    get = THEIRS["getListingsItem"]
    for status, content in ((200, {}), (200, {"sku": 7}), (418, {"errors": []}), (404, {"errors": [{}]})):
        with pytest.raises(DefectiveAnswerError):
            get.check_answer(status, content)
    with pytest.raises(DefectiveAnswerError):
        documents.require(documents.NOTIFICATION, {"NotificationVersion": "1.0"})


def test_a_parameter_is_held_against_its_kind() -> None:
    complaint = THEIRS["getFeedDocument"].complaint
    path = {"feedDocumentId": "d"}
    assert complaint(path, {"enableContentEncodingUrlHeader": "true"}, None) == ""
    assert "boolean" in complaint(path, {"enableContentEncodingUrlHeader": "yes"}, None)
    assert "Empty" in complaint({"feedDocumentId": ""}, {}, None)


MODEL = {
    "info": {"title": "A model"},
    "paths": {
        "/a": {
            "get": {"operationId": "wanted", "x-amzn-api-sandbox": 1, "schema": {"$ref": "#/definitions/A"}}
        },
        "/b": {"get": {"operationId": "other"}, "parameters": []},
    },
    "definitions": {
        "A": {"items": [{"$ref": "#/definitions/B"}]},
        "B": {"example": 1, "type": "object"},
        "C": {},
    },
}


def test_a_model_is_cut_to_what_is_wanted_and_what_that_refers_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "deep").mkdir(parents=True)
    target.mkdir()
    (source / "deep" / "model.json").write_text(json.dumps(MODEL))
    (source / "schema.json").write_text(json.dumps({"examples": [1], "type": "object"}))
    monkeypatch.setattr(make_subset, "HERE", target)
    monkeypatch.setattr(make_subset, "OPERATIONS", {"model.json": ("wanted",)})
    monkeypatch.setattr(make_subset, "SCHEMAS", ("schema.json",))
    make_subset.main(source)
    cut = json.loads((target / "model.json").read_text())
    assert cut["paths"] == {"/a": {"get": {"operationId": "wanted", "schema": {"$ref": "#/definitions/A"}}}}
    assert cut["definitions"].keys() == {"A", "B"}
    assert cut["definitions"]["B"] == {"type": "object"}
    assert json.loads((target / "schema.json").read_text()) == {"type": "object"}


def test_the_licence_of_the_models_lies_beside_them() -> None:
    assert "Apache License" in (documents.SPECS / "LICENSE").read_text()
    assert "amzn/selling-partner-api-models" in (documents.SPECS / "NOTICE").read_text()
