"""Start-up: the system checks, and the marketplaces' rules."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from integrations.errors import RuleError


class ShopAppConfig(AppConfig):
    """The one Django app."""

    name = "shopapp"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what must be true before serving; no worker starts here, since migrate and shell pass by too."""
        from shopapp import checks  # noqa: F401, PLC0415 - Django asks for this place
        from shopapp.checking import judging  # noqa: PLC0415

        try:
            judging.rule_book()
        except RuleError as error:  # a rule file that is wrong stops the start
            raise ImproperlyConfigured(f"The marketplaces' rules cannot be read: {error}") from error
