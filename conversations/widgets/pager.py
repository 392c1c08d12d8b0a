"""A long list, a few at a time: which page, and the buttons to the pages beside it."""

from dataclasses import dataclass

from conversations.dialogue import Choice

SIZE = 5


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` of `pages`, both from 1; `offset` is how many items come before it."""

    number: int
    pages: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def page(wanted: int, total: int, *, size: int = SIZE) -> Page:
    """The wanted page of `total` items, or the nearest there is: a list may have shrunk since its button was drawn."""
    pages = max(1, -(-total // size))
    return Page(min(max(wanted, 1), pages), pages, size)


def number_in(text: str) -> int:
    """A page number from a button; the first page if it has been tampered with."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def row(verb: str, shown: Page) -> list[Choice]:
    """[‹ Lebih baru] [Lebih lama ›], each only if there is such a page; `verb.2` is the value of the second page."""
    newer = [Choice(f"{verb}.{shown.number - 1}", "widgets.newer")] if shown.number > 1 else []
    older = [Choice(f"{verb}.{shown.number + 1}", "widgets.older")] if shown.number < shown.pages else []
    return newer + older


def turns(verb: str, shown: Page) -> list[Choice]:
    """[‹ Sebelumnya] [Berikutnya ›]: as `row`, where the order is another than that of time."""
    before = [Choice(f"{verb}.{shown.number - 1}", "widgets.before")] if shown.number > 1 else []
    after = [Choice(f"{verb}.{shown.number + 1}", "widgets.after")] if shown.number < shown.pages else []
    return before + after
