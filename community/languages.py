"""Which language a person is spoken to in."""

from sqlmodel import Session

from storage import people


def choose(session: Session, person_id: int, code: str) -> None:
    """From now on in the language `code`, for replies and for everything that is sent later."""
    person = people.by_id(session, person_id)
    if person is not None and person.language != code:
        person.language = code
        session.add(person)
