"""/pilih: what the neighbours are being asked, to vote in it, and what came of the last questions.

> /pilih
B Sedang ditanyakan: No. 4 Mana yang kita dahulukan? · sampai Jumat, 27 Nov, 20.00 WIB
  Hasil terakhir: No. 3 Rapat hari apa?        [🗳 4 · Mana yang …] / [📊 3 · Rapat hari apa?]

What one has answered bears a ✓.
"""

from typing import Any

from community import poll_cards, poll_reading, votes
from community.refusals import Refusal
from conversations import neighbourhood, poll_lines, poll_screens
from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Act, Talk
from conversations.widgets import pager, review
from storage import polls as stored
from storage.polls import Poll, PollState

MOST_RESULTS = 5
_DONE = "✓"
_LOOKED_THROUGH = 40


@for_members
def show(talk: Talk[Any]) -> None:
    """/pilih and [🗳 Pilih yang didahulukan]: the only open one at once, for a tap less."""
    now_open, _ = _found(talk)
    if len(now_open) == 1:
        poll_screens.show(talk, now_open[0], anew=True)
    else:
        listed(talk, "")


def listed(talk: Talk[Any], _argument: str) -> None:
    """All of them; also at the end of a link."""
    now_open, over = _found(talk)
    if not now_open and not over:
        talk.say("vote.list.none", home=True, name=talk.community_name)
        return
    lines = [talk.words.label("vote.list.open" if now_open else "vote.list.no_open")]
    lines += [_line(talk, poll) for poll in now_open]
    lines += [talk.words.label("vote.list.results")] if over else []
    lines += [_head(talk, poll) for poll in over]
    rows = [[_button(talk, poll, f"vote.{poll.id}.1", _DONE if _has_voted(talk, poll) else "🗳")] for poll in now_open]
    rows += [[_button(talk, poll, f"result.{poll.id}", "📊")] for poll in over]
    talk.say("vote.list", rows=rows, lines=review.lines(lines))


def _found(talk: Talk[Any]) -> tuple[list[Poll], list[Poll]]:
    """Those in which one may vote, the soonest to close first, and the latest that were counted."""
    around = poll_reading.around(talk.session, talk.person.person_id)
    every = stored.of_community(talk.session, around, most=_LOOKED_THROUGH)
    now_open = [poll for poll in stored.open_in(talk.session, around) if poll_cards.is_open(poll, talk.now)]
    return now_open[: pager.SIZE * 2], [poll for poll in every if poll.state is PollState.closed][:MOST_RESULTS]


def _has_voted(talk: Talk[Any], poll: Poll) -> bool:
    """So that one sees which is still to be answered; what was chosen is looked at by nobody."""
    try:
        return votes.is_given(talk.session, poll, by=talk.person.person_id, secret=talk.house.secret)
    except Refusal:
        return False


def _line(talk: Talk[Any], poll: Poll) -> str:
    zone = poll_lines.place_of(talk.session, poll).time_zone
    return talk.words.label(
        "vote.list.until", what=_head(talk, poll), until=poll_lines.moment(talk.words, poll.closes_at, zone)
    )


def _head(talk: Talk[Any], poll: Poll) -> str:
    return talk.words.label("vote.list.head", number=poll.number, question=poll_lines.question(talk.words, poll))


def _button(talk: Talk[Any], poll: Poll, value: str, sign: str) -> Choice:
    return Choice(value, label=f"{sign} {poll.number} · {poll_lines.question(talk.words, poll)}")


LINKS: dict[str, Act] = {neighbourhood.POLLS_HERE: listed}
