"""Skin that is the ground: told from cloth, leather and paper of its color, or asked about."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from retouch.quality.facts.skin import is_skin_ground

SIDE = 120


def slow(number):
    few = np.random.default_rng(number).normal(0, 1, (5, 5)).astype(np.float32)
    return cv2.resize(few, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)


def ground(*, shades=0.0, redder=0.0, blood=0.0, unrest=2.0, covers=SIDE, hue=48.0):
    """A ground whose lightness and hue change: together by ``redder``, the hue alone by ``blood`` degrees."""
    lightness = 60 + shades * slow(1)
    angle = hue + redder * slow(1) + blood * slow(2)
    chroma = np.full((SIDE, SIDE), 26, np.float32)
    angle[covers:] = 180.0
    radians = np.radians(angle)
    lab = np.stack([lightness, chroma * np.cos(radians), chroma * np.sin(radians)], axis=2)
    return SimpleNamespace(
        lab=lab.astype(np.float32), lightness=lightness, hue=angle, chroma=chroma,
        jewelry=np.zeros((SIDE, SIDE), bool), unrest=lambda side: np.full((SIDE, SIDE), unrest, np.float32),
    )  # fmt: skip


SKIN = {"shades": 8.0, "redder": 8.0, "blood": 8.0}


@pytest.mark.parametrize(
    ("seen", "answer"),
    [
        (SKIN, True),
        ({"shades": 8.0}, None),  # folds of one pigment
        ({"shades": 8.0, "redder": 5.0}, None),  # leather: its hue goes with its lightness
        (
            {"shades": 8.0, "redder": -10.0, "blood": 8.0},
            None,
        ),  # its lights are the redder ones: metal, two lamps
        (SKIN | {"unrest": 20.0}, None),  # a board has a grain
        ({}, False),  # paper
        (SKIN | {"hue": 180.0}, False),
        (SKIN | {"covers": SIDE // 4}, False),  # too little of it to be the ground
    ],
)
def test_skin_is_told_by_a_hue_that_wanders_and_is_redder_in_its_shadows(seen, answer):
    assert is_skin_ground(ground(**seen)) is answer


def test_a_field_too_thin_for_its_colors_is_asked_about():
    seen = ground(**SKIN)
    seen.jewelry = np.ones((SIDE, SIDE), bool)
    seen.jewelry[::12] = False
    assert is_skin_ground(seen) is None


def test_skin_without_a_shade_is_asked_about_where_clothes_are_below_it():
    assert is_skin_ground(ground(), clothed=True) is None
    assert is_skin_ground(ground(hue=180.0), clothed=True) is False
    assert is_skin_ground(ground(**SKIN), clothed=True) is True
