"""The sheet and the brushes: shapes in units of an 800 × 600 sheet, painted large and shrunk so that edges are soft."""

import math
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 800, 600
SCALE = 2
THIN = 3
"""Lines up to this width need no rounded ends."""

Colour = str
Point = tuple[float, float]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share (0 to 1) of `other`, both as #rrggbb."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class Canvas:
    """Points are (right, down) from the top left corner. Colours are #rrggbb, or #rrggbbaa to let through."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def finished(self) -> Image.Image:
        """The sheet at its true size."""
        return self.image.reduce(SCALE)

    def around(self, middle: float, spread: float) -> float:
        """A chance number near the middle."""
        return middle + self.random.uniform(-spread, spread)

    def fade(self, top: float, bottom: float, upper: Colour, lower: Colour) -> None:
        """A band across the whole sheet, from one colour down into the other."""
        height = max(1, round((bottom - top) * SCALE))
        ramp = Image.linear_gradient("L").resize((1, height)).resize((WIDTH * SCALE, height))
        size = ramp.size
        band = Image.composite(Image.new("RGB", size, lower), Image.new("RGB", size, upper), ramp)
        self.image.paste(band, (0, round(top * SCALE)))

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon(_scaled(points), fill=colour)

    def smooth(self, points: Sequence[Point], colour: Colour) -> None:
        """A closed shape without corners, led by the points."""
        self.shape(list(_rounded(points)), colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float = 3) -> None:
        self._draw.line(
            _scaled(points), fill=colour, width=round(width * SCALE), joint="curve" if width > THIN else None
        )
        if width > THIN:
            for end in (points[0], points[-1]):
                self.disc(end, width / 2, colour)

    def curve(self, start: Point, middle: Point, end: Point, colour: Colour, width: float = 3) -> None:
        """A bow that is drawn towards the middle point."""
        self.line(list(_bow(start, middle, end)), colour, width)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, corner: float = 0) -> None:
        corners = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self._draw.rounded_rectangle(corners, corner * SCALE, fill=colour)

    def oval(self, middle: Point, across: float, down: float, colour: Colour) -> None:
        """Half the width across, half the height down."""
        (x, y), s = middle, SCALE
        self._draw.ellipse([(x - across) * s, (y - down) * s, (x + across) * s, (y + down) * s], fill=colour)

    def disc(self, middle: Point, radius: float, colour: Colour) -> None:
        self.oval(middle, radius, radius, colour)

    def ring(self, middle: Point, across: float, down: float, colour: Colour, width: float = 3) -> None:
        (x, y), s = middle, SCALE
        corners = [(x - across) * s, (y - down) * s, (x + across) * s, (y + down) * s]
        self._draw.ellipse(corners, outline=colour, width=round(width * s))

    def glow(self, middle: Point, radius: float, colour: Colour, strength: float = 0.5) -> None:
        """Light that spreads, its strength 0 to 1 in the middle."""
        size = round(radius * 2 * SCALE)
        light = Image.radial_gradient("L").point(lambda value: round(max(0, 255 - value * 1.42) * strength))
        mask = light.resize((size, size))
        place = round((middle[0] - radius) * SCALE), round((middle[1] - radius) * SCALE)
        self.image.paste(Image.new("RGB", (size, size), colour), place, mask)

    def shadow(self, middle: Point, across: float, down: float, strength: float = 0.28) -> None:
        """What lies on the ground below things."""
        for part in (1.0, 0.82, 0.62):
            self.oval(middle, across * part, down * part, f"#20180f{round(strength * 110):02x}")

    def blur(self, radius: float) -> None:
        """Make all that has been painted so far soft, as if it were far away."""
        self.image.paste(self.image.filter(ImageFilter.GaussianBlur(radius * SCALE)))

    def rain(self, drops: int, colour: Colour = "#ffffff55", slant: float = 8) -> None:
        for _ in range(drops):
            x, y = self.random.uniform(-10, WIDTH), self.random.uniform(-30, HEIGHT)
            length = self.random.uniform(14, 30)
            self.line([(x, y), (x - slant, y + length)], colour, 1.2)


def _scaled(points: Iterable[Point]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _bow(start: Point, middle: Point, end: Point, steps: int = 16) -> Iterable[Point]:
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        yield a * start[0] + b * middle[0] + c * end[0], a * start[1] + b * middle[1] + c * end[1]


def _rounded(points: Sequence[Point]) -> Iterable[Point]:
    """Bows between the middles of the sides, led by the corners."""
    for number, corner in enumerate(points):
        before, after = points[number - 1], points[(number + 1) % len(points)]
        start = (before[0] + corner[0]) / 2, (before[1] + corner[1]) / 2
        end = (corner[0] + after[0]) / 2, (corner[1] + after[1]) / 2
        yield from _bow(start, corner, end, 8)


def circle(middle: Point, across: float, down: float, count: int) -> list[Point]:
    """So many points around an oval, to be moved a little and then smoothed."""
    turns = (math.tau * step / count for step in range(count))
    return [(middle[0] + math.cos(turn) * across, middle[1] + math.sin(turn) * down) for turn in turns]
