"""Scenes of water: where it stands, overflows, comes in brown or does not come at all."""

import math

from playground.drawings import scenery
from playground.drawings.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mixed
from playground.drawings.scenery import CEMENT, DARK_CEMENT, INK, LEAF, RAINY

MURK = "#6f6a3c"


def _lane(canvas: Canvas, light: scenery.Light | None = None) -> None:
    """Houses along a lane, seen from the drain beside it."""
    scenery.day(canvas, 250, light)
    scenery.palm(canvas, (canvas.around(90, 30), 290), 190)
    scenery.house(canvas, 60, 300, canvas.around(190, 15))
    scenery.house(canvas, 330, 285, 140)
    scenery.bush(canvas, (300, 300), 24)
    scenery.house(canvas, 560, 305, canvas.around(200, 15))
    scenery.banana(canvas, (525, 305), 110)


def _channel(canvas: Canvas, water: Colour, level: float = 0.55) -> None:
    """A cemented drain that runs towards us, the asphalt to its right; `level` is how full it is, 0 to 1."""
    road = [(330, 290), (560, 290), (WIDTH, 470), (WIDTH, HEIGHT), (430, HEIGHT)]
    canvas.shape(road, "#7d7a78")
    canvas.shape([(330, 290), (344, 290), (470, HEIGHT), (430, HEIGHT)], "#9b9792")
    canvas.shape([(286, 290), (330, 290), (430, HEIGHT), (110, HEIGHT)], mixed(DARK_CEMENT, INK, 0.45))
    deep = 1 - level
    left, right = 110 + 60 * deep, 430 - 44 * deep
    canvas.shape([(292, 292), (324, 292), (right, HEIGHT), (left, HEIGHT)], water)
    canvas.shape([(292, 292), (304, 292), (left + 70, HEIGHT), (left, HEIGHT)], mixed(water, INK, 0.22))
    canvas.shape([(278, 290), (288, 290), (118, HEIGHT), (60, HEIGHT)], CEMENT)
    canvas.shape([(326, 290), (334, 290), (468, HEIGHT), (424, HEIGHT)], mixed(CEMENT, "#ffffff", 0.2))
    for step in range(1, 9):
        down = 290 + 310 * (step / 9) ** 1.7
        share = (down - 290) / 310
        canvas.line([(283 - 223 * share, down), (287 - 169 * share, down)], DARK_CEMENT, 1 + 2 * share)


def _bottle(canvas: Canvas, middle: Point, size: float, colour: Colour, *, turn: float) -> None:
    x, y = middle
    right, down = math.cos(turn), math.sin(turn)
    neck = (x + right * size * 1.1, y + down * size * 1.1)
    canvas.line(
        [(x - right * size * 0.6, y - down * size * 0.6), (x + right * size * 0.6, y + down * size * 0.6)],
        colour,
        size * 0.62,
    )
    canvas.line([(x + right * size * 0.6, y + down * size * 0.6), neck], mixed(colour, "#ffffff", 0.3), size * 0.26)
    canvas.disc(neck, size * 0.17, "#d64b3c")
    canvas.line(
        [
            (x - right * size * 0.4, y - down * size * 0.4 - size * 0.12),
            (x + right * size * 0.4, y + down * size * 0.4 - size * 0.12),
        ],
        "#ffffff88",
        size * 0.12,
    )


def _bag(canvas: Canvas, middle: Point, size: float, colour: Colour) -> None:
    x, y = middle
    canvas.smooth(
        [
            (x - size, y + size * 0.5),
            (x - size * 0.8, y - size * 0.4),
            (x - size * 0.1, y - size * 0.7),
            (x + size * 0.8, y - size * 0.3),
            (x + size, y + size * 0.6),
        ],
        colour,
    )
    canvas.line(
        [(x - size * 0.1, y - size * 0.5), (x - size * 0.3, y - size * 0.95)],
        mixed(colour, "#ffffff", 0.3),
        size * 0.12,
    )
    canvas.line([(x, y - size * 0.5), (x + size * 0.2, y - size * 0.9)], mixed(colour, "#ffffff", 0.3), size * 0.12)
    canvas.curve(
        (x - size * 0.5, y),
        (x - size * 0.1, y + size * 0.3),
        (x + size * 0.4, y - size * 0.1),
        mixed(colour, INK, 0.3),
        size * 0.06,
    )


