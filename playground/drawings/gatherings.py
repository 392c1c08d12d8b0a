"""Scenes of places where all come together: the park, the cemetery, the volleyball field, a plot for vegetables."""

import math

from playground.drawings import scenery
from playground.drawings.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mixed
from playground.drawings.scenery import BAMBOO, CEMENT, DARK_CEMENT, INK, LEAF, LIGHT_LEAF, WOOD


def park(canvas: Canvas) -> None:
    """A swing with one chain torn, in tall grass."""
    light = scenery.day(canvas, 290)
    scenery.tree(canvas, (110, 420), 330)
    scenery.house(canvas, 560, 360, 180)
    scenery.bush(canvas, (500, 370), 34)
    canvas.shape([(0, 440), (WIDTH, 430), (WIDTH, HEIGHT), (0, HEIGHT)], mixed(light.ground, LEAF, 0.4))
    red = "#d9503f"
    for foot in ((250, 560), (330, 545), (610, 560), (540, 545)):
        top = (290, 160) if foot[0] < 400 else (575, 160)
        canvas.line([foot, top], red, 12)
    canvas.line([(280, 160), (586, 160)], mixed(red, INK, 0.15), 14)
    canvas.line([(296, 154), (570, 154)], mixed(red, "#ffffff", 0.4), 3)
    for x in (348, 398):
        canvas.line([(x, 166), (x + 2, 430)], "#6f7a80", 4)
    canvas.box(334, 428, 414, 442, "#e2a13c", 4)
    canvas.line([(470, 166), (480, 470)], "#6f7a80", 4)
    canvas.curve((520, 166), (526, 210), (512, 250), "#6f7a80", 4)
    canvas.line([(476, 466), (530, 540)], "#e2a13c", 15)
    canvas.curve((530, 536), (556, 520), (560, 552), "#6f7a80", 4)
    for _ in range(70):
        y = canvas.random.uniform(450, 610)
        scenery.grass(canvas, (canvas.random.uniform(0, WIDTH), y), 18 + (y - 450) * 0.22, LEAF, 6)


