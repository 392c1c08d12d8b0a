"""Aturan RT: what the neighbourhood has agreed on waiting, asking and calling; its chair alone changes it.

> [⚙️ Aturan RT]
B Aturan RT 03 … usulan baru dibaca dalam 3 hari …      [Usulan baru: 3 hari] … [☎️ Nomor darurat]
> [Usulan baru: 3 hari]
B Usulan baru dibaca paling lama berapa hari?           [1] [2] [3 ✓] [5] [7]
> [2]
B Aturan RT 03 … usulan baru dibaca dalam 2 hari …
"""

from typing import Any

from community import rules_here as rules
from community.rules_here import Rule
from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import choice_in
from storage.communities import Community


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
        [Choice("phone", "emergency.button")],
        [Choice("desk.1", "desk.back")],
    ]
    say = talk.say if anew else talk.redraw
    say("rules.list", rows=rows, name=community.name, emergency=community.emergency_number, **values)


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
    talk.redraw(f"rules.{rule.value}.ask", rows=[row, [Choice("rules", "stage.back")]])


def chosen(talk: Talk[Any], argument: str) -> None:
    """A sensible number."""
    named, _, said = argument.rpartition(".")
    community_id, rule = choice_in(named, Rule)
    value = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
    rules.change(talk.session, community_id, rule, value, by=talk.person.person_id, now=talk.now)
    talk.toast("rules.changed")
    _list(talk, anew=False)


CARDS: dict[str, Card] = {
    "rules": Card(opened),
    "rule": Card(asked),
    "setrule": Card(chosen),
}
