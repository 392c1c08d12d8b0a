"""Aturan RT: what the neighbourhood has agreed on waiting, asking, calling and quiet; its chair alone changes it.

> [⚙️ Aturan RT]
B Aturan RT 03 … usulan baru dibaca dalam 3 hari …      [Usulan baru: 3 hari] … [☎️ Nomor darurat]
> [Usulan baru: 3 hari]
B Usulan baru dibaca paling lama berapa hari?           [1] [2] [3 ✓] [5] [7]
> [2]
B Aturan RT 03 … usulan baru dibaca dalam 2 hari …
"""

from typing import Any

from community import rules_here as rules
from community.quiet_hours import Part
from community.rules_here import Rule
from conversations import quiet_lines
from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import choice_in, subject_in
from storage.communities import Community

_BACK = Choice("rules", "stage.back")


@for_members
def show(talk: Talk[Any]) -> None:
    """The rules below."""
    _list(talk, anew=True)


def opened(talk: Talk[Any], _argument: str) -> None:
    """[⚙️ Aturan RT], or the way back to it."""
    _list(talk, anew=False)


def _list(talk: Talk[Any], *, anew: bool) -> None:
    community = _mine(talk)
    values: dict[str, Any] = {rule.value: rules.value_of(community, rule) for rule in Rule}
    rows = [
        *([Choice(f"rule.{community.id}.{rule.value}", f"rules.{rule.value}")] for rule in Rule),
        [Choice(f"calm.{community.id}", "rules.quiet.button")],
        [Choice("phone", "emergency.button")],
        [Choice("desk.1", "desk.back")],
    ]
    say = talk.say if anew else talk.redraw
    values |= {"emergency": community.emergency_number, "quiet": quiet_lines.line(talk.words, community.quiet_hours)}
    say("rules.list", rows=rows, name=community.name, **values)


def _mine(talk: Talk[Any]) -> Community:
    return rules.of(talk.session, talk.community_id, by=talk.person.person_id)


def asked(talk: Talk[Any], argument: str) -> None:
    """One rule, and what would be sensible."""
    community_id, rule = choice_in(argument, Rule)
    community = rules.of(talk.session, community_id, by=talk.person.person_id)
    now = rules.value_of(community, rule)
    row = [
        Choice(f"setrule.{community.id}.{rule.value}.{value}", label=f"{value} ✓" if value == now else str(value))
        for value in rules.SENSIBLE[rule]
    ]
    talk.redraw(f"rules.{rule.value}.ask", rows=[row, [_BACK]])


def chosen(talk: Talk[Any], argument: str) -> None:
    """A sensible number."""
    named, _, said = argument.rpartition(".")
    community_id, rule = choice_in(named, Rule)
    value = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
    rules.change(talk.session, community_id, rule, value, by=talk.person.person_id, now=talk.now)
    talk.toast("rules.changed")
    _list(talk, anew=False)


# ── when the neighbourhood is not written to ──


def quiet_asked(talk: Talk[Any], argument: str) -> None:
    """Quiet hours as they are, or the hours at which the night may begin or end."""
    community_id, part = subject_in(argument)
    community = rules.of(talk.session, community_id, by=talk.person.person_id)
    if part in (Part.begins, Part.ends):
        hours = quiet_lines.hours(talk.words, community.quiet_hours, f"setcalm.{community.id}", Part(part))
        back = [Choice(f"calm.{community.id}", "stage.back")]
        talk.redraw(quiet_lines.said(Part(part)), rows=[*hours, back])
    else:
        _quiet(talk, community)


def _quiet(talk: Talk[Any], community: Community) -> None:
    rows = [*quiet_lines.rows(talk.words, community.quiet_hours, f"setcalm.{community.id}"), [_BACK]]
    quiet = quiet_lines.line(talk.words, community.quiet_hours)
    talk.redraw("rules.quiet.ask", rows=rows, name=community.name, quiet=quiet)


def quiet_chosen(talk: Talk[Any], argument: str) -> None:
    """A prayer kept or not, or an hour; without one, the question which."""
    named, _, to = argument.rpartition(".")
    if named.count(".") == 0:
        quiet_asked(talk, argument)
        return
    community_id, part = choice_in(named, Part)
    me = talk.person.person_id
    _quiet(talk, rules.change_quiet_hours(talk.session, community_id, part, to, by=me, now=talk.now))
    talk.toast("rules.changed")


CARDS: dict[str, Card] = {
    "calm": Card(quiet_asked),
    "setcalm": Card(quiet_chosen),
    "rules": Card(opened),
    "rule": Card(asked),
    "setrule": Card(chosen),
}