def _stone(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    colour = canvas.random.choice((CEMENT, "#a9a9a2", "#c9c2b2", "#9db0a2"))
    canvas.box(x - size * 0.9, y - size * 0.3, x + size * 0.9, y, mixed(colour, INK, 0.2), 4)
    canvas.box(x - size * 0.42, y - size * 1.4, x + size * 0.42, y - size * 0.25, colour, size * 0.3)
    canvas.box(x - size * 0.42, y - size * 1.0, x - size * 0.3, y - size * 0.25, mixed(colour, "#ffffff", 0.3))
    for line in range(3):
        canvas.line(
            [(x - size * 0.2, y - size * (1.0 - line * 0.2)), (x + size * 0.2, y - size * (1.0 - line * 0.2))],
            DARK_CEMENT,
            size * 0.05,
        )


def cemetery(canvas: Canvas) -> None:
    scenery.day(canvas, 280)
    x = canvas.around(610, 30)
    canvas.curve((x, 440), (x - 20, 340), (x + 30, 250), "#9b8a78", 26)
    for tip in ((x - 90, 200), (x + 100, 190), (x - 10, 160), (x + 40, 230)):
        canvas.curve((x + 14, 300), ((x + tip[0]) / 2, tip[1] + 40), tip, "#9b8a78", 13)
        for _ in range(13):
            canvas.oval(
                (canvas.around(tip[0], 52), canvas.around(tip[1], 34)),
                15,
                8,
                mixed(LEAF, LIGHT_LEAF, canvas.random.random()),
            )
        for _ in range(8):
            _frangipani(canvas, (canvas.around(tip[0], 48), canvas.around(tip[1], 30)))
    canvas.box(0, 330, 430, 372, "#d8cfbd")
    canvas.box(0, 322, 430, 334, "#bfb5a1")
    for row, (y, size) in enumerate(((400, 30), (470, 42), (556, 56))):
        for number in range(5 - row):
            _stone(canvas, (90 + number * (150 + row * 50) + row * 30, y), size)
        for _ in range(22):
            spot = canvas.random.uniform(0, WIDTH), y + canvas.around(12, 16)
            scenery.grass(canvas, spot, 26 + row * 16, LEAF, 7)


def _frangipani(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    for turn in range(5):
        angle = math.tau * turn / 5
        canvas.disc((x + math.cos(angle) * 5, y + math.sin(angle) * 5), 4.4, "#fffaf0")
    canvas.disc(middle, 3, "#f2c14a")


def volleyball(canvas: Canvas) -> None:
    """A muddy court with a torn net."""
    scenery.day(canvas, 280)
    scenery.palm(canvas, (60, 360), 240)
    scenery.tree(canvas, (730, 370), 240)
    scenery.fence(canvas, 130, 660, 350, 42)
    canvas.shape([(130, 380), (670, 380), (WIDTH + 60, HEIGHT), (-60, HEIGHT)], "#b08a5c")
    for start, end in (
        ((150, 390), (-20, 590)),
        ((650, 390), (820, 590)),
        ((150, 390), (650, 390)),
        ((60, 484), (740, 484)),
    ):
        canvas.line([start, end], "#efe6d0", 4)
    scenery.puddle(canvas, (canvas.around(250, 30), 540), 130, 26, "#8a7350", "#e6eef0")
    scenery.puddle(canvas, (canvas.around(560, 30), 430), 80, 12, "#8a7350", "#e6eef0")
    for x in (60, 740):
        canvas.line([(x, 490), (x, 200)], "#5d7f9a", 13)
    _net(canvas)
    ball = (canvas.around(480, 60), 560)
    canvas.shadow((ball[0], ball[1] + 26), 34, 8)
    canvas.disc(ball, 30, "#f4f0e2")
    canvas.curve((ball[0] - 28, ball[1] - 6), ball, (ball[0] + 20, ball[1] - 22), "#3f83c4", 5)
    canvas.curve((ball[0] - 10, ball[1] + 27), ball, (ball[0] + 27, ball[1] + 8), "#e2a13c", 5)


def _net(canvas: Canvas) -> None:
    """It sags, and there is a hole in it."""

    def sag(x: float) -> float:
        return 26 * math.sin((x - 60) / 680 * math.pi)

    for x in range(60, 741, 20):
        if 380 < x < 500:
            canvas.line([(x, 216 + sag(x)), (canvas.around(x, 6), 250 + sag(x))], "#f4f0e2", 2)
        else:
            canvas.line([(x, 216 + sag(x)), (x, 330 + sag(x))], "#f4f0e2", 2)
    for row in range(1, 7):
        y = 216 + row * 19
        ends = [(60, 740)] if row < 2 else [(60, 380), (500, 740)]
        for left, right in ends:
            canvas.line([(x, y + sag(x)) for x in range(left, right + 1, 20)], "#f4f0e2", 2)
    canvas.line([(x, 214 + sag(x)) for x in range(60, 741, 20)], "#d9503f", 8)


def garden(canvas: Canvas) -> None:
    """An empty plot that could bear vegetables."""
    light = scenery.day(canvas, 270, scenery.MORNING)
    scenery.house(canvas, 300, 340, 270)
    scenery.banana(canvas, (660, 350), 150)
    scenery.fence(canvas, 0, 800, 375, 46)
    canvas.shape([(0, 380), (WIDTH, 380), (WIDTH, HEIGHT), (0, HEIGHT)], mixed(light.ground, "#8a6a42", 0.45))
    for bed, (y, colour) in enumerate(((420, "#7f5c3a"), (480, "#74532f"), (556, "#6b4a2b"))):
        tall = 26 + bed * 12
        canvas.smooth(
            [(30 - bed * 30, y + tall), (60, y - tall * 0.4), (740, y - tall * 0.4), (790 + bed * 20, y + tall)], colour
        )
        for number in range(9 - bed):
            x = 100 + number * (78 + bed * 12)
            _seedling(canvas, (x, y), 20 + bed * 9, ready=bed == 0)
    canvas.line([(640, 590), (720, 420)], WOOD, 9)
    canvas.shape([(700, 430), (744, 440), (738, 470), (694, 452)], "#8d9499")
    canvas.shape([(60, 520), (140, 520), (132, 590), (70, 590)], "#4a9a63")
    canvas.line([(140, 540), (186, 512)], "#4a9a63", 10)
    canvas.ring((100, 512), 30, 22, "#3c7f52", 6)
    canvas.line([(20, 372), (20, 300)], BAMBOO, 8)


def _seedling(canvas: Canvas, foot: Point, size: float, *, ready: bool) -> None:
    x, y = foot
    canvas.line([foot, (x, y - size)], mixed(LEAF, INK, 0.1), 3)
    for side in (-1, 1):
        for height in (0.5, 0.95):
            tip = (x + side * size * 0.6, y - size * (height + 0.25))
            canvas.smooth(
                [
                    (x, y - size * height),
                    ((x + tip[0]) / 2, tip[1] - size * 0.15),
                    tip,
                    ((x + tip[0]) / 2, tip[1] + size * 0.25),
                ],
                _leaf(canvas),
            )
    if ready:
        canvas.oval((x + 5, y - size * 0.5), 4, 8, canvas.random.choice(("#c8352f", "#7a3f8a")))


def _leaf(canvas: Canvas) -> Colour:
    return mixed(LEAF, LIGHT_LEAF, canvas.random.random())
