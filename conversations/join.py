"""Join from a link or a QR code.

    > (QR) [MULAI]
    Selamat datang di Rembuk RT 03 … Yang disimpan: …      [Setuju, saya 18+] / [Baca lengkap] [Belum 18] / [English]
    > [Setuju, saya 18+]
    Enaknya dipanggil siapa?                                [Bu Tini] [Mbak Tini] / [Pak Tini] [Mas Tini] / [Tini saja]
    > [Bu Tini]
    Baik, Bu Tini. Mau apa dulu?                            or straight to what the link meant

Until the first of these taps nothing is stored (`conversations.welcome`). Whoever is known is never asked twice.
"""

from typing import Any

from community import audiences, people
from community.naming import LONGEST_NAME, spoken_name
from community.refusals import Refusal
from conversations import engine, neighbourhood, welcome
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.neighbourhood import Link
from conversations.screens import pairs
from conversations.talk import Act, Card, Talk
from storage import communities, dialogues
from storage.communities import Community
from storage.people import membership_of

SAY_AGAIN = "lagi"
"""Where a stranger goes on who had said something before agreeing: it was not kept."""


# ── arriving ──


def start(talk: Talk[Any]) -> None:
    """START, with a link's payload or without."""
    _arrive(talk, neighbourhood.read(talk.command_argument))


def stranger(talk: Talk[Any]) -> None:
    """Something said by one who has not agreed to anything yet, or who belongs nowhere yet."""
    _arrive(talk, Link(then=SAY_AGAIN if talk.speaker is None else ""))


def welcomed(talk: Talk[Any], arg: str) -> None:
    """A button of the welcome."""
    was_known = talk.speaker is not None
    agreed_to = welcome.heard(talk, arg)
    if agreed_to is None:
        return
    if was_known:
        _arrive(talk, agreed_to)
    else:
        _ask_for_name(talk, agreed_to)


def _arrive(talk: Talk[Any], link: Link, *, just_named: bool = False) -> None:
    """Welcome a stranger or a new neighbour; let everyone else go on to what the link meant."""
    community = _meant(talk, link)
    if talk.speaker is None:
        welcome.show(talk, community, link)
        return
    people.is_within_reach(talk.session, talk.telegram_id, reachable=True)
    if not just_named and (unfinished := dialogues.open_named(talk.session, talk.person.person_id, "name")):
        if link.payload:
            _ask_for_name(talk, link)
        else:
            dialogues.resume(talk.session, unfinished, now=talk.clock)
            engine.ask(talk, unfinished)
    elif community and not membership_of(talk.session, talk.person.person_id, community.id):
        if link.verb in neighbourhood.FOR_PARTS and _lives_within(talk, community):
            _go_on(talk, link)
            return
        welcome.show(talk, community, link)
    elif community and community.id != talk.person.community_id:
        people.speak_in(talk.session, talk.person.person_id, community.id)
        talk.look_again()
        talk.say("join.moved", home=True, community=talk.community_name)
        if link.then:
            _go_on(talk, link)
    else:
        _go_on(talk, link, just_named=just_named)


def _lives_within(talk: Talk[Any], community: Community) -> bool:
    """True for who belongs to a part of it: an RW asks the neighbours of its RTs, and need not welcome them again."""
    parts = audiences.below(talk.session, community.id)
    return any(membership_of(talk.session, talk.person.person_id, part) for part in parts)


def _meant(talk: Talk[Any], link: Link) -> Community | None:
    """The community that a link names; for those who belong nowhere, the only one there is."""
    found = communities.with_code(talk.session, link.code) if link.code else None
    belongs = talk.speaker is not None and talk.speaker.community_id is not None
    if found or belongs or link.founds:
        return found
    return communities.the_only_one(talk.session)


def _go_on(talk: Talk[Any], link: Link, *, just_named: bool = False) -> None:
    """To what the link meant: a card that may be opened by a link, a report, or just home."""
    act = talk.house.links.get(link.verb)
    standing = talk.person.standing
    if talk.person.community_id is None and not link.founds:
        welcome.show(talk, None, Link())
    elif act is not None:
        _open(talk, act, link.arg)
    elif link.then == neighbourhood.REPORT:
        engine.open_dialogue(talk, "report")
    elif link.then == SAY_AGAIN:
        talk.say("join.again", home=True, name=talk.person.name)
    elif standing is not None and not just_named:
        talk.say("join.hello", home=True, name=talk.person.name)
        engine.open_dialogue(talk, standing.name)
    else:
        talk.say("join.done" if just_named else "join.hello.ask", home=True, name=talk.person.name)


def _open(talk: Talk[Any], act: Act, arg: str) -> None:
    """A link that leads no further is said as a sentence: the name that was just given stands all the same."""
    try:
        act(talk, arg)
    except Refusal as refusal:
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)


# ── the one question ──


class Name(Draft):
    suggested: str = ""
    """From Telegram, without sapaan; empty if it is too odd to offer."""
    payload: str = ""
    """Where the link leads once there is a name."""


def _ask_for_name(talk: Talk[Any], link: Link) -> None:
    engine.open_dialogue(talk, "name", draft=Name(suggested=welcome.telegram_name(talk), payload=link.payload))


def ask_name(talk: Talk[Name]) -> Question:
    name = talk.draft.suggested
    if not name:
        return Question("join.name.type", frame=False)
    with_sapaan = [Choice(word.casefold(), label=f"{word} {name}") for word in ("Bu", "Mbak", "Pak", "Mas")]
    alone = Choice("only", "join.name.only", values={"name": name})
    return Question("join.name.ask", rows=pairs([*with_sapaan, alone], talk.words), frame=False)


def heard_name(talk: Talk[Name], answer: Tapped | Said) -> Next:
    mine = talk.draft
    if isinstance(answer, Said):
        name = spoken_name(answer.text)
    else:
        name = mine.suggested if answer.value == "only" else f"{answer.value.capitalize()} {mine.suggested}"
    if not name:
        return Again("join.name.again")
    talk.answered_as = name
    people.call_by(talk.session, talk.person.person_id, name)
    talk.look_again()
    _arrive(talk, neighbourhood.read(mine.payload), just_named=True)
    talk.draft = mine  # the next dialogue has put its own there
    return Done()


CARDS: dict[str, Card] = {
    "join": Card(welcomed, strangers=True),
    "hi": Card(welcome.waved, strangers=True, groups=True),
}

dialogue = Dialogue(
    name="name",
    draft=Name,
    title="join.name.title",
    steps={
        "name": Step(ask_name, heard_name, (Tapped, Said), LONGEST_NAME, "join.name.answered", "join.name.again"),
    },
)
