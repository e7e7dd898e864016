"""Repairs drift: reads every installed shop's products again, and holds credits against their ledger."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from integrations.errors import IntegrationError
from shopapp.billing.selectors import unbalanced
from shopapp.catalog.services import refresh_product
from shopapp.models import Product, Shop


class Command(BaseCommand):
    """Bring our rows in step with the shops."""

    help = (
        "Read every product again and hold the credits against their ledger; exit 1 when they do not agree."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the choice of one shop."""
        parser.add_argument("--shop", default="", help="only this .myshopify.com domain")

    def handle(self, *_args: Any, shop: str, **_options: Any) -> None:
        """Go through the shops one after the other."""
        shops = Shop.objects.filter(uninstalled_at=None)
        wrong = 0
        for each in shops.filter(domain=shop) if shop else shops:
            wrong += self._catalog(each) + self._credits(each)
        if wrong:
            raise CommandError(f"{wrong} things could not be repaired")

    def _catalog(self, shop: Shop) -> int:
        new = replaced = 0
        try:
            for gid in Product.objects.filter(shop=shop, deleted_at=None).values_list("gid", flat=True):
                changes = refresh_product(shop=shop, gid=gid)
                new, replaced = new + len(changes.new), replaced + len(changes.replaced)
        except IntegrationError as error:
            self.stderr.write(f"{shop.domain}: {error}")
            return 1
        self.stdout.write(f"{shop.domain}: {new} new photos, {replaced} replaced by the merchant")
        return 0

    def _credits(self, shop: Shop) -> int:
        found = unbalanced(shop)
        for account, entries in found:
            self.stderr.write(f"{shop.domain}: {account} but its entries say {entries}")
        return len(found)
