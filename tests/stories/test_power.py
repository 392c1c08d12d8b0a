"""The power goes in the middle of a report: the real program is killed, comes back, and she finds all where it was."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from playground.driver import Neighbour, Neighbourhood
from playground.files import Upload
from playground.picture import picture
from playground.server import running
from playground.supervisor import is_well
from playground.world import World
from storage import lock
from storage.needs import Media
from storage.outbox import outbox
from tests.chaos.programs import Program, by_webhook, environment, free_port, wait_until
from tests.stories.rt_three import needs_in, neighbour, rt_three
from tests.stories.town import START_SECONDS, Town

WHERE = "Di sebelah mana?"
HOME = "Sekitar rumah saya"
SOON = 4.0
"""Before the first of the rounds that look for abandoned messages every five seconds: a new process looks at once."""


class Powered(Town):
    """A town whose bot is the command line in a process of its own."""

    def __init__(self, database_url: str, folder: Path, telegram: str, world: World, **settings: object) -> None:
        surroundings = environment(world.state.token, telegram, database_url, folder / "data", **settings)
        self.program = Program("run", surroundings, folder / "run.log")
        super().__init__(database_url, folder, telegram, world)

    def start(self) -> None:
        if self.engine.dialect.name == "postgresql":
            lock.alone(self.engine)  # a test does not wait fifteen seconds for the silence to be noticed
        self.program.start()
        wait_until(lambda: is_well(self.program.port), "the bot", START_SECONDS)

    def stop(self) -> None:
        self.program.stop()

    def loses_power(self) -> None:
        self.program.kill()

    def copies(self) -> int:
        """Messages that may have arrived twice."""
        with self.session() as session:
            return sum(session.connection().execute(sa.select(outbox.c.unknown)).scalars())


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Powered]:
    world = World()
    with ExitStack() as stack:
        telegram = stack.enter_context(running(world))
        made = Powered(database_url, tmp_path, telegram, world)
        stack.callback(made.close)
        rt_three(made)
        yield made


@pytest.fixture
def siti(town: Powered) -> Neighbour:
    return neighbour(town, "Siti")


def is_asked_where(siti: Neighbour) -> None:
    siti.taps("Sampaikan usul")
    siti.sees("Ada apa di lingkungan kita?")
    siti.taps("Selokan")
    siti.sees("kenapa?")
    siti.taps("Mampet")
    siti.sees(WHERE)


def nothing_unsent(session: Session) -> bool:
    return not session.connection().execute(sa.select(outbox.c.id).where(outbox.c.state.in_(["due", "leased"]))).first()


def has_reported_once(town: Powered, siti: Neighbour) -> None:
    siti.sees("Usulan No. 1 sudah masuk")
    siti.sees("berapa rumah")
    (need,) = needs_in(town)
    assert (need.number, need.kind, need.detail, need.near_home) == (1, "drain", "clogged", True)


def test_the_power_goes_while_she_is_asked_where(town: Powered, siti: Neighbour) -> None:
    is_asked_where(siti)
    town.loses_power()
    siti.taps(HOME)
    siti.does_not_see("Sudah pas?", seconds=0.1)
    town.start()
    siti.sees("Sudah pas?")
    siti.taps("Kirim")
    has_reported_once(town, siti)


def test_the_power_goes_and_comes_before_she_answers(town: Powered, siti: Neighbour) -> None:
    is_asked_where(siti)
    town.loses_power()
    town.start()
    siti.does_not_see("belum selesai")
    siti.taps(HOME)
    siti.sees("Sudah pas?")
    siti.taps("Kirim")
    has_reported_once(town, siti)


def test_the_power_goes_before_her_tap_on_send_arrives(town: Powered, siti: Neighbour) -> None:
    is_asked_where(siti)
    siti.taps(HOME)
    review = siti.sees("Sudah pas?")
    send = next(button for button in review.buttons if "Kirim" in button["text"])
    town.loses_power()
    for _ in range(2):  # nothing happens, so she taps again
        siti.door.tap(siti.id, siti.id, review.id, data=send["callback_data"], seconds=0.1)
    assert needs_in(town) == []
    town.start()
    has_reported_once(town, siti)


def test_the_power_goes_when_her_report_is_saved_and_she_has_read_so(town: Powered, siti: Neighbour) -> None:
    """Her phone has the words, but the bot does not know it: it says them once more, and counts that."""
    is_asked_where(siti)
    siti.taps(HOME)
    review = siti.sees("Sudah pas?")
    town.waits_for(nothing_unsent, "the end of all sending")
    town.neighbourhood.fail("sendMessage", "timeout")
    siti.taps("Kirim")
    siti.sees("Usulan No. 1 sudah masuk")
    assert "berapa rumah" not in siti.screen(), "the next message waits for Telegram's answer"
    town.loses_power()
    town.start()
    siti.sees("berapa rumah", patience=SOON)
    has_reported_once(town, siti)
    assert siti.screen().count("Usulan No. 1 sudah masuk") == 2
    assert town.copies() >= 1
    siti.taps_old(review, "Kirim")
    assert siti.toast()
    assert [need.number for need in needs_in(town)] == [1]


def test_the_power_goes_while_her_album_arrives(town: Powered, siti: Neighbour) -> None:
    siti.taps("Sampaikan usul")
    siti.sees("Ada apa di lingkungan kita?")
    images = [Upload(picture(number), "photo.jpg", "image/jpeg") for number in range(3)]
    arriving = iter(siti.door.album(siti.id, siti.id, "photo", images))
    next(arriving)
    town.waits_for(lambda session: session.exec(select(Media)).all(), "the first photo")
    town.loses_power()
    rest = list(arriving)
    assert len(rest) == 2
    town.start()
    siti.sees("Fotonya sudah diterima")
    town.waits_for(lambda session: len(session.exec(select(Media)).all()) == 3, "all three photos")
    siti.taps("Selokan")
    siti.sees(WHERE)
    siti.taps(HOME)
    siti.sees("3 foto")
    siti.taps("Kirim")
    siti.sees("Usulan No. 1 sudah masuk")
    (need,) = needs_in(town)
    with town.session() as session:
        assert [media.need_id for media in session.exec(select(Media))] == [need.id] * 3
    assert siti.screen().count("Fotonya sudah diterima") <= 1


# ── the line ──


def test_the_power_returns_before_the_line_does(sqlite_url: str, tmp_path: Path) -> None:
    world, port = World(), free_port()
    telegram = f"http://127.0.0.1:{port}"
    program = Program("run", environment(world.state.token, telegram, sqlite_url, tmp_path), tmp_path / "run.log")
    program.start()
    try:
        wait_until(lambda: program.has_logged("start.waits_for_telegram"), "patience", START_SECONDS)
        with running(world, port):
            siti = Neighbourhood.in_process(world).person("Siti")
            siti.starts()
            siti.reads()
            assert program.stop() == 0
    finally:
        program.stop()


def test_who_waits_for_the_line_can_be_stopped(sqlite_url: str, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    program = Program("run", environment("5000000001:x", nobody, sqlite_url, tmp_path), tmp_path / "run.log")
    program.start()
    wait_until(lambda: program.has_logged("start.waits_for_telegram"), "patience", START_SECONDS)
    assert program.stop() == 0


def test_a_webhook_that_telegram_did_not_hear_of_is_set_again(sqlite_url: str, tmp_path: Path) -> None:
    world = World()
    with running(world) as telegram:
        town = Neighbourhood.in_process(world)
        town.fail("setWebhook", "500")
        surroundings = environment(world.state.token, telegram, sqlite_url, tmp_path, **by_webhook())
        program = Program("run", surroundings, tmp_path / "run.log")
        program.start()
        try:
            siti = town.person("Siti")
            siti.starts()
            siti.reads()
            assert program.has_logged("webhook.not_set")
        finally:
            program.stop()


def test_a_wrong_token_is_refused_in_one_sentence_that_does_not_quote_it(sqlite_url: str, tmp_path: Path) -> None:
    with running(World()) as telegram:
        surroundings = environment("5000000001:of-somebody-else", telegram, sqlite_url, tmp_path)
        program = Program("run", surroundings, tmp_path / "run.log")
        program.start()
        wait_until(program.has_ended_by_itself, "the end", START_SECONDS)
    assert program.stop() == 1
    assert program.has_logged("Telegram refuses REMBUK_BOT_TOKEN")
    assert not program.has_logged("of-somebody-else")
