"""Buttons of the organisers' desk, tapped below any message: they are judged by what is stored, not by the card."""

from typing import Any

from playground.driver import Neighbour
from tests.stories.first_steps import forges
from tests.stories.rt_three import the_need
from tests.stories.town import Town


def taps_at_the_desk(town: Town, organiser: Neighbour, verb: str, need_id: int | None = None) -> dict[str, Any]:
    """On the only need, or on that one, as it stands now."""
    need = the_need(town) if need_id is None else None
    argument = f"{need.id}.{need.moves}" if need else f"{need_id}.0"
    organiser.says("/menu")
    return forges(organiser, organiser.sees("Mau apa?"), f"{verb}.{argument}")


def is_declined(town: Town, organiser: Neighbour) -> None:
    """With a reason by its button; the reporter has the news on the screen."""
    taps_at_the_desk(town, organiser, "decline")
    organiser.sees("belum bisa dilanjutkan?")
    organiser.taps("Perlu biaya besar")
    organiser.sees("Yang akan dibaca")
    organiser.taps("Kirim")
    organiser.sees("sudah dikirim ✓")
    town.passes(minutes=1)
