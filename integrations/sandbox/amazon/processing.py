"""What happens to a submitted picture later: fetched, looked at, encoded anew, judged, and the seller told.

A file that is not taken in leaves the picture before it on the page, and an issue that names the attribute. A main
image that breaks a rule is taken in and shown to nobody: the listing is hidden from search until a better one comes.
"""

import hashlib
import http.client
from functools import partial

from integrations.sandbox.amazon import notifications, pictures
from integrations.sandbox.amazon.records import MAIN, Complaint, Listing, Picture, Slot
from integrations.sandbox.amazon.state import Sandbox

TRIES = 3


def submitted(sandbox: Sandbox, listing: Listing, name: str, address: str) -> None:
    """Take note of a new locator, and fetch its picture later."""
    slot = listing.slots.setdefault(name, Slot(address))
    slot.locator = address
    slot.version += 1
    slot.tries = 0
    # What was held against the submission before goes with it; what is held against the page stays.
    listing.issues = [issue for issue in listing.issues if issue.slot != name or not issue.attributes]
    _again(sandbox, listing, name, sandbox.picture_seconds())


def removed(sandbox: Sandbox, listing: Listing, name: str) -> None:
    """Free a slot; a listing without a main image is hidden."""
    listing.slots.pop(name, None)
    listing.issues = [issue for issue in listing.issues if issue.slot != name]
    if name == MAIN:
        listing.issues.append(pictures.MISSING)
    notifications.changed(sandbox, listing)


def _again(sandbox: Sandbox, listing: Listing, name: str, seconds: float) -> None:
    version = listing.slots[name].version
    sandbox.timeline.after(seconds, partial(_process, sandbox, listing, name, version))


def _process(sandbox: Sandbox, listing: Listing, name: str, version: int) -> None:
    with sandbox.lock:
        slot = _current(sandbox, listing, name, version)
        if slot is None:
            return
        address = slot.locator
        own = sandbox.picture_at(address)
    if own is not None:
        with sandbox.lock:
            if _current(sandbox, listing, name, version):
                _take_in(sandbox, listing, name, _as_fetched_again(sandbox, own))
        return
    content = _fetched(sandbox, address)
    with sandbox.lock:
        if _current(sandbox, listing, name, version) is None:
            return
        if content is None:
            _not_fetched(sandbox, listing, name)
        else:
            _look_at(sandbox, listing, name, content)


def _as_fetched_again(sandbox: Sandbox, own: Picture) -> Picture:
    """Amazon's own picture keeps its name, or gets another one as any that is fetched: nobody promises either."""
    if not sandbox.faults.strike("renamed"):
        return own
    number = f"{own.id} again {sandbox.store.next_number()}"
    content = pictures.encode(pictures.take_in(pictures.served(own)))
    name = hashlib.sha256(number.encode()).hexdigest()[:11]
    return sandbox.store.pictures.setdefault(name, Picture(name, own.width, own.height, content))


def _current(sandbox: Sandbox, listing: Listing, name: str, version: int) -> Slot | None:
    """The slot, unless the listing is gone or somebody put something else there meanwhile."""
    slot = listing.slots.get(name)
    is_here = sandbox.store.listings.get(listing.sku) is listing
    return slot if is_here and slot is not None and slot.version == version else None


def _fetched(sandbox: Sandbox, address: str) -> bytes | None:
    if sandbox.faults.strike("not_fetched"):
        return None
    sandbox.store.fetched.append(address)
    try:
        return sandbox.fetch(address)
    except (OSError, http.client.HTTPException, ValueError):  # the last: an address that is none
        return None


def _not_fetched(sandbox: Sandbox, listing: Listing, name: str) -> None:
    slot = listing.slots[name]
    slot.tries += 1
    if slot.tries < TRIES:
        _again(sandbox, listing, name, sandbox.options.timing.picture_again)
        return
    message = (
        f"The image could not be downloaded from {slot.locator} . Make sure it is public and submit it again."
    )
    _refuse(sandbox, listing, name, Complaint(code="sandbox-download", message=message))


def _look_at(sandbox: Sandbox, listing: Listing, name: str, content: bytes) -> None:
    try:
        image = pictures.take_in(content)
    except pictures.UnacceptableError as refused:
        _refuse(sandbox, listing, name, Complaint(code=refused.code, message=str(refused)))
        return
    picture = Picture(
        id=hashlib.sha256(content + name.encode()).hexdigest()[:11],
        width=image.width,
        height=image.height,
        content=pictures.encode(image),
    )
    found = pictures.complaints_about_main(image) if name == MAIN else []
    _take_in(sandbox, listing, name, sandbox.store.pictures.setdefault(picture.id, picture), found)


def _take_in(
    sandbox: Sandbox, listing: Listing, name: str, picture: Picture, found: list[Complaint] | None = None
) -> None:
    """Show a picture; one that Amazon had before is not judged a second time."""
    slot = listing.slots[name]
    slot.picture, slot.locator = picture, sandbox.picture_url(picture)
    listing.issues = [issue for issue in listing.issues if issue.slot != name]
    listing.updated = sandbox.clock.now()
    against = list(found or [])
    if name == MAIN and found is not None and sandbox.faults.strike("text_on_main"):
        against.append(pictures.TEXT)
    if against and sandbox.faults.strike("late_issue"):
        told = partial(_tell_late, sandbox, listing, name, slot.version, against)
        sandbox.timeline.after(sandbox.options.timing.late_issue, told)
        against = []
    listing.issues.extend(against)
    notifications.changed(sandbox, listing)


def _tell_late(sandbox: Sandbox, listing: Listing, name: str, version: int, against: list[Complaint]) -> None:
    """Hold against a picture what was seen when it was taken in, unless another stands there by now."""
    with sandbox.lock:
        if _current(sandbox, listing, name, version):
            listing.issues.extend(against)
            notifications.changed(sandbox, listing)


def _refuse(sandbox: Sandbox, listing: Listing, name: str, complaint: Complaint) -> None:
    complaint.attributes, complaint.slot = (name,), name
    kept = [issue for issue in listing.issues if issue.slot != name or not issue.attributes]
    listing.issues = [*kept, complaint]
    listing.updated = sandbox.clock.now()
    notifications.changed(sandbox, listing)
