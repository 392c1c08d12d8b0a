"""What a named folder keeps: everything, the bot's waiting post included."""

from pathlib import Path

import httpx

from playground.driver import Neighbourhood
from playground.picture import picture
from playground.server import running
from playground.world import World
from tests.playground.kit import Clock


def lived_in(world: World) -> Neighbourhood:
    town = Neighbourhood.in_process(world)
    siti, budi = town.person("Siti"), town.person("Budi")
    group = town.group("RW 05", creator=budi, members=[siti], forum=True)
    group.add_bot(by=budi, admin=True)
    group.opens_topic("Jalan")
    siti.starts("rt-7kq2")
    siti.sends_photo("Got", image=picture(1))
    return town


def test_everything_comes_back(world: World, tmp_path: Path, clock: Clock) -> None:
    lived_in(world)
    world.save(tmp_path)
    again = World.load(tmp_path, clock=clock)
    assert again.state == world.state
    assert list(again.post.queues) == list(world.post.queues)
    file_id = next(iter(again.state.files.known))
    assert again.shelf.take(file_id) == picture(1)


def test_life_goes_on_after_a_return(world: World, tmp_path: Path, clock: Clock) -> None:
    lived_in(world)
    world.save(tmp_path)
    again = World.load(tmp_path, clock=clock)
    town = Neighbourhood.in_process(again)
    joko = town.person("Joko")
    assert joko.id not in world.state.people
    first = joko.starts()
    assert first.id > world.state.last_message_id
    assert again.state.updates.last_id == world.state.updates.last_id + 1


def test_the_server_saves_by_itself(world: World, tmp_path: Path) -> None:
    with running(world, folder=tmp_path) as url:
        httpx.post(f"{url}/play/people", json={"first_name": "Siti"})
    assert [one.first_name for one in World.load(tmp_path).state.people.values()] == ["Siti"]
