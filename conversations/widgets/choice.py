"""One of a few: buttons in the rows they fit in, and a label that was typed instead of tapped."""

from collections.abc import Iterable

from conversations import screens
from conversations.answers import Answer, Said, Tapped
from conversations.dialogue import Choice, Question, Rows
from locales import Words


def rows(words: Words, choices: Iterable[Choice]) -> Rows:
    """Two beside each other where both are short, else one a row."""
    return screens.pairs(choices, words)


def meant(words: Words, question: Question, answer: Answer) -> Answer:
    """A sentence that is the label of one of the question's buttons is that button; anything else stays what it is."""
    if not isinstance(answer, Said):
        return answer
    found = screens.chosen(words, question.rows, answer.text)
    return Tapped(found.value, screens.label_of(words, found)) if found else answer
