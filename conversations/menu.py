"""⋯ Lainnya: drafts that wait, one's own needs, the neighbourhood, language, help; and commands nobody knows."""

from typing import Any

from community import matters
from community import people as residents
from community.refusals import NotThere
from conversations import (
    above,
    emergency,
    engine,
    help_page,
    language,
    my_data,
    my_needs,
    neighbourhood,
    polls_here,
    settings_page,
)
from conversations.dialogue import Choice
from conversations.stage import for_known, for_members
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import draft_in, subject_in
from storage import communities, dialogues
from storage.communities import Community


@for_known
def show(talk: Talk[Any]) -> None:
    """/menu and [⋯ Lainnya]."""
    rows = [[go_on] for go_on in _drafts(talk)]
    rows += [[Choice("menu.polls", "menu.polls")], [Choice("menu.mine", "menu.mine")], *_matters(talk)]
    rows += [[Choice(f"menu.{part}", f"menu.{part}")] for part in ("here", "settings", "data", "language", "help")]
    if talk.is_organiser:
        rows += [[Choice("gather", "inviting.button")], [Choice("polling", "asking.button")]]
    else:
        rows.append([Choice("gather", "inviting.propose.button")])
    talk.say("menu.ask", rows=rows)


def _matters(talk: Talk[Any]) -> list[list[Choice]]:
    """[🙈 Pesan pribadi], only for who has written one or is to read one."""
    return [[Choice("matters.1", "menu.matters")]] if matters.of(talk.session, talk.person.person_id) else []


def _drafts(talk: Talk[Any]) -> list[Choice]:
    """[Teruskan usulan] for every draft that waits, the current one included."""
    current = [talk.person.standing] if talk.person.standing else []
    waiting = [*current, *dialogues.set_aside(talk.session, talk.person.person_id)]
    return [
        Choice(f"go.{draft.id}", "menu.go_on", values={"what": talk.words.label(known.title)})
        for draft in waiting
        if (known := talk.house.dialogues.get(draft.name))
    ]


def chosen(talk: Talk[Any], part: str) -> None:
    """One of the menu's own lines."""
    parts = {
        "polls": polls_here.show,
        "mine": my_needs.show,
        "here": my_neighbourhood,
        "settings": settings_page.show,
        "data": my_data.show,
        "language": language.show,
        "help": help_page.show,
    }
    if part not in parts:
        talk.toast("stage.gone")
        return
    parts[part](talk)


def gone_on(talk: Talk[Any], argument: str) -> None:
    """Back to a draft that waits, at the question where it stood."""
    draft = dialogues.by_id(talk.session, draft_in(argument))
    if draft is None or draft.person_id != talk.person.person_id or draft.state != "open":
        talk.toast("stage.gone")
        return
    dialogues.resume(talk.session, draft, now=talk.clock)
    engine.ask(talk, draft)


@for_known
def unknown_command(talk: Talk[Any]) -> None:
    """A command that does not exist: one kind line; whatever was being filled in waits."""
    talk.say("menu.unknown", rows=[[go_on] for go_on in _drafts(talk)[:1]], home=True)


# ── the neighbourhood ──


@for_members
def my_neighbourhood(talk: Talk[Any]) -> None:
    """RT saya: its name, where it lies, its link; and the way to another, for those who have several."""
    community = communities.by_id(talk.session, talk.community_id)
    if community is None:
        raise NotThere("stage.gone")
    others = [one for one in communities.of_person(talk.session, talk.person.person_id) if one.id != community.id]
    rows = [[Choice("house", "houses.button")], *above.button(talk, community), *([_move(talk, one)] for one in others)]
    if talk.is_organiser:
        rows.insert(0, [emergency.button()])
    talk.say(
        "menu.here.text",
        rows=rows,
        name=neighbourhood.name_of(talk.words, community),
        area=community.area or "–",
        number=community.emergency_number,
        link=neighbourhood.link_to(talk.house, community),
    )


def _move(talk: Talk[Any], to: Community) -> Choice:
    return Choice(f"move.{to.id}", "menu.move", values={"name": neighbourhood.name_of(talk.words, to)})


def moved(talk: Talk[Any], argument: str) -> None:
    """From now on one speaks in another of one's neighbourhoods."""
    community_id, _ = subject_in(argument)
    residents.speak_in(talk.session, talk.person.person_id, community_id)
    talk.look_again()
    talk.say("menu.moved", home=True, name=talk.community_name)


CARDS: dict[str, Card] = {"menu": Card(chosen), "go": Card(gone_on), "move": Card(moved)}
