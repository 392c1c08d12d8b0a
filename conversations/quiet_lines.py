"""Quiet hours as they are read and chosen: by a person for themselves, by the chair for the neighbourhood."""

from collections.abc import Sequence
from datetime import time

from community import quiet_hours
from community.quiet_hours import FRIDAY_PRAYER, MAGHRIB, OFFERED, Part
from conversations.dialogue import Choice
from locales import Words


def clock(words: Words, said: str) -> str:
    """`19:30` as it is written in this language: 19.30."""
    return time.fromisoformat(said).strftime(words.label("widgets.when.clock"))


def span(words: Words, window: Sequence[str]) -> str:
    return f"{clock(words, window[0])}–{clock(words, window[1])}"


def line(words: Words, windows: Sequence[Sequence[str]]) -> str:
    """21.00–05.00, Magrib, salat Jumat."""
    quiet = quiet_hours.read(windows)
    parts = [
        *([span(words, quiet.night)] if quiet.night else []),
        *([words.label("quiet.maghrib.short")] if quiet.maghrib else []),
        *([words.label("quiet.friday.short")] if quiet.friday else []),
        *(span(words, window) for window in quiet.others),
    ]
    return ", ".join(parts) or words.label("quiet.none")


def rows(words: Words, windows: Sequence[Sequence[str]], verb: str) -> list[list[Choice]]:
    """One button each; the prayers change by that one tap, the night asks for an hour. `verb` stands before `.part`."""
    quiet = quiet_hours.read(windows)
    begins, ends = quiet.night or quiet_hours.NIGHT
    prayers = (
        (Part.maghrib, quiet.maghrib, {"span": span(words, MAGHRIB)}),
        (Part.friday, quiet.friday, {"span": span(words, FRIDAY_PRAYER)}),
    )
    return [
        [Choice(f"{verb}.{Part.begins}", "quiet.begins", values={"clock": clock(words, begins)})],
        [Choice(f"{verb}.{Part.ends}", "quiet.ends", values={"clock": clock(words, ends)})],
        *(
            [
                Choice(f"{verb}.{part}.{'no' if is_kept else 'yes'}", f"quiet.{part}.yes", values=values)
                if is_kept
                else Choice(f"{verb}.{part}.yes", f"quiet.{part}.no", values=values)
            ]
            for part, is_kept, values in prayers
        ),
    ]


def hours(words: Words, windows: Sequence[Sequence[str]], verb: str, part: Part) -> list[list[Choice]]:
    """The hours at which the night may begin or end, in one row."""
    night = quiet_hours.read(windows).night or quiet_hours.NIGHT
    now = night[0 if part is Part.begins else 1]
    return [
        [
            Choice(f"{verb}.{part}.{one}", label=f"{clock(words, one)[:2]}{' ✓' if one == now else ''}")
            for one in OFFERED[part]
        ]
    ]


def said(part: Part) -> str:
    """The key of the question for a part of the night."""
    return f"quiet.{part}.ask"
