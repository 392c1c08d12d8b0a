"""The buttons of the organiser's card: what may be done to a need where it stands, and reading them when tapped.

Each carries `<need id>.<moves>`: whoever taps one that was drawn before another organiser acted is told so.
"""

from typing import Any

from community import moves
from community.moves import Mover
from community.refusals import NotThere
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets.card_arguments import subject_in
from storage import needs as stored
from storage import supports
from storage.needs import Need, NeedState

MOST_MERGED = 5
"""So many merged needs are shown with their words and their way back."""
_LEADS_TO = {
    "take": NeedState.accepted,
    "day": NeedState.planned,
    "begin": NeedState.in_progress,
    "done": NeedState.awaiting_confirmation,
    "pass": NeedState.forwarded,
    "fuse": NeedState.merged,
    "decline": NeedState.not_now,
}
_VERBS = ("take", "day", "begin", "done", "pass", "ask", "fuse", "explain", "decline", "fix", "hand")
_FIRST = {
    NeedState.received: ("take", "day", "pass", "ask", "fuse"),
    NeedState.under_review: ("take", "day", "pass", "ask", "fuse"),
    NeedState.accepted: ("day", "begin", "done", "pass"),
    NeedState.planned: ("begin", "done"),
    NeedState.in_progress: ("done", "explain"),
    NeedState.forwarded: ("done", "explain"),
    NeedState.reopened: ("begin", "done", "explain"),
    NeedState.not_now: ("take", "day"),
}
"""What is nearest in each state; the rest stands behind [⋯]."""
_BESIDE = ("ask", "fuse")
"""Short enough to share a row."""


def button_in(argument: str) -> tuple[int, int, str]:
    """(need, moves as drawn, the rest) of a button. Raises NotThere for what we never drew."""
    need_id, rest = subject_in(argument)
    drawn, _, more = rest.partition(".")
    if not (drawn.isascii() and drawn.isdigit() and len(drawn) < 9):
        raise NotThere("stage.gone")
    return need_id, int(drawn), more


def may_do(need: Need) -> list[str]:
    """The verbs that a need allows its organisers where it stands."""
    if need.state in moves.CLOSED:
        return []
    ways = moves.ways_on(need.state, Mover.office)
    fits = {verb: state in ways for verb, state in _LEADS_TO.items()}
    fits["ask"] = need.reporter_id is not None
    return [verb for verb in _VERBS if fits.get(verb, True)]


def rows(talk: Talk[Any], need: Need, *, sent: bool) -> Rows:
    """What is nearest where it stands; `sent`, photos or voices came with it."""
    first = [verb for verb in _FIRST.get(need.state, ()) if verb in may_do(need)]
    shown: list[list[Choice]] = []
    if sent:
        shown.append([Choice(f"listen.{need.id}", "desk.listen")])
    elif need.latitude is not None:
        shown.append([Choice(f"listen.{need.id}", "desk.map")])
    if need.state is NeedState.forwarded:
        shown.append([Choice(f"letter.{need.id}", "desk.letter")])
    shown += [[_do(need, verb)] for verb in first if verb not in _BESIDE]
    beside = [_do(need, verb) for verb in first if verb in _BESIDE]
    shown += [beside] if beside else []
    more = [Choice(f"acts.{need.id}", "desk.more")] if _rest(talk, need) else []
    shown.append([Choice(f"story.{need.id}", "needs.path"), *more])
    return [*shown, [Choice("desk.1", "desk.back")]]


def more_rows(talk: Talk[Any], need: Need) -> Rows:
    """What stands behind [⋯]."""
    return [*([choice] for choice in _rest(talk, need)), [Choice(f"see.{need.id}", "stage.back")]]


def _rest(talk: Talk[Any], need: Need) -> list[Choice]:
    """The other verbs, and taking merges back."""
    first = _FIRST.get(need.state, ())
    rest = [_do(need, verb) for verb in may_do(need) if verb not in first]
    merged = [need] if need.state is NeedState.merged else _merged_into(talk, need)
    return [*rest, *(parting(one) for one in merged)]


def _merged_into(talk: Talk[Any], need: Need) -> list[Need]:
    family = [stored.by_id(talk.session, one) for one in supports.family_ids(talk.session, need.id)]
    return [one for one in family if one is not None and one.merged_into_id == need.id][:MOST_MERGED]


def parting(merged: Need) -> Choice:
    """[Pisahkan No. 15]."""
    return Choice(f"part.{merged.id}.{merged.moves}", "desk.part", values={"number": merged.number})


def _do(need: Need, verb: str) -> Choice:
    return Choice(f"{verb}.{need.id}.{need.moves}", f"desk.do.{verb}")
