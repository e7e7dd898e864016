import httpx

from integrations import http as our_http
from integrations.shopify import routing
from tests.shopify_fakes import CONFIG, Script


def test_every_request_goes_to_the_origin_with_its_own_host_header():
    script = Script(httpx.Response(200))
    client = our_http.client(transport=routing.RoutedTransport("http://127.0.0.1:8401", script))
    client.post("https://aurelia.myshopify.com/admin/x?y=1", content=b"body")
    request = script.requests[0]
    assert str(request.url) == "http://127.0.0.1:8401/admin/x?y=1"
    assert request.headers["Host"] == "aurelia.myshopify.com"
    assert request.content == b"body"
    client.close()


def test_without_an_origin_there_is_no_detour():
    assert routing.transport_for(CONFIG) is None


def test_an_installation_with_a_sandbox_gets_the_detour():
    config = type(CONFIG)("id", "secret", admin_origin="http://127.0.0.1:8401")
    transport = routing.transport_for(config)
    assert isinstance(transport, routing.RoutedTransport)
    transport.close()
