"""What became of a submitted image, told from the listing's locator, its issues and the catalog's picture.

Amazon judges in its own time, and what it accepted may not be read at once. While the listing still shows our address
the picture has not been fetched, and an issue that names no attribute is about the picture before it; when the listing
shows Amazon's own link, it is ours.
"""

import re

from integrations.amazon.config import AmazonConfig
from integrations.amazon.issues import names_an_image, read
from integrations.amazon.listings import Item
from integrations.marketplace import (
    REPLACED,
    ImageVerdict,
    Issue,
    Judgement,
    ListingImage,
    Severity,
    Snapshot,
    SubmittedImage,
    Verdict,
)

NOT_SHOWN = "NOT_SHOWN"
"""Our own code: Amazon has our picture, and shows another contributor's."""

_ADDRESS = re.compile(r"https?://[^\s'\"<>]+")


def judge(
    config: AmazonConfig, item: Item, snapshot: Snapshot, submitted: tuple[SubmittedImage, ...]
) -> Verdict:
    """Tell what became of each submitted image."""
    issues = read(item.issues, config.marketplace_id)
    places = {image.place for image in submitted}
    return Verdict(
        images=tuple(_judge(config, item, snapshot.at(image.place), image) for image in submitted),
        snapshot=snapshot,
        issues=tuple(issue for issue in issues if issue.place not in places),
    )


def waits_for_sizes(config: AmazonConfig, verdict: Verdict) -> bool:
    """Whether Amazon has every picture that is pending: then the catalog can say the rest."""
    waiting = [one.image for one in verdict.images if one.judgement is Judgement.PENDING]
    return bool(waiting) and all(image is not None and config.is_amazons_own(image.key) for image in waiting)


def _judge(
    config: AmazonConfig, item: Item, there: ListingImage | None, submitted: SubmittedImage
) -> ImageVerdict:
    place = submitted.place
    if _is_of_before(item, there, submitted):
        return ImageVerdict(place, Judgement.PENDING, there)
    if there is None:
        return ImageVerdict(
            place, Judgement.REJECTED, None, (*_issues(config, item, place), _replaced(place))
        )
    if there.key == submitted.key or there.key.startswith("s3://"):  # on its way into Amazon's own storage
        failed = _failures(config, item, submitted)
        return ImageVerdict(place, Judgement.REJECTED if failed else Judgement.PENDING, there, failed)
    if not config.is_amazons_own(there.key):
        return ImageVerdict(place, Judgement.REJECTED, there, (_replaced(place),))
    return _of_amazons_own(there, _issues(config, item, place))


def _of_amazons_own(there: ListingImage, issues: tuple[Issue, ...]) -> ImageVerdict:
    place = there.place
    if any(issue.refuses for issue in issues):
        return ImageVerdict(place, Judgement.REJECTED, there, issues)
    if not there.is_settled:
        return ImageVerdict(place, Judgement.PENDING, there, issues)
    if there.address != there.key:
        issues = (*issues, _not_shown(place))
    return ImageVerdict(place, Judgement.ACCEPTED, there, issues)


def _is_of_before(item: Item, there: ListingImage | None, submitted: SubmittedImage) -> bool:
    """Whether this is the listing as it was: Amazon reads what it wrote a little later."""
    if not submitted.since:
        return there is None
    key = there.key if there else ""
    return key != submitted.key and (key, item.version) == (submitted.before, submitted.since)


def _issues(config: AmazonConfig, item: Item, place: int) -> tuple[Issue, ...]:
    return tuple(issue for issue in read(item.issues, config.marketplace_id) if issue.place == place)


def _failures(config: AmazonConfig, item: Item, submitted: SubmittedImage) -> tuple[Issue, ...]:
    """The errors about a picture that Amazon has not taken in; one that names another address is an older one."""
    told = read((entry for entry in item.issues if names_an_image(entry)), config.marketplace_id)
    return tuple(
        issue
        for issue in told
        if issue.place == submitted.place
        and issue.severity is Severity.ERROR
        and not _is_about_another(issue.message, submitted.key)
    )


def _is_about_another(message: str, address: str) -> bool:
    named = _ADDRESS.findall(message)
    return bool(named) and not any(one.startswith(address) for one in named)


def _replaced(place: int) -> Issue:
    return Issue(
        REPLACED, "Somebody else changed this image on Amazon before ours was taken in.", place=place
    )


def _not_shown(place: int) -> Issue:
    message = "Amazon has this image, but shows buyers the picture of another contributor."
    return Issue(NOT_SHOWN, message, Severity.WARNING, place)
