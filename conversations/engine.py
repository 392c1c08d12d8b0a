"""How a dialogue goes on: hear the answer, keep it, ask what comes next.

Back, later, skip, wrong kinds of answers, sentences that are too long and resuming are the same for all dialogues.
"""

from typing import Any

from conversations import albums, envelopes, offering, screens
from conversations.answers import Answer, Media, Place, Said, Tapped, Unfit, has_letters
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next
from conversations.envelopes import Envelope
from conversations.talk import Talk
from conversations.turn import AFRESH, BACK, CUT, GO_ON, LATER, SKIP, Turn, laid_open, opened, show
from storage import dialogues
from storage.dialogues import Standing

_OF_EVERY_QUESTION = frozenset((BACK, LATER, SKIP, CUT, GO_ON, AFRESH))


def open_dialogue(talk: Talk[Any], name: str, *, first: Answer | None = None, draft: Draft | None = None) -> None:
    """Begin `name`, with a first answer if one was given unasked; or offer to go on with the draft that waits.

    A `draft` that is filled in takes the place of the one that waits; `open_beside` asks first.
    """
    waiting = dialogues.open_named(talk.session, talk.person.person_id, name)
    if waiting is not None and draft is None:
        offering.to_go_on(talk, waiting, first)
        return
    _begin(talk, talk.house.dialogues[name], first, draft, replacing=waiting is not None)


def open_beside(talk: Talk[Any], name: str, draft: Draft) -> None:
    """Begin `name` with a draft that is filled in. Where one waits, it is offered to go on with that: both are kept
    until one of them is chosen.
    """
    waiting = dialogues.open_named(talk.session, talk.person.person_id, name)
    if waiting is None:
        _begin(talk, talk.house.dialogues[name], None, draft, replacing=False)
    else:
        offering.beside(talk, waiting, draft)


def ask(talk: Talk[Any], standing: Standing) -> None:
    """Ask the question at which a draft stands, with its buttons for its present version."""
    envelope = Envelope.loaded(standing.draft)
    if envelope.instead is not None:
        offering.offer(talk, standing, envelope, None)
        return
    show(opened(talk, standing, envelope))


def heard(talk: Talk[Any], standing: Standing, answer: Answer, *, unasked: bool = False) -> None:
    """Take an answer to the question at which a draft stands; `unasked`, its buttons have not been seen."""
    envelope = Envelope.loaded(standing.draft)
    if (envelope.pending or envelope.instead) is not None and not isinstance(answer, Tapped):
        _heard_more(talk, standing, envelope, answer)
        return
    leaves_it = isinstance(answer, Tapped) and answer.value in (LATER, AFRESH)
    turn = opened(talk, standing, envelope, there=not leaves_it)
    if isinstance(answer, Said) and not unasked:
        answer = _as_tap(turn, answer)
    if isinstance(answer, Tapped) and answer.value in _OF_EVERY_QUESTION:
        _framed(turn, answer)
        return
    if isinstance(answer, Said) and not unasked and _of_the_last_keyboard(turn, answer):
        _again(turn, Again("stage.stale"))
        return
    if isinstance(answer, Media):
        _keep(turn, answer)
    refused = _unfit(turn, answer)
    _follow(turn, refused or turn.step.hear(talk, answer), answer)


def heard_under(talk: Talk[Any], standing: Standing, photo: Media) -> None:
    """Take the words under a photo of an album that has been heard without them: updates may change places on the way.

    They count while the album's one answer waits for its photos; then that is made anew.
    """
    envelope = Envelope.loaded(standing.draft)
    pending = envelopes.unpacked(envelope.pending) if envelope.pending else None
    step = talk.house.dialogues[standing.name].steps.get(standing.step)
    fits = isinstance(pending, Media) if pending else step is not None and Said in step.takes
    if not fits or not albums.answered_anew(talk, photo, standing.id):
        return
    if isinstance(pending, Media):
        talk.dialogue_id = standing.id
        offering.offer(talk, standing, envelope, envelopes.together(pending, Said(photo.caption))[0])
    else:
        heard(talk, standing, Said(photo.caption), unasked=True)


# ── beginning and resuming ──


