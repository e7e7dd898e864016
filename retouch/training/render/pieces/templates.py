"""Which builder makes what, from where it is worth a look, and which builders training never sees."""

from dataclasses import dataclass

Range = tuple[float, float]
_RING: tuple[Range, Range] = ((14.0, 88.0), (0.25, 0.92))
_FLAT: tuple[Range, Range] = ((40.0, 90.0), (0.45, 0.96))
_NEAR: tuple[Range, Range] = ((50.0, 90.0), (0.80, 1.35))
_STONE: tuple[Range, Range] = ((25.0, 88.0), (0.20, 0.85))
_FACE: tuple[Range, Range] = ((8.0, 50.0), (0.50, 0.95))


@dataclass(frozen=True, slots=True)
class Template:
    """A builder, what its pieces are sold as, and ranges of the camera's elevation in degrees and of the fill.

    A fill beyond 1 runs out of the frame, as a necklace seen from near does.
    """

    builder: str
    category: str
    elevation_deg: Range
    fill: Range
    held_out: bool = False


def _of(
    category: str, names: str, poses: tuple[Range, Range], *, held_out: bool = False
) -> tuple[Template, ...]:
    return tuple(Template(name, category, *poses, held_out) for name in names.split())


TEMPLATES: tuple[Template, ...] = (
    *_of("ring", "solitaire halo_ring eternity band signet cabochon_ring", _RING),
    *_of(
        "ring",
        "worked_rings wire_rings stone_rings signet_rings ball_rings openwork_rings paved_rings",
        _RING,
    ),
    *_of("ring", "stacked_rings crown_rings nest_rings", _RING, held_out=True),
    *_of("necklace", "chain pendant pearls chains fine_pendants bead_strands", _FLAT),
    *_of("necklace", "bar_necklaces chain_rows plate_collars", _FLAT),
    *_of("necklace", "close_pendants", _NEAR),
    *_of("necklace", "fringes lariats", _FLAT, held_out=True),
    *_of("earrings", "studs hoops ring_hoops post_studs bow_studs paved_earrings", _RING),
    *_of("earrings", "hook_drops chandeliers", _FLAT),
    *_of("earrings", "drops tassels", _FLAT, held_out=True),
    *_of("bracelet", "bangle worked_cuffs wire_bangles openwork_bangles bead_bracelets", _RING),
    *_of("bracelet", "chain_bracelet pearl_bracelet link_bracelets charm_bracelets", _FLAT),
    *_of("bracelet", "plate_bracelets tangled_bracelets cord_bracelets", _FLAT),
    *_of("bracelet", "tennis snake_bangles", _RING, held_out=True),
    *_of("watch", "watch round_watches barrel_watches", _FLAT),
    *_of("watch", "worn_watches", _FACE),
    *_of("watch", "tank_watches", _FACE, held_out=True),
    *_of("watch", "pocket_watches", _FLAT, held_out=True),
    *_of("loose_stone", "loose cabochon faceted_stones tumbled_stones domed_stones rough_stones", _STONE),
    *_of("loose_stone", "briolettes gem_balls", _STONE, held_out=True),
)
BY_BUILDER: dict[str, Template] = {template.builder: template for template in TEMPLATES}
CATEGORIES: dict[str, tuple[str, ...]] = {
    category: tuple(t.builder for t in TEMPLATES if t.category == category)
    for category in ("ring", "necklace", "earrings", "bracelet", "watch", "loose_stone")
}
HELD_OUT: frozenset[str] = frozenset(t.builder for t in TEMPLATES if t.held_out)
"""Builders kept for test scenes: no training scene may show a piece of theirs."""