def _litter(canvas: Canvas) -> None:
    """What gets stuck in a drain, farther away smaller."""
    for _ in range(20):
        share = canvas.random.random() ** 0.7
        y = 310 + 270 * share
        x = canvas.around(308 - 38 * share, 8 + 105 * share)
        canvas.oval((x, y), 5 + 13 * share, 2 + 5 * share, mixed("#7c6a35", LEAF, canvas.random.random()))
    _bag(canvas, (270, 470), 38, "#f2f0ea")
    _bag(canvas, (330, 540), 34, "#4a7fb5")
    _bottle(canvas, (200, 545), 40, "#a9d4c9", turn=canvas.around(0.3, 0.5))
    _bottle(canvas, (316, 405), 20, "#9fc7e0", turn=canvas.around(2.4, 0.5))
    _bottle(canvas, (286, 372), 13, "#b7d9a8", turn=canvas.around(-0.5, 0.5))
    canvas.box(228, 420, 262, 436, "#e6b23c", 4)
    canvas.box(236, 424, 254, 428, "#c23b2e", 1)


def clogged_drain(canvas: Canvas) -> None:
    _lane(canvas)
    _channel(canvas, MURK)
    for step in range(5):
        canvas.oval((canvas.around(290 - step * 20, 20), 340 + step * 55), 12 + step * 14, 3 + step * 3, "#8f8a55aa")
    _litter(canvas)
    for _ in range(14):
        share = canvas.random.random()
        scenery.grass(canvas, (262 - 210 * share, 300 + 300 * share), 14 + 34 * share)


def overflowing_drain(canvas: Canvas) -> None:
    _lane(canvas, RAINY)
    _channel(canvas, "#8c7a54", 0.98)
    canvas.smooth(
        [(300, 300), (346, 320), (420, 400), (610, 470), (700, 600), (380, 640), (90, 640), (220, 420)], "#8c7a54ee"
    )
    for step in range(9):
        left, down = canvas.around(300 + step * 10, 40), 330 + step * 30
        middle, end = (left + 30 + step * 4, down - 7), (left + 64 + step * 9, down + 2)
        canvas.curve((left, down), middle, end, "#c9bd98bb", 2.5)
    _bag(canvas, (450, 500), 26, "#f2f0ea")
    _bottle(canvas, (330, 520), 32, "#a9d4c9", turn=0.2)
    for _ in range(16):
        x, y = canvas.random.uniform(180, 640), canvas.random.uniform(400, 590)
        canvas.ring((x, y), 10, 4, "#e6dfc9aa", 1.4)
    canvas.rain(170)


def _wall_with_tap(canvas: Canvas) -> None:
    """A tiled washing place with a tap."""
    canvas.fade(0, 430, "#e9efe8", "#cfdcd6")
    for x in range(-20, WIDTH, 80):
        canvas.line([(x, 0), (x, 430)], "#b7c7c0", 2)
    for y in range(10, 430, 80):
        canvas.line([(0, y), (WIDTH, y)], "#b7c7c0", 2)
    for _ in range(14):
        x, y = canvas.random.randrange(-20, WIDTH, 80), canvas.random.randrange(10, 400, 80)
        canvas.box(x + 2, y + 2, x + 78, y + 78, "#d9e6df")
    canvas.fade(430, HEIGHT, "#a8a195", "#8a8378")
    canvas.box(0, 424, WIDTH, 436, "#96a39c")
    canvas.box(388, 60, 412, 210, "#9aa4ab", 4)
    canvas.box(392, 60, 398, 210, "#c9d2d6")


