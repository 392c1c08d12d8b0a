"""An announcement from a template: an answer read for each variable, and the text with all of them in it.

In the words a part in [brackets] goes when a variable in it was left out.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from community.announcement_templates import Asked, Template, Variable
from conversations.answers import has_letters
from conversations.dialogue import Again
from conversations.widgets import amount, hours, moments, pasted, when
from locales import Words

LONGEST = 200
"""Letters of one answer."""
_LEFT_OUT = "\x00"
_BRACKETS = {"[": "\x01", "]": "\x02"}
"""What stands for a bracket that somebody typed, until the parts have gone."""
_PART = re.compile(r"\[([^\[\]]*)\]")


def label(template: Template, words: Words) -> str:
    """🧹 Kerja bakti: its button."""
    return words.label(f"templates.{template.key}.label")


def question(variable: Variable) -> str:
    """The key of what is asked, with an example."""
    return f"templates.ask.{variable.key}"


def told(variable: Variable, said: str, now: datetime, zone: str) -> str | Again:
    """An answer as it is kept: 2026-11-29, 07:00, 50000 or the words; or what to say to one that does not fit."""
    bare = said.strip().rstrip(".")
    match variable.kind:
        case Asked.day:
            return _day_told(bare, now, zone)
        case Asked.hour:
            hour = hours.hour_in(bare)
            return Again("templates.again.hour") if hour is None else hour.isoformat("minutes")
        case Asked.amount:
            rupiah = amount.told(bare)
            return str(rupiah) if isinstance(rupiah, int) else rupiah
        case _:
            return _words_told(said)


def _day_told(said: str, now: datetime, zone: str) -> str | Again:
    today = now.astimezone(ZoneInfo(zone)).date()
    day = when.day_in(said, today)
    if day is None and (moment := moments.moment_in(said, now, zone)):
        day = moment.day
    if day is None:
        return Again("templates.again.day")
    return Again("widgets.when.over") if day < today else day.isoformat()


def _words_told(said: str) -> str | Again:
    """One line, without the stop that the sentence has already."""
    line = " ".join(pasted.cleaned(said).split())
    if not line.endswith(("..", "…")):
        line = line.rstrip(". ")
    if not has_letters(line):
        return Again("stage.letters")
    return Again("templates.again.long", {"most": LONGEST}) if len(line) > LONGEST else line


def spoken(variable: Variable, value: str, words: Words) -> str:
    """A kept answer as it is read: Minggu, 29 Nov 2026 · 07.00 · Rp50.000; plain."""
    match variable.kind:
        case Asked.day:
            return when.spoken_day(date.fromisoformat(value), words)
        case Asked.hour:
            return time.fromisoformat(value).strftime(words.label("widgets.when.clock"))
        case Asked.amount:
            return amount.rupiah(int(value))
        case _:
            return value


def fill(template: Template, values: Mapping[str, str], words: Words) -> str:
    """Telegram's HTML. What must not be missing and is stands there as {jam}, which is refused when it is sent."""
    filled = {one.key: _filled(one, values.get(one.key), words) for one in template.variables}
    whole = words.text(f"templates.{template.key}.text", **filled)
    text = _PART.sub(lambda part: "" if _LEFT_OUT in part[1] else part[1], whole)
    said = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return said.translate({ord(sign): bracket for bracket, sign in _BRACKETS.items()})


def _filled(variable: Variable, value: str | None, words: Words) -> str:
    if value:
        plain = " ".join(spoken(variable, pasted.seen(value), words).split())
    elif variable.optional:
        return _LEFT_OUT
    else:
        plain = f"{{{words.label(f'templates.blank.{variable.key}')}}}"
    return plain.translate({ord(bracket): sign for bracket, sign in _BRACKETS.items()})
