"""What a retouch did, in words first; the figure stands behind each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from retouch.alloys import spoken
from shopapp.models import Revision

_OPERATIONS = {
    "white_balance": gettext_lazy("The light is neutral now"),
    "exposure": gettext_lazy("White and black are where they belong"),
    "highlights": gettext_lazy("Burnt highlights on the metal are calm again"),
    "gems": gettext_lazy("Stones are clearer; their color stayed"),
    "detail": gettext_lazy("Prongs, settings and links are crisp at this size"),
    "cut_out": gettext_lazy("The piece is cut out along its own edge"),
    "background": gettext_lazy("The background is even and clean"),
    "shadow": gettext_lazy("A soft shadow lies under the piece"),
    "framing": gettext_lazy("The piece sits in the middle of its frame"),
}
_SEEN = {
    "14k-yellow-gold": gettext_lazy("yellow gold"),
    "14k-rose-gold": gettext_lazy("rose gold"),
    "sterling-silver": gettext_lazy("white metal"),
}
"""What a photo alone can tell: neither a karat, nor silver from platinum."""


@dataclass(frozen=True, slots=True)
class Change:
    """One operation: what it did, over which share of the photo, and its parameters."""

    name: str
    sentence: str
    share: float
    figures: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """How true the result is: a sentence, and the figure behind it."""

    sentence: str
    label: str
    figure: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is told about a result."""

    done: list[Change] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def of(revision: Revision) -> Changes:
    """Tell what was done to make a result."""
    told = Changes(kept=_kept(revision.report.get("fidelity") or {}))
    measures = revision.report.get("measures") or {}
    for record in revision.provenance.get("operations", []):
        share = float(record.get("changed_share") or 0)
        sentence = _sentence(str(record["name"]), measures, _metal(revision))
        if share == 0:
            told.untouched.append(_plain(record["name"]))
        else:
            told.done.append(Change(record["name"], sentence, max(0.0, share), _figures(record)))
    return told


def _metal(revision: Revision) -> str:
    """Name what the metal's tone was made to be: the listing's alloy, or what the photo shows."""
    seen = str(_SEEN.get(str(revision.report.get("alloy")), ""))
    return spoken(revision.alloy) or (_("%s, as the photo shows it") % seen if seen else "")


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _sentence(name: str, measures: Mapping[str, Any], metal: str) -> str:
    if name == "spot_removal":
        count = int(measures.get("defects") or 0)
        told = ngettext("%d speck or hairline is gone", "%d specks and hairlines are gone", count)
        return told % count
    if name == "metal_tone":
        return _("The metal has the tone of %s") % metal if metal else _("The metal has an even tone")
    return str(_OPERATIONS.get(name, _plain(name)))


def _figures(record: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    params = record.get("params") or {}
    simple = [(_plain(key), value) for key, value in params.items() if isinstance(value, int | float | str)]
    seconds = round(float(record.get("seconds") or 0), 2)
    return (*simple, (_("seconds"), seconds), (_("version"), record.get("version", 1)))


def _kept(fidelity: Mapping[str, Any]) -> list[Kept]:
    told = []
    if (edges := fidelity.get("edges_kept")) is not None:
        told.append(
            Kept(_("%d %% of the piece's edges came through") % round(100 * edges), _("Edges kept"), edges)
        )
    if (thin := fidelity.get("thin_kept")) is not None:
        sentence = _("%d %% of prongs, links and wire came through as they were") % round(100 * thin)
        told.append(Kept(sentence, _("Thin parts kept"), thin))
    for part, name in (("metal", _("The metal's color")), ("gem", _("The stones' color"))):
        moved = (fidelity.get(part) or {}).get("delta_e")
        if moved is not None:
            told.append(Kept(_moved(name, moved), "ΔE2000", moved))
    if fidelity.get("changed_outside") == 0:
        told.append(Kept(_("Nothing changed where nothing should"), _("Changed outside its region"), 0.0))
    return told


def _moved(name: str, delta_e: float) -> str:
    if delta_e < 1:
        return _("%s did not move by anything an eye could see") % name
    return _("%(name)s moved by %(moved).1f; a difference of 2 is just visible") % {
        "name": name,
        "moved": delta_e,
    }
