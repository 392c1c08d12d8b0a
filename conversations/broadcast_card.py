"""The card on which an organiser watches an announcement: how far it is, whom it did not reach, and what may be done.

📢 Sedang dikirim
▓▓▓▓▓▓░░░░ 61 %
Terkirim: 18 dari 29 warga · 1 tidak sampai · 10 lagi
[Jeda] [Hentikan]
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from community import broadcast_report as reports
from community import broadcast_steering as rules
from community import broadcast_work
from community.broadcast_report import Report
from conversations import broadcast_words
from conversations.dialogue import Choice, Rows
from conversations.talk import House, Talk
from conversations.widgets import when
from locales import Words
from storage import broadcasts, communities, people
from storage.broadcasts import Broadcast, BroadcastState
from storage.communities import Community

_CELLS = 10
_NOTED = {
    "gone": "announce.card.gone",
    "late": "announce.card.late",
    "refused": "announce.card.refused",
    "declined": "announce.card.declined",
    "digest": "announce.card.digest",
    "stopped": "announce.card.stopped_rest",
    "twice": "announce.card.twice",
}
"""What a `Report` counts besides those who have it, and the words for it."""
SHARE = 0.9
"""Of the limit: replies to others go first."""
WORTH_SAYING = timedelta(seconds=20)


def screen(talk: Talk[Any], found: Broadcast) -> tuple[str, Rows]:
    """Its words and buttons, in a talk that may just have changed it."""
    talk.session.flush()
    return html(talk.session, talk.words, found, talk.house), rows(talk.session, found, talk.now)


def html(session: Session, words: Words, found: Broadcast, house: House) -> str:
    """The card's words as they are now."""
    community = communities.by_id(session, found.community_id)
    if found.state is BroadcastState.scheduled:
        return words.text(
            "announce.card.scheduled",
            when=_moment(words, found.starts_at, community),
            again=_again(words, found, community),
        )
    if broadcast_work.DISOWNED in found.outcome:
        return words.text("announce.card.disowned")
    report = reports.of(session, found)
    head = words.text(f"announce.card.{found.state.value}" if found.recalled_at is None else "announce.card.recalled")
    if found.recalled_at is not None:
        return head
    bar = [] if found.ended_at else [bar_of(report.share)]
    left = report.left if found.state is BroadcastState.running else 0
    said = [*_counted(words, report), *time_left(words, left, house), *_notes(words, report)]
    said += _next(session, words, found, community)
    return "\n".join([head, *bar, *said, *_by(session, words, found)])


def _next(session: Session, words: Words, found: Broadcast, community: Community | None) -> list[str]:
    """When it comes again: next week's, or a death told once more."""
    to_come = broadcasts.next_of(session, found)
    return [words.text("announce.card.next", when=_moment(words, to_come.starts_at, community))] if to_come else []


def _by(session: Session, words: Words, found: Broadcast) -> list[str]:
    """Any organiser may steer it: they see whose it is."""
    author = people.by_id(session, found.author_id) if found.author_id else None
    return [words.text("announce.card.by", name=author.name)] if author else []


def time_left(words: Words, messages: int, house: House) -> list[str]:
    """⏱ Kira-kira 3 menit: how long so many take, in one line; none if that is over in a moment."""
    takes = timedelta(seconds=messages / (house.send_per_second * SHARE)) if house.send_per_second else timedelta()
    if takes < WORTH_SAYING:
        return []
    return [words.text("announce.note.takes", many=max(1, round(takes / timedelta(minutes=1))))]


def _moment(words: Words, moment: datetime, community: Community | None) -> str:
    return when.spoken(moment, _zone(community), words)


def _zone(community: Community | None) -> str:
    return community.time_zone if community else "Asia/Jakarta"


def _again(words: Words, found: Broadcast, community: Community | None) -> str:
    if found.repeats is None:
        return ""
    zone = _zone(community)
    return " · " + broadcast_words.how_often(words, found.repeats, found.starts_at, zone, found.day_of_month)


def bar_of(share: float) -> str:
    """▓▓▓▓▓▓░░░░ 61 %: never full before it is."""
    done = int(share * _CELLS)
    return f"{'▓' * done}{'░' * (_CELLS - done)} {int(share * 100)} %"


def _counted(words: Words, report: Report) -> list[str]:
    said = []
    if report.groups[1]:
        said.append(words.text("announce.card.groups", ticks=_ticks(*report.groups)))
    if report.total:
        said.append(words.text("announce.card.people", sent=report.sent, total=report.total))
    if report.left:
        said.append(words.text("announce.card.left", many=report.left))
    return [words.text("announce.card.sent", what=", ".join(said))] if said else []


def _ticks(have: int, all_of_them: int) -> str:
    """One group has it or not; of several it is said how many."""
    if have == all_of_them:
        return "✓"
    return "–" if all_of_them == 1 else f"{have}/{all_of_them}"


def _notes(words: Words, report: Report) -> list[str]:
    """Why some have not had it; only what is not zero."""
    return [words.text(key, many=many) for name, key in _NOTED.items() if (many := getattr(report, name))]


def rows(session: Session, found: Broadcast, now: datetime) -> Rows:
    """What an organiser may do with it as it stands."""
    match found.state:
        case BroadcastState.scheduled:
            first = [[_do(found, "now.ask")], [_do(found, "stop.ask")]]
        case BroadcastState.running:
            first = [[_do(found, "pause"), _do(found, "stop.ask")], [_do(found, "card")]]
        case BroadcastState.paused:
            first = [[_do(found, "on"), _do(found, "stop.ask")]]
        case _:
            first = [[_do(found, "again")]] if rules.may_retry(session, found) else []
            if broadcasts.next_of(session, found) is not None:
                first.append([_do(found, "next.ask")])
    return [*first, _afterwards(found, now)] if _afterwards(found, now) else first


def _afterwards(found: Broadcast, now: datetime) -> list[Choice]:
    """[Lihat] [✏️ Ralat] [🗑 Tarik]"""
    if found.state is BroadcastState.scheduled:
        return [_do(found, "see"), _do(found, "fix")]
    buttons = [_do(found, "see")]
    if rules.may_correct(found, now):
        buttons.append(_do(found, "fix"))
    if rules.may_recall(found, now):
        buttons.append(_do(found, "back.ask"))
    return buttons


def _do(found: Broadcast, verb: str) -> Choice:
    return Choice(f"cast.{found.id}.{verb}", f"announce.do.{verb}")
