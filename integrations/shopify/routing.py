"""Sends everything meant for Shopify to a local sandbox instead.

Addresses stay as they would be (``https://some-shop.myshopify.com/…``), and the Host header with them; only the
connection goes elsewhere. With this transport nothing reaches the internet.
"""

import httpx

from integrations.shopify.config import ShopifyConfig


class RoutedTransport(httpx.BaseTransport):
    """Connects to one origin whatever the address says."""

    def __init__(self, origin: str, inner: httpx.BaseTransport | None = None) -> None:
        self._origin = httpx.URL(origin)
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Forward the request with its own Host header."""
        url = request.url.copy_with(
            scheme=self._origin.scheme, host=self._origin.host, port=self._origin.port
        )
        routed = httpx.Request(
            request.method, url, headers=request.headers, stream=request.stream, extensions=request.extensions
        )
        return self._inner.handle_request(routed)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def routed_transport(origin: str) -> httpx.BaseTransport:
    """Build the transport for a sandbox at ``origin``, such as ``http://127.0.0.1:8401``."""
    return RoutedTransport(origin)


def transport_for(config: ShopifyConfig) -> httpx.BaseTransport | None:
    """Return the transport an installation needs: none of its own, or the way to its sandbox."""
    return routed_transport(config.admin_origin) if config.admin_origin else None
