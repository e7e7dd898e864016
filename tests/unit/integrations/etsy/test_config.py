import pytest

from integrations.etsy import EtsyConfig


def test_the_secret_goes_into_the_key_and_never_into_a_repr():
    config = EtsyConfig(keystring="the-key", shared_secret="the-secret")
    assert config.api_key == "the-key:the-secret"
    assert "the-secret" not in repr(config)


def test_a_sandbox_stands_in_for_every_host():
    config = EtsyConfig("k", "s", sandbox_origin="http://127.0.0.1:8402")
    assert config.api_origin == "http://127.0.0.1:8402"
    assert config.consent_url == "http://127.0.0.1:8402/oauth/connect"
    assert config.serves_images("http://127.0.0.1:8402/il/1.jpg")
    assert not config.serves_images("http://127.0.0.1:84020/il/1.jpg")


@pytest.mark.parametrize(
    ("address", "served"),
    [
        ("https://i.etsystatic.com/1/il_fullxfull.1.jpg", True),
        ("http://i.etsystatic.com/1.jpg", False),
        ("https://etsystatic.com.elsewhere.example/1.jpg", False),
        ("https://elsewhere.example/?https://i.etsystatic.com/1.jpg", False),
        ("https://notetsystatic.com/1.jpg", False),
        ("", False),
    ],
)
def test_images_are_read_from_etsys_own_host_alone(address: str, served: bool):
    assert EtsyConfig("k", "s").serves_images(address) is served
