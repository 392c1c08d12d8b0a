"""Scenes of ways and open ground: holes, mud, a bridge without planks, heaps of rubbish, a tree that leans."""

import math

from playground.drawings import scenery
from playground.drawings.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, circle, mixed
from playground.drawings.scenery import BAMBOO, CEMENT, DARK_WOOD, INK, LEAF, WOOD


def _road(canvas: Canvas, colour: Colour) -> None:
    """A way towards the hills, with houses to the left and right of it."""
    light = scenery.day(canvas, 240)
    scenery.house(canvas, 30, 300, 180)
    scenery.palm(canvas, (canvas.around(240, 20), 280), 170)
    scenery.house(canvas, 560, 300, canvas.around(190, 15))
    scenery.bush(canvas, (500, 290), 26)
    scenery.banana(canvas, (770, 320), 130)
    edge = mixed(light.ground, "#8a7a52", 0.5)
    canvas.shape([(340, 242), (440, 242), (790, HEIGHT), (-30, HEIGHT)], edge)
    canvas.shape([(350, 242), (430, 242), (730, HEIGHT), (40, HEIGHT)], colour)
    for _ in range(170):
        share = canvas.random.random()
        x, y = canvas.around(390, 34 + 300 * share), 250 + 350 * share
        canvas.oval(
            (x, y),
            1 + 4 * share,
            0.6 + 1.6 * share,
            mixed(colour, "#ffffff" if canvas.random.random() > 0.5 else INK, 0.16),
        )


def _verges(canvas: Canvas) -> None:
    for _ in range(26):
        share = canvas.random.random()
        side = canvas.random.choice((-1, 1))
        scenery.grass(canvas, (390 + side * (46 + 345 * share), 250 + 350 * share), 10 + 34 * share)


def pothole(canvas: Canvas) -> None:
    _road(canvas, "#77757a")
    for start, end in ((262, 292), (320, 366), (560, 660)):
        a, b = (start - 242) / 358, (end - 242) / 358
        canvas.shape([(388 - 3 * a, start), (392 + 3 * a, start), (392 + 6 * b, end), (388 - 6 * b, end)], "#ece6d2")
    _hole(canvas, (canvas.around(360, 30), 470), 170, 56)
    _hole(canvas, (540, 380), 62, 18)
    _hole(canvas, (300, 345), 34, 9)
    scenery.stones(canvas, (360, 520), 200, 26, 26)
    scenery.banana(canvas, (390, 474), 210)
    _verges(canvas)


def _hole(canvas: Canvas, middle: Point, across: float, down: float) -> None:
    x, y = middle
    rim = [(canvas.around(a, across * 0.1), canvas.around(b, down * 0.12)) for a, b in circle(middle, across, down, 13)]
    canvas.smooth(rim, "#4f4a48")
    canvas.smooth([(a * 0.93 + x * 0.07, b * 0.9 + y * 0.1 + down * 0.07) for a, b in rim], "#6b5d4c")
    scenery.puddle(canvas, (x, y + down * 0.18), across * 0.72, down * 0.6, "#8a7a5f", "#dfeaf0")


def muddy_road(canvas: Canvas) -> None:
    _road(canvas, "#8d6c47")
    for side in (-1, 1):
        for step in range(60):
            share = step / 60
            x = 390 + side * (14 + 110 * share) + 14 * math.sin(step / 6)
            canvas.oval((x, 246 + 354 * share), 2 + 20 * share, 1 + 7 * share, "#6b4f33")
        for step in range(24):
            share = step / 24
            x = 390 + side * (14 + 110 * share) + 14 * math.sin(step * 2.5 / 6)
            canvas.line(
                [(x - 14 * share, 250 + 345 * share), (x + 14 * share, 254 + 345 * share)], "#57402a", 1 + 3 * share
            )
    scenery.puddle(canvas, (canvas.around(250, 30), 520), 110, 24, "#7b6a52", "#e6eef0")
    scenery.puddle(canvas, (canvas.around(520, 30), 430), 80, 15, "#7b6a52", "#e6eef0")
    scenery.puddle(canvas, (400, 345), 40, 7, "#7b6a52", "#e6eef0")
    _verges(canvas)


def broken_bridge(canvas: Canvas) -> None:
    scenery.day(canvas, 220)
    scenery.palm(canvas, (120, 300), 210)
    scenery.palm(canvas, (690, 290), 190)
    for left in range(0, WIDTH, 60):
        scenery.bush(canvas, (left + 20, canvas.around(285, 10)), canvas.around(34, 8))
    canvas.shape([(0, 330), (WIDTH, 320), (WIDTH, HEIGHT), (0, HEIGHT)], "#6ea3a8")
    for _ in range(46):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(340, 560)
        canvas.curve((x - 26, y), (x, y - 5), (x + 26, y), "#cfe6e288", 2)
    canvas.shape([(0, 320), (190, 330), (150, 420), (170, 600), (0, 600)], "#8b7a4e")
    canvas.shape([(WIDTH, 310), (640, 322), (668, 420), (640, 600), (WIDTH, 600)], "#84744a")
    _planks(canvas)
    for left in (20, 70, 120, 700, 760):
        scenery.grass(canvas, (left, canvas.around(360, 20)), 40)


