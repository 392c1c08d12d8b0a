"""Who is asked, and in which groups the card stands.

> [Siapa yang diajak]
B Siapa yang diajak?      [✓ Semua warga] [Pengurus saja] [Yang ikut usulannya]
"""

from conversations.answers import Tapped
from conversations.dialogue import Choice, Next, Question, Step
from conversations.invite_draft import Inviting, chosen_groups, groups_of
from conversations.invite_plan import onward
from conversations.widgets import several
from conversations.widgets.several import ENOUGH, TICK
from storage.events import Invited

_GROUP = "g"


def ask_who(talk: Inviting) -> Question:
    """Followers only where there is a need to follow; groups are nobody's business but everybody's."""
    choices = [Invited.everyone, Invited.office]
    if talk.draft.needs:
        choices.append(Invited.followers)
    rows = [[_choice(talk, one)] for one in choices]
    return Question("inviting.who.ask", rows=rows)


def _choice(talk: Inviting, one: Invited) -> Choice:
    label = talk.words.label(f"inviting.who.{one.value}")
    return Choice(one.value, label=f"{TICK}{label}" if one is talk.draft.invited else label)


def heard_who(talk: Inviting, answer: Tapped) -> Next:
    """What only some are asked to is shown in no group, unless a group is put in afterwards."""
    talk.answered_as = answer.label.removeprefix(TICK)
    draft, before = talk.draft, talk.draft.invited
    draft.invited = Invited(answer.value)
    if draft.invited is not before:
        draft.destinations = None if draft.invited is Invited.everyone else []
    return onward(talk)


def ask_groups(talk: Inviting) -> Question:
    choices = [Choice(f"{_GROUP}{one.destination.id}", label=f"👥 {one.chat.title}") for one in groups_of(talk)]
    chosen = [f"{_GROUP}{one.destination.id}" for one in chosen_groups(talk)]
    return Question("inviting.groups.ask", rows=several.rows(talk.words, choices, chosen))


def heard_groups(talk: Inviting, answer: Tapped) -> Next:
    if answer.value == ENOUGH:
        return onward(talk)
    chosen = [one.destination.id for one in chosen_groups(talk)]
    talk.answered_as = f"{'➖' if answer.label.startswith(TICK) else '➕'} {answer.label.removeprefix(TICK)}"
    talk.draft.destinations = several.toggled(chosen, int(answer.value.removeprefix(_GROUP)))
    return "groups"


STEPS = {
    "who": Step(ask_who, heard_who, answered="inviting.answered"),
    "groups": Step(ask_groups, heard_groups, answered="inviting.picked"),
}