def _tap(canvas: Canvas) -> None:
    canvas.disc((400, 205), 26, "#7f8a91")
    canvas.box(390, 190, 470, 220, "#8f9aa1", 12)
    canvas.box(446, 205, 472, 262, "#8f9aa1", 8)
    canvas.box(442, 254, 476, 266, "#77828a", 4)
    canvas.box(416, 160, 424, 194, "#77828a")
    canvas.box(388, 148, 452, 166, "#c8452f", 8)
    canvas.box(394, 194, 462, 199, "#c3ccd1", 3)


def _bucket(canvas: Canvas, colour: Colour, water: Colour | None) -> None:
    canvas.shadow((458, 560), 150, 22)
    canvas.shape([(340, 400), (576, 400), (548, 560), (368, 560)], colour)
    canvas.shape([(340, 400), (384, 400), (398, 560), (368, 560)], mixed(colour, "#ffffff", 0.2))
    canvas.shape([(536, 400), (576, 400), (548, 560), (520, 560)], mixed(colour, INK, 0.25))
    canvas.oval((458, 560), 90, 12, mixed(colour, INK, 0.15))
    canvas.oval((458, 400), 120, 26, mixed(colour, INK, 0.35))
    if water:
        canvas.oval((458, 404), 110, 20, water)
        canvas.oval((430, 400), 44, 7, "#ffffff3c")
    canvas.ring((458, 400), 120, 26, mixed(colour, "#ffffff", 0.25), 5)
    canvas.curve((342, 404), (458, 520), (574, 404), "#6a6f73", 4)


def murky_water(canvas: Canvas) -> None:
    _wall_with_tap(canvas)
    _tap(canvas)
    _bucket(canvas, "#3f83c4", "#8a6a35")
    canvas.shape([(448, 264), (470, 264), (474, 402), (444, 402)], "#96763fdd")
    canvas.line([(455, 268), (453, 398)], "#c5aa74aa", 3)
    canvas.oval((459, 404), 30, 8, "#c5aa74aa")
    for _ in range(9):
        canvas.disc((canvas.around(459, 80), canvas.around(404, 12)), 2.5, "#5c4520")
    canvas.oval((200, 520), 64, 12, "#6f675c")
    canvas.shape([(150, 440), (250, 440), (238, 520), (162, 520)], "#e9f1f2aa")
    canvas.shape([(154, 468), (246, 468), (238, 520), (162, 520)], "#9b7a42cc")
    canvas.ring((200, 440), 50, 10, "#ffffff", 3)


def dry_tap(canvas: Canvas) -> None:
    _wall_with_tap(canvas)
    _tap(canvas)
    _bucket(canvas, canvas.random.choice(("#3f83c4", "#c4503f", "#4a9a63")), None)
    canvas.smooth([(459, 282), (466, 298), (459, 306), (452, 298)], "#7fb6d6")
    canvas.box(96, 470, 236, 560, "#e7c14a", 10)
    canvas.box(140, 448, 190, 476, "#e7c14a", 8)
    canvas.box(108, 486, 224, 546, "#d4ac35", 6)
    canvas.disc((214, 462), 12, "#b3902b")
    for _ in range(5):
        x = canvas.around(640, 110)
        canvas.line([(x, 470), (x + canvas.around(10, 20), 520), (x + canvas.around(0, 30), 580)], "#6f675c", 2)