def _planks(canvas: Canvas) -> None:
    """A bamboo footbridge that has lost some of its planks."""
    for foot in (270, 400, 530):
        canvas.line([(foot, 410), (foot + 6, 560)], DARK_WOOD, 12)
        canvas.line([(foot + 40, 440), (foot + 30, 580)], DARK_WOOD, 12)
    for down in (392, 446):
        canvas.line([(120, down), (690, down - 8)], mixed(BAMBOO, DARK_WOOD, 0.5), 10)
    lost = set(canvas.random.sample(range(4, 17), 5))
    for number in range(21):
        x = 130 + number * 26
        shade = mixed(BAMBOO, WOOD, canvas.random.random() * 0.6)
        if number in lost:
            if number % 2:
                canvas.line([(x, 448), (x + canvas.around(20, 10), 500)], shade, 12)
            continue
        canvas.line([(x, 382 - number * 0.3), (x - 12, 456 - number * 0.3)], shade, 17)
        canvas.line([(x - 4, 384 - number * 0.3), (x - 14, 452 - number * 0.3)], mixed(shade, "#fff0c0", 0.35), 3)
    for x in (130, 320, 500, 680):
        canvas.line([(x, 384), (x + 2, 312)], mixed(BAMBOO, WOOD, 0.3), 8)
    canvas.curve((130, 320), (225, 334), (320, 318), BAMBOO, 6)
    canvas.curve((320, 318), (420, 350), (470, 400), BAMBOO, 6)
    canvas.curve((500, 318), (590, 330), (680, 314), BAMBOO, 6)


def _heap(canvas: Canvas, middle: Point, across: float, tall: float) -> None:
    """Bags, boxes and peelings."""
    x, y = middle
    canvas.shadow((x, y + 4), across * 1.12, 26)
    canvas.smooth(
        [
            (x - across, y),
            (x - across * 0.6, y - tall * 0.6),
            (x, y - tall),
            (x + across * 0.65, y - tall * 0.55),
            (x + across, y),
        ],
        "#6b6350",
    )
    colours = ("#3b3b42", "#2f2f36", "#f2f0ea", "#4a7fb5", "#c9503c", "#e2b13c", "#5f9a54", "#47474f")
    for number in range(34):
        share = number / 33
        height = canvas.random.random() ** 0.8 * (1 - share)
        wide = across * (1 - height * 0.8)
        spot = canvas.around(x, wide), y - tall * height * 0.95 - 6
        _sack(canvas, spot, canvas.random.uniform(22, 40), canvas.random.choice(colours))
    for _ in range(22):
        spot = canvas.around(x, across * 1.15), canvas.around(y + 8, 14)
        canvas.oval(
            spot, canvas.random.uniform(5, 12), 4, canvas.random.choice(("#e6c65a", "#7c9a4a", "#d98a4a", "#f2f0ea"))
        )


def _sack(canvas: Canvas, middle: Point, size: float, colour: Colour) -> None:
    x, y = middle
    canvas.smooth(
        [
            (x - size, y + size * 0.6),
            (x - size * 0.8, y - size * 0.3),
            (x, y - size * 0.75),
            (x + size * 0.85, y - size * 0.25),
            (x + size, y + size * 0.6),
            (x, y + size * 0.8),
        ],
        mixed(colour, INK, 0.12),
    )
    canvas.smooth(
        [
            (x - size * 0.55, y),
            (x - size * 0.3, y - size * 0.5),
            (x + size * 0.1, y - size * 0.3),
            (x - size * 0.2, y + size * 0.2),
        ],
        mixed(colour, "#ffffff", 0.22),
    )
    canvas.smooth(
        [(x - size * 0.1, y - size * 0.6), (x - size * 0.25, y - size * 0.95), (x + size * 0.25, y - size * 0.9)],
        colour,
    )


def garbage_heap(canvas: Canvas) -> None:
    scenery.day(canvas, 260)
    scenery.tree(canvas, (150, 380), 300)
    scenery.house(canvas, 520, 330, 210)
    scenery.fence(canvas, 250, 800, 370, 54)
    canvas.shape([(0, 470), (WIDTH, 440), (WIDTH, HEIGHT), (0, HEIGHT)], "#a39a88")
    _heap(canvas, (canvas.around(420, 30), 520), 250, 200)
    for _ in range(11):
        x, y = canvas.around(420, 230), canvas.around(300, 90)
        canvas.oval((x - 3, y - 3), 4, 2, "#ffffffaa")
        canvas.oval((x + 3, y - 3), 4, 2, "#ffffffaa")
        canvas.disc((x, y), 3, INK)


