"""Sending a report, and what is asked once it is safe: how many houses, and who may see its photos."""

from typing import Any

from community import alarms, consents, needs
from conversations import engine, screens
from conversations.dialogue import Choice, Rows
from conversations.report_draft import ReportDraft, alike
from conversations.talk import Card, Talk
from conversations.widgets import media
from conversations.widgets.card_arguments import choice_in, subject_in
from storage import communities, dialogues
from storage import media as files
from storage.consents import ConsentPurpose
from storage.needs import Audience, Houses, Need

FOR_NEIGHBOURS, FIRST_ASKED = "report_for", "for_whom"
"""The talk in which a need is told for a neighbour from its first question on, and that question."""
PHOTO_WORDS = 1
"""Version of the sentence that asks about photos; count up when its meaning changes."""


def send(talk: Talk[ReportDraft]) -> int:
    """Submit the draft, thank, and ask the two things that can wait; returns the need's id."""
    need = needs.submit(
        talk.session,
        talk.draft.report(),
        by=talk.person.person_id,
        community_id=talk.draft.community_id or talk.community_id,
        dialogue_id=talk.dialogue_id,
        now=talk.now,
    )
    knowing = alarms.raise_alarm(talk.session, need, now=talk.now) if need.danger else 0
    _thank(talk, need)
    if need.danger:
        _say_who_knows(talk, knowing)
    need_id = need.id
    if need.on_behalf_of is None:
        talk.say("report.houses.ask", rows=_houses_rows(talk, need))
    if talk.draft.has_media and media.has_pictures(files.of_need(talk.session, need_id)):
        talk.say("report.photos.ask", rows=[[_photos(need_id, audience)] for audience in reversed(Audience)])
    if need.on_behalf_of is not None:
        talk.say("report.again.ask", rows=_another(need_id))
    return need_id


def _another(need_id: int) -> Rows:
    """[Sama, orang lain] / [👥 Catat lagi] [Selesai]."""
    return [
        [Choice(f"same.{need_id}", "report.again.same")],
        [Choice(f"next.{need_id}", "report.again.another"), Choice(f"enough.{need_id}", "report.again.enough")],
    ]


def _thank(talk: Talk[ReportDraft], need: Need) -> None:
    person, number = talk.person, need.number
    if need.on_behalf_of is not None:
        whom = need.on_behalf_of or talk.words.label("report.nameless")
        talk.say("report.sent.for", home=True, whom=whom, number=number, community=person.community_name)
        return
    key = "report.sent" if person.chair_confirmed else "report.sent.early"
    talk.say(key, home=True, name=person.name, number=number, community=person.community_name)


def _say_who_knows(talk: Talk[ReportDraft], knowing: int) -> None:
    number = communities.emergency_number_of(talk.session, talk.community_id)
    talk.say("report.danger.told" if knowing else "report.danger.nobody", number=number)


def _houses_rows(talk: Talk[Any], need: Need) -> Rows:
    return screens.pairs((_houses(need, houses) for houses in Houses), talk.words)


def _houses(need: Need, houses: Houses) -> Choice:
    theirs = houses is Houses.own and need.on_behalf_of is not None
    return Choice(f"houses.{need.id}.{houses.value}", _houses_key(houses, theirs=theirs))


def _houses_key(houses: Houses, *, theirs: bool) -> str:
    return "report.houses.theirs" if theirs else f"report.houses.{houses.value}"


def _photos(need_id: int, audience: Audience) -> Choice:
    return Choice(f"photos.{need_id}.{audience.value}", f"report.photos.{audience.value}")


def tapped_houses(talk: Talk[Any], argument: str) -> None:
    """How many houses it concerns: one tap of its reporter."""
    need_id, houses = choice_in(argument, Houses)
    need = needs.concerns(talk.session, need_id, houses, by=talk.person.person_id, now=talk.now)
    theirs = houses is Houses.own and need.on_behalf_of is not None
    talk.redraw("report.houses.answered", houses=talk.words.label(_houses_key(houses, theirs=theirs)))


def tapped_photos(talk: Talk[Any], argument: str) -> None:
    """Who may see this need's photos. Yes is a consent, kept with the words that were shown."""
    need_id, audience = choice_in(argument, Audience)
    need = needs.show_photos(talk.session, need_id, audience, by=talk.person.person_id, now=talk.now)
    if audience is Audience.neighbours:
        consents.give(
            talk.session,
            person_id=talk.person.person_id,
            community_id=need.community_id,
            purpose=ConsentPurpose.photos,
            version=PHOTO_WORDS,
            text=_shown(talk),
            language=talk.words.language,
            now=talk.now,
        )
    talk.redraw(f"report.photos.{audience.value}.said")


def _shown(talk: Talk[Any]) -> str:
    """The words above the button, as they stood on the screen."""
    tap = talk.update.callback_query
    return getattr(tap and tap.message, "text", None) or talk.words.label("report.photos.ask")


def tapped_again(talk: Talk[Any], argument: str) -> None:
    """[👥 Catat lagi]: another neighbour, another matter."""
    _own(talk, argument)
    _speak_for_next(talk, ReportDraft())


def tapped_same(talk: Talk[Any], argument: str) -> None:
    """[Sama, orang lain]: the same kind, quick word and place; only for whom is asked anew."""
    _speak_for_next(talk, alike(_own(talk, argument)))


def _speak_for_next(talk: Talk[Any], draft: ReportDraft) -> None:
    """Begin with whom it is for; but one that waits with something in it is offered first, and this button stays."""
    waiting = dialogues.open_named(talk.session, talk.person.person_id, FOR_NEIGHBOURS)
    if waiting is not None and waiting.step != FIRST_ASKED:
        engine.open_dialogue(talk, FOR_NEIGHBOURS)
        return
    talk.settle_tapped(None)
    engine.open_dialogue(talk, FOR_NEIGHBOURS, draft=draft)


def _own(talk: Talk[Any], argument: str) -> Need:
    need_id, _ = subject_in(argument)
    return needs.own(talk.session, need_id, by=talk.person.person_id)


def tapped_enough(talk: Talk[Any], argument: str) -> None:
    """[Selesai]: thanks, and the one thing that could wait until now."""
    need = _own(talk, argument)
    talk.redraw("report.again.thanks", rows=_houses_rows(talk, need), name=talk.person.name, number=need.number)


CARDS: dict[str, Card] = {
    "houses": Card(tapped_houses),
    "photos": Card(tapped_photos),
    "next": Card(tapped_again),
    "same": Card(tapped_same),
    "enough": Card(tapped_enough),
}
