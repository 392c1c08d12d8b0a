"""Groups are counted when they are new and every six hours; what Telegram does not say leaves the old number."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot import clock
from bot.census import Census
from community import chats, reach
from playground.driver import Group, Neighbour
from storage.communities import Chat, ChatKind, Community, CommunityKind
from storage.database import reading, writing
from tests.bot.office import Office

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def budi(office: Office) -> Neighbour:
    return office.person("Budi")


def placed(office: Office, group: Group, code: str = "7kq2mxab") -> None:
    """The group belongs to a neighbourhood."""
    now = office.house.now()
    with writing(office.engine) as session:
        place = Community(kind=CommunityKind.rt, code=code, name="RT 03", created_at=now)
        session.add(place)
        session.flush()
        chat = chats.come(
            session, telegram_id=group.id, kind=ChatKind.group, title="RT 03", bot_is_admin=False, now=now
        )  # fmt: skip
        chat.community_id = place.id


def counts(office: Office) -> int:
    asked: int = office.do(Census(office.post, office.writer, office.clock, gap=0).count())
    return asked


def known(office: Office) -> list[tuple[int | None, bool]]:
    """How many are in each group, and whether it has been asked for."""
    with reading(office.engine) as session:
        found = session.exec(select(Chat).order_by(Chat.id))  # type: ignore[arg-type]  # a column, to SQLModel
        return [(one.member_count, one.counted_at is not None) for one in found]


def test_a_new_group_is_counted_and_again_after_six_hours(office: Office, budi: Neighbour) -> None:
    group = office.group("RT 03", budi)
    placed(office, group)
    assert counts(office) == 1
    assert known(office) == [(2, True)], "Pak Budi and the bot"
    group.add(office.person("Siti"), by=budi)
    assert counts(office) == 0, "it has just been counted"
    office.ahead = reach.COUNT_EVERY.total_seconds() + 60
    assert counts(office) == 1
    assert known(office) == [(3, True)]


def test_only_groups_that_a_neighbourhood_uses_are_counted(office: Office, budi: Neighbour) -> None:
    strange, gone = office.group("Arisan", budi), office.group("RT 03", budi)
    placed(office, gone)
    now = office.house.now()
    with writing(office.engine) as session:
        chats.come(session, telegram_id=strange.id, kind=ChatKind.group, title="A", bot_is_admin=False, now=now)
        chats.left(session, telegram_id=gone.id, now=now)
    assert counts(office) == 0
    assert office.tries("getChatMemberCount") == []


def test_a_group_that_has_thrown_us_out_keeps_its_number_and_holds_up_nobody(office: Office, budi: Neighbour) -> None:
    closed, other = office.group("RT 03", budi), office.group("RT 04", budi)
    placed(office, closed)
    placed(office, other, code="9xw2mxab")
    with writing(office.engine) as session:
        chat = session.exec(select(Chat)).first()
        assert chat is not None
        chat.member_count, chat.counted_at = 41, LONG_AGO
    closed.remove_bot(by=budi)
    assert counts(office) == 1
    assert known(office) == [(41, True), (2, True)]
    assert counts(office) == 0, "it is not asked for again every minute"


@pytest.mark.parametrize("kind", ["500", "drop"])
def test_a_telegram_that_is_down_is_asked_again_in_the_next_round(office: Office, budi: Neighbour, kind: str) -> None:
    placed(office, office.group("RT 03", budi))
    office.neighbourhood.fail("getChatMemberCount", kind)
    assert counts(office) == 0
    assert known(office) == [(None, False)]
    assert counts(office) == 1


def test_a_telegram_that_wants_to_be_left_alone_is(office: Office, budi: Neighbour) -> None:
    for number in range(2):
        placed(office, office.group(f"RT 0{number}", budi), code=f"{number}xw2mxab")
    office.neighbourhood.flood(retry_after=30)
    assert counts(office) == 0
    assert len(office.tries("getChatMemberCount")) == 1
    assert known(office) == [(None, False), (None, False)]


def test_a_group_that_has_moved_is_counted_where_it_is_now(office: Office, budi: Neighbour) -> None:
    group = office.group("RT 03", budi)
    placed(office, group)
    group.migrate()
    assert counts(office) == 1
    assert known(office) == [(2, True)]


def test_those_who_speak_with_telegram_count_at_the_start_and_every_minute(office: Office) -> None:
    async def nothing(_: object = None) -> None:
        """Only its place in the table is looked at."""

    def table(kind: str) -> dict[str, clock.Job]:
        jobs = clock.jobs(
            office.writer, owner="rt03-1", kind=kind, clock=office.clock, time_zone="Asia/Jakarta", discard=nothing,
            secret="", backup=None, census=nothing,
        )  # fmt: skip
        return {job.name: job for job in jobs}

    assert table("work")["census"].at_start
    assert "census" not in table("web")


def test_a_new_group_comes_before_those_that_have_been_counted(office: Office, budi: Neighbour) -> None:
    for number in range(2):
        placed(office, office.group(f"RT 0{number}", budi), code=f"{number}xw2mxab")
    with writing(office.engine) as session:
        first = session.exec(select(Chat)).first()
        assert first is not None
        first.counted_at = LONG_AGO
    with writing(office.engine) as session:
        taken = reach.take_next(session, now=office.house.now())
        assert taken is not None
        assert taken.counted_at is None


def test_nobody_else_counts_what_one_has_taken(office: Office, budi: Neighbour) -> None:
    placed(office, office.group("RT 03", budi))
    now = office.house.now()
    with writing(office.engine) as session:
        taken = reach.take_next(session, now=now)
    with writing(office.engine) as session:
        assert taken is not None
        assert reach.take_next(session, now=now + timedelta(minutes=1)) is None
        reach.put_back(session, taken)
        assert reach.take_next(session, now=now, but=frozenset((taken.chat_id,))) is None
        assert reach.take_next(session, now=now) == taken
