"""The papers of an event as they leave: drawn at that moment, as PDF with a way to the same for Word.

B 📎 undangan-no-4.pdf   🖨 Undangan kegiatan No. 4, siap dicetak.   [📝 Versi Word]
"""

from datetime import UTC, datetime

from sqlmodel import Session

from community import papers
from community.papers import Paper
from community.refusals import Refusal
from conversations import event_paper_words, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from locales import Words
from storage.outbox import Row

VERB, WORD = "papers", "word"
"""`papers.<time>` shows which there are, `papers.<time>.<paper>` sends one, with `.word` behind it for Word."""


def as_pdf(paper: Paper) -> Render:
    """With a way to the one for Word."""

    def drawn(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
        """Not to former organisers, and nothing of what was cancelled since."""
        from conversations import event_sheet_pages  # noqa: PLC0415 - Typst is heavy, and papers are seldom

        facts = _facts(session, row, paper)
        if facts is None:
            return None
        sheet = event_paper_words.written(facts, house, datetime.fromtimestamp(row.due_at, UTC))
        caption = words.text(
            "papers.caption", paper=words.label(f"papers.name.{paper.value}"), number=facts.occasion.number
        )
        rows = [[Choice(f"{VERB}.{row.subject_id}.{paper.value}.{WORD}", "papers.word")]]
        call = _document(row, words, paper, facts, ("pdf", event_sheet_pages.pdf(sheet)), caption)
        call.parameters["reply_markup"] = screens.inline_keyboard(words, rows)
        return [call]

    return drawn


def for_word(paper: Paper) -> Render:
    """As `as_pdf`, to be changed before it is signed."""

    def drawn(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
        from conversations import event_sheet_word  # noqa: PLC0415 - Word is heavy, and papers are seldom

        facts = _facts(session, row, paper)
        if facts is None:
            return None
        sheet = event_paper_words.written(facts, house, datetime.fromtimestamp(row.due_at, UTC))
        caption = words.text(
            "papers.caption.word", paper=words.label(f"papers.name.{paper.value}"), number=facts.occasion.number
        )
        return [_document(row, words, paper, facts, ("docx", event_sheet_word.word(sheet)), caption)]

    return drawn


def _facts(session: Session, row: Row, paper: Paper) -> event_paper_words.Facts | None:
    try:
        return papers.gathered(session, row.subject_id or 0, paper, by=row.person_id or 0)
    except Refusal:
        return None


def _document(
    row: Row, words: Words, paper: Paper, facts: event_paper_words.Facts, content: tuple[str, bytes], caption: str
) -> Call:  # fmt: skip
    name = words.label(f"papers.{paper.value}.file", number=facts.occasion.number)
    parameters = {"chat_id": row.chat, "caption": caption, "parse_mode": "HTML"}
    return Call("sendDocument", parameters, {"document": (f"{name}.{content[0]}", content[1])})


RENDER: dict[str, Render] = {
    **{papers.PDF[paper]: as_pdf(paper) for paper in Paper},
    **{papers.WORD[paper]: for_word(paper) for paper in Paper},
}