def _begin(
    talk: Talk[Any], dialogue: Dialogue, first: Answer | None, draft: Draft | None = None, *, replacing: bool = True
) -> None:
    draft = draft or dialogue.draft()
    draft.community_id = talk.person.community_id
    envelope = Envelope(draft=draft.model_dump(mode="json"))
    standing = dialogues.start(
        talk.session,
        person_id=talk.person.person_id,
        name=dialogue.name,
        step=draft.first_step or dialogue.first,
        draft=envelope.dumped(),
        now=talk.clock,
        alone=talk.person.standing is None and not replacing,
    )
    if first is None:
        ask(talk, standing)
    else:
        heard(talk, standing, first, unasked=True)


def _heard_more(talk: Talk[Any], waiting: Standing, envelope: Envelope, answer: Answer) -> None:
    """Said while the offer stands: it is no answer to the old question, which is not on the screen."""
    choices = [Choice(GO_ON, "stage.go_on"), Choice(AFRESH, "stage.afresh"), Choice(LATER, "stage.later.button")]
    typed = screens.chosen(talk.words, [choices], answer.text) if isinstance(answer, Said) else None
    if typed is not None:
        heard(talk, waiting, Tapped(typed.value))
    elif envelope.instead is not None:
        offering.offer(talk, waiting, envelope, None)
    elif isinstance(answer, Unfit):
        offering.offer(talk, waiting, envelope, envelopes.unpacked(envelope.pending or {}))
    else:
        offering.to_go_on(talk, waiting, answer)


def _begin_instead(turn: Turn, stored: dict[str, Any]) -> None:
    """With what was filled in before the offer, where that was."""
    talk, dialogue = turn.talk, turn.talk.house.dialogues[turn.standing.name]
    draft = offering.offered(talk, dialogue, stored)
    if draft.community_id is not None:
        talk.goes_to(draft.community_id)
    _begin(talk, dialogue, None, draft)


def _go_on(turn: Turn) -> None:
    """Where we stood: ask again, or hear what was said unasked before the offer."""
    talk, envelope = turn.talk, turn.envelope
    envelope.instead = None
    talk.settle_tapped(None)
    if envelope.pending is None:
        _store_and_ask(turn, turn.standing.step)
        return
    pending, envelope.pending = envelopes.unpacked(envelope.pending), None
    heard(talk, _stored(turn, turn.standing.step), pending)


# ── one turn ──


def _as_tap(turn: Turn, said: Said) -> Answer:
    """A label that was typed, or tapped under the text field and so sent as a sentence, is the choice itself."""
    frame = [Choice(BACK, "stage.back"), Choice(LATER, "stage.later.button"), Choice(SKIP, "stage.skip")]
    kept = [Choice(CUT, "stage.cut")] if turn.envelope.kept is not None else []
    words = turn.talk.words
    choice = screens.chosen(words, [*turn.question.rows, frame, kept], said.text)
    return Tapped(choice.value, screens.label_of(words, choice)) if choice else said


def _of_the_last_keyboard(turn: Turn, said: Said) -> bool:
    """A label of the keyboard that has just been answered by: such buttons know no version, and a finger taps twice."""
    last = turn.talk.house.dialogues[turn.standing.name].steps.get(turn.envelope.typed or "")
    return last is not None and screens.chosen(turn.talk.words, last.ask(turn.talk).rows, said.text) is not None


def _keep(turn: Turn, answer: Media) -> None:
    """Whatever is photographed or spoken in a talk belongs to it, fitting or not."""
    turn.talk.draft.has_media = True
    albums.take_in(turn.talk, answer, turn.standing.id)
    if answer.album:
        albums.begin(turn.talk, answer.album)


def _unfit(turn: Turn, answer: Answer) -> Again | None:
    """Why this answer does not fit this question, or None if it does."""
    step = turn.step
    if isinstance(answer, Tapped):
        known = {choice.value for row in turn.question.rows for choice in row}
        return None if answer.value in known else Again("stage.stale")
    if not isinstance(answer, step.takes):
        return Again("stage.media_kept" if isinstance(answer, Media) else step.unfit)
    if isinstance(answer, Said) and not has_letters(answer.text):
        return Again("stage.letters")
    if isinstance(answer, Said) and len(answer.text) > step.longest:
        turn.envelope.kept = answer.text[: step.longest]
        return Again("stage.too_long", {"most": step.longest})
    return None


