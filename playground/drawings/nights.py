"""Scenes of evening and of poles: a lamp that is out, a pole that leans, an empty guard post, no signal."""

from playground.drawings import scenery
from playground.drawings.canvas import HEIGHT, WIDTH, Canvas, mixed
from playground.drawings.scenery import BAMBOO, DARK_WOOD, INK, WOOD


def _night(canvas: Canvas, horizon: float) -> None:
    canvas.fade(0, horizon + 10, "#0f1733", "#33406b")
    for _ in range(90):
        spot = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, horizon - 20)
        canvas.disc(spot, canvas.random.uniform(0.6, 1.8), "#ffffffaa")
    moon = canvas.around(640, 60), canvas.around(80, 20)
    canvas.glow(moon, 110, "#cfd9f5", 0.5)
    canvas.disc(moon, 30, "#f4efd6")
    canvas.disc((moon[0] - 12, moon[1] - 7), 27, "#1d2748")
    scenery.hills(canvas, horizon, scenery.Light("#0f1733", "#27335a", "#18213f", "#1b2433"))
    canvas.fade(horizon, HEIGHT, "#1d2740", "#0f1524")


def dark_lamp(canvas: Canvas) -> None:
    _night(canvas, 320)
    scenery.palm(canvas, (70, 360), 260, "#1c3140")
    scenery.house(canvas, 40, 390, 210, lit=True, dark=True)
    scenery.house(canvas, 560, 380, 200, dark=True)
    scenery.banana(canvas, (300, 390), 120, "#1e3a3c")
    canvas.shape([(330, 330), (430, 330), (760, HEIGHT), (60, HEIGHT)], "#232b42")
    canvas.shape([(372, 330), (388, 330), (420, HEIGHT), (340, HEIGHT)], "#2a334d")
    canvas.line([(470, 560), (470, 110)], "#4d5673", 14)
    canvas.line([(466, 560), (466, 110)], "#6a7494", 3)
    canvas.curve((470, 112), (460, 70), (380, 84), "#4d5673", 9)
    canvas.shape([(340, 78), (400, 74), (412, 98), (326, 102)], "#59627f")
    canvas.oval((368, 101), 40, 9, "#20283f")
    canvas.line([(346, 104), (360, 112), (372, 104), (388, 111)], "#8b94ad", 2)
    canvas.oval((470, 562), 46, 10, "#0b101dcc")
    for _ in range(4):
        canvas.glow((canvas.around(300, 160), canvas.around(420, 60)), 12, "#d9f28a", 0.8)


def leaning_pole(canvas: Canvas) -> None:
    scenery.day(canvas, 300, scenery.AFTERNOON)
    scenery.house(canvas, 470, 400, 260)
    scenery.palm(canvas, (90, 380), 240)
    scenery.fence(canvas, 0, 230, 420, 50)
    canvas.shape([(0, 470), (WIDTH, 450), (WIDTH, HEIGHT), (0, HEIGHT)], "#a4926a")
    canvas.smooth([(230, 560), (260, 486), (360, 470), (440, 500), (420, 570), (320, 590)], "#80613f")
    scenery.stones(canvas, (360, 540), 90, 24, 14)
    top = (canvas.around(490, 12), 96)
    canvas.line([(330, 520), top], "#8d8780", 20)
    canvas.line([(326, 516), (top[0] - 5, top[1])], "#b9b3aa", 5)
    for reach in (0.06, 0.16):
        x, y = top[0] + (330 - top[0]) * reach, top[1] + (520 - top[1]) * reach
        canvas.line([(x - 60, y - 26), (x + 60, y + 26)], "#6f6a64", 9)
        for end in (-54, 54):
            canvas.disc((x + end, y + end * 0.43 - 8), 6, "#dfe5e2")
            canvas.curve((x + end, y + end * 0.43 - 8), (x + end + 150, y + 240), (WIDTH + 20, y + 60 + end), INK, 2.6)
            canvas.curve((x + end, y + end * 0.43 - 8), (x + end - 240, y + 150), (-20, y + 30 + end), INK, 2.6)
    canvas.line([(250, 590), (300, 575), (400, 580), (460, 590)], "#e0c23c", 5)
    scenery.grass(canvas, (470, 560), 46)
    scenery.grass(canvas, (210, 570), 40)


