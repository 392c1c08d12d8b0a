"""Whose word a need is, as each reader may know it: a reporter's who hides the name, or told for a neighbour."""

from sqlmodel import Session

from locales import Words
from storage import people
from storage.needs import Audience, Need


def whom(words: Words, need: Need) -> str:
    """Mbah Karto, or a neighbour who stays without a name."""
    return need.on_behalf_of or words.label("report.nameless")


def to_neighbours(session: Session, words: Words, need: Need) -> str:
    """The reporter's or speaker's name only with their yes; of a neighbour spoken for, that there is one, never who."""
    name = _name(session, need) if need.name_shown_to is Audience.neighbours else ""
    if need.on_behalf_of is not None:
        return words.label("needs.for.near.by", name=name) if name else words.label("needs.for.near")
    return words.label("needs.near.by", name=name) if name else ""


def to_office(session: Session, words: Words, need: Need) -> str:
    """Both names, and whose word it is that the neighbour agreed."""
    name = _name(session, need)
    if need.on_behalf_of is not None:
        return words.label("needs.for.office", whom=whom(words, need), name=name or words.label("report.nameless"))
    return words.label("needs.near.office", name=name) if name else ""


def to_speaker(words: Words, need: Need) -> str:
    """For whom one has told it; nothing if it is one's own."""
    return words.label("needs.for.mine", whom=whom(words, need)) if need.on_behalf_of is not None else ""


def _name(session: Session, need: Need) -> str:
    reporter = people.by_id(session, need.reporter_id) if need.reporter_id is not None else None
    return reporter.name if reporter else ""
