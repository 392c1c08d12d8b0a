"""What stands around in every kampung: sky and hills, houses under tiled roofs, palms, banana trees, fences, poles."""

import math
from dataclasses import dataclass

from playground.drawings.canvas import WIDTH, Canvas, Colour, Point, circle, mixed

INK = "#3a2f2a"
LEAF, DARK_LEAF, LIGHT_LEAF = "#5d9948", "#3f7440", "#86b85a"
TILES = ("#b5532f", "#a8472c", "#c06a3c", "#9c4a35")
WALLS = ("#f3e3c3", "#e9d3ad", "#dbe5d3", "#cfe0e4", "#f2d8c4", "#e8e1d2")
WOOD, DARK_WOOD, BAMBOO = "#8a5f3c", "#5f4029", "#c9a55c"
CEMENT, DARK_CEMENT = "#b9b2a6", "#8f897f"


@dataclass(frozen=True, slots=True)
class Light:
    """A time of day: the sky above and at the horizon, the far hills, the ground."""

    above: Colour
    horizon: Colour
    hills: Colour
    ground: Colour


MORNING = Light("#8cc8e8", "#fdf0d0", "#a9c9b8", "#9dbb6a")
NOON = Light("#6db5e3", "#dff1f7", "#93bfae", "#93b562")
AFTERNOON = Light("#f2b36d", "#fdeac2", "#c3a98b", "#a9a75c")
RAINY = Light("#8c9ba6", "#c6cfd2", "#93a39f", "#7f9560")
DAYS = (MORNING, NOON, AFTERNOON)


def day(canvas: Canvas, horizon: float = 300, light: Light | None = None) -> Light:
    """Sky, sun or clouds, hills and a green ground from the horizon down; returns the light it chose."""
    light = light or canvas.random.choice(DAYS)
    canvas.fade(0, horizon + 10, light.above, light.horizon)
    if light is not RAINY:
        x = canvas.around(600, 130)
        canvas.glow((x, horizon * 0.35), 150, "#fff6d8", 0.8)
        canvas.disc((x, horizon * 0.35), 30, "#fff3c9")
    for _ in range(4):
        cloud(canvas, (canvas.around(400, 380), canvas.around(horizon * 0.3, 70)), canvas.around(1, 0.4), light)
    hills(canvas, horizon, light)
    canvas.fade(horizon, 600, mixed(light.ground, "#ffffff", 0.12), mixed(light.ground, "#4b5d2d", 0.3))
    return light


def cloud(canvas: Canvas, middle: Point, size: float, light: Light) -> None:
    colour = "#a3aeb4" if light is RAINY else mixed(light.horizon, "#ffffff", 0.75)
    x, y = middle
    for right, down, radius in ((-38, 4, 20), (-14, -8, 27), (16, -3, 23), (40, 6, 16)):
        canvas.disc((x + right * size, y + down * size), radius * size, colour)
    canvas.box(x - 52 * size, y + 2 * size, x + 54 * size, y + 22 * size, colour, 10 * size)


def hills(canvas: Canvas, horizon: float, light: Light) -> None:
    """A volcano and lower ridges in front of it."""
    peak = canvas.around(300, 180)
    far = mixed(light.hills, light.horizon, 0.45)
    slope = [(peak - 330, horizon), (peak - 60, horizon - 128), (peak - 18, horizon - 142)]
    canvas.shape([*slope, (peak + 22, horizon - 138), (peak + 64, horizon - 120), (peak + 340, horizon)], far)
    ridge = [(x, horizon - 30 - 22 * math.sin(x / 97 + peak)) for x in range(-20, WIDTH + 40, 20)]
    canvas.shape([(-20, horizon + 2), *ridge, (WIDTH + 20, horizon + 2)], light.hills)


def house(canvas: Canvas, left: float, foot: float, width: float, *, lit: bool = False, dark: bool = False) -> None:
    """A house with terrace and tiled roof, its foot at that height."""
    random = canvas.random
    wall, roof = random.choice(WALLS), random.choice(TILES)
    if dark:
        wall, roof = mixed(wall, "#182038", 0.74), mixed(roof, "#141a30", 0.76)
    tall = width * 0.42
    right, top = left + width, foot - tall
    canvas.shadow(((left + right) / 2, foot + 2), width * 0.58, 9)
    canvas.box(left, top, right, foot, wall)
    canvas.box(left, foot - tall * 0.14, right, foot, mixed(wall, INK, 0.25))
    door_and_windows(canvas, left, foot, width, lit=lit, dark=dark)
    roof_of(canvas, left, top, width, roof)
    for post in (left + width * 0.04, right - width * 0.04):
        canvas.line([(post, top), (post, foot)], mixed(wall, "#ffffff" if not dark else "#404a68", 0.5), width * 0.025)