def security_post(canvas: Canvas) -> None:
    """The guard post: a bench, a slit drum, and nobody."""
    _night(canvas, 330)
    scenery.palm(canvas, (700, 380), 260, "#1c3140")
    scenery.house(canvas, 560, 400, 190, dark=True)
    canvas.shape([(0, 480), (WIDTH, 460), (WIDTH, HEIGHT), (0, HEIGHT)], "#222a3c")
    canvas.shadow((290, 530), 240, 22, 0.6)
    canvas.box(110, 330, 470, 470, "#4a3a35")
    for x in range(110, 470, 18):
        canvas.line([(x, 332), (x, 468)], "#3c2e2b", 3)
    canvas.glow((290, 290), 210, "#ffcf73", 0.42)
    canvas.box(90, 460, 490, 490, "#6b4b33", 4)
    for x in (104, 286, 470):
        canvas.line([(x, 250), (x, 530)], "#7a563a", 13)
    canvas.shape([(40, 262), (540, 262), (440, 160), (150, 160)], "#7c3f2c")
    for row in range(5):
        y = 180 + row * 18
        inset = (262 - y) * 1.0
        canvas.line([(44 + inset * 1.05, y), (536 - inset * 0.95, y)], "#93503a", 3)
    canvas.line([(290, 262), (290, 286)], INK, 3)
    canvas.disc((290, 294), 11, "#ffe7a3")
    canvas.line([(400, 262), (400, 300)], BAMBOO, 3)
    canvas.box(384, 300, 416, 400, mixed(BAMBOO, WOOD, 0.35), 14)
    canvas.box(396, 320, 404, 384, DARK_WOOD, 3)
    canvas.box(150, 420, 250, 432, "#8a5f3c", 3)
    canvas.box(196, 392, 220, 420, "#e9e4d6", 4)
    canvas.ring((224, 404), 8, 8, "#e9e4d6", 4)
    canvas.box(320, 350, 366, 410, "#efe6c9", 2)
    for y in range(360, 406, 9):
        canvas.line([(326, y), (canvas.around(352, 6), y)], "#9a8f72", 2)


def no_signal(canvas: Canvas) -> None:
    """A phone held up before rice fields; its bars are empty."""
    scenery.day(canvas, 290)
    for row in range(7):
        y = 300 + row * 22 + row * row * 3
        canvas.shape(
            [(0, y), (WIDTH, y + 6), (WIDTH, y + 40 + row * 8), (0, y + 36 + row * 8)],
            mixed("#8fbf5a", "#4f8a45", row / 7),
        )
        canvas.line([(0, y), (WIDTH, y + 6)], "#6f8a45", 2 + row * 0.5)
    scenery.palm(canvas, (650, 330), 170)
    scenery.palm(canvas, (130, 330), 150)
    canvas.blur(2.4)
    skin = canvas.random.choice(("#b98359", "#a8744c", "#c69468"))
    canvas.smooth([(250, 640), (290, 420), (330, 380), (420, 400), (540, 440), (560, 640)], skin)
    canvas.box(290, 120, 510, 540, "#23252b", 28)
    canvas.box(302, 150, 498, 510, "#eef3f2", 8)
    canvas.box(302, 150, 498, 184, "#2f7f73", 4)
    for number in range(4):
        left = 436 + number * 13
        canvas.box(left, 176 - 5 - number * 5, left + 8, 177, "#6fb0a6", 1)
    canvas.line([(432, 156), (490, 180)], "#f2d25a", 4)
    for radius in (70, 50, 30):
        canvas.ring((400, 330), radius, radius, "#b9c4c4", 10)
    canvas.shape([(310, 330), (490, 330), (490, 420), (310, 420)], "#eef3f2")
    canvas.shape([(310, 250), (400, 335), (310, 420)], "#eef3f2")
    canvas.shape([(490, 250), (400, 335), (490, 420)], "#eef3f2")
    canvas.disc((400, 335), 10, "#b9c4c4")
    canvas.line([(352, 268), (452, 372)], "#c8452f", 9)
    canvas.box(330, 420, 470, 432, "#d3dcdc", 6)
    canvas.box(356, 446, 444, 456, "#dfe6e6", 5)
    for finger in range(3):
        y = 250 + finger * 62
        canvas.line([(516, y + 18), (492, y)], mixed(skin, INK, 0.08), 34)
    canvas.line([(286, 400), (318, 330)], mixed(skin, INK, 0.05), 40)
