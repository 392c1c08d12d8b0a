"""The card on which an organiser watches a question: how many have chosen, until when, where; never what they chose.

🗳 Tanya warga No. 4
Mana yang kita dahulukan?
Sudah memilih: 18 dari 41 warga
Ditutup Jumat, 27 Nov 2026 pukul 20.00 WIB · grup Warga RT 03
[⏳ Perpanjang] [🔒 Tutup sekarang] / [✖️ Batalkan] / [👥 Mewakili tetangga] [📄 Hitungan kertas]
"""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from community import audiences, paper_votes, poll_cards, poll_values, polls, votes_for_neighbours
from community.refusals import NotThere
from conversations import poll_lines, screens
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets import when
from storage import ballots, communities, people
from storage import polls as stored
from storage.polls import Counts, Method, Poll, PollState

MOST = 10
"""Of the list: the open ones first, then the latest."""
_SIGNS = {PollState.open: "🗳", PollState.closed: "✓", PollState.called_off: "✖️"}


def screen(talk: Talk[Any], poll: Poll) -> tuple[str, Rows]:
    """Its words and buttons, in a talk that may just have changed it."""
    talk.session.flush()
    html = Markup("\n").join(escape(line) for line in _lines(talk, poll))
    title = talk.words.label("steer.title", number=poll.number)
    rows = _rows(poll, is_open=poll_cards.is_open(poll, talk.now))
    return Markup("🗳 <b>{}</b>\n{}").format(title, html), [*_newcomers(talk, poll), *rows]


def _lines(talk: Talk[Any], poll: Poll) -> Iterator[str]:
    words, zone = talk.words, zone_of(talk, poll)
    yield poll_lines.question(words, poll)
    yield ""
    if poll.state is PollState.called_off:
        yield words.label("steer.called_off")
    else:
        yield from _turnout(talk, poll)
    if poll.state is PollState.open:
        yield words.label("asking.until.line", when=when.spoken(poll.closes_at, zone, words))
    elif poll.closed_at is not None and poll.state is PollState.closed:
        yield words.label("steer.closed", when=when.spoken(poll.closed_at, zone, words))
    if poll.why_closed:
        yield words.label("steer.why", why=poll.why_closed)
    yield " · ".join([_places(talk, poll), words.label(f"asking.how.{poll.way.value}")])
    author = people.by_id(talk.session, poll.author_id) if poll.author_id else None
    if author is not None:
        yield words.label("steer.by", name=author.name)


def _turnout(talk: Talk[Any], poll: Poll) -> Iterator[str]:
    """How many there are, and how many are left out of it so far; no figure tells what they chose."""
    unit = "houses" if poll.counts is Counts.house else "people"
    now = poll_values.turnout(talk.session, poll)
    yield talk.words.label(f"steer.voted.{unit}", voted=now.votes, count=now.eligible)
    if now.apart:
        yield poll_lines.left_out(talk.words, "steer.apart", poll, now.apart)
    if poll.state is PollState.open and (sheets := paper_votes.without_witness(talk.session, poll)):
        yield talk.words.label("steer.no_witness", count=sheets)


def _places(talk: Talk[Any], poll: Poll) -> str:
    here = [one for one in audiences.places(talk.session, poll.community_id) if one.destination.id in poll.destinations]
    if not here:
        return talk.words.label("asking.to.private")
    return ", ".join(talk.words.label("asking.to.group", title=one.chat.title) for one in here)


def zone_of(talk: Talk[Any], poll: Poll) -> str:
    community = communities.by_id(talk.session, poll.community_id)
    return community.time_zone if community else talk.person.time_zone


def _rows(poll: Poll, *, is_open: bool) -> Rows:
    """What may be done with it as it stands: nothing once its time is over; once it was counted, what came of it."""
    back = [Choice("questions", "steer.list.back")]
    read = [[Choice(f"objections.{poll.id}", "steer.objections")]] if poll.method is Method.consensus else []
    if poll.state is PollState.closed:
        return [[Choice(f"result.{poll.id}", "poll.look.result")], *read, back]
    if not is_open:
        return [*(read if poll.state is not PollState.called_off else []), back]
    rows = [[_do(poll, "longer")], [_do(poll, "shut")], [_do(poll, "off")]]
    if votes_for_neighbours.is_possible(poll):
        rows.append([Choice(f"proxy.{poll.id}", "steer.proxy")])
    if poll.times_extended >= polls.MOST_EXTENSIONS:
        rows = rows[1:]
    if poll.method in paper_votes.ON_PAPER:
        rows.append([Choice(f"paper.{poll.id}", "steer.paper")])
    return [*rows, *read, back]


def _newcomers(talk: Talk[Any], poll: Poll) -> Rows:
    """[👋 3 warga baru], where votes wait for their voters to be recognised."""
    if poll.state is not PollState.open or not ballots.turnout(talk.session, poll.id)[1]:
        return []
    count = people.count_unrecognised(talk.session, poll.community_id)
    return [[Choice("newcomers", "recognise.button", values={"count": count})]] if count else []


def _do(poll: Poll, verb: str) -> Choice:
    """It knows what it was drawn for: an end that another organiser has moved since is not moved once more."""
    return Choice(f"steer.{poll.id}.{verb}.{poll.times_extended}", f"steer.do.{verb}")


def draw(talk: Talk[Any], poll: Poll, *, anew: bool = False) -> None:
    """The card where the button was, or below."""
    html, rows = screen(talk, poll)
    if anew:
        talk.say_html(html, rows=rows)
    else:
        talk.redraw_html(html, rows=rows)


# ── all of them ──


def list_all(talk: Talk[Any], *, anew: bool = True) -> None:
    """The neighbourhood's questions, below what was said last or in its place; for organisers."""
    community = polls.place_of(talk.session, talk.community_id, by=talk.person.person_id)
    found = stored.of_community(talk.session, [community.id], most=MOST)
    rows: Rows = [[Choice(f"asked.{one.id}", label=_label(talk, one))] for one in found]
    say = talk.say if anew else talk.redraw
    say("steer.list" if found else "steer.list.none", rows=[*rows, [Choice("desk.1", "desk.back")]])


def _label(talk: Talk[Any], poll: Poll) -> str:
    """🗳 4 Mana yang kita dahulu…"""
    label = f"{_SIGNS[poll.state]} {poll.number} {poll_lines.question(talk.words, poll)}"
    return label if len(label) <= screens.LABEL else label[: screens.LABEL - 1] + "…"


def watched(talk: Talk[Any], poll_id: int) -> Poll:
    """A question for looking at, open or over, by an organiser of where it is asked. Raises as `polls.place_of`."""
    poll = stored.by_id(talk.session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    polls.place_of(talk.session, poll.community_id, by=talk.person.person_id)
    return poll
