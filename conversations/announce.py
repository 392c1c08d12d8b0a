"""Pengumuman: write or paste, look at what people will get, send.

> [📢 Pengumuman]              or text, a photo, an album, a file, a place, a poll
B Tulis atau tempel pengumumannya. Boleh foto.            [📋 Pakai contoh] [🕘 Yang sudah ada]
> *Kerja bakti* hari Minggu jam 7 kumpul di pos ronda
B Warga akan melihat begini:
  📢 Pengurus RT 03
  Kerja bakti hari Minggu jam 7 kumpul di pos ronda
  Ke: 29 warga langsung + grup Warga RT 03 · sekarang
  [✅ Kirim] / [Ubah penerima] [Ubah waktu] / [💬 Teruskan ke WA] [Nanti saja]
> [✅ Kirim]
B Terkirim: grup ✓, 28 dari 29 warga ✓                     [Lihat] [✏️ Ralat] [🗑 Tarik]
"""

from typing import Any

from community import broadcasts
from community.broadcast_content import LONGEST, MOST_FILES, Point, Poll
from community.refusals import Overtaken
from conversations import announce_again as again
from conversations import announce_look as look
from conversations import announce_template as template
from conversations import announce_when as time
from conversations import announce_who as who
from conversations import broadcast_card, broadcast_list, engine, invite_plan, neighbourhood
from conversations.announce_draft import Announcement, Announcing, message_of
from conversations.answers import Answer, Document, Media, Place, PollShown, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Next, Question, Step
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk
from conversations.widgets import blanks, rich_text
from storage import media as files

_TEMPLATE, _PAST, _BARE, _ON, _NEED, _KEEP = "template", "past", "bare", "on", "need", "keep"
_WHATEVER = (Tapped, Said, Media, Place, Document, PollShown)


@for_members
def start(talk: Talk[Any]) -> None:
    """/umumkan and [📢 Pengumuman]; only for organisers."""
    broadcasts.place_of(talk.session, talk.community_id, by=talk.person.person_id)
    engine.open_dialogue(talk, dialogue.name)


def begun(talk: Talk[Any], _argument: str) -> None:
    """The button on the desk, or in a group's answer to /umumkan."""
    start(talk)


# ── what ──


def ask_what(_talk: Announcing) -> Question:
    rows = [[Choice(_TEMPLATE, "announce.template")], [Choice(_PAST, "announce.past")]]
    return Question("announce.what.ask", rows=rows)


