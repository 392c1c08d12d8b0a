"""Rangkuman, as it leaves: a line for each thing that is still wanted, in groups, and how much more there was.

B 🗞 Rangkuman untuk Bu Tini
  👀 Usulan
  • Kabar usulan No. 14 (selokan): sedang dikerjakan.
  📢 Pengumuman
  • Pengurus RT 03 · Kerja bakti hari Minggu jam 7 …
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape
from sqlmodel import Session

from community import digests as rules
from community import pushes
from community.pushes import Drop
from conversations import screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import digests, people
from storage.hearing import ANNOUNCEMENT
from storage.outbox import Row

MOST_LINES = 12
MOST_READ = 60
"""Whatever is more is only counted: nobody reads it, and each thing costs a look."""
LONGEST = 110
"""Letters of a line."""
_SIGN = "📢"
_CALLS = frozenset((ANNOUNCEMENT, "event.remind"))
_DESK = frozenset(("desk.new", "desk.silent", "need.check"))
_GROUPS = ("needs", "desk", "calls")


def reading(table: Mapping[str, Render]) -> Render:
    """The digest's own renderer, by those of all that may stand in it."""

    def render(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
        waiting = digests.gathered(session, row, house.clock())
        found = _lines(session, waiting[:MOST_READ], table, words, house)
        count = sum(map(len, found.values()))
        if count == 0:
            return None
        person = people.by_id(session, row.person_id or 0)
        more = max(0, count - MOST_LINES) + max(0, len(waiting) - MOST_READ)
        html = words.text("digest.text", name=person.name if person else "", lines=_block(words, found, more))
        keyboard = screens.inline_keyboard(words, _rows(found))
        return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]

    return render


def _lines(
    session: Session, waiting: Iterable[Row], table: Mapping[str, Render], words: Words, house: House
) -> dict[str, list[str]]:
    """What is still wanted and still true, by group, each line once."""
    found: dict[str, list[str]] = {group: [] for group in _GROUPS}
    for item in waiting:
        render = table.get(item.kind or "")
        if render is None or isinstance(pushes.decide_for(session, item, house.now()), Drop):
            continue
        said = render(session, item, words, house)
        line = _line(said) if isinstance(said, list) else ""
        if item.kind == ANNOUNCEMENT:  # the group's heading bears the sign already
            line = line.removeprefix(_SIGN).lstrip()
        group = found[_group(item.kind or "")]
        if line and line not in group:
            group.append(line)
    return found


def _group(kind: str) -> str:
    return "calls" if kind in _CALLS else "desk" if kind in _DESK else "needs"


def _line(calls: Iterable[Call]) -> str:
    """The first words of what it would have said, on one line."""
    html = next((said for call in calls if (said := call.parameters.get("text") or call.parameters.get("caption"))), "")
    plain = " · ".join(line for one in str(html).splitlines() if (line := Markup(one).striptags().strip()))  # noqa: S704 - only to take its tags away
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _block(words: Words, found: Mapping[str, list[str]], more: int) -> Markup:
    lines: list[Markup] = []
    left = MOST_LINES
    for group in _GROUPS:
        shown = found[group][:left]
        left -= len(shown)
        if shown:
            lines += [
                Markup("<b>{}</b>").format(words.label(f"digest.{group}")),
                *(escape(f"• {one}") for one in shown),
            ]
    if more:
        lines.append(escape(words.label("digest.more", count=more)))
    return Markup("\n").join(lines)


def _rows(found: Mapping[str, list[str]]) -> Rows:
    desk = [[Choice("desk.1", "silence.desk")]] if found["desk"] else []
    return [*desk, [Choice("menu.settings", "digest.settings")]]


def renders(table: Mapping[str, Render]) -> dict[str, Render]:
    return {rules.KIND: reading(table)}
