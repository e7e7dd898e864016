"""Reading what a form asks for."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shopapp.errors import Invalid

MOST = 10_000
_UNCLEAR = _("We could not tell which photos are meant.")
_DIGITS = 18  # what a database's largest id surely holds


def media_ids(form: QueryDict) -> list[int] | None:
    """Return the photos a form names; None where it names none, which means the whole store."""
    return ids(form, "media")


def ids(form: QueryDict, name: str) -> list[int] | None:
    """Return the rows a form names; None where it names none, which means all of them."""
    given = form.getlist(name)
    if not all(value.isdecimal() and len(value) <= _DIGITS for value in given) or len(given) > MOST:
        raise Invalid(f"{name} is no id", merchant_sentence=str(_UNCLEAR))
    return [int(value) for value in given] or None


def keyed(form: QueryDict, name: str) -> dict[int, str] | None:
    """Return the rows a form names, each with what was known of it: ``12:key``; None where it names none."""
    given = [value.partition(":") for value in form.getlist(name)]
    if not all(pk.isdecimal() and len(pk) <= _DIGITS for pk, _colon, _key in given) or len(given) > MOST:
        raise Invalid(f"{name} is no id and key", merchant_sentence=str(_UNCLEAR))
    return {int(pk): key for pk, _colon, key in given} or None


def one_id(form: QueryDict, name: str) -> int | None:
    """Return the one row a form names; None where it names none."""
    given = ids(form, name) if form.get(name) else None
    return given[0] if given else None