def burning_garbage(canvas: Canvas) -> None:
    scenery.day(canvas, 260, scenery.AFTERNOON)
    scenery.house(canvas, 60, 340, 220)
    scenery.palm(canvas, (720, 340), 220)
    canvas.line([(300, 220), (560, 236)], "#6f6a66", 3)
    for left, colour in ((340, "#d97a6a"), (400, "#f2f0ea"), (460, "#7fa3c4"), (515, "#e2c36a")):
        canvas.box(left, 224, left + 42, 282, colour, 3)
    canvas.shape([(0, 460), (WIDTH, 440), (WIDTH, HEIGHT), (0, HEIGHT)], "#a08a62")
    _heap(canvas, (430, 530), 190, 110)
    for number in range(9):
        x, size = canvas.around(430, 110), canvas.random.uniform(30, 64)
        y = 480 + canvas.around(0, 20)
        canvas.smooth(
            [
                (x - size * 0.5, y),
                (x - size * 0.2, y - size),
                (x, y - size * 1.7),
                (x + size * 0.3, y - size * 0.9),
                (x + size * 0.5, y),
            ],
            "#e8622a" if number % 2 else "#f2a13a",
        )
        canvas.smooth([(x - size * 0.22, y), (x, y - size * 0.95), (x + size * 0.22, y)], "#fbe08a")
    for number in range(30):
        share = number / 30
        spot = canvas.around(430 - 190 * share, 26 + 90 * share), 440 - 420 * share
        canvas.disc(spot, 26 + 58 * share, f"#6f6c6a{round(70 - 40 * share):02x}")


def leaning_tree(canvas: Canvas) -> None:
    """A big tree that leans over the wires."""
    light = scenery.day(canvas, 300)
    scenery.house(canvas, 520, 390, 220)
    scenery.bush(canvas, (60, 400), 40)
    for x in (430, 780):
        canvas.line([(x, 130), (x, 470)], "#77716c", 12)
        canvas.line([(x - 34, 150), (x + 34, 150)], "#77716c", 7)
    for down in (146, 160):
        canvas.curve((430, down), (560, down + 74), (780, down), INK, 2.5)
    canvas.shape([(0, 500), (WIDTH, 480), (WIDTH, HEIGHT), (0, HEIGHT)], mixed(light.ground, "#8a7a52", 0.5))
    canvas.smooth([(90, 500), (140, 440), (260, 450), (330, 505), (210, 540)], "#7a5a3c")
    for turn in range(8):
        x = 130 + turn * 22
        canvas.curve((200, 470), (x, 452), (x - 30 + turn * 6, 520 + canvas.around(0, 12)), DARK_WOOD, 6)
    canvas.curve((200, 480), (270, 360), (420, 250), mixed(WOOD, INK, 0.35), 46)
    canvas.curve((330, 322), (380, 330), (470, 330), mixed(WOOD, INK, 0.35), 20)
    scenery.crown(canvas, (450, 215), 130, mixed(LEAF, INK, 0.1))
    canvas.line([(120, 540), (230, 552), (360, 546)], "#e0c23c", 5)
    for x in (120, 360):
        canvas.line([(x, 575), (x, 515)], WOOD, 8)


def dry_field(canvas: Canvas) -> None:
    """Rice that waits for water."""
    scenery.day(canvas, 230, scenery.NOON)
    scenery.palm(canvas, (650, 260), 150)
    scenery.palm(canvas, (700, 262), 120)
    canvas.shape([(0, 250), (WIDTH, 250), (WIDTH, HEIGHT), (0, HEIGHT)], "#b79a64")
    for row in range(9):
        y = 268 + row * 12 + row * row * 2.6
        for step in range(26 - row):
            x = step * (WIDTH / (25 - row)) + canvas.around(0, 8)
            scenery.grass(canvas, (x, y), 10 + row * 3.4, "#b3ad55", 4)
    canvas.shape([(300, 250), (350, 250), (330, HEIGHT), (90, HEIGHT)], "#8b6f47")
    canvas.shape([(312, 250), (342, 250), (280, HEIGHT), (140, HEIGHT)], "#a58a5e")
    for _ in range(42):
        share = canvas.random.random()
        x, y = canvas.around(325 - 115 * share, 8 + 60 * share), 256 + 340 * share
        size = 4 + 18 * share
        canvas.line(
            [(x, y), (x + canvas.around(size, 6), y + size * 0.4), (x + canvas.around(size, size), y + size)],
            "#6b5233",
            1 + 1.5 * share,
        )
    scenery.stones(canvas, (180, 560), 70, 20, 9, CEMENT)
    scenery.bush(canvas, (240, 470), 30)
    scenery.grass(canvas, (280, 400), 40)
