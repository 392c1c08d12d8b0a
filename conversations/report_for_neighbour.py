"""Speaking for a neighbour who has no Telegram: for whom, whether they agreed, and then for the next one.

> [👥 Mewakili tetangga]
B Mewakili siapa? Tulis nama panggilannya.                   [Tanpa nama]
> Mbah Karto
B Sudah minta izin Mbah Karto? Jangan tulis penyakit atau nama anak, ya.     [Sudah, beliau setuju]
"""

from community import kinds
from conversations.answers import Answer, Said
from conversations.dialogue import Choice, Next, Question
from conversations.report_draft import Report

NAME_LENGTH = 40
_AGREED, _NAMELESS = "yes", "nameless"


def ask_for_whom(_talk: Report) -> Question:
    return Question("report.for.ask", rows=[[Choice(_NAMELESS, "report.for.nameless")]])


def heard_for_whom(talk: Report, answer: Answer) -> Next:
    talk.draft.for_neighbour = answer.text if isinstance(answer, Said) else ""
    return "permission"


def ask_permission(talk: Report) -> Question:
    whom = talk.draft.for_neighbour or talk.words.label("report.nameless")
    return Question("report.for.permission", {"whom": whom}, [[Choice(_AGREED, "report.for.agreed")]])


def heard_permission(talk: Report, _answer: Answer) -> Next:
    """On to what has not been said yet: for the next neighbour of the same matter, that is nothing."""
    talk.draft.agreed_by = talk.draft.for_neighbour
    return talk.onward(_missing(talk))


def _missing(talk: Report) -> str:
    draft = talk.draft
    if draft.kind is None:
        return "what"
    if not draft.tells:
        return "detail" if kinds.BY_KEY[draft.kind].details else "words"
    return "review" if draft.placed else "where"