def flood(canvas: Canvas) -> None:
    scenery.day(canvas, 240, RAINY)
    scenery.palm(canvas, (60, 330), 230, mixed(LEAF, "#5d6d70", 0.3))
    scenery.house(canvas, 90, 400, 250)
    scenery.house(canvas, 450, 390, 230)
    scenery.banana(canvas, (400, 380), 130, mixed(LEAF, "#5d6d70", 0.2))
    canvas.line([(735, 200), (735, 420)], "#6f6a66", 8)
    canvas.line([(700, 216), (770, 216)], "#6f6a66", 5)
    water = "#8d7b58"
    canvas.fade(362, HEIGHT, mixed(water, "#c9c2ab", 0.3), mixed(water, INK, 0.25))
    for row in range(16):
        y = 372 + row * 14 + row * row * 0.25
        for _ in range(5):
            x, half = canvas.random.uniform(0, WIDTH), 14 + row * 4
            canvas.curve((x - half, y), (x, y - 3 - row * 0.4), (x + half, y), "#d8cfb455", 1.6 + row * 0.15)
    for left, width in ((90, 250), (450, 230)):
        canvas.box(left, 366, left + width, 374, "#5b4f3a66")
    for middle, colour in (((260, 470), "#3f83c4"), ((296, 478), "#3f83c4")):
        canvas.oval(middle, 22, 8, colour)
        canvas.curve(
            (middle[0] - 10, middle[1] - 2), (middle[0], middle[1] - 14), (middle[0] + 12, middle[1]), "#f2f0ea", 3
        )
    canvas.oval((560, 506), 70, 15, "#5b4f3a88")
    canvas.smooth([(490, 500), (500, 452), (620, 452), (632, 502), (560, 512)], "#c4503f")
    canvas.oval((560, 458), 58, 13, "#9c3d30")
    canvas.rain(190)


def mosquito_puddle(canvas: Canvas) -> None:
    """Old tyres and tins in an empty plot."""
    scenery.day(canvas, 230)
    scenery.banana(canvas, (90, 330), 180)
    scenery.banana(canvas, (700, 320), 150)
    scenery.fence(canvas, 170, 640, 300, 60)
    for _ in range(40):
        scenery.grass(canvas, (canvas.random.uniform(0, 800), canvas.random.uniform(310, 420)), 34)
    _tyre(canvas, (300, 470), 170)
    _tyre(canvas, (560, 520), 130)
    canvas.shadow((160, 560), 46, 10)
    canvas.box(120, 480, 200, 560, "#b9bec1", 4)
    canvas.oval((160, 480), 40, 10, "#5f6a58")
    canvas.box(120, 506, 200, 536, "#c8452f")
    for _ in range(12):
        _mosquito(canvas, (canvas.around(400, 280), canvas.around(300, 130)))
    for _ in range(12):
        scenery.grass(canvas, (canvas.random.uniform(0, 800), 600), 50)


def _tyre(canvas: Canvas, middle: Point, size: float) -> None:
    x, y = middle
    canvas.shadow((x, y + size * 0.36), size * 1.05, size * 0.2)
    canvas.oval((x, y + size * 0.16), size, size * 0.42, "#26262a")
    canvas.oval(middle, size, size * 0.42, "#3d3d42")
    canvas.oval((x, y + 4), size * 0.58, size * 0.22, "#1b1b1e")
    canvas.oval((x, y + size * 0.07), size * 0.54, size * 0.17, "#6d7a5c")
    canvas.oval((x - size * 0.16, y + size * 0.04), size * 0.2, size * 0.05, "#d9e4e677")
    for step in range(16):
        turn = math.tau * step / 16
        inner = (x + math.cos(turn) * size * 0.72, y + math.sin(turn) * size * 0.3)
        outer = (x + math.cos(turn) * size * 0.96, y + math.sin(turn) * size * 0.4)
        canvas.line([inner, outer], "#55555c", 3)


def _mosquito(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    canvas.line([(x - 6, y), (x + 6, y + 2)], INK, 2.2)
    canvas.oval((x - 1, y - 4), 6, 2.4, "#ffffff99")
    for leg in (-4, 0, 4):
        canvas.line([(x + leg, y + 1), (x + leg - 3, y + 9)], INK, 0.9)