def heard_what(talk: Announcing, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        return _shown_past(talk) if answer.value == _PAST else "template"
    refused = _taken(talk, answer)
    if refused is not None:
        return refused
    if (isinstance(answer, Media) and answer.album) or not talk.draft.html:
        return "words"
    return "meant" if talk.draft.unasked else look.onward(talk)


def _shown_past(talk: Announcing) -> Next:
    broadcast_list.show(talk)
    return Done()


def _taken(talk: Announcing, answer: Answer) -> Again | None:
    """Put what was said or sent into the draft; or why it does not fit."""
    draft, message = talk.draft, talk.update.effective_message
    if isinstance(answer, Media) and message is not None and (message.video_note or message.audio):
        files.leave_out(talk.session, talk.dialogue_id, answer.file_unique_id)
        return Again("announce.unfit")
    if isinstance(answer, Place):
        draft.place = Point(latitude=answer.latitude, longitude=answer.longitude, name=answer.name)
    elif isinstance(answer, PollShown):
        draft.poll = Poll(chat=talk.chat_id, message_id=answer.message_id)
    elif isinstance(answer, Document):
        draft.documents = [*draft.documents, answer.file_id][:MOST_FILES]
    words = answer.text if isinstance(answer, Said) else getattr(answer, "caption", "")
    html = rich_text.html_said(talk.update.message, words) if words else ""
    if len(html) > LONGEST:
        return Again("announce.too_long", {"most": LONGEST})
    draft.html = html or draft.html
    return None


def ask_words(talk: Announcing) -> Question:
    """After pictures without words, or several of them, which come one by one."""
    if talk.draft.html:
        return Question("announce.album.ask", rows=[[Choice(_ON, "announce.album.on")]])
    return Question("announce.words.ask", rows=[[Choice(_BARE, "announce.words.bare")]])


def heard_words(talk: Announcing, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        return look.onward(talk)
    return _taken_beside(talk, answer) or look.onward(talk)


# ── said out of the blue ──


def ask_meant(talk: Announcing) -> Question:
    """A text in which a day is named may be calling people together."""
    is_dated = look.is_dated(talk)
    event = [[Choice(look.EVENT, "announce.event")]] if is_dated else []
    rows = [*event, [Choice(_ON, "announce.meant.all")], [Choice(_NEED, "announce.meant.need")]]
    return Question("announce.meant.dated" if is_dated else "announce.meant.ask", rows=rows)


def heard_meant(talk: Announcing, answer: Tapped) -> Next:
    if answer.value == _ON:
        return look.onward(talk)
    if answer.value == look.EVENT:
        return _as_event(talk)
    said, draft = Said(rich_text.plain(talk.draft.html)), talk.draft
    engine.open_dialogue(talk, "report", first=said)
    talk.draft = draft  # the report has put its own there
    return Done()


def _as_event(talk: Announcing) -> Next:
    """[📅 Jadikan kegiatan]: what, when, where and what to bring are read out of it."""
    draft = talk.draft
    invite_plan.open_with(talk, invite_plan.from_text(talk, rich_text.plain(draft.html)))
    talk.draft = draft  # the event has put its own there
    return Done()


# ── the last look ──


def heard_look(talk: Announcing, answer: Answer) -> Next:
    if isinstance(answer, Tapped):
        if answer.value == look.EVENT:
            return _as_event(talk)
        return _sent(talk) if answer.value == look.SEND else answer.value
    if (elsewhere := _taken_beside(talk, answer)) is not None:
        return elsewhere
    is_one_of_many = isinstance(answer, Media) and answer.album is not None
    return "words" if is_one_of_many else look.onward(talk)


def _taken_beside(talk: Announcing, answer: Answer) -> Next | None:
    """As `_taken`, but words that stand there already are not replaced before that is asked for."""
    draft, before = talk.draft, talk.draft.html
    refused = _taken(talk, answer)
    if refused is not None or not before or draft.html == before:
        return refused
    draft.html, draft.instead = before, draft.html
    return "instead"


def ask_instead(talk: Announcing) -> Question:
    """A word at the last look, or below a photo, may be meant otherwise: it replaces nothing unasked."""
    rows = [[Choice(_ON, "announce.instead.yes")], [Choice(_KEEP, "announce.instead.no")]]
    return Question("announce.instead.ask", {"words": rich_text.first_line(talk.draft.instead)}, rows)


def heard_instead(talk: Announcing, answer: Tapped) -> Next:
    if answer.value == _ON:
        talk.draft.html = talk.draft.instead
        look.is_ordinary(talk)
    return look.onward(talk)


def _sent(talk: Announcing) -> Next:
    here = talk.draft.community_id or talk.community_id
    if (left := blanks.refusal(talk.draft.html)) is not None:
        return left
    if not look.is_as_shown(talk):  # a photo that came late
        return look.onward(talk)
    try:
        made = broadcasts.announce(
            talk.session, here, message_of(talk), by=talk.person.person_id, seen=talk.draft.seen, now=talk.now
        )
    except Overtaken as changed:
        again.go_on_from_now(talk)
        look.remember(talk)
        return Again(changed.key, changed.values, last=True)
    html, rows = broadcast_card.screen(talk, made)
    made.progress_row_id = talk.say_html(html, rows=rows)
    talk.session.add(made)
    return Done()


dialogue = Dialogue(
    name="announcement",
    draft=Announcement,
    title="announce.title",
    steps={
        "what": Step(ask_what, heard_what, _WHATEVER, longest=LONGEST, unfit="announce.unfit"),
        "words": Step(ask_words, heard_words, _WHATEVER, longest=LONGEST, unfit="announce.unfit"),
        "meant": Step(ask_meant, heard_meant),
        "instead": Step(ask_instead, heard_instead),
        "look": Step(look.ask_look, heard_look, _WHATEVER, longest=LONGEST, unfit="announce.unfit"),
        **template.STEPS,
        **who.STEPS,
        **time.STEPS,
        **again.STEPS,
    },
)
CARDS: dict[str, Card] = {"announce": Card(begun)}
LINKS: dict[str, Act] = {neighbourhood.ANNOUNCE: begun}
