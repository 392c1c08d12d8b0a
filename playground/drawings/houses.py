"""Scenes in and around houses: roofs that leak, little chairs, a baby's scale, a stall with crisps."""

import math

from playground.drawings import scenery
from playground.drawings.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mixed
from playground.drawings.scenery import BAMBOO, DARK_WOOD, INK, RAINY, WOOD

PAINTS = ("#dfe6d4", "#d8ebe6", "#efe2c6", "#e3dcec", "#f2d8c4")
"""Of walls inside."""


def leaking_roof(canvas: Canvas) -> None:
    """An old wooden house with holes in its roof."""
    scenery.day(canvas, 300, RAINY)
    scenery.banana(canvas, (90, 430), 200)
    scenery.palm(canvas, (720, 400), 270)
    canvas.shape([(0, 490), (WIDTH, 480), (WIDTH, HEIGHT), (0, HEIGHT)], "#8f7d58")
    canvas.shadow((400, 520), 290, 26)
    canvas.box(170, 350, 640, 520, "#b99a6b")
    for x in range(170, 640, 24):
        canvas.line([(x, 352), (x, 518)], mixed("#b99a6b", DARK_WOOD, 0.4), 2)
    canvas.box(350, 390, 440, 520, DARK_WOOD)
    canvas.box(360, 400, 430, 520, "#3f342c")
    for left in (220, 500):
        canvas.box(left, 400, left + 80, 460, DARK_WOOD, 3)
        canvas.box(left + 7, 407, left + 73, 453, "#5d6b66", 2)
    _tiles(canvas)
    canvas.rain(130)


def _tiles(canvas: Canvas) -> None:
    canvas.shape([(110, 362), (700, 362), (590, 190), (230, 190)], "#8f4630")
    for row in range(9):
        y = 356 - row * 19
        inset = (362 - y) * 0.67
        x = 112 + inset
        while x < 696 - inset * 0.96:
            shade = mixed("#a9522f", "#6b3324", canvas.random.random() * 0.7)
            canvas.box(x, y - 17, x + 24, y, shade, 6)
            x += 26
    for middle, size in (((300, 270), 46), ((470, 310), 38), ((500, 232), 30)):
        edge = [
            (middle[0] + math.cos(t) * canvas.around(size, 9), middle[1] + math.sin(t) * canvas.around(size * 0.6, 7))
            for t in (0, 0.8, 1.6, 2.4, 3.2, 4.0, 4.8, 5.6)
        ]
        canvas.shape(edge, "#231c1a")
        canvas.line([(middle[0] - size * 0.8, middle[1] - 6), (middle[0] + size * 0.8, middle[1] + 4)], WOOD, 6)
    canvas.shape([(380, 200), (470, 196), (452, 268), (372, 262)], "#3f83c4")
    canvas.line([(382, 214), (466, 212)], "#6fa6d8", 3)


def _room(canvas: Canvas, wall: Colour, floor: Colour) -> None:
    canvas.fade(0, 420, mixed(wall, "#ffffff", 0.25), wall)
    canvas.fade(420, HEIGHT, floor, mixed(floor, INK, 0.25))
    for x in range(-400, 1200, 100):
        canvas.line([(400 + (x - 400) * 0.62, 420), (x + (x - 400) * 0.4, HEIGHT)], mixed(floor, INK, 0.16), 2)
    for y in (448, 490, 550):
        canvas.line([(0, y), (WIDTH, y)], mixed(floor, INK, 0.16), 2)
    canvas.box(0, 408, WIDTH, 424, mixed(wall, INK, 0.3))


