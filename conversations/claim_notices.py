"""What is said when neighbours take over what was told for them: to whoever told it, to organisers, to themselves."""

from sqlmodel import Session

from community import claims as rules
from conversations import need_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import claims, people
from storage import needs as stored
from storage.claims import Claim
from storage.needs import Need
from storage.outbox import Row
from storage.people import Person


def asked(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The question, to whoever may answer it by now; None once it is answered."""
    found = _found(session, row)
    if found is None:
        return None
    claim, need, claimant = found
    may = rules.may_answer(session, need, claim, by=row.person_id or 0)
    if claim.answered_at is not None or need.on_behalf_of is None or not may:
        return None
    yes = Choice(f"claimed.{claim.id}.yes", "claims.yes")
    no = Choice(f"claimed.{claim.id}.no", "claims.no")
    what = need_lines.short_title(words, need)
    key = "claims.ask" if row.person_id == need.reporter_id else "claims.ask.office"
    return [_said(row, words, words.text(key, name=claimant.name, number=need.number, what=what), [[yes], [no]])]


def granted(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Good news, to the one who asked."""
    found = _found(session, row)
    if found is None or not found[0].granted:
        return None
    _, need, claimant = found
    rows = [[Choice(f"my.{need.id}", "claims.look")]]
    return [_said(row, words, words.text("claims.granted", name=claimant.name, number=need.number), rows)]


def refused(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Kindly no, and the way to the organisers; None if it has been asked anew since."""
    found = _found(session, row)
    if found is None or found[0].granted is not False:
        return None
    claim, need, claimant = found
    key = (
        "claims.refused" if claim.times < rules.MOST_TIMES and need.on_behalf_of is not None else "claims.refused.last"
    )
    return [_said(row, words, words.text(key, name=claimant.name, number=need.number))]


def taken(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To whoever told it, when organisers have answered in their place."""
    found = _found(session, row)
    if found is None or not found[0].granted:
        return None
    _, need, claimant = found
    return [_said(row, words, words.text("claims.taken", name=claimant.name, number=need.number))]


def _found(session: Session, row: Row) -> tuple[Claim, Need, Person] | None:
    claim = claims.by_id(session, row.subject_id or 0)
    need = stored.by_id(session, claim.need_id) if claim else None
    claimant = people.by_id(session, claim.person_id) if claim else None
    if claim is None or need is None or claimant is None or need.hidden_at is not None:
        return None
    return claim, need, claimant


def _said(row: Row, words: Words, html: str, rows: Rows = ()) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {
    "claim.asked": asked,
    "claim.office": asked,
    "claim.granted": granted,
    "claim.refused": refused,
    "claim.taken": taken,
}