def door_and_windows(canvas: Canvas, left: float, foot: float, width: float, *, lit: bool, dark: bool) -> None:
    tall = width * 0.42
    frame = "#2b2230" if dark else DARK_WOOD
    glass = "#ffd98a" if lit else ("#10162a" if dark else "#7fa3ad")
    door = "#1d1a26" if dark else canvas.random.choice(("#4f7d78", "#8a5f3c", "#557aa0"))
    canvas.box(left + width * 0.44, foot - tall * 0.78, left + width * 0.58, foot, frame)
    canvas.box(left + width * 0.46, foot - tall * 0.74, left + width * 0.56, foot, door)
    for window in (left + width * 0.13, left + width * 0.69):
        canvas.box(window, foot - tall * 0.72, window + width * 0.19, foot - tall * 0.3, frame)
        canvas.box(window + width * 0.015, foot - tall * 0.69, window + width * 0.175, foot - tall * 0.33, glass)
        canvas.line(
            [(window + width * 0.095, foot - tall * 0.69), (window + width * 0.095, foot - tall * 0.33)], frame, 2
        )
        if lit:
            canvas.glow((window + width * 0.095, foot - tall * 0.5), width * 0.26, "#ffcf73", 0.35)


def roof_of(canvas: Canvas, left: float, top: float, width: float, colour: Colour) -> None:
    """A hipped roof in rows of tiles."""
    rise, over = width * 0.3, width * 0.1
    rows = 7
    for row in range(rows):
        low, high = row / rows, (row + 1) / rows
        inset = width * 0.3
        edges = [
            (left - over + inset * low, top + 4 - rise * low),
            (left + width + over - inset * low, top + 4 - rise * low),
            (left + width + over - inset * high, top + 4 - rise * high),
            (left - over + inset * high, top + 4 - rise * high),
        ]
        canvas.shape(edges, mixed(colour, "#2a1510" if row % 2 else "#ffd9b0", 0.08 + 0.05 * (row % 3)))
    ridge = top + 4 - rise
    canvas.line(
        [(left - over + width * 0.3, ridge), (left + width + over - width * 0.3, ridge)],
        mixed(colour, "#ffe2c0", 0.35),
        width * 0.025,
    )


def palm(canvas: Canvas, foot: Point, tall: float, colour: Colour = LEAF) -> None:
    """A coconut palm, bent a little by the wind."""
    x, y = foot
    lean = canvas.around(0, tall * 0.18)
    crown = (x + lean, y - tall)
    canvas.curve(foot, (x - lean * 0.4, y - tall * 0.5), crown, mixed("#8b7355", colour, 0.15), tall * 0.045)
    for turn in range(9):
        angle = math.tau * turn / 9 + canvas.around(0, 0.2)
        reach = tall * 0.38
        end = (crown[0] + math.cos(angle) * reach, crown[1] + math.sin(angle) * reach * 0.45 + tall * 0.08)
        bend = ((crown[0] + end[0]) / 2, min(crown[1], end[1]) - tall * 0.1)
        canvas.curve(crown, bend, end, mixed(colour, DARK_LEAF, canvas.random.random() * 0.6), tall * 0.035)
    for right in (-0.03, 0.02, 0.05):
        canvas.disc((crown[0] + tall * right, crown[1] + tall * 0.04), tall * 0.028, "#8a6a34")


def banana(canvas: Canvas, foot: Point, tall: float, colour: Colour = LIGHT_LEAF) -> None:
    x, y = foot
    canvas.line([foot, (x, y - tall * 0.6)], mixed("#9aa85c", colour, 0.4), tall * 0.1)
    for turn in (-1.0, -0.62, -0.25, 0.2, 0.6, 1.0):
        tip = (x + turn * tall * 0.52, y - tall * (1.02 - abs(turn) * 0.42))
        root = (x, y - tall * 0.55)
        side = (root[0] * 0.45 + tip[0] * 0.55, root[1] * 0.45 + tip[1] * 0.55 - tall * 0.16)
        under = (side[0] + turn * 4, side[1] + tall * 0.2)
        canvas.smooth([root, side, tip, under], mixed(colour, DARK_LEAF, canvas.random.random() * 0.45))


