"""The pages a person opens: a shop, a listing with its gallery, and the frame around the page of consent."""

from html import escape

from integrations.sandbox.etsy.records import Listing, Place
from integrations.sandbox.etsy.shown import addresses
from integrations.sandbox.etsy.state import MERCHANT, EtsySandbox
from integrations.sandbox.http import Request, Response

FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body{{font:16px/1.5 Georgia,serif;max-width:{width};margin:3rem auto;padding:0 1rem;color:#222}}
h1 a{{color:#d5450f;text-decoration:none}}h2{{font-weight:normal}}a{{color:inherit}}
button,select{{font:inherit;padding:.6rem 1.2rem;margin:.5rem .5rem 0 0}}
.allow{{background:#222;color:#fff;border:0;border-radius:2rem}}
.deny{{background:#fff;border:1px solid #222;border-radius:2rem}}
.grid{{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:1.2rem}}
.grid img{{width:100%;height:auto;aspect-ratio:5/4;object-fit:cover;border-radius:.4rem}}
figure{{margin:0 0 1.5rem}}figure img{{max-width:100%;height:auto}}
figcaption,.state{{color:#595959;font-size:.9rem}}</style></head>
<body><h1><a href="/">Etsy</a></h1><p><small>This is the sandbox's stand-in for Etsy.</small></p>
{content}</body></html>"""


def framed(title: str, content: str, *, status: int = 200, width: str = "62rem") -> Response:
    """Answer with a page."""
    return Response.html(FRAME.format(title=escape(title), content=content, width=width), status)


def front(sandbox: EtsySandbox, _request: Request) -> Response:
    """Go to the merchant's shop."""
    return Response.redirect(sandbox.url(f"/shop/{MERCHANT.name}"))


def shop(sandbox: EtsySandbox, request: Request) -> Response:
    """Show what a shop has for sale, by the first images."""
    found = next((one for one in sandbox.store.shops.values() if one.name == request.params["name"]), None)
    if found is None:
        return framed("Not found", "<h2>There is no such shop</h2>", status=404)
    listings = [one for one in sandbox.store.listings.values() if one.shop == found.number]
    cards = "".join(_card(sandbox, one) for one in listings if one.state == "active")
    return framed(found.name, f'<h2>{escape(found.name)}</h2><div class="grid">{cards}</div>')


def listing(sandbox: EtsySandbox, request: Request) -> Response:
    """Show a listing with its whole gallery, whatever its state."""
    number = request.params["number"]
    found = sandbox.store.listings.get(int(number) if number.isdigit() else 0)
    if found is None:
        return framed("Not found", "<h2>There is no such listing</h2>", status=404)
    gallery = "".join(_figure(sandbox, place) for place in found.in_order())
    state = "" if found.state == "active" else f'<p class="state">{escape(found.state)}</p>'
    words = f"<h2>{escape(found.title)}</h2>{state}<p>{escape(found.description)}</p>"
    return framed(found.title, words + gallery, width="42rem")


def _card(sandbox: EtsySandbox, one: Listing) -> str:
    first = one.in_order()[:1]
    image = f"<img {_picture(sandbox, first[0])}>" if first else ""
    return f'<a href="/listing/{one.number}">{image}<br>{escape(one.title)}</a>'


def _figure(sandbox: EtsySandbox, place: Place) -> str:
    caption = f"{place.rank}. {escape(place.alt)}"
    return f"<figure><img {_picture(sandbox, place)}><figcaption>{caption}</figcaption></figure>"


def _picture(sandbox: EtsySandbox, place: Place) -> str:
    picture = sandbox.store.pictures[place.picture]
    address, size = addresses(sandbox, picture)["url_570xN"], picture.measured
    return (
        f'src="{escape(address, quote=True)}" alt="{escape(place.alt, quote=True)}" '
        f'width="{size.width}" height="{size.height}" loading="lazy"'
    )
