"""What the app declares."""

from pathlib import Path

import pytest

from integrations.sandbox.app_file import COMPLIANCE_TOPICS, read_app_file
from integrations.sandbox.options import Options, credentials

TEXT = """
name = "App"
application_url = "https://app.example"
[access_scopes]
scopes = "write_files, read_products"
[webhooks]
api_version = "2026-10"
[[webhooks.subscriptions]]
{kind} = ["{topic}"]
uri = "/webhooks"
"""


def test_the_projects_own_file_declares_every_topic_of_the_app() -> None:
    app = read_app_file(Options(client_id="id", client_secret="secret").app_file)
    topics = {one.topic for one in app.subscriptions}
    assert topics >= COMPLIANCE_TOPICS
    assert {"products/create", "products/update", "products/delete", "bulk_operations/finish"} <= topics
    assert app.scopes == ("read_products", "write_files")


@pytest.mark.parametrize(
    ("kind", "topic"), [("topics", "shop/redact"), ("compliance_topics", "products/create")]
)
def test_a_topic_under_the_wrong_heading_is_an_error(tmp_path: Path, kind: str, topic: str) -> None:
    path = tmp_path / "shopify.app.toml"
    path.write_text(TEXT.format(kind=kind, topic=topic))
    with pytest.raises(ValueError, match="does not belong"):
        read_app_file(path)


def test_what_the_sandbox_would_not_apply_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "shopify.app.toml"
    path.write_text(TEXT.format(kind="topics", topic="products/create") + 'include_fields = ["id"]\n')
    with pytest.raises(ValueError, match="does not apply include_fields"):
        read_app_file(path)


def test_the_apps_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPIFY_CLIENT_ID", "id")
    monkeypatch.delenv("SHOPIFY_CLIENT_SECRET", raising=False)
    with pytest.raises(SystemExit, match="SHOPIFY_CLIENT_SECRET is not set"):
        credentials()
    monkeypatch.setenv("SHOPIFY_CLIENT_SECRET", "secret")
    assert credentials() == ("id", "secret")
    assert "secret'" not in repr(Options(client_id="id", client_secret="secret"))
