"""What pieces lie or stand on: paper, wood, stone, cloth, leather, sand, silk, and tables before a wall."""

from collections.abc import Callable

import cv2
import numpy as np

from tests.labelled.fresh.canvas import (
    Floats,
    Point,
    Shape,
    Tone,
    blur,
    cast,
    filled,
    floats,
    grid,
    lens,
    linear,
    noise,
    over,
    warped,
    window_light,
)
from tests.labelled.fresh.gems import Piece


def lit(height: Floats, strength: float, lamp: Point = (-0.6, -0.7)) -> Floats:
    """Return the light on a height map from a side."""
    across = cv2.Sobel(height, -1, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(height, -1, 0, 1, ksize=3, scale=0.125)
    return floats(np.clip(1 - strength * (across * -lamp[0] + down * -lamp[1]) * -1, 0.15, 1.9))[..., None]


def paper(shape: Shape, tone: Tone, seed: int) -> Floats:
    grainy = lit(noise(shape, 3, seed, 2), 0.05) * (1 + 0.01 * noise(shape, 200, seed + 1, 2)[..., None])
    return filled(shape, tone) * grainy


def wood(shape: Shape, tone: Tone, seed: int, planks: int = 3) -> Floats:
    """Return boards running across, with rings, pores and gaps."""
    rows, columns = grid(shape)
    high = shape[0] / planks
    board = np.floor(rows / high)
    rng = np.random.default_rng(seed)
    offset = rng.uniform(0, 900, planks + 1)[board.astype(int)]
    bend = noise(shape, 260, seed, 3, (3.4, 0.7)) * 26
    knot_x, knot_y = rng.uniform(0.2, 0.8) * shape[1], (rng.integers(planks) + 0.5) * high
    near = np.exp(-(((columns - knot_x) / 110) ** 2) - ((rows - knot_y) / 36) ** 2)
    rings = np.sin((rows + bend + offset + 60 * near) / 7.5 + 2.2 * noise(shape, 120, seed + 1, 2, (5, 0.5)))
    pores = np.clip(noise(shape, 3, seed + 2, 2, (18, 0.7)) - 0.5, 0, 1)
    level = 1 + 0.1 * rings - 0.28 * pores - 0.35 * near**3 + 0.05 * noise(shape, 90, seed + 3, 2, (4, 1))
    level *= 1 + (rng.uniform(-0.1, 0.1, planks + 1)[board.astype(int)])
    gap = np.clip(1 - np.abs(rows % high - 1.5) / 1.6, 0, 1) * (rows > 4)
    warm = 1 + floats([0.0, -0.05, -0.1]) * (rings * 0.5 - 0.2)[..., None]
    return floats(filled(shape, tone) * level[..., None] * warm * (1 - 0.75 * gap)[..., None])


def marble(shape: Shape, tone: Tone, seed: int, vein: Tone = (120, 120, 128)) -> Floats:
    bend_x, bend_y = noise(shape, 220, seed, 4) * 70, noise(shape, 220, seed + 1, 4) * 70
    rows, columns = grid(shape)
    field = noise(shape, 340, seed + 2, 3)
    field = floats(
        cv2.remap(field, columns + bend_x, rows + bend_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    )
    thin = np.exp(-np.abs(field) / 0.025) * np.clip(0.5 + 0.6 * noise(shape, 150, seed + 3, 2), 0, 1)
    wide = np.exp(-np.abs(field - 0.1) / 0.2) * 0.35
    cloudy = 0.12 * noise(shape, 120, seed + 4, 4)
    veined = over(filled(shape, tone), vein, np.clip(0.75 * thin + wide + cloudy, 0, 0.85))
    return floats(veined)


def linen(shape: Shape, tone: Tone, seed: int, pitch: float = 5.0) -> Floats:
    """Return a plain weave whose threads vary in thickness, with soft waves."""
    rows, columns = grid(shape)
    sway = noise(shape, 160, seed, 2) * 3
    u, v = columns + sway, rows + noise(shape, 160, seed + 1, 2) * 3
    thick_u = 0.3 * noise(shape, 4, seed + 2, 1, (1, 60))
    thick_v = 0.3 * noise(shape, 4, seed + 3, 1, (60, 1))
    check = np.sign(np.sin(np.pi * u / pitch) * np.sin(np.pi * v / pitch))
    warp = np.abs(np.sin(np.pi * u / pitch)) * (1 + thick_u)
    weft = np.abs(np.sin(np.pi * v / pitch)) * (1 + thick_v)
    level = 0.62 + 0.4 * np.where(check > 0, warp, weft) + 0.08 * noise(shape, 2, seed + 4, 1)
    waves = lit(noise(shape, 260, seed + 5, 2) * 40, 0.5)
    return floats(filled(shape, tone) * level[..., None] * waves)


def leather(shape: Shape, tone: Tone, seed: int) -> Floats:
    """Return grained leather, of pebbles with creases between them."""
    rng = np.random.default_rng(seed)
    small = (shape[0] // 2, shape[1] // 2)
    seeds = np.full(small, 255, np.uint8)
    count = small[0] * small[1] // 70
    seeds[rng.integers(0, small[0], count), rng.integers(0, small[1], count)] = 0
    far = cv2.distanceTransform(seeds, cv2.DIST_L2, 5)
    height = cv2.resize(-np.minimum(far, 7), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    height = blur(floats(height), 1.2) + 0.8 * noise(shape, 3, seed + 1, 2)
    return floats(
        filled(shape, tone) * lit(height, 0.55) * (1 + 0.08 * noise(shape, 160, seed + 2, 3))[..., None]
    )


def silk(shape: Shape, tone: Tone, seed: int, depth: float = 1.0, shine: float = 0.5) -> Floats:
    """Return cloth in folds, shining along them."""
    rng = np.random.default_rng(seed)
    rows, columns = grid(shape)
    turn = rng.uniform(0.3, 1.2)
    u = columns * np.cos(turn) + rows * np.sin(turn)
    bend = noise(shape, 420, seed, 2)
    height = np.zeros(shape, np.float32)
    for long, high in ((190, 34), (84, 9), (47, 3)):
        height += high * np.sin(u / long * 2 * np.pi / 1.7 + (2.0 + 60 / long) * bend + rng.uniform(0, 6))
    height = height * (0.65 + 0.5 * noise(shape, 500, seed + 2, 1)) * depth
    across = blur(floats(cv2.Sobel(floats(height), -1, 1, 0, ksize=3, scale=0.125)), 2)
    down = blur(floats(cv2.Sobel(floats(height), -1, 0, 1, ksize=3, scale=0.125)), 2)
    norm = np.sqrt(1 + across**2 + down**2)
    light = np.clip((-0.55 * -across + 0.6 * -down * -1 + 0.75) / norm, 0.04, 1.5)
    gleam = np.clip((0.35 * across + 0.4 * down + 0.9) / norm, 0, 1) ** 14
    weave = 1 + 0.04 * noise(shape, 2, seed + 4, 1, (1, 4))
    base = linear(tone) * ((0.16 + 0.95 * light) * weave)[..., None]
    return floats(base + shine * gleam[..., None] * (0.5 * linear(tone) + 0.25))


def velvet(shape: Shape, tone: Tone, seed: int) -> Floats:
    nap = blur(noise(shape, 2, seed, 2), 0.6)
    brushed = noise(shape, 150, seed + 1, 3)
    return floats(filled(shape, tone) * (0.8 + 0.3 * brushed + 0.3 * nap)[..., None].clip(0.1, 2))


def slate(shape: Shape, tone: Tone, seed: int) -> Floats:
    steps = np.round(noise(shape, 240, seed, 3) * 3) * 5 + noise(shape, 30, seed + 1, 4) * 5
    rough = blur(floats(steps), 1.0) + noise(shape, 4, seed + 2, 2) * 0.8
    return floats(
        filled(shape, tone) * lit(rough, 0.3) * (1 + 0.1 * noise(shape, 90, seed + 3, 4))[..., None]
    )


def sand(shape: Shape, tone: Tone, seed: int) -> Floats:
    rows, columns = grid(shape)
    ripple = 7 * np.sin((rows + 0.35 * columns + 40 * noise(shape, 300, seed, 2)) / 17)
    height = floats(ripple + 6 * noise(shape, 120, seed + 1, 3))
    rng = np.random.default_rng(seed)
    grains = floats(rng.normal(1, 0.16, shape))[..., None]
    return floats(filled(shape, tone) * lit(height, 0.5) * grains)


def terrazzo(shape: Shape, tone: Tone, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    light = paper(shape, tone, seed)
    for _ in range(150):
        center, size = rng.uniform(0, 1, 2) * (shape[1], shape[0]), rng.uniform(5, 26)
        corners = [
            center + size * rng.uniform(0.6, 1) * np.array([np.cos(a), np.sin(a)])
            for a in np.sort(rng.uniform(0, 2 * np.pi, 6))
        ]
        mask = np.zeros(shape, np.uint8)
        cv2.fillPoly(mask, [np.round(np.array(corners) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        spot = ((188, 120, 96), (120, 128, 132), (214, 180, 150), (90, 84, 80))[int(rng.integers(4))]
        light = over(light, spot, floats(mask) / 255 * 0.8)
    return light


GROUNDS: dict[str, Callable[[Shape, int], Floats]] = {
    "white": lambda shape, seed: paper(shape, (246, 245, 243), seed),
    "grey": lambda shape, seed: paper(shape, (188, 189, 192), seed),
    "skin paper": lambda shape, seed: paper(shape, (226, 188, 166), seed),
    "beige": lambda shape, seed: paper(shape, (224, 208, 188), seed),
    "pink": lambda shape, seed: paper(shape, (234, 200, 194), seed),
    "black": lambda shape, seed: paper(shape, (34, 33, 36), seed),
    "sage": lambda shape, seed: paper(shape, (150, 164, 142), seed),
    "blue": lambda shape, seed: paper(shape, (126, 148, 176), seed),
    "oak": lambda shape, seed: wood(shape, (178, 134, 92), seed),
    "walnut": lambda shape, seed: wood(shape, (98, 66, 46), seed, 4),
    "driftwood": lambda shape, seed: wood(shape, (168, 158, 148), seed, 5),
    "marble": lambda shape, seed: marble(shape, (238, 237, 236), seed),
    "green marble": lambda shape, seed: marble(shape, (44, 74, 62), seed, (196, 206, 196)),
    "linen": lambda shape, seed: linen(shape, (206, 192, 170), seed),
    "grey linen": lambda shape, seed: linen(shape, (128, 132, 140), seed, 4),
    "denim": lambda shape, seed: linen(shape, (58, 78, 112), seed, 4),
    "brown leather": lambda shape, seed: leather(shape, (122, 76, 48), seed),
    "tan leather": lambda shape, seed: leather(shape, (206, 160, 124), seed),
    "black leather": lambda shape, seed: leather(shape, (38, 36, 38), seed),
    "red silk": lambda shape, seed: silk(shape, (156, 26, 42), seed),
    "beige silk": lambda shape, seed: silk(shape, (230, 204, 182), seed, 0.8),
    "pink silk": lambda shape, seed: silk(shape, (234, 190, 186), seed, 1.0, 0.35),
    "white silk": lambda shape, seed: silk(shape, (236, 234, 230), seed, 0.6, 0.2),
    "navy velvet": lambda shape, seed: velvet(shape, (26, 34, 66), seed),
    "slate": lambda shape, seed: slate(shape, (76, 80, 84), seed),
    "sand": lambda shape, seed: sand(shape, (222, 198, 162), seed),
    "terrazzo": lambda shape, seed: terrazzo(shape, (232, 226, 218), seed),
}


def ground(name: str, shape: Shape, seed: int, window: float = 0.35, panes: bool = False) -> Floats:
    """Return a ground from above under light from a window."""
    return GROUNDS[name](shape, seed) * window_light(shape, seed + 50, window, panes)


def bokeh(shape: Shape, tone: Tone, seed: int, count: int = 22) -> Floats:
    """Return a dim room far out of focus, with discs of light."""
    rng = np.random.default_rng(seed)
    light = filled(shape, tone) * (1 + 0.35 * noise(shape, shape[1] * 0.4, seed, 2)[..., None])
    light = np.clip(light, 0.004, None)
    for _ in range(count):
        radius = rng.uniform(0.02, 0.06) * shape[1]
        center = rng.uniform(0, 1, 2) * (shape[1], shape[0])
        rows, columns = grid(shape)
        far = np.hypot(columns - center[0], rows - center[1])
        disc = np.clip((radius - far) / 2.5 + 0.5, 0, 1) * (0.75 + 0.25 * (far / radius) ** 3)
        glow = linear((255, rng.uniform(190, 240), rng.uniform(130, 220))) * rng.uniform(0.1, 0.45)
        light = light + np.clip(disc, 0, 1)[..., None] * glow
    return floats(light)


def table(name: str, shape: Shape, seed: int, horizon: float = 0.38, wall: Floats | None = None) -> Floats:
    """Return a surface seen from the side, running back out of focus to a wall."""
    height, width = shape
    flat = GROUNDS[name]((height, width), seed)
    edge = horizon * height
    surface = warped(flat, [(0, edge), (width, edge), (width * 1.75, height), (-width * 0.75, height)], shape)
    rows, _ = grid(shape)
    back = wall if wall is not None else paper(shape, (214, 208, 200), seed + 1)
    seam = blur(np.clip((rows - edge) / 2 + 0.5, 0, 1), 3)
    surface = np.where(rows[..., None] > edge - 1, np.nan_to_num(surface), back)
    light = floats(back * (1 - seam[..., None]) + surface * seam[..., None])
    deep = lens(light, 9)
    middle = lens(light, 3.5)
    share = np.clip((rows - edge) / (height - edge), 0, 1)
    light = _mixed(deep, middle, np.clip(share / 0.25, 0, 1))
    light = _mixed(light, surface, np.clip((share - 0.25) / 0.2, 0, 1))
    return light * window_light(shape, seed + 50, 0.3)


def _mixed(one: Floats, other: Floats, share: Floats) -> Floats:
    return floats(one + (other - one) * share[..., None])


def laid(
    light: Floats,
    piece: Piece,
    center: Point,
    size: float,
    turn: float = 0.0,
    *,
    shadow: float = 0.5,
    lift: Point = (10, 13),
) -> Floats:
    """Lay a piece on a ground seen from above; center and size are shares of the shorter side and frame."""
    shape = (light.shape[0], light.shape[1])
    place = piece.scaled(size * min(shape)).set_in(shape, (center[0] * shape[1], center[1] * shape[0]), turn)
    light = cast(light, place.mask, lift, 5 + 0.5 * float(np.hypot(*lift)), shadow)
    return over(light, place.color, place.mask)


def stood(
    light: Floats, piece: Piece, base: Point, size: float, turn: float = 0.0, shadow: float = 0.45
) -> Floats:
    """Stand a piece on a table, its shadow falling back to the right."""
    shape = (light.shape[0], light.shape[1])
    whole = piece.scaled(size * min(shape))
    rows = np.nonzero(whole.mask.max(axis=1) > 0.3)[0]
    foot = float(rows[-1]) - whole.mask.shape[0] / 2
    x, y = base[0] * shape[1], base[1] * shape[0]
    place = whole.set_in(shape, (x, y - foot), turn)
    lean = np.array([[1, -0.55, 0.55 * (y - 2)], [0, 0.32, 0.68 * (y - 2)]], np.float64)
    fallen = floats(cv2.warpAffine(place.mask, lean, (shape[1], shape[0])))
    light = dimmed_soft(light, fallen, shadow)
    touch = floats(
        cv2.warpAffine(place.mask, np.array([[1, 0, 0], [0, 0.12, 0.88 * y]]), (shape[1], shape[0]))
    )
    light = light * (1 - 0.5 * blur(touch, 5)[..., None])
    return over(light, place.color, place.mask)


def dimmed_soft(light: Floats, mask: Floats, strength: float) -> Floats:
    soft = 0.5 * blur(mask, 4) + 0.5 * blur(mask, 14)
    return floats(light * (1 - strength * soft[..., None] * floats([1.0, 0.96, 0.92])))
