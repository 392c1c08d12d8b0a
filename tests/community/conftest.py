"""A neighbourhood for rules of which several files tell."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from storage.database import writing
from storage.people import Membership
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.told_for import Place


@pytest.fixture
def place(engine: Engine) -> Iterator[Place]:
    """RT 03, where Pak Joko lives as well."""
    with writing(engine) as session:
        rt = settle(session)
        session.add(Membership(person_id=rt.joko, community_id=rt.community, joined_at=NOW))
        session.flush()
        yield session, rt


@pytest.fixture
def rt(engine: Engine) -> Iterator[tuple[Session, RtThree]]:
    """RT 03, whose residents the organisers recognise."""
    with writing(engine) as session:
        here = settle(session)
        for member in session.exec(select(Membership)):
            member.recognised_at = NOW
            session.add(member)
        session.flush()
        yield session, here