def hall_leak(canvas: Canvas) -> None:
    _room(canvas, canvas.random.choice(PAINTS), "#b98d6a")
    canvas.box(0, 0, WIDTH, 70, "#f4f1e6")
    for x in range(0, WIDTH, 134):
        canvas.line([(x, 0), (x, 70)], "#cfc9b8", 3)
    canvas.smooth([(330, 30), (420, 4), (520, 24), (560, 60), (470, 78), (380, 72)], "#b89a6a")
    canvas.smooth([(390, 36), (450, 22), (505, 42), (450, 66)], "#8f7347")
    canvas.box(90, 120, 230, 230, "#c9a227", 6)
    canvas.box(102, 132, 218, 218, "#fffaf0")
    canvas.box(102, 132, 218, 175, "#d23b2f")
    canvas.box(600, 110, 730, 300, "#8a5f3c", 4)
    canvas.box(612, 122, 718, 288, "#9fd0e0", 2)
    canvas.line([(665, 122), (665, 288)], "#8a5f3c", 7)
    canvas.shape([(210, 400), (640, 400), (690, 452), (160, 452)], "#9a6a41")
    canvas.box(160, 450, 690, 466, "#7c5232")
    for x in (190, 640):
        canvas.box(x, 466, x + 18, 580, "#6b4529")
    for left in (250, 300, 560):
        canvas.shape([(left, 412), (left + 44, 412), (left + 40, 432), (left - 8, 432)], "#fbf7ea")
    canvas.shape([(408, 372), (500, 372), (488, 442), (420, 442)], "#3f83c4")
    canvas.oval((454, 372), 46, 11, "#7fb6d6")
    for down in (96, 150, 214, 290, 344):
        y = canvas.around(down, 12)
        canvas.smooth([(452, y), (460, y + 14), (452, y + 22), (444, y + 14)], "#6fa9cf")
    for side in (-1, 1):
        canvas.curve((452, 370), (452 + side * 14, 346), (452 + side * 30, 362), "#9cc8e2", 3)


def _little_chair(canvas: Canvas, foot: Point, size: float, colour: Colour, *, broken: bool = False) -> None:
    x, y = foot
    canvas.shadow((x, y), size * 0.7, size * 0.12)
    dark = mixed(colour, INK, 0.25)
    legs = (-0.4, 0.4) if not broken else (-0.4,)
    for leg in legs:
        canvas.line([(x + size * leg, y), (x + size * leg * 0.9, y - size * 0.55)], dark, size * 0.1)
    if broken:
        canvas.line([(x + size * 0.5, y + 4), (x + size * 0.95, y - 6)], dark, size * 0.1)
    tilt = size * 0.16 if broken else 0
    canvas.shape(
        [
            (x - size * 0.5, y - size * 0.5),
            (x + size * 0.5, y - size * 0.5 + tilt),
            (x + size * 0.5, y - size * 0.64 + tilt),
            (x - size * 0.5, y - size * 0.64),
        ],
        colour,
    )
    for side in (-0.42, 0.42):
        down = tilt if side > 0 else 0
        canvas.line(
            [(x + size * side, y - size * 0.6 + down), (x + size * side, y - size * 1.25 + down)], dark, size * 0.09
        )
    for height in (0.85, 1.1):
        canvas.line(
            [(x - size * 0.42, y - size * height), (x + size * 0.42, y - size * height + tilt)], colour, size * 0.13
        )


def preschool(canvas: Canvas) -> None:
    _room(canvas, mixed("#f6dfa6", canvas.random.choice(PAINTS), canvas.random.random() * 0.6), "#d9a878")
    for number in range(9):
        x = 20 + number * 98
        canvas.shape([(x, 30), (x + 70, 30), (x + 35, 84)], ("#d9503f", "#3f83c4", "#5f9a54", "#e2a13c")[number % 4])
    canvas.line([(0, 32), (WIDTH, 30)], INK, 3)
    canvas.box(230, 120, 570, 320, "#7c5232", 6)
    canvas.box(244, 134, 556, 306, "#37564a", 3)
    for number in range(5):
        x = 280 + number * 58
        canvas.ring((x, 220), 17, 21, "#e9f0e4", 4)
        canvas.line([(x + 18, 200), (x + 18, 240)], "#e9f0e4", 4)
    canvas.box(40, 170, 180, 300, "#fffaf0", 3)
    canvas.disc((90, 220), 26, "#f2c14a")
    canvas.shape([(60, 290), (120, 230), (172, 290)], "#6fa65a")
    canvas.shape([(250, 430), (540, 430), (580, 470), (210, 470)], "#e2b56a")
    canvas.box(210, 468, 580, 482, "#b9884a")
    canvas.line([(240, 482), (236, 560)], "#8a5f3c", 12)
    canvas.line([(552, 482), (590, 548)], "#8a5f3c", 12)
    _little_chair(canvas, (140, 560), 90, "#d9503f")
    _little_chair(canvas, (330, 585), 90, "#3f83c4", broken=True)
    _little_chair(canvas, (490, 580), 86, "#5f9a54")
    _little_chair(canvas, (680, 575), 92, "#e2a13c", broken=True)
    for x, colour in ((640, "#d9503f"), (664, "#3f83c4"), (652, "#5f9a54")):
        canvas.box(x - 14, 440 if x == 652 else 466, x + 10, 464 if x == 652 else 490, colour, 2)


