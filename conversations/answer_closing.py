"""Beres belum? What a neighbour answers when a need is said to be done; in secret, and changed until the round ends.

B Bu Tini, selokan (No. 14) kabarnya sudah dikerjakan. Sekarang bagaimana? Jawaban rahasia …
> [🔧 Masih ada yang kurang]
B Terima kasih sudah jujur 🙏 Apa yang kurang?   [Baru sebagian] [Muncul lagi] [Masih sama] [✍️ Tulis sendiri]
> [Baru sebagian]
B Tercatat ✓ Terima kasih, ini membantu kita semua 🙏   [✏️ Ubah jawaban]
"""

from typing import Any

from community import closing_answers, reopenings
from community.closings import Reason
from conversations import closing_lines, need_lines
from conversations.dialogue import Choice, Rows
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import choice_in, subject_in
from storage.closings import ClosingAnswer, Verdict
from storage.needs import NeedState


def tapped(talk: Talk[Any], argument: str) -> None:
    """An answer; or, without one, the question once more. After the round the need itself has the say."""
    answer_id, said = subject_in(argument)
    row = closing_answers.asked_of(talk.session, answer_id, by=talk.person.person_id)
    if not closing_answers.is_open(talk.session, row):
        _too_late(talk, row, said)
    elif not said:
        talk.redraw_html(closing_lines.asked(talk.session, talk.words, row), rows=closing_lines.verdicts(row))
    else:
        _answered(talk, *choice_in(argument, Verdict))


def _answered(talk: Talk[Any], answer_id: int, verdict: Verdict) -> None:
    closing_answers.answer(talk.session, answer_id, verdict, by=talk.person.person_id, now=talk.now)
    if verdict in closing_answers.MISSING:
        talk.redraw("closing.why.ask", rows=closing_lines.reasons("lack", answer_id, "lackpen"))
    else:
        talk.redraw(f"closing.noted.{verdict.value}", rows=_change(answer_id))


def told_why(talk: Talk[Any], argument: str) -> None:
    """What is lacking, by a button."""
    answer_id, reason = choice_in(argument, Reason)
    closing_answers.say_why(talk.session, answer_id, reason=reason, by=talk.person.person_id, now=talk.now)
    talk.redraw("closing.noted", rows=_change(answer_id))


def _change(answer_id: int) -> Rows:
    return [[Choice(f"met.{answer_id}", "closing.change")]]


def _too_late(talk: Talk[Any], row: ClosingAnswer, said: str) -> None:
    """The round is over: a late "beres" still counts where nobody has given one, and anyone may say it is not met."""
    need = closing_answers.need_of(talk.session, row)
    by = talk.person.person_id
    if said == Verdict.done and need.state is NeedState.unconfirmed:
        reopenings.confirm(talk.session, need.id, by=by, now=talk.now)
        talk.redraw("closing.noted.done")
        return
    talk.redraw(
        "closing.over",
        rows=closing_lines.last_word(talk.session, need, by, talk.now),
        number=need.number,
        state=need_lines.state(talk.words, need),
    )


CARDS: dict[str, Card] = {"met": Card(tapped), "lack": Card(told_why)}
