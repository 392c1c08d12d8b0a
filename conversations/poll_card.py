"""A poll's card: what is asked, by which rule, the options as buttons, how many have voted; never how it stands.

    🗳 Mana yang kita dahulukan?  (Tanya warga No. 4)
    Pilih paling banyak 3. Pilihan rahasia.
    Sudah memilih: 18 dari 41 warga · ditutup Jumat, 27 Nov, 20.00 WIB
    [1 Selokan Gang Melati] / [2 Lampu pos ronda] …
    [🖼 Foto & biaya] / [👁 Pilihan saya]

In the group it is the same for all; in private everyone sees their own choice. Nothing is decided or written here.
"""

from collections.abc import Mapping, Sequence

from markupsafe import escape
from sqlmodel import Session

from community import choosing, poll_cards, votes_for_neighbours
from community.poll_answers import OBJECT
from community.votes import Vote
from conversations import neighbourhood, objection_lines, poll_lines, poll_result_lines, screens, way_to_native
from conversations.dialogue import Choice, Rows
from conversations.objection_lines import RAISE
from conversations.talk import House
from conversations.widgets import pager
from locales import Words
from storage import polls as stored
from storage.objections import Objection, Stance
from storage.polls import Method, Poll, PollOption, PollState, Way

IN_GROUP, IN_PRIVATE = 20, 8
"""So many options stand on a card; in the group the rest is looked for in private."""
FOR_NEIGHBOUR = "proxy"
"""Verb before the poll's number: voting for somebody without Telegram."""
Face = tuple[str, Rows]
"""HTML, and the buttons below it."""
_MARK = 2
"""Letters before an option that is chosen."""
_Row = list[Choice]


# ── in the group ──


def in_group(session: Session, words: Words, poll: Poll, house: House) -> Face:
    """The same for everybody who looks."""
    if poll.state is not PollState.open:
        return over(session, words, poll, house)
    if not poll_cards.is_open(poll, house.now()):
        return poll_lines.titled(words, poll, [words.label("poll.counting")]), []
    options = stored.options_of(session, poll.id)
    community = poll_lines.place_of(session, poll)

    def leads(key: str, verb: str, **values: object) -> _Row:
        return [Choice("", key, values=values, url=poll_lines.link(house, community, poll, verb))]

    rows = _answers(words, poll, options[:IN_GROUP], {}, page=0)
    if poll.method is Method.consensus:
        rows.append(leads("poll.answer.consensus.3", neighbourhood.OBJECT))
    if len(options) > IN_GROUP:
        rows.append(leads("poll.others", neighbourhood.CHOOSE, first=IN_GROUP + 1, last=len(options)))
    if _has_more_to_show(options):
        rows.append(leads("poll.pictures", neighbourhood.PICTURES))
    rows.append([Choice(f"chosen.{poll.id}", "poll.mine")])
    return _asked(session, words, poll, options, options[:IN_GROUP]), rows


def planned(session: Session, words: Words, poll: Poll, options: Sequence[PollOption]) -> str:
    """The card of a poll that is not written yet, as HTML; its buttons as lines, where they alone name the options."""
    shown = options[:IN_GROUP]
    html = _asked(session, words, poll, options, shown)
    named = [] if poll_lines.spelt_out(words, poll, shown, screens.LABEL - _MARK) else shown
    lines = [poll_lines.labelled(words, poll, one) for one in named]
    if len(options) > IN_GROUP:
        lines.append(words.label("poll.others", first=IN_GROUP + 1, last=len(options)))
    return "\n".join([html, "", *(f"▫️ {escape(line)}" for line in lines)]) if lines else html


def over(session: Session, words: Words, poll: Poll, house: House) -> Face:
    """Closed, or called off: what came of it stands elsewhere, in the group once and for whoever looks."""
    if poll.state is PollState.called_off:
        return poll_lines.titled(words, poll, *poll_result_lines.told(session, words, poll)), []
    link = poll_lines.link(house, poll_lines.place_of(session, poll), poll, neighbourhood.RESULT)
    lines = [words.label("poll.closed"), poll_result_lines.voted(words, poll)]
    return poll_lines.titled(words, poll, lines), [[Choice("", "poll.look.result", url=link)]]


# ── in private ──