def _framed(turn: Turn, tap: Tapped) -> None:
    """The buttons that every question may have."""
    talk, envelope = turn.talk, turn.envelope
    if tap.value == LATER:
        _put_aside(turn)
    elif tap.value == AFRESH:
        talk.settle_tapped(None)
        if envelope.instead is not None:
            _begin_instead(turn, envelope.instead)
            return
        pending = envelopes.unpacked(envelope.pending) if envelope.pending else None
        _begin(talk, talk.house.dialogues[turn.standing.name], pending)
        if envelope.album_since is not None:
            albums.follow(talk, turn.standing.id, envelope.album_since)
    elif tap.value == GO_ON:
        _go_on(turn)
    elif tap.value == CUT and envelope.kept is not None:
        said, envelope.kept = Said(envelope.kept), None
        _follow(turn, turn.step.hear(talk, said), said)
    elif tap.value == SKIP and turn.question.optional:
        _follow(turn, turn.step.hear(talk, tap), tap)
    elif tap.value == BACK and (envelope.back_to or envelope.trail):
        _go_back(turn)
    else:
        _again(turn, Again("stage.stale"))


def _go_back(turn: Turn) -> None:
    turn.talk.settle_tapped(None)
    if turn.step.undo(turn.talk):
        turn.envelope.take(turn.talk.draft)
        _store_and_ask(turn, turn.standing.step)
        return
    earlier = turn.envelope.back_to or turn.envelope.trail[-1]
    turn.envelope.move(turn.standing.step, earlier)
    turn.envelope.back_to = None
    _store_and_ask(turn, earlier)


def _put_aside(turn: Turn) -> None:
    talk, standing = turn.talk, turn.standing
    turn.envelope.pending = None
    talk.settle_tapped(None)
    dialogues.advance(
        talk.session, standing, step=standing.step, draft=turn.envelope.dumped(), now=talk.clock, is_current=False
    )
    talk.say("stage.later.said", home=True, what=talk.words.label(talk.house.dialogues[standing.name].title))


def _follow(turn: Turn, after: Next, answer: Answer) -> None:
    """Store what the answer led to, settle the tapped question, and ask what comes next."""
    talk, envelope, here = turn.talk, turn.envelope, turn.standing.step
    envelope.take(talk.draft)
    if isinstance(after, Again):
        _again(turn, after)
        return
    envelope.kept, envelope.pending, envelope.instead = None, None, None
    envelope.typed = here if turn.step.typed else None
    _settle(turn, answer)
    if isinstance(after, Done):
        dialogues.advance(
            talk.session, turn.standing, step=here, draft=envelope.dumped(), now=talk.clock, state="done",
            subject_id=after.subject_id,
        )  # fmt: skip
        if after.traceless:
            dialogues.forget(talk.session, [turn.standing.id])
        return
    if talk.changing is None or talk.changing == after:
        envelope.move(here, after)
    envelope.back_to = talk.changing if talk.changing != after else None
    _store_and_ask(turn, after)


def _settle(turn: Turn, answer: Answer) -> None:
    """A tapped question becomes its own answer and loses its buttons; a typed one gives the home keyboard back."""
    talk, key = turn.talk, turn.step.answered
    if isinstance(answer, Place) and turn.step.typed:  # it was sent by a button of the typed keyboard
        said = answer.name or talk.words.label("needs.place.point")
    elif isinstance(answer, Tapped):
        said = talk.answered_as or answer.label
    else:
        return
    html = talk.words.text(key, answer=said) if key and said else None
    if talk.update.callback_query:
        talk.settle_tapped(html)
    elif html and turn.step.typed:
        talk.say_html(html, home=True)


def _stored(turn: Turn, step: str) -> Standing:
    talk, envelope = turn.talk, turn.envelope
    draft = envelope.dumped()
    version = dialogues.advance(talk.session, turn.standing, step=step, draft=draft, now=talk.clock)
    return envelopes.at_version(turn.standing, version, draft, step)


def _store_and_ask(turn: Turn, step: str, hint: str = "", *, hint_last: bool = False) -> None:
    """The next question, on the draft that lies open already."""
    show(laid_open(turn.talk, _stored(turn, step), turn.envelope), hint, hint_last=hint_last)


def _again(turn: Turn, why: Again) -> None:
    """Say what is wanted, keep everything, ask again."""
    _store_and_ask(turn, turn.standing.step, turn.talk.words.text(why.key, **why.values), hint_last=why.last)
