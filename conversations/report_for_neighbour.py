"""Speaking for a neighbour who has no Telegram: for whom, and whether they agreed."""

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


def heard_permission(_talk: Report, _answer: Answer) -> Next:
    return "what"
