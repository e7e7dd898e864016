"""Reading what a form asks for."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from shopapp.errors import Invalid

MOST = 10_000
_DIGITS = 18  # what a database's largest id surely holds


def media_ids(form: QueryDict) -> list[int] | None:
    """Return the photos a form names; None where it names none, which means the whole store."""
    return ids(form, "media")


def ids(form: QueryDict, name: str) -> list[int] | None:
    """Return the rows a form names; None where it names none, which means all of them."""
    given = form.getlist(name)
    if not all(value.isdecimal() and len(value) <= _DIGITS for value in given) or len(given) > MOST:
        raise Invalid(f"{name} is no id", merchant_sentence=_("We could not tell which photos are meant."))
    return [int(value) for value in given] or None


def one_id(form: QueryDict, name: str) -> int | None:
    """Return the one row a form names; None where it names none."""
    given = ids(form, name) if form.get(name) else None
    return given[0] if given else None
