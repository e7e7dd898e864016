"""Amazon's Selling Partner API as plain Python: images of listings by locator, their verdicts, and the way back.

Own client over httpx: of the two kept SDKs the official one (amzn-sp-api 1.13) is 21 MB of generated code over
``requests`` without rate limits, retries or time-outs of ours, and python-amazon-sp-api 2.1 keeps access tokens in a
process-wide cache, takes a second thread's method for its own and knows no limit by operation either.

An image is known by its locator, the address in the listing's attributes. It changes once by itself: what we submit is
our own public address, and when Amazon has fetched the picture the listing shows Amazon's link in its place.
"""

from integrations.amazon.config import AmazonConfig
from integrations.amazon.login import AmazonLogin
from integrations.amazon.marketplace import AmazonMarketplace

__all__ = ["AmazonConfig", "AmazonLogin", "AmazonMarketplace"]
