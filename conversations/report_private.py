"""Where a report turns into a private matter: on its first screen, and where garbage was dumped by somebody."""

from community import matters
from conversations import engine
from conversations.answers import Answer, Tapped
from conversations.dialogue import Choice, Done, Next, Question
from conversations.matter_draft import MatterDraft
from conversations.report_draft import Report, ReportDraft, also
from storage import dialogues
from storage import media as files

OPEN, _PLAIN = "!private", "plain"
_BY_SOMEBODY = frozenset((("garbage", "dumped"),))
"""Kinds and quick words behind which a neighbour often stands."""


def row(talk: Report) -> list[list[Choice]]:
    """[🙈 Urusan antarwarga], for oneself and before all is said."""
    return [] if talk.changing or talk.draft.for_neighbour is not None else [[Choice(OPEN, "report.private")]]


def open_matter(talk: Report) -> Done:
    """[🙈 Urusan antarwarga]. What was said and sent before goes along, and the report keeps nothing of it."""
    report, old = talk.draft, talk.dialogue_id
    if not report.tells:
        engine.open_dialogue(talk, "matter")
        talk.draft = report  # the private matter has put its own there
        return Done()
    begun = MatterDraft(text=report.text[: matters.LONGEST], has_media=report.has_media)
    engine.open_dialogue(talk, "matter", draft=begun)
    new = dialogues.open_named(talk.session, talk.person.person_id, "matter")
    if old is not None and new is not None and report.has_media:
        files.move(talk.session, old, new.id, since=files.ALWAYS)
    talk.draft = ReportDraft(community_id=report.community_id)
    return Done()


def may_be_meant(talk: Report) -> bool:
    """True where it is worth a question, for oneself and while there is somebody who could read it."""
    draft = talk.draft
    if talk.changing or draft.for_neighbour is not None or (draft.kind, draft.detail) not in _BY_SOMEBODY:
        return False
    here = draft.community_id or talk.community_id
    return bool(matters.readers(talk.session, here, author_id=talk.person.person_id, about_office=False))


def ask_private(_talk: Report) -> Question:
    return Question(
        "report.private.ask", rows=[[Choice(OPEN, "report.private.one")], [Choice(_PLAIN, "report.private.plain")]]
    )


def heard_private(talk: Report, answer: Answer) -> Next:
    if not isinstance(answer, Tapped):
        return also(talk, answer)
    if answer.value == _PLAIN:
        return talk.onward("review" if talk.draft.placed else "where")
    return open_matter(talk)