def bush(canvas: Canvas, middle: Point, size: float, colour: Colour = LEAF) -> None:
    x, y = middle
    canvas.shadow((x, y + size * 0.5), size * 1.2, size * 0.25, 0.2)
    for right, down, radius, share in (
        (-0.6, 0.1, 0.55, 0.3),
        (0.55, 0.12, 0.5, 0.2),
        (0, -0.18, 0.7, 0),
        (0.1, -0.3, 0.4, -1),
    ):
        shade = mixed(colour, LIGHT_LEAF, 0.5) if share < 0 else mixed(colour, DARK_LEAF, share)
        canvas.disc((x + right * size, y + down * size), radius * size, shade)


def tree(canvas: Canvas, foot: Point, tall: float, colour: Colour = LEAF) -> None:
    """A broad shade tree."""
    x, y = foot
    canvas.shadow((x, y), tall * 0.35, tall * 0.05)
    trunk = [
        (x - tall * 0.05, y),
        (x + tall * 0.06, y),
        (x + tall * 0.03, y - tall * 0.6),
        (x - tall * 0.03, y - tall * 0.6),
    ]
    canvas.shape(trunk, mixed(WOOD, INK, 0.25))
    crown(canvas, (x, y - tall * 0.7), tall * 0.34, colour)


def crown(canvas: Canvas, middle: Point, size: float, colour: Colour) -> None:
    x, y = middle
    for right, down, radius, share in (
        (-0.75, 0.15, 0.55, 0.5),
        (0.75, 0.2, 0.55, 0.45),
        (0, 0.2, 0.75, 0.35),
        (-0.35, -0.25, 0.62, 0.12),
        (0.4, -0.2, 0.6, 0.0),
    ):
        canvas.disc((x + right * size, y + down * size), radius * size, mixed(colour, DARK_LEAF, share))
    for _ in range(26):
        spot = canvas.around(x, size), canvas.around(y - size * 0.1, size * 0.6)
        canvas.disc(spot, canvas.random.uniform(4, 9), mixed(colour, LIGHT_LEAF, 0.5) + "88")


def fence(canvas: Canvas, left: float, right: float, foot: float, tall: float = 44) -> None:
    """Split bamboo with two rails."""
    x = left
    while x < right:
        top = foot - tall + canvas.around(0, 4)
        canvas.line([(x, foot), (x + canvas.around(0, 2), top)], mixed(BAMBOO, WOOD, canvas.random.random() * 0.5), 6)
        x += 12
    for height in (0.3, 0.75):
        canvas.line([(left - 4, foot - tall * height), (right + 4, foot - tall * height)], mixed(BAMBOO, WOOD, 0.6), 4)


def grass(canvas: Canvas, middle: Point, size: float, colour: Colour = LEAF, blades: int = 9) -> None:
    x, y = middle
    half = max(0.8, size * 0.05)
    for _ in range(blades):
        tip = (x + canvas.around(0, size * 0.7), y - canvas.random.uniform(size * 0.5, size * 1.2))
        root = x + canvas.around(0, size * 0.3)
        bend = ((root * 2 + tip[0]) / 3, (y + tip[1]) / 2 - size * 0.1)
        blade = [(root - half, y), (bend[0] - half, bend[1]), tip, (bend[0] + half, bend[1]), (root + half, y)]
        canvas.shape(blade, mixed(colour, DARK_LEAF, canvas.random.random() * 0.7))


def puddle(
    canvas: Canvas, middle: Point, across: float, down: float, colour: Colour, shine: Colour = "#ffffff"
) -> None:
    """Water on the ground, with the sky in it."""
    edge = [
        (canvas.around(x, across * 0.08), canvas.around(y, down * 0.1)) for x, y in circle(middle, across, down, 14)
    ]
    canvas.smooth(edge, colour)
    x, y = middle
    canvas.oval((x - across * 0.25, y - down * 0.2), across * 0.42, down * 0.28, shine + "55")
    canvas.oval((x + across * 0.3, y + down * 0.3), across * 0.22, down * 0.12, shine + "44")


def stones(canvas: Canvas, middle: Point, across: float, down: float, count: int, colour: Colour = CEMENT) -> None:
    for _ in range(count):
        spot = canvas.around(middle[0], across), canvas.around(middle[1], down)
        size = canvas.random.uniform(3, 9)
        canvas.oval(spot, size * 1.3, size * 0.8, mixed(colour, INK, canvas.random.random() * 0.35))
