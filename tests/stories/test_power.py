"""The power goes in the middle of a report: the real program is killed, comes back, and she finds all where it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from playground.driver import Neighbour, Neighbourhood
from playground.files import Upload
from playground.picture import picture
from playground.server import running
from playground.world import World
from storage.media import Media
from tests.chaos.programs import Program, by_webhook, environment, free_port, wait_until
from tests.stories.first_steps import has_all_messages
from tests.stories.powered import SOON, Powered, powered_town
from tests.stories.rt_three import needs_in, the_need
from tests.stories.telling import HOME, LAST_LOOK, WHERE, is_asked_what, is_asked_where, names_the_place
from tests.stories.town import START_SECONDS


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Powered]:
    with powered_town(database_url, tmp_path) as made:
        yield made


def has_reported_once(town: Powered, siti: Neighbour) -> None:
    siti.sees("Usulan No. 1 sudah masuk")
    siti.sees("berapa rumah")
    need = the_need(town)
    assert (need.number, need.kind, need.detail, need.near_home) == (1, "drain", "clogged", True)


def test_the_power_goes_while_she_is_asked_where(town: Powered, siti: Neighbour) -> None:
    is_asked_where(siti)
    town.loses_power()
    siti.taps(HOME)
    siti.does_not_see(LAST_LOOK, seconds=0.1)
    town.start()
    siti.sees(LAST_LOOK)
    siti.taps("Kirim")
    has_reported_once(town, siti)


@pytest.mark.thorough
def test_the_power_goes_and_comes_before_she_answers(town: Powered, siti: Neighbour) -> None:
    is_asked_where(siti)
    town.loses_power()
    town.start()
    siti.does_not_see("belum selesai")
    names_the_place(siti, HOME)
    siti.taps("Kirim")
    has_reported_once(town, siti)


@pytest.mark.thorough
def test_the_power_goes_before_her_tap_on_send_arrives(town: Powered, siti: Neighbour) -> None:
    is_asked_where(siti)
    review = names_the_place(siti, HOME)
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
    review = names_the_place(siti, HOME)
    has_all_messages(town, siti)
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
    is_asked_what(siti)
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
    has_all_messages(town, siti)
    assert siti.screen().count("Fotonya sudah diterima") == 1
    siti.taps("Selokan")
    siti.sees(WHERE)
    assert names_the_place(siti, HOME).says("3 foto")
    siti.taps("Kirim")
    siti.sees("Usulan No. 1 sudah masuk")
    need = the_need(town)
    with town.session() as session:
        assert [media.need_id for media in session.exec(select(Media))] == [need.id] * 3


# ── the line ──


@contextmanager
def started(database_url: str, folder: Path, telegram: str, token: str, **settings: object) -> Iterator[Program]:
    surroundings = environment(token, telegram, database_url, folder, **settings)
    program = Program("run", surroundings, folder / "run.log")
    program.start()
    try:
        yield program
    finally:
        program.stop()


def waits_for_the_line(program: Program) -> None:
    wait_until(lambda: program.has_logged("start.waits_for_telegram"), "patience", START_SECONDS)


def test_the_power_returns_before_the_line_does(sqlite_url: str, tmp_path: Path) -> None:
    world, port = World(), free_port()
    with started(sqlite_url, tmp_path, f"http://127.0.0.1:{port}", world.state.token) as program:
        waits_for_the_line(program)
        with running(world, port, people=False):
            siti = Neighbourhood.in_process(world).person("Siti")
            siti.starts()
            siti.reads()
            assert program.stop() == 0


def test_who_waits_for_the_line_can_be_stopped(sqlite_url: str, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with started(sqlite_url, tmp_path, nobody, "5000000001:x") as program:
        waits_for_the_line(program)
        assert program.stop() == 0


def test_a_webhook_that_telegram_did_not_hear_of_is_set_again(sqlite_url: str, tmp_path: Path) -> None:
    world = World()
    with running(world, people=False) as telegram:
        town = Neighbourhood.in_process(world)
        town.fail("setWebhook", "500")
        with started(sqlite_url, tmp_path, telegram, world.state.token, **by_webhook()) as program:
            siti = town.person("Siti")
            siti.starts()
            siti.reads()
            assert program.has_logged("webhook.not_set")


def test_a_wrong_token_is_refused_in_one_sentence_that_does_not_quote_it(sqlite_url: str, tmp_path: Path) -> None:
    wrong = "5000000001:of-somebody-else"
    with running(World(), people=False) as telegram, started(sqlite_url, tmp_path, telegram, wrong) as program:
        wait_until(program.has_ended_by_itself, "the end", START_SECONDS)
        assert program.stop() == 1
    assert program.has_logged("Telegram refuses REMBUK_BOT_TOKEN")
    assert not program.has_logged("of-somebody-else")
