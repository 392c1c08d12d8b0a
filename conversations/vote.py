"""Voting by buttons, in the group for all and in private on a card of one's own; changed as often as one likes.

    > [1 Selokan Gang Melati]     toast: ✓ Selokan Gang Melati (1 dari 3). Ketuk lagi untuk batal.
    > [👁 Pilihan saya]           Pilihan saya: 1. Selokan Gang Melati. Tanda terima: k7q2pa

Only who taps sees what was tapped. In the group a stranger's first tap shows what would be kept; the second agrees to
it, joins, and votes; it is counted once the organisers recognise who that is.
"""

from collections import Counter
from typing import Any

from community import choosing, electorate, poll_cards, poll_reading, votes
from community.electorate import Voter
from community.poll_answers import OBJECT
from community.refusals import NotAllowed, NotThere
from community.votes import Vote
from conversations import neighbourhood, poll_lines, poll_screens, welcome
from conversations.dialogue import Choice
from conversations.objection_lines import RAISE
from conversations.talk import Act, Card, Talk
from conversations.widgets import pager
from conversations.widgets.card_arguments import subject_in
from storage import poll_taps
from storage import polls as stored
from storage.communities import Community
from storage.polls import Counts, Method, Poll, PollOption, PollState, Way

_SHORT = 100
"""Letters of one's choices that an alert holds besides the receipt."""


# ── a tap on an option ──


def tapped(talk: Talk[Any], argument: str) -> None:
    """[1 Selokan Gang Melati]: chosen, or taken back."""
    option_id, page = subject_in(argument)
    if talk.is_private and talk.speaker is None:
        raise NotThere("stage.gone")
    poll, option = votes.reach(talk.session, option_id, now=talk.now)
    who = _voter(talk, poll)
    if who is None:
        return
    vote = _voted(talk, poll, option, who)
    _flash(talk, vote, option)
    if talk.is_private:
        html, rows = poll_screens.card(talk, vote.poll, page=pager.number_in(page), mine=vote)
        talk.redraw_html(html, rows=rows)


def _voter(talk: Talk[Any], poll: Poll) -> Voter | None:
    """Whoever taps, as a voter; in the group a stranger, or one who belongs elsewhere, is asked first, as in `welcome`.

    Raises NotAllowed in private for who is from elsewhere.
    """
    if talk.is_private:
        return electorate.voter(talk.session, poll, talk.person.person_id)
    community = _shown_here(talk, poll)
    found = electorate.find(talk.session, poll, talk.speaker.person_id) if talk.speaker is not None else None
    if found is not None:
        return found
    return electorate.voter(talk.session, poll, talk.person.person_id) if welcome.comes_in(talk, community) else None


def _shown_here(talk: Talk[Any], poll: Poll) -> Community:
    """The neighbourhood of this group. Raises NotThere unless the poll's card stands here: data of a tap are forged
    easily, the chat that it comes from is not.
    """
    community = poll_taps.asked_in(talk.session, poll.id, talk.chat_id)
    if community is None:
        raise NotThere("stage.gone")
    return community


def _voted(talk: Talk[Any], poll: Poll, option: PollOption, who: Voter) -> Vote:
    if poll.way is Way.native:
        raise NotAllowed("vote.native")
    if poll.method is Method.consensus and option.place == OBJECT:
        raise NotAllowed("vote.object")
    vote = votes.tap(talk.session, poll, option, who, secret=talk.house.secret, now=talk.now)
    if len(vote.choices) <= 1:  # else nobody has a vote who had none, nor the other way round
        talk.session.flush()
        poll_cards.changed(talk.session, poll, now=talk.now)
    return vote


def _flash(talk: Talk[Any], vote: Vote, option: PollOption) -> None:
    """What the tap has done, for the eyes of the one who taps."""
    said = [_done(talk, vote, option)]
    if vote.choices and not vote.counts:
        said.append(poll_lines.apart(talk.words, vote))
    elif vote.choices and vote.poll.counts is Counts.house:
        said.append(talk.words.label("vote.for_house"))
    talk.toast("vote.said", lines=" ".join(said))