def in_private(
    session: Session, words: Words, poll: Poll, house: House, mine: Vote | None, *, page: int = 1,
    objection: Objection | None = None,
) -> Face:  # fmt: skip
    """With what one has chosen so far, None where it cannot be told, and with one's objection, if one has any."""
    if poll.way is Way.native:
        said = [words.label("poll.native"), poll_lines.turnout(session, words, poll)]
        there = way_to_native.rows(session, poll) if poll_cards.is_open(poll, house.now()) else []
        return poll_lines.titled(words, poll, said), there
    if not poll_cards.is_open(poll, house.now()):
        return poll_lines.titled(words, poll, [words.label("poll.counting")]), []
    options = stored.options_of(session, poll.id)
    shown = pager.page(page, len(options), size=IN_PRIVATE)
    here = options[shown.offset : shown.offset + shown.size]
    choices = mine.choices if mine else ()
    marks = poll_lines.marks(poll, choices)
    rows = _answers(words, poll, here, marks, page=shown.number)
    if poll.method is Method.consensus:
        rows += _objecting(words, poll, options, marks, objection)
    rows.append(pager.turns(f"vote.{poll.id}", shown))
    rows += _below(words, poll, options, house)
    said = objection_lines.mine(words, objection) or [progress(words, poll, mine)]
    chosen = [*said, "" if mine is None else poll_lines.apart(words, mine)]
    return _asked(session, words, poll, options, here, chosen), [row for row in rows if row]


def _objecting(
    words: Words, poll: Poll, options: Sequence[PollOption], marks: Mapping[int, str], objection: Objection | None
) -> list[_Row]:
    """[✋ Keberatan], or the last word of whose objection was answered: who missed the answer finds it here."""
    if objection is not None and objection.stance is Stance.answered:
        return [list(row) for row in objection_lines.last_word(poll)]
    return [
        [Choice(f"{RAISE}.{poll.id}", label=poll_lines.labelled(words, poll, one, marks.get(one.id, "")))]
        for one in options
        if one.place == OBJECT
    ]


def progress(words: Words, poll: Poll, mine: Vote | None) -> str:
    """Sudah dipilih: 2 dari 3; for points, how many are left."""
    if mine is None or not mine.choices:
        return ""
    many = len(mine.choices)
    if poll.method in choosing.ONE:
        return words.label("poll.progress.one")
    if poll.method is Method.points:
        return words.label("poll.progress.points", count=poll.most - many)
    return words.label("poll.progress.several", many=many, most=poll.most)


def _below(words: Words, poll: Poll, options: Sequence[PollOption], house: House) -> list[_Row]:
    """What else one can do from here; a verb that this house has not got is not offered."""
    more = [Choice(f"look.{poll.id}.1", "poll.pictures")] if _has_more_to_show(options) else []
    mine = Choice(f"chosen.{poll.id}", "poll.mine")
    rows = screens.pairs([*more, mine], words)
    if FOR_NEIGHBOUR in house.cards and votes_for_neighbours.is_possible(poll):
        rows.append([Choice(f"{FOR_NEIGHBOUR}.{poll.id}", "poll.for_neighbour")])
    return rows


# ── what both have ──


def _answers(
    words: Words, poll: Poll, options: Sequence[PollOption], marks: Mapping[int, str], *, page: int
) -> list[_Row]:
    """A button for each option, two beside each other where they are short; objecting leads elsewhere."""
    behind = f".{page}" if page > 1 else ""
    taken = OBJECT if poll.method is Method.consensus else 0
    choices = [
        Choice(f"v.{one.id}{behind}", label=poll_lines.labelled(words, poll, one, marks.get(one.id, "")))
        for one in options
        if one.place != taken
    ]
    return screens.pairs(choices, words)


def _has_more_to_show(options: Sequence[PollOption]) -> bool:
    return any(one.need_id is not None or one.cost is not None for one in options)


def _asked(
    session: Session, words: Words, poll: Poll, options: Sequence[PollOption], shown: Sequence[PollOption],
    mine: Sequence[str] = (),
) -> str:  # fmt: skip
    rule = poll_lines.rules(words, poll, len(options))
    spelt = poll_lines.spelt_out(words, poll, shown, screens.LABEL - _MARK)
    return poll_lines.titled(words, poll, rule, spelt, [*mine, poll_lines.turnout(session, words, poll)])
