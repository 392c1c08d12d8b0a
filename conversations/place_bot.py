"""Place the bot in an RT's group, or found an RT without one.

(group) Terima kasih sudah mengundang 🙏 …                     [Pasang untuk RT kita]
> [Pasang untuk RT kita] → private
RT mana? Tulis satu baris, contoh: RT 03 RW 05 Karanganyar
> RT 03 RW 05 Kelurahan Karanganyar
RT 03 / RW 05 / Kel. Karanganyar · waktu WIB. Betul?           [Betul] / [Ubah nama] [Ubah waktu]
> [Betul]
Bapak/Ibu di sini sebagai apa?                                 [Ketua RT] / [Pengurus lain] / [Warga biasa]
> [Ketua RT]
Siap, Pak Budi 🙏 RT 03 sudah terpasang.                       what comes next: `conversations.panel`
"""

from typing import Any

from community import communities as rules
from community import consents
from community.naming import LONGEST_LINE, neighbourhood_in
from conversations import above, engine, neighbourhood, panel, welcome
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.envelopes import Envelope
from conversations.neighbourhood import Link
from conversations.talk import Act, Card, Talk
from storage import communities, dialogues
from storage.communities import Chat
from storage.people import Role

# ── the way in ──


def start(talk: Talk[Any]) -> None:
    """/pasang in private."""
    from_link(talk, "")


def from_link(talk: Talk[Any], arg: str) -> None:
    """The button in a group, or nothing: then the RT is founded first and gets its group later."""
    where = neighbourhood.placed_in(talk.house.secret, arg)
    chat = communities.chat_by_id(talk.session, where[0]) if where else None
    mine = communities.organised_by(talk.session, talk.speaker.person_id) if talk.speaker else []
    if chat and chat.community_id:
        _say_already(talk, chat)
    elif chat and mine:
        yes = [Choice(f"place.attach.{one.id}.{arg}", label=f"✅ {one.name}") for one in mine[:3]]
        rows = [*[[choice] for choice in yes], [Choice(f"another.{arg}", "place.other")]]
        talk.say("place.attach.ask", rows=rows, title=chat.title)
    else:
        _begin(talk, arg)


def _say_already(talk: Talk[Any], chat: Chat) -> None:
    community = communities.by_id(talk.session, chat.community_id or 0)
    if community:
        name = neighbourhood.name_of(talk.words, community)
        button = Choice("", "place.already.join", url=neighbourhood.link_to(talk.house, community))
        talk.say("place.already.here", rows=[[button]], community=name)


def _begin(talk: Talk[Any], arg: str, *, verb: str = neighbourhood.PLACE) -> None:
    """Ask which RT; first of all for consent, for a founder becomes a member too: `verb` leads back from there."""
    if talk.speaker is None or not consents.has_given_to_found(talk.session, talk.speaker.person_id):
        welcome.show(talk, None, Link(then=f"{verb}_{arg}" if arg else verb))
        return
    chat_id, thread_id = neighbourhood.placed_in(talk.house.secret, arg) or (None, None)
    waiting = dialogues.open_named(talk.session, talk.speaker.person_id, "place")
    begun = Placing.model_validate(Envelope.loaded(waiting.draft).draft) if waiting else None
    same = begun is not None and begun.chat_id == chat_id
    engine.open_dialogue(talk, "place", draft=None if same else Placing(chat_id=chat_id, thread_id=thread_id))


# ── the talk ──


class Placing(Draft):
    chat_id: int | None = None
    """The group's own id, not Telegram's; None for an RT without a group."""
    thread_id: int | None = None
    line: str = ""
    zone: str = "WIB"


def ask_line(talk: Talk[Placing]) -> Question:  # noqa: ARG001 - every question is asked of a talk
    return Question("place.line.ask")


def heard_line(talk: Talk[Placing], answer: Said) -> Next:
    found = neighbourhood_in(answer.text)
    if found is None:
        return Again("place.line.again")
    talk.draft.line = found.line
    return talk.onward("check")


def ask_check(talk: Talk[Placing]) -> Question:
    found = neighbourhood_in(talk.draft.line)
    twin = found and communities.named(talk.session, found.name, found.area)
    rows = [
        [Choice("yes", "place.check.yes")],
        [Choice("line", "place.check.line"), Choice("zone", "place.check.zone")],
    ]
    key = "place.check.twin" if twin else "place.check.ask"
    return Question(key, {"line": talk.draft.line, "zone": talk.draft.zone}, rows=rows)


def heard_check(talk: Talk[Placing], answer: Tapped) -> Next:
    if answer.value == "yes":
        return "role"
    talk.changing = "check"
    return answer.value


def ask_zone(talk: Talk[Placing]) -> Question:  # noqa: ARG001 - as above
    return Question("place.zone.ask", rows=[[Choice(zone, f"place.zone.{zone.lower()}")] for zone in rules.TIME_ZONES])


def heard_zone(talk: Talk[Placing], answer: Tapped) -> Next:
    talk.draft.zone = answer.value
    return talk.onward("check")


def ask_role(talk: Talk[Placing]) -> Question:
    found = neighbourhood_in(talk.draft.line)
    chair = f"place.chair.{found.kind.value if found else 'group'}"
    rows = [[Choice("chair", chair)], [Choice("organiser", "place.role.organiser")]]
    return Question("place.role.ask", rows=[*rows, [Choice("resident", "place.role.resident")]])


def heard_role(talk: Talk[Placing], answer: Tapped) -> Next:
    draft, found = talk.draft, neighbourhood_in(talk.draft.line)
    chat = communities.chat_by_id(talk.session, draft.chat_id) if draft.chat_id else None
    if chat and chat.community_id:  # somebody else was faster
        _say_already(talk, chat)
        return Done()
    if found is None:
        return "line"
    community = rules.found(
        talk.session,
        by=talk.person.person_id,
        neighbourhood=found,
        time_zone=rules.TIME_ZONES[draft.zone],
        role=Role(answer.value),
        chat_id=chat.id if chat else None,
        thread_id=draft.thread_id,
        now=talk.now,
    )
    talk.look_again()
    panel.founded(talk, community)
    return Done()


def begin_another(talk: Talk[Any], arg: str) -> None:
    """A new neighbourhood for this group, though the person helps to run another."""
    _begin(talk, arg, verb=neighbourhood.PLACE_ANOTHER)


def another_tapped(talk: Talk[Any], arg: str) -> None:
    """[RT lain]."""
    talk.settle_tapped(None)
    begin_another(talk, arg)


CARDS: dict[str, Card] = {"place": Card(panel.tapped), "another": Card(another_tapped)}
LINKS: dict[str, Act] = {
    neighbourhood.PLACE: from_link,
    neighbourhood.PLACE_ANOTHER: begin_another,
    panel.LINKS[Role.chair]: panel.offered,
    panel.LINKS[Role.organiser]: panel.offered,
    above.LINK: above.offered,
    panel.LINKS[Role.cadre]: panel.offered,
}

dialogue = Dialogue(
    name="place",
    draft=Placing,
    title="place.title",
    steps={
        "line": Step(ask_line, heard_line, (Said,), LONGEST_LINE, unfit="place.line.again"),
        "check": Step(ask_check, heard_check),
        "zone": Step(ask_zone, heard_zone, answered="place.zone.answered"),
        "role": Step(ask_role, heard_role, answered="place.role.answered"),
    },
)
