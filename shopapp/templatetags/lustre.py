"""Numbers, durations and addresses in a merchant's words; the tone of a state's badge."""

from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.ui.tones import tone_of

register = template.Library()
register.filter("tone", tone_of)


@register.filter
def number(value: float | Decimal | None, places: int = 0) -> str:
    """Return a number with the locale's own separators."""
    if value is None:
        return "–"
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def fact(value: object) -> str:
    """Return a measured or required value as one says it."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return number(value, 2)
    return str(value)


@register.filter
def dollars(value: Decimal) -> str:
    """Return a price in US dollars, in which Shopify bills apps; cents only where there are some."""
    places = 0 if value == value.to_integral_value() else 2
    return f"${number(value, places)}"


@register.filter
def duration(seconds: float) -> str:
    """Return a length of time as one would say it."""
    if seconds < 50:
        return _("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(count)d hour", "about %(count)d hours", hours) % {"count": hours}


@register.filter
def percent(share: float) -> str:
    """Return a share as a percentage, with as many places as say something."""
    value = 100 * share
    if 0 < value < 0.1:
        return _("under %s %%") % number(0.1, 1)
    return f"{number(value, 0 if value >= 10 else 1)} %"


@register.filter
def megabytes(count: int) -> str:
    """Return a file's size."""
    return f"{number(count / 1_000_000, 1)} MB"
