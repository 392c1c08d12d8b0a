"""A demo's folder: made whole or not at all, found again as it was left, opened by one demo at a time."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from sqlmodel import select

from playground import residents
from playground.home import opened
from playground.residents import Place
from playground.world import World
from storage.communities import Community
from storage.database import open_engine, reading
from storage.lock import HeldByAnother
from storage.needs import Need

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC).timestamp()


def clock() -> float:
    return NOW


def said(world: World) -> list[str]:
    messages = [one for chat in world.state.chats.values() for one in chat.messages.values()]
    return [str(one.payload.get("text") or one.payload.get("caption") or "") for one in messages]


def code_in(data: Path) -> str:
    engine = open_engine(f"sqlite:///{data / 'rembuk.sqlite3'}")
    try:
        with reading(engine) as session:
            assert len(session.exec(select(Need)).all()) == 40
            return session.exec(select(Community)).one().code
    finally:
        engine.dispose()


@pytest.mark.thorough
def test_a_temporary_home_is_gone_at_the_end() -> None:
    with opened(None, 3, clock) as place:
        assert code_in(place.data)
        assert place.chats is None
        assert len(place.secret) >= 16
    assert not place.folder.exists()


def test_newcomers_have_a_link_and_those_who_joined_have_pressed_start() -> None:
    with opened(None, 3, clock) as place:
        world, code = place.world, code_in(place.data)
    link = f"https://t.me/{world.state.profile.username}?start=rt-{code}-usul"
    group = next(one for one in world.state.chats.values() if not one.private)
    invitation = next(one.payload for one in group.messages.values() if "photo" in one.payload)
    entity = next(one for one in invitation["caption_entities"] if one["type"] == "url")
    words = invitation["caption"].encode("utf-16-le")
    assert words[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le") == link
    people = {one.first_name: one for one in world.state.people.values()}
    assert list(people)[:4] == ["Bu Tini", "Asep", "Siti", "Pak Budi"]
    assert not people["Bu Tini"].started
    assert not people["Asep"].started
    assert people["Siti"].started
    assert all(group.has(one.id) for one in people.values())
    assert group.has(world.bot_id)
    waiting = [orjson.loads(one.body)["message"]["text"] for one in world.state.updates.pending.values()]
    assert waiting == ["/start"] * 4, "the bot hears of nothing else that was before its time"


def test_a_named_home_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    with opened(tmp_path / "kampung", 3, clock) as place:
        code, secret = code_in(place.data), place.secret
        tini = next(iter(place.world.state.people.values()))
        group = next(one for one in place.world.state.chats.values() if not one.private)
        with place.world.lock:
            residents.say(place.world, tini, Place(group), "Nggih Pak RT")
        assert place.chats
        place.world.save(place.chats)
    with opened(tmp_path / "kampung", 99, clock) as place:
        assert (code_in(place.data), place.secret) == (code, secret)
        assert "Nggih Pak RT" in said(place.world)
        photos = [one for one in place.world.state.files.known if place.world.shelf.take(one)]
        assert len(photos) > 25


def test_an_interrupted_making_is_begun_anew(tmp_path: Path) -> None:
    ticks = iter(range(20))

    def until_the_lights_go_out() -> float:
        if next(ticks) == 10:
            raise KeyboardInterrupt
        return NOW

    with pytest.raises(KeyboardInterrupt), opened(tmp_path, 3, until_the_lights_go_out):
        pass
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["neighbourhood.unfinished"]
    with opened(tmp_path, 3, clock) as place:
        assert code_in(place.data)
        assert any("Undangan" in one for one in said(place.world))
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["neighbourhood"]


@pytest.mark.thorough
def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with opened(tmp_path, 3, clock), pytest.raises(HeldByAnother), opened(tmp_path, 3, clock):
        pass
    with opened(tmp_path, 3, clock) as place:
        assert code_in(place.data)


def test_the_secret_is_nobody_elses_to_read(tmp_path: Path) -> None:
    with opened(tmp_path, 3, clock), opened(None, 3, clock) as other:
        secret = next(tmp_path.rglob("secret"))
        assert secret.stat().st_mode & 0o077 == 0
        assert secret.read_text("utf-8") != other.secret
