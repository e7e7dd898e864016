"""What a merchant does beside real workers: ``python -m tests.integration.marketplaces.seller prepare|export|undo``.

``export-together`` lets few listings go to Amazon in one document, as many do.
"""

import sys

import django
from django.conf import settings
from django.test.utils import override_settings, setup_test_environment


def main(wanted: str) -> None:
    """Do one thing in the installation that the environment names."""
    django.setup()
    setup_test_environment()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):  # no page is looked at here
        _do(wanted)


def _do(wanted: str) -> None:
    from shopapp.env import env
    from shopapp.marketplaces import feeding, services
    from shopapp.models import Shop
    from tests.integration.marketplaces import conftest

    if wanted == "prepare":
        shop = conftest.stocked()
        conftest.connect(shop, {"etsy": env().etsy_sandbox_url, "amazon": env().amazon_sandbox_url})
        conftest.drafted(shop)
        return
    shop = Shop.objects.get()
    if wanted == "export-together":
        feeding.MANY = 3
    started = services.undo_all(shop=shop) if wanted == "undo" else services.submit(shop=shop)
    assert started is not None
    assert started.submissions


if __name__ == "__main__":
    main(sys.argv[1])
