"""An announcement on its slow way to sixty: people go silent and leave meanwhile, it is paused, goes on, is ended."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from playground import residents
from storage.communities import Community
from storage.outbox import outbox
from storage.people import Membership, Person, Role
from tests.stories.rt_three import LONG_AGO, neighbour, person_of
from tests.stories.test_announce import pastes
from tests.stories.town import Town, town_on

CROWD = 57
A_SECOND = 12
"""So slowly that taps are quicker, also on a machine that does much else."""
FIRST, SECOND = "Kerja bakti di pos ronda", "Air mati sampai jam 5"


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """Telegram lets it speak slowly."""
    with town_on(database_url, tmp_path / "data", send_per_second=A_SECOND) as built:
        yield built


@pytest.fixture
def crowd(town: Town, rt: int) -> list[int]:
    """People whose turn comes before that of others, for they were here first; they have not joined yet."""
    with town.world.lock:
        known = [residents.introduce(town.world, f"Warga {number}", None, None, "id") for number in range(CROWD)]
        for one in known:
            residents.private_chat(town.world, one)
            one.started = True
    with town.writing() as session:
        people = [Person(telegram_id=one.id, name=one.name, community_id=rt, created_at=LONG_AGO) for one in known]
        session.add_all(people)
        session.flush()
        return [one.id for one in people]


def joins(town: Town, crowd: list[int]) -> None:
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        session.add_all(Membership(person_id=one, community_id=place.id, joined_at=LONG_AGO) for one in crowd)


def arrivals(town: Town, words: str) -> Counter[int]:
    """How often each has got it; the chair has only seen what it will look like."""
    sent = town.neighbourhood.sent("sendMessage")
    heard = [
        one for one in sent if one["ok"] and one["params"]["text"].startswith(f"📢 <b>Pengurus RT 03</b>\n{words}")
    ]
    return Counter(one["chat_id"] for one in heard)


def states(session: Session) -> Counter[str]:
    """Of the rows of the newest announcement."""
    newest = sa.select(sa.func.max(outbox.c.subject_id)).where(outbox.c.kind == "broadcast").scalar_subquery()
    rows = session.connection().execute(
        sa.select(outbox.c.state, outbox.c.error).where(outbox.c.kind == "broadcast", outbox.c.subject_id == newest)
    )
    return Counter(f"{row.state} {row.error or ''}".strip() if row.state == "moot" else row.state for row in rows)


def is_out_of_hands(session: Session) -> bool:
    return not states(session)["leased"]


def under_way(town: Town, words: str) -> None:
    town.neighbourhood.waits_for(lambda: len(arrivals(town, words)) >= 5, "the first")


def comes_back_quicker(town: Town) -> None:
    """By the morning the limits are others."""
    town.stop()
    town.settings = town.settings.model_copy(update={"send_per_second": 0})
    town.start()


def test_people_leave_and_organisers_steer_while_it_is_on_its_way(town: Town, crowd: list[int]) -> None:
    chair = neighbour(town, "Pak Budi", role=Role.chair)
    tini, asep, joko = (neighbour(town, name) for name in ("Bu Tini", "Asep", "Joko"))
    pastes(chair, "Iuran bulan ini Rp 10.000")
    chair.taps("Kirim")
    chair.sees("3 dari 3 warga")
    joins(town, crowd)

    pastes(chair, FIRST)
    chair.taps("Kirim")
    under_way(town, FIRST)
    chair.taps("Jeda")
    chair.sees("Berhenti sebentar")
    town.waits_for(is_out_of_hands, "hands to be empty")
    so_far = arrivals(town, FIRST)
    with town.session() as session:
        assert states(session) == {"sent": len(so_far), "held": CROWD + 3 - len(so_far)}
    tini.taps("Jangan kirim pengumuman")
    tini.sees("tidak dikirim lagi ke sini")
    asep.blocks_bot()
    town.waits_for(lambda session: not person_of(session, asep).reachable, "the news of it")
    joko.says("/hapus")
    joko.taps("Semua data saya")
    joko.taps("Ya, hapus semua")
    joko.sees("terhapus selamanya")
    comes_back_quicker(town)
    assert arrivals(town, FIRST) == so_far

    chair.taps("Lanjut")
    done = chair.sees(f"Pengumuman sudah dikirim.\nTerkirim: {CROWD} dari {CROWD + 3} warga").text
    assert "🚫 1 memblokir" in done
    assert "🔕 2 tidak mau" in done
    got = arrivals(town, FIRST)
    assert set(got.values()) == {1}
    assert len(got) == CROWD
    assert not {tini.id, asep.id, joko.id} & got.keys()


def test_it_is_ended_in_the_middle(town: Town, crowd: list[int]) -> None:
    chair = neighbour(town, "Pak Budi", role=Role.chair)
    joins(town, crowd)
    pastes(chair, SECOND)
    chair.taps("Kirim")
    under_way(town, SECOND)
    chair.taps("Hentikan")
    chair.taps("Ya, hentikan")
    chair.sees("Pengumuman dihentikan")
    town.waits_for(lambda session: not states(session).keys() & {"due", "leased", "held"}, "the end")
    got = arrivals(town, SECOND)
    assert set(got.values()) == {1}
    assert len(got) < CROWD
    with town.session() as session:
        assert states(session) == {"sent": len(got), "moot stopped": CROWD - len(got)}


def test_whoever_opens_its_card_from_the_list_sees_it_go_on(town: Town, crowd: list[int]) -> None:
    chair, rina = neighbour(town, "Pak Budi", role=Role.chair), neighbour(town, "Bu Rina", role=Role.organiser)
    joins(town, crowd)
    pastes(chair, SECOND)
    chair.taps("Kirim")
    under_way(town, SECOND)
    for one in (rina, chair):
        one.says("/umumkan")
        one.taps("Yang sudah ada")
        one.taps(SECOND)
        one.sees("📢 Sedang dikirim")
    for one in (rina, chair):
        one.sees(f"Pengumuman sudah dikirim.\nTerkirim: {CROWD + 1} dari {CROWD + 1} warga")
        drawn = [each for each in town.neighbourhood.sent("editMessageText") if each["chat_id"] == one.id]
        assert 1 <= len([each for each in drawn if "Sedang dikirim" in each["params"]["text"]]) <= 4
