"""After votes by every way in the chat no row, no log line and no figure joins who has voted with what was voted."""

import json

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from community import poll_cards
from playground.driver import Neighbour
from storage.columns import metadata
from storage.communities import Destination
from storage.outbox import outbox
from storage.people import Person
from storage.polls import Method, Poll
from tests.community.test_secrecy import FAR, OPEN_TO_ALL, WORDS, people_in, set_apart, signs_of_choices
from tests.stories.asked_on_paper import are_known, asks, presses
from tests.stories.rt_three import group_of_rt_three
from tests.stories.town import Town

WHY = "belum perlu sama sekali"


def is_in_the_group(town: Town, poll_id: int) -> None:
    with town.writing() as session:
        poll = session.get_one(Poll, poll_id)
        poll.destinations = [one.id for one in session.exec(select(Destination))]
        session.add(poll)
        poll_cards.post(session, poll, now=town.now())


def everything_has_left(session: Session) -> bool:
    waiting = sa.select(sa.func.count()).where(outbox.c.state.in_(("due", "leased", "hand")))
    return session.connection().execute(waiting).scalar_one() == 0


def votes_by_every_way(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, poll_id: int, mufakat: int
) -> None:
    group = group_of_rt_three(town, chair, tini, asep)
    is_in_the_group(town, poll_id)
    asep.sees("Batu apa?", in_=group)
    asep.taps("2 Mirah", in_=group)
    tini.says("/pilih")
    tini.taps("Batu apa?")
    tini.taps("1 Zamrud")
    tini.sees("Sudah dipilih ✓")
    presses(tini, f"proxy.{poll_id}")
    tini.says("Mbah Karto")
    tini.taps("Sudah, beliau setuju")
    tini.taps("3 Nilam")
    tini.taps("Simpan")
    tini.sees("Tersimpan ✓")
    presses(tini, f"proxy.{poll_id}.0")
    tini.taps("Sudah, beliau setuju")
    tini.sees("Apa pilihan Mbah Karto?")
    presses(tini, f"object.{mufakat}")
    tini.says(WHY)
    tini.taps("Kirim")
    tini.sees("tanpa nama ✓")
    chair.sees(WHY)


def test_nothing_joins_a_voter_and_a_choice(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, capsys: pytest.CaptureFixture[str]
) -> None:
    are_known(town, tini, asep, chair)
    poll_id = asks(town, chair, texts=WORDS, question="Batu apa?")
    mufakat = asks(town, chair, Method.consensus, question="Jadi tidak?")
    with town.writing() as session:
        set_apart(session)
    capsys.readouterr()
    votes_by_every_way(town, tini, asep, chair, poll_id, mufakat)
    town.passes(minutes=1)
    town.waits_for(everything_has_left, "all to have left")
    for verb in (f"steer.{poll_id}", f"steer.{mufakat}", f"objections.{mufakat}", "trail.1", f"asked.{poll_id}"):
        presses(chair, verb)
    assert not [name for name in ("Tini", "Asep", "Karto") if name in chair.screen()], "no view of the organisers"

    logged = capsys.readouterr().out
    with town.session() as session:
        signs = signs_of_choices(session, [session.get_one(Poll, one) for one in (poll_id, mufakat)]) | {WHY}
        assert len([sign for sign in signs if len(sign) == 6]) >= 4, "receipts: or it proves nothing"
        assert rows_with_both(session, signs) == []
        assert "update" in logged
        assert not [sign for sign in (*signs, str(FAR)) if sign in logged]
        assert not [one.name for one in session.exec(select(Person)) if one.name in logged]


def rows_with_both(session: Session, signs: set[str]) -> list[tuple[str, str]]:
    return [
        (table.name, str(dict(row)))
        for table in metadata.sorted_tables
        if table.name not in OPEN_TO_ALL
        for row in session.connection().execute(sa.select(table)).mappings()
        if any(sign in json.dumps(dict(row), default=str) for sign in signs) and people_in(dict(row), table, session)
    ]
