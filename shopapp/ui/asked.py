"""Reading what a form asks for."""

from django.http import QueryDict

from shopapp.errors import Invalid

MOST = 10_000


def media_ids(form: QueryDict) -> list[int] | None:
    """Return the photos a form names; None where it names none, which means the whole store."""
    given = form.getlist("media")
    if not all(value.isdecimal() for value in given) or len(given) > MOST:
        raise Invalid("media are not ids", merchant_sentence="We could not tell which photos are meant.")
    return [int(value) for value in given] or None
