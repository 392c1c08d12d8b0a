"""What stands behind the verb of a card's button; anybody can forge it, so it is read with suspicion."""

_LARGEST_ID = 2**31 - 1
"""Of PostgreSQL's integer; a larger one is no id and would be an error there."""

_LARGEST_DRAFT_ID = 2**63 - 1
"""Drafts are counted in 64 bits."""


def draft_in(text: str) -> int | None:
    """The id of a draft; None if it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 19 else 0
    return number if 0 < number <= _LARGEST_DRAFT_ID else None


def subject_in(text: str) -> tuple[int | None, str]:
    """The id before the first dot, None if it is none, and what stands behind the dot."""
    head, _, rest = text.partition(".")
    if not (head.isascii() and head.isdigit() and len(head) <= 10):
        return None, rest
    subject = int(head)
    return (subject if 0 < subject <= _LARGEST_ID else None), rest
