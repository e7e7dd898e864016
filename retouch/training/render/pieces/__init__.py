"""The builders of pieces, by name: each takes a description and a generator and returns solids on the table.

The older ones draw what ``variant`` and ``stone`` say. Those of a plural name choose template, proportions, stones and
finish by the generator, in the metal described: one builder, thousands of pieces.
"""

from collections.abc import Callable

import numpy as np

from retouch.training.render.pieces import (
    apart,
    bracelets,
    chains,
    ear_pairs,
    earrings,
    handmade_rings,
    minerals,
    necklaces,
    openwork,
    pave,
    rings,
    stones,
    timepieces,
    watches,
    wristwear,
)
from retouch.training.render.pieces.base import Piece
from retouch.training.render.pieces.templates import BY_BUILDER, CATEGORIES, HELD_OUT, TEMPLATES, Template
from retouch.training.render.spec import SceneSpec

__all__ = [
    "BUILDERS",
    "BY_BUILDER",
    "CATEGORIES",
    "HELD_OUT",
    "TEMPLATES",
    "Builder",
    "Piece",
    "Template",
    "build",
]

Builder = Callable[[SceneSpec, np.random.Generator], Piece]


def nothing(_: SceneSpec, __: np.random.Generator) -> Piece:
    """An empty sheet."""
    return []


BUILDERS: dict[str, Builder] = {
    "solitaire": rings.solitaire,
    "halo_ring": rings.halo,
    "eternity": rings.eternity,
    "band": rings.plain_band,
    "signet": rings.signet,
    "cabochon_ring": rings.cabochon_ring,
    "stacked_rings": rings.stacked,
    "chain": necklaces.chain,
    "pendant": necklaces.pendant,
    "pearls": necklaces.pearls,
    "studs": earrings.studs,
    "hoops": earrings.hoops,
    "drops": earrings.drops,
    "bangle": bracelets.bangle,
    "tennis": bracelets.tennis,
    "chain_bracelet": bracelets.chain_bracelet,
    "pearl_bracelet": bracelets.pearl_bracelet,
    "loose": stones.loose,
    "cabochon": stones.cabochon,
    "watch": watches.watch,
    "nothing": nothing,
    "worked_rings": handmade_rings.worked_rings,
    "wire_rings": handmade_rings.wire_rings,
    "stone_rings": handmade_rings.stone_rings,
    "signet_rings": handmade_rings.signet_rings,
    "ball_rings": handmade_rings.ball_rings,
    "chains": chains.chains,
    "fine_pendants": chains.fine_pendants,
    "close_pendants": chains.close_pendants,
    "bead_strands": chains.bead_strands,
    "bar_necklaces": chains.bar_necklaces,
    "chain_rows": chains.chain_rows,
    "plate_collars": chains.plate_collars,
    "hook_drops": ear_pairs.hook_drops,
    "post_studs": ear_pairs.post_studs,
    "ring_hoops": ear_pairs.ring_hoops,
    "chandeliers": ear_pairs.chandeliers,
    "bow_studs": ear_pairs.bow_studs,
    "worked_cuffs": wristwear.worked_cuffs,
    "wire_bangles": wristwear.wire_bangles,
    "link_bracelets": wristwear.link_bracelets,
    "charm_bracelets": wristwear.charm_bracelets,
    "bead_bracelets": wristwear.bead_bracelets,
    "plate_bracelets": wristwear.plate_bracelets,
    "tangled_bracelets": wristwear.tangled_bracelets,
    "cord_bracelets": wristwear.cord_bracelets,
    "round_watches": timepieces.round_watches,
    "worn_watches": timepieces.worn_watches,
    "barrel_watches": timepieces.barrel_watches,
    "faceted_stones": minerals.faceted_stones,
    "tumbled_stones": minerals.tumbled_stones,
    "domed_stones": minerals.domed_stones,
    "rough_stones": minerals.rough_stones,
    "openwork_rings": openwork.openwork_rings,
    "openwork_bangles": openwork.openwork_bangles,
    "paved_rings": pave.paved_rings,
    "paved_earrings": pave.paved_earrings,
    "crown_rings": openwork.crown_rings,
    "nest_rings": apart.nest_rings,
    "fringes": apart.fringes,
    "lariats": apart.lariats,
    "tassels": apart.tassels,
    "snake_bangles": apart.snake_bangles,
    "tank_watches": apart.tank_watches,
    "pocket_watches": apart.pocket_watches,
    "briolettes": apart.briolettes,
    "gem_balls": apart.gem_balls,
}


def build(spec: SceneSpec, rng: np.random.Generator) -> Piece:
    """The piece that a description names."""
    return BUILDERS[spec.piece](spec, rng)