def baby_scale(canvas: Canvas) -> None:
    """A hanging scale with a sling, as at every posyandu."""
    _room(canvas, canvas.random.choice(PAINTS), "#c9b79a")
    canvas.box(0, 40, WIDTH, 62, mixed(WOOD, INK, 0.2))
    canvas.line([(400, 60), (400, 130)], "#6f7a80", 7)
    canvas.box(250, 128, 560, 152, "#b9c2c6", 8)
    for number in range(15):
        canvas.line([(268 + number * 20, 132), (268 + number * 20, 146 if number % 5 else 150)], INK, 2)
    canvas.box(470, 120, 500, 164, "#c8452f", 4)
    canvas.line([(300, 150), (300, 210)], "#6f7a80", 5)
    canvas.line([(300, 208), (220, 300)], "#8d6a4a", 4)
    canvas.line([(300, 208), (384, 300)], "#8d6a4a", 4)
    canvas.smooth([(190, 280), (302, 300), (414, 280), (396, 400), (302, 440), (208, 400)], "#e2a13c")
    canvas.smooth([(214, 300), (302, 316), (392, 300), (372, 380), (302, 404), (232, 380)], "#f2c97a")
    for number in range(5):
        canvas.disc((230 + number * 36, canvas.around(360, 14)), 8, "#d9503f")
    canvas.box(540, 380, 760, 396, "#8a5f3c", 3)
    for x in (556, 736):
        canvas.line([(x, 396), (x, 560)], "#6b4529", 12)
    canvas.box(580, 330, 650, 380, "#fffaf0", 3)
    for y in (342, 354, 366):
        canvas.line([(590, y), (640, y)], "#8fb5a8", 3)
    canvas.box(676, 340, 726, 380, "#d9503f", 6)
    canvas.box(694, 346, 708, 374, "#ffffff")
    canvas.box(686, 354, 716, 366, "#ffffff")
    canvas.box(70, 150, 150, 420, "#fffaf0", 4)
    for number in range(13):
        canvas.line([(74, 170 + number * 19), (92 if number % 3 else 108, 170 + number * 19)], INK, 2.5)
    canvas.line([(60, 300), (160, 276)], "#c8452f", 10)


def snack_stall(canvas: Canvas) -> None:
    """Home-made crisps in bags, and few who buy."""
    scenery.day(canvas, 290, scenery.MORNING)
    scenery.palm(canvas, (740, 380), 250)
    canvas.shape([(0, 460), (WIDTH, 450), (WIDTH, HEIGHT), (0, HEIGHT)], "#b8a27c")
    canvas.shadow((380, 560), 330, 24)
    for x in (90, 670):
        canvas.line([(x, 180), (x, 560)], mixed(BAMBOO, WOOD, 0.4), 14)
    for number in range(10):
        left = 50 + number * 67
        colour = "#d9503f" if number % 2 else "#fbf3e2"
        canvas.shape([(left + 10, 120), (left + 70, 120), (left + 67, 200), (left, 200)], colour)
        canvas.oval((left + 33, 200), 33, 20, colour)
    canvas.box(80, 400, 680, 420, "#9a6a41", 4)
    canvas.box(100, 420, 660, 550, "#7c5232")
    for x in range(110, 660, 40):
        canvas.line([(x, 424), (x, 546)], "#6b4529", 3)
    for row, y in enumerate((318, 396)):
        for number in range(7):
            _crisps(canvas, (140 + number * 80 + row * 12, y))
    canvas.box(270, 450, 490, 520, "#fffaf0", 6)
    for number in range(7):
        canvas.oval((300 + number * 27, 485), 9, 13, ("#c98a3a", "#b5742f")[number % 2])
    canvas.line([(110, 322), (660, 322)], "#9a6a41", 6)


def _crisps(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    canvas.box(x - 27, y - 74, x + 27, y, "#ffffff99", 6)
    for _ in range(10):
        spot = canvas.around(x, 17), canvas.around(y - 30, 22)
        canvas.oval(spot, 9, 6, canvas.random.choice(("#d9a24a", "#c98a3a", "#e6b862")))
    canvas.box(x - 20, y - 58, x + 20, y - 40, canvas.random.choice(("#5f9a54", "#d9503f", "#3f83c4")), 3)
    canvas.line([(x - 24, y - 72), (x + 24, y - 72)], "#c8b48a", 4)
