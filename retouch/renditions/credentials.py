"""Content credentials: a signed manifest in the finished file, listing what was done to which photo. Source: C2PA 2.4.

Any further encoding removes it, so it comes last. The package ``c2pa`` is an extra and is loaded on first use. Nothing
is fetched and nothing sent: there is no time stamp from elsewhere.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from retouch.errors import CannotSign
from retouch.metadata import resulting_source_type
from retouch.photo import Note
from retouch.provenance import ENGINE_VERSION, OperationRecord, Provenance
from retouch.renditions.certificate import Certificate
from retouch.renditions.making import Sign

ROOM_BYTES = 24_000
"""What a manifest adds at most: chain, signature and the list of actions."""

UNTRUSTED = "signingCredential.untrusted"
_AGENT = {"name": "Lustre", "version": ENGINE_VERSION}
_QUIET = {"builder": {"thumbnail": {"enabled": False}}, "verify": {"verify_after_sign": False}}
_ACTIONS = {
    "white_balance": "c2pa.adjustedColor",
    "exposure": "c2pa.adjustedColor",
    "highlights": "c2pa.adjustedColor",
    "metal_tone": "c2pa.adjustedColor",
    "gems": "c2pa.adjustedColor",
    "detail": "c2pa.enhanced",
    "framing": "c2pa.cropped",
    "framed": "c2pa.cropped",
    "reduced": "c2pa.resized",
}
_OTHER = "c2pa.edited"
_OURS = "app.lustre"  # the standard asks for a prefix before what only we understand


@dataclass(frozen=True, slots=True)
class Story:
    """What a manifest tells: of which photo, and what was done to it."""

    title: str
    original: bytes
    original_format: str
    """"jpeg", "png" or "webp"."""
    provenance: Provenance | None = None
    source_type: str = ""
    """The IPTC word the original says of itself."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A manifest as anyone can read it out of a file."""

    manifest: Mapping[str, Any]
    problems: tuple[tuple[str, str], ...]
    """Code and explanation of what does not hold."""

    @property
    def holds(self) -> bool:
        """Whether the file is as it was signed; that nobody vouches for the signer is told apart."""
        return all(code == UNTRUSTED for code, _ in self.problems)


def is_available() -> bool:
    """Whether the extra is installed."""
    return find_spec("c2pa") is not None


def signer(certificate: Certificate, story: Story) -> Sign:
    """Return what signs the renditions of one photo; ``CannotSign`` comes when it is tried."""
    c2pa = import_module("c2pa")
    told = c2pa.C2paSignerInfo(certificate.algorithm, certificate.chain, certificate.key, None)

    def sign(data: bytes, format_name: str, notes: Sequence[Note]) -> bytes:
        signed = BytesIO()
        try:
            with (
                c2pa.Signer.from_info(told) as key,
                c2pa.Context(c2pa.Settings.from_dict(_QUIET)) as quiet,
                c2pa.Builder(_manifest(story, format_name, notes), quiet) as builder,
            ):
                builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
                parent = {"title": story.title, "relationship": "parentOf"}
                builder.add_ingredient(parent, _mime(story.original_format), BytesIO(story.original))
                builder.sign(key, _mime(format_name), BytesIO(data), signed)
        except c2pa.C2paError as error:
            raise CannotSign(str(error)) from error
        return signed.getvalue()

    return sign


def read(data: bytes, format_name: str) -> Credentials | None:
    """Read a file's manifest and check it against the file; None where there is none."""
    c2pa = import_module("c2pa")
    found = c2pa.Reader.try_create(_mime(format_name), BytesIO(data))
    if found is None:
        return None
    with found as reader:
        told: dict[str, Any] = json.loads(reader.json())
    status = tuple((each["code"], each.get("explanation", "")) for each in told.get("validation_status", ()))
    return Credentials(told["manifests"][told["active_manifest"]], status)


def _manifest(story: Story, format_name: str, notes: Sequence[Note]) -> dict[str, Any]:
    ran = story.provenance.operations if story.provenance else ()
    actions = [_ran(record, story) for record in ran] + [_noted(note, story) for note in notes]
    data = {"actions": actions, "allActionsIncluded": True}
    return {
        "claim_generator_info": [_AGENT],
        "title": story.title,
        "format": _mime(format_name),
        "assertions": [{"label": "c2pa.actions.v2", "data": data}],
    }


def _ran(record: OperationRecord, story: Story) -> dict[str, Any]:
    settings = {f"{_OURS}.{name}": value for name, value in record.params.items()}
    return {
        **_action(record.name, f"{record.name.replace('_', ' ')}, version {record.version}", story),
        "parameters": {f"{_OURS}.operation": record.name, **settings},
    }


def _noted(note: Note, story: Story) -> dict[str, Any]:
    return _action(note.code, note.sentence, story)


def _action(name: str, description: str, story: Story) -> dict[str, Any]:
    return {
        "action": _ACTIONS.get(name, _OTHER),
        "description": description,
        "softwareAgent": _AGENT,
        "digitalSourceType": resulting_source_type(story.source_type),
    }


def _mime(format_name: str) -> str:
    return f"image/{format_name}"
