"""What follows when an organiser has acted: it is done, and what waits next; or somebody else was quicker."""

from collections.abc import Callable
from typing import Any

from community import desk, office, supports
from community.refusals import Overtaken, Refusal
from conversations import desk_buttons, desk_card
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from storage import people, timeline
from storage.needs import Need
from storage.people import Person

BELOW = "below"
"""Behind a need's number: its card comes below, for what stands here has buttons that may still be wanted."""


def begins(talk: Talk[Any], argument: str) -> Need | None:
    """The need that a button is about, to talk of it; None if it has moved on since: then there is nothing to ask."""
    need_id, drawn, _ = desk_buttons.button_in(argument)
    by = talk.person.person_id
    return tapped(talk, need_id, lambda: office.holds(talk.session, need_id, by=by, seen=drawn))


def tapped(talk: Talk[Any], need_id: int, do: Callable[[], Need]) -> Need | None:
    """Do what a card's button says; if another organiser was quicker, say so and show how it stands now: None."""
    try:
        return do()
    except Overtaken as late:
        _catch_up(talk, need_id, late, anew=False)
        return None


def concluded(talk: Talk[Any], need_id: int, do: Callable[[], Need]) -> Need | None:
    """The same at the end of a dialogue, which any refusal ends: its draft would be for nothing."""
    try:
        return do()
    except Overtaken as late:
        _catch_up(talk, need_id, late, anew=True)
    except Refusal as refusal:
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
    return None


def _catch_up(talk: Talk[Any], need_id: int, late: Overtaken, *, anew: bool) -> None:
    need = office.sees(talk.session, need_id, by=talk.person.person_id)
    talk.session.refresh(need)
    office_lines = [line for line in timeline.of_need(talk.session, need_id) if line.by_office]
    if office_lines and office_lines[-1].actor_id == talk.person.person_id:
        talk.toast("desk.moved_on")
    elif anew:
        talk.say_html(talk.words.text(late.key, **late.values))
    else:
        talk.toast(late.key, alert=True, **late.values)
    desk_card.draw(talk, need, anew=anew)


def say_done(
    talk: Talk[Any], need: Need, key: str = "desk.done", *, rows: Rows = (), anew: bool = True, told: bool = True,
    **values: object,
) -> None:  # fmt: skip
    """Sudah ✓ Bu Tini dikabari. Berikutnya No. 15? [Buka] [Nanti saja]"""
    talk.session.flush()
    parts = [talk.words.text(key, number=need.number, **values)]
    reporter = _told(talk, need) if told else None
    if reporter is not None:
        parts.append(talk.words.text("desk.done.told", name=reporter.name))
    following = [one for one in desk.waits(talk.session, need.community_id, by=talk.person.person_id, now=talk.now)
                 if one.need_id != need.id]  # fmt: skip
    if following:
        parts.append(talk.words.text("desk.next", number=following[0].number))
        opens = f"see.{following[0].need_id}{f'.{BELOW}' if rows else ''}"
        onward = [Choice(opens, "desk.next.open"), Choice("rest", "stage.later.button")]
        rows = [*rows, onward]
    show = talk.say_html if anew else talk.redraw_html
    show(" ".join(parts), rows=rows)


def _told(talk: Talk[Any], need: Need) -> Person | None:
    """The reporter, if news of this need reach them and they are not the one who acts."""
    reporter = people.by_id(talk.session, need.reporter_id) if need.reporter_id else None
    if reporter is None or not reporter.reachable or reporter.id == talk.person.person_id:
        return None
    root = supports.root(talk.session, need)
    return reporter if supports.hears(talk.session, root.id, reporter.id) else None