def _done(talk: Talk[Any], vote: Vote, option: PollOption) -> str:
    poll, many = vote.poll, len(vote.choices)
    name = poll_lines.option(talk.words, poll, option)
    if poll.method is Method.points:
        given = Counter(vote.choices)[option.id]
        dots, left = poll_lines.dots(given, poll.most_on_one), poll.most - many
        return talk.words.label("vote.points" if given else "vote.points.none", dots=dots, name=name, count=left)
    if option.id not in vote.choices:
        return talk.words.label("vote.back", name=name)
    if poll.method in choosing.ONE:
        return talk.words.label("vote.one", name=name)
    if poll.method in choosing.RANKED:
        return talk.words.label("vote.ranked", rank=vote.choices.index(option.id) + 1, name=name)
    return talk.words.label("vote.several", name=name, many=many, most=poll.most)


# ── my own choice ──


def mine(talk: Talk[Any], argument: str) -> None:
    """[👁 Pilihan saya]: with the receipt, in the group in a window that nobody else sees."""
    poll_id, _ = subject_in(argument)
    poll = stored.by_id(talk.session, poll_id)
    if poll is None or (talk.is_private and talk.speaker is None):
        raise NotThere("stage.gone")
    if not talk.is_private:
        _shown_here(talk, poll)
    vote = _mine(talk, poll)
    if not talk.is_private:
        _shown_in_window(talk, poll, vote)
    elif vote is None or not vote.choices:
        talk.toast("vote.mine.none")
    else:
        chosen = "\n".join(_chosen(talk, poll, vote))
        back = [[Choice(f"vote.{poll.id}.1", "stage.back")]]
        talk.redraw("vote.mine.text", rows=back, number=poll.number, chosen=chosen, receipt=vote.receipt)


def _mine(talk: Talk[Any], poll: Poll) -> Vote | None:
    """None for a stranger, who has chosen nothing. Raises once the poll is over."""
    if talk.speaker is None:
        return None
    return votes.mine(talk.session, poll.id, by=talk.person.person_id, secret=talk.house.secret)


def _shown_in_window(talk: Talk[Any], poll: Poll, vote: Vote | None) -> None:
    if vote is None or not vote.choices:
        talk.toast("vote.mine.none", alert=True)
        return
    chosen = ", ".join(_chosen(talk, poll, vote))
    chosen = chosen if len(chosen) <= _SHORT else f"{chosen[: _SHORT - 1]}…"
    talk.toast("vote.mine.window", alert=True, chosen=chosen, receipt=vote.receipt)


def _chosen(talk: Talk[Any], poll: Poll, vote: Vote) -> list[str]:
    """① Lampu pos ronda, as one has ranked them; else in the order of the card."""
    options = {one.id: one for one in stored.options_of(talk.session, poll.id)}
    marks = poll_lines.marks(poll, vote.choices)
    order = dict.fromkeys(vote.choices) if poll.method in choosing.RANKED else options
    return [poll_lines.labelled(talk.words, poll, options[one], marks[one]) for one in order if one in marks]


# ── the card in private ──


def turned(talk: Talk[Any], argument: str) -> None:
    """The card in place of what was tapped, at a page of it; once it is over, what came of it."""
    poll_id, page = subject_in(argument)
    poll = poll_reading.seen(talk.session, stored.by_id(talk.session, poll_id), by=talk.person.person_id)
    poll_screens.show(talk, poll, page=pager.number_in(page), anew=False)


def opened(talk: Talk[Any], code: str) -> None:
    """At the end of a link."""
    poll = poll_reading.seen(talk.session, stored.with_code(talk.session, code), by=talk.person.person_id)
    poll_screens.show(talk, poll, anew=True)


def objected(talk: Talk[Any], code: str) -> None:
    """[Keberatan] in the group: straight to the reason, where that can be told; else to the card."""
    poll = poll_reading.seen(talk.session, stored.with_code(talk.session, code), by=talk.person.person_id)
    act = talk.house.cards.get(RAISE)
    if act is None or poll.method is not Method.consensus or poll.state is not PollState.open:
        poll_screens.show(talk, poll, anew=True)
    else:
        act.act(talk, str(poll.id))


CARDS: dict[str, Card] = {
    "v": Card(tapped, strangers=True, groups=True),
    "chosen": Card(mine, strangers=True, groups=True),
    "vote": Card(turned),
}
LINKS: dict[str, Act] = {neighbourhood.CHOOSE: opened, neighbourhood.OBJECT: objected}
