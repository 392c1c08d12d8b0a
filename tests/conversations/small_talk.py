"""A talk that exists for the tests of what all talks share.

Apa?          words, a photo, a place            (20 letters at the most)
Bagaimana?    [Cepat] [Pelan]                     may be skipped
Di mana?      a keyboard under the text field
Sudah pas?    [Kirim] / [Ubah apa] [Ubah cara]
"""

import time
from typing import Any

from conversations.answers import Answer, Media, Place, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Talk
from storage import communities
from storage import media as files
from storage.needs import Need

NAME = "wish"
BOMBS = {"meledak"}
"""Words at which the stage fails, as if they had met a mistake of ours."""
SLOW_SECONDS = 0.4
"""How long the stage takes that hears [Pelan]."""


class Wish(Draft):
    what: str = ""
    how: str = ""
    where: str = ""


Wishing = Talk[Wish]


def _question(words: str, *rows: list[Choice], **how: Any) -> Question:
    return Question("needs.card", values={"lines": words}, rows=rows, **how)


def ask_what(_: Wishing) -> Question:
    return _question("Apa?", [Choice("none", label="Belum tahu")])


def heard_what(talk: Wishing, answer: Answer) -> Next:
    if isinstance(answer, Said):
        if answer.text in BOMBS:
            raise ValueError(answer.text)
        talk.draft.what = answer.text
    elif isinstance(answer, Media):
        talk.draft.what = answer.caption or answer.kind.value
    elif isinstance(answer, Place):
        talk.draft.what = f"{answer.latitude} {answer.longitude} {answer.name}".strip()
    return talk.onward("how")


def ask_how(_: Wishing) -> Question:
    return _question("Bagaimana?", [Choice("fast", label="Cepat"), Choice("slow", label="Pelan")], optional=True)


def heard_how(talk: Wishing, answer: Tapped) -> Next:
    if answer.value == "slow":
        time.sleep(SLOW_SECONDS)
    talk.draft.how = answer.value
    return talk.onward("where")


def ask_where(_: Wishing) -> Question:
    return _question("Di mana?", [Choice("home", label="🏠 Di rumah")])


def heard_where(talk: Wishing, answer: Answer) -> Next:
    talk.draft.where = answer.value if isinstance(answer, Tapped) else "lain"
    return "review"


def ask_review(talk: Wishing) -> Question:
    photos = len(files.of_dialogue(talk.session, talk.dialogue_id or 0))
    return _question(
        f"Sudah pas? {talk.draft.what}, {talk.draft.how}, {talk.draft.where}, {photos} foto",
        [Choice("send", label="Kirim")],
        [Choice("what", label="Ubah apa"), Choice("how", label="Ubah cara")],
    )


def heard_review(talk: Wishing, answer: Answer) -> Next:
    if isinstance(answer, Media):
        return Again("stage.media_kept")
    if not isinstance(answer, Tapped) or answer.value != "send":
        talk.changing = "review"
        return answer.value if isinstance(answer, Tapped) else "what"
    here = talk.community_id
    number = communities.numbered(talk.session, here)
    need = Need(
        community_id=here, number=number, code=f"w{here}-{number}", kind="other", text=talk.draft.what,
        reporter_id=talk.person.person_id, heard_at=talk.now, created_at=talk.now, changed_at=talk.now,
    )  # fmt: skip
    talk.session.add(need)
    talk.session.flush()
    files.give_to_need(talk.session, talk.dialogue_id or 0, need.id or 0)
    talk.say("needs.card", home=True, lines=f"Terkirim No. {number}")
    return Done(need.id)


dialogue = Dialogue(
    name=NAME,
    draft=Wish,
    title="report.title",
    steps={
        "what": Step(ask_what, heard_what, (Tapped, Said, Media, Place), longest=20, answered="report.answered"),
        "how": Step(ask_how, heard_how, (Tapped,), answered="report.answered"),
        "where": Step(ask_where, heard_where, (Tapped, Said), answered="report.answered", typed=True),
        "review": Step(ask_review, heard_review, (Tapped, Media)),
    },
)
