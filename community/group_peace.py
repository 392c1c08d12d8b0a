"""The group's peace: at most one message a day that nobody there has just asked for, whatever it speaks of."""

from datetime import datetime
from zoneinfo import ZoneInfo


def unasked(chat_id: int, zone: str, moment: datetime) -> str:
    """The name of the one unasked message that a chat (`Chat.id`) gets on the local day of this moment."""
    return f"group.unasked:{chat_id}:{day(zone, moment)}"


def day(zone: str, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y%m%d}"
