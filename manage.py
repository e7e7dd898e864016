"""Django's command line."""

import os
import sys
from base64 import urlsafe_b64encode
from secrets import token_bytes, token_urlsafe

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

_WITHOUT_A_SHOP = {"check_photos", "make_renditions", "makemessages", "compilemessages", "help"}


def _stand_in() -> None:
    """Fill required settings that are not there; for commands over files, which reach no shop and no database."""
    key = urlsafe_b64encode(token_bytes(32)).decode()
    unused = {
        "SECRET_KEY": token_urlsafe(48), "ALLOWED_HOSTS": '["localhost"]', "APP_URL": "http://localhost",
        "DATABASE_URL": "sqlite:///:memory:", "TOKEN_ENCRYPTION_KEYS": f'["{key}"]', "SHOPIFY_CLIENT_ID": "none",
        "SHOPIFY_CLIENT_SECRET": "none",
    }  # fmt: skip
    for name, value in unused.items():
        os.environ.setdefault(name, value)


_BAD_INPUT = 2
"""What commands over files exit with where they cannot begin; 1 says that a photo breaks a rule."""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopapp.settings")
    over_files = bool(_WITHOUT_A_SHOP & set(sys.argv[1:2]))
    if over_files:
        _stand_in()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(_BAD_INPUT if over_files else 1)
