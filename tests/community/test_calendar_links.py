"""Addresses of calendars: one of each at a time, and what is void is forgotten."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from community import calendar_links, codes, retention
from storage.calendars import CalendarLink
from storage.database import writing
from tests.community.rt_three import NOW, settle


def known(session: Session) -> list[bool]:
    """Of each address that is known, whether it holds."""
    session.expire_all()
    return [one.revoked_at is None for one in session.exec(select(CalendarLink).order_by(col(CalendarLink.id)))]


def test_what_is_void_is_forgotten_after_a_month_and_what_holds_is_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first = calendar_links.make_own(session, rt.tini, now=NOW)
        second = calendar_links.make_own(session, rt.tini, now=NOW + timedelta(days=1))
        ours = calendar_links.make_for(session, rt.community, by=rt.budi, now=NOW)
        assert known(session) == [False, True, True]
        for days, left in ((30, [False, True, True]), (32, [True, True])):
            retention.sweep(session, (NOW + timedelta(days=days)).timestamp())
            assert known(session) == left
        held = [calendar_links.open_link(session, token) is not None for token in (first, second, ours)]
        assert held == [False, True, True]


def test_only_what_could_be_a_token_is_looked_for() -> None:
    assert calendar_links.could_be(codes.draw(calendar_links.LETTERS))
    for said in (
        "",
        codes.draw(calendar_links.LETTERS - 1),
        "O" * calendar_links.LETTERS,
        "é" * calendar_links.LETTERS,
    ):
        assert not calendar_links.could_be(said)
