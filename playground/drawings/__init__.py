"""Pictures of what neighbours photograph, drawn in code: a clogged drain, a dark lamp, a pothole, and so on."""

import io
from collections.abc import Callable, Mapping
from random import Random

from playground.drawings import gatherings, houses, nights, streets, waters
from playground.drawings.canvas import Canvas

SCENES: Mapping[str, Callable[[Canvas], None]] = {
    "clogged_drain": waters.clogged_drain,
    "overflowing_drain": waters.overflowing_drain,
    "murky_water": waters.murky_water,
    "dry_tap": waters.dry_tap,
    "flood": waters.flood,
    "mosquito_puddle": waters.mosquito_puddle,
    "pothole": streets.pothole,
    "muddy_road": streets.muddy_road,
    "broken_bridge": streets.broken_bridge,
    "garbage_heap": streets.garbage_heap,
    "burning_garbage": streets.burning_garbage,
    "fallen_tree": streets.leaning_tree,
    "dry_field": streets.dry_field,
    "dark_lamp": nights.dark_lamp,
    "leaning_pole": nights.leaning_pole,
    "security_post": nights.security_post,
    "no_signal": nights.no_signal,
    "leaking_roof": houses.leaking_roof,
    "hall_leak": houses.hall_leak,
    "preschool": houses.preschool,
    "baby_scale": houses.baby_scale,
    "snack_stall": houses.snack_stall,
    "park": gatherings.park,
    "cemetery": gatherings.cemetery,
    "volleyball": gatherings.volleyball,
    "garden": gatherings.garden,
}
QUALITY = 80


def draw(name: str, number: int) -> bytes:
    """The scene as a JPEG of 800 × 600 pixels, below 80 kB; another number, another light and other details.

    The same name and number always give the same bytes. Raises KeyError for an unknown scene.
    """
    canvas = Canvas(Random(f"{name}:{number}"))
    SCENES[name](canvas)
    target = io.BytesIO()
    canvas.finished().save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
