"""Needs that neighbours find unfitting: an organiser looks at each and says why it is shown again or stays hidden.

> [Periksa]
B 💧 Selokan — No. 3 … 3 warga merasa ini tidak pantas.       [Tampilkan lagi] [Tetap disembunyikan]
> [Tetap disembunyikan]
B Alasannya apa? Dibaca yang menyampaikan.                    [Menyebut nama orang] … or one's own words
> [Menyebut nama orang]
B Tercatat ✓ Yang menyampaikan dikabari.
"""

from typing import Any

from community import flags, journeys, office
from community.refusals import NotThere, Refusal
from conversations import engine, need_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Draft, Next, Question, Rows, Step
from conversations.talk import Card, Talk
from conversations.widgets import media, review
from conversations.widgets.card_arguments import subject_in
from storage import flags as stored
from storage import media as files
from storage.needs import Need

_SHOW, _HIDE = "show", "hide"
REASONS = {_SHOW: ("ours", "polite"), _HIDE: ("names", "rude", "elsewhere")}


class Decision(Draft):
    """`seen` is `Need.moves` as the organiser saw it."""

    need_id: int = 0
    seen: int = 0
    show: bool = False


def listed(talk: Talk[Any], _argument: str) -> None:
    """What waits for an organiser's word."""
    if not talk.is_organiser:
        raise NotThere("stage.gone")
    waiting = stored.waiting(talk.session, talk.community_id)
    rows = [[Choice(f"flag.{need.id}", label=need_lines.numbered(talk.words, need))] for need in waiting]
    talk.say("flags.list" if waiting else "flags.list.none", rows=rows)


def opened(talk: Talk[Any], argument: str) -> None:
    """The need as organisers read it, and how many say so."""
    need_id, _ = subject_in(argument)
    _card(talk, office.sees(talk.session, need_id, by=talk.person.person_id))


def _card(talk: Talk[Any], need: Need) -> None:
    words = talk.words
    lines = [
        f"{need_lines.title(words, need)} — No. {need.number}",
        f"“{need.text}”" if need.text else "",
        media.line(words, files.of_need(talk.session, need.id)),
        words.label("flags.count", count=flags.count(talk.session, need.id)),
    ]
    talk.redraw("needs.card", rows=_rows(talk, need), lines=review.lines(lines))


def _rows(talk: Talk[Any], need: Need) -> Rows:
    mine = talk.person.person_id in {one.id for one in flags.judges(talk.session, need)}
    whole = [Choice(f"see.{need.id}", "flags.whole")]
    if not mine or flags.standing(talk.session, need.id) not in stored.WAITING:
        return [whole]
    return [
        [Choice(f"judge.{need.id}.{need.moves}.{_SHOW}", "flags.show")],
        [Choice(f"judge.{need.id}.{need.moves}.{_HIDE}", "flags.hide")],
        whole,
    ]


# ── the decision ──


def begin(talk: Talk[Any], argument: str) -> None:
    """`judge.<need>.<moves>.show` or `.hide`."""
    need_id, rest = subject_in(argument)
    seen, _, what = rest.partition(".")
    need = office.sees(talk.session, need_id, by=talk.person.person_id)
    if what not in REASONS or not (seen.isascii() and seen.isdigit() and len(seen) < 7):
        raise NotThere("stage.gone")
    if need.moves != int(seen):
        talk.toast("desk.overtaken", alert=True, number=need.number)
        _card(talk, need)
        return
    draft = Decision(need_id=need.id, seen=int(seen), show=what == _SHOW)
    engine.open_dialogue(talk, dialogue.name, draft=draft)


def ask_reason(talk: Talk[Decision]) -> Question:
    what = _SHOW if talk.draft.show else _HIDE
    rows = [[Choice(reason, f"flags.reason.{what}.{reason}")] for reason in REASONS[what]]
    return Question(f"flags.why.{what}", rows=rows)


def heard_reason(talk: Talk[Decision], answer: Tapped | Said) -> Next:
    draft = talk.draft
    what = _SHOW if draft.show else _HIDE
    reason = answer.text if isinstance(answer, Said) else talk.words.label(f"flags.reason.{what}.{answer.value}")
    try:
        flags.decide(
            talk.session, draft.need_id, show=draft.show, reason=reason, by=talk.person.person_id, now=talk.now,
            seen=draft.seen,
        )  # fmt: skip
    except Refusal as refusal:  # another was quicker, or it is not theirs to say: there is nothing left to answer
        look = [[Choice(f"flag.{draft.need_id}", "flags.look")]]
        talk.say_html(talk.words.text(refusal.key, **refusal.values), rows=look)
        return Done()
    talk.say("flags.decided", home=True)
    return Done()


dialogue = Dialogue(
    name="flag_decision",
    draft=Decision,
    title="flags.title",
    steps={
        "reason": Step(
            ask_reason, heard_reason, (Tapped, Said), longest=journeys.LONGEST_REASON, answered="report.answered"
        )
    },
)
CARDS: dict[str, Card] = {"flagged": Card(listed), "flag": Card(opened), "judge": Card(begin)}
