"""What a named folder keeps: everything, the bot's waiting post included."""

from pathlib import Path

import httpx
import orjson
import telegram

from playground.driver import Group, Neighbour, Neighbourhood
from playground.picture import picture
from playground.server import running
from playground.world import World
from tests.playground.kit import Ask, Clock


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


def test_polls_come_back_with_their_votes(
    bot: telegram.Bot,
    ask: Ask,
    group: Group,
    siti: Neighbour,
    budi: Neighbour,
    world: World,
    tmp_path: Path,
    clock: Clock,
) -> None:
    ditch = telegram.InputPollOption("Selokan", media=telegram.InputMediaLocation(-7.5, 110.9))
    sent = ask(
        bot.send_poll(
            group.id,
            "Mana dulu?",
            [ditch, "Lampu"],
            is_anonymous=False,
            allow_adding_options=True,
            description="Kas 2 juta",
        )
    )
    ask(bot.forward_message(siti.id, group.id, sent.message_id))
    siti.adds_option("Gapura", in_=group)
    siti.adds_option("Paving", in_=group)
    siti.deletes_option("Gapura", in_=group)
    budi.votes("Paving", in_=group)
    siti.takes_channel("Warung Siti")
    siti.votes("Lampu", in_=group)
    world.save(tmp_path)
    again = World.load(tmp_path, clock=clock)
    assert again.state == world.state
    assert [chat.id for chat in again.groups] == [chat.id for chat in world.groups]
    town = Neighbourhood.in_process(again)
    town.door.vote(sent.poll.id, budi.id, [0])
    poll = again.state.polls[sent.poll.id]
    assert [(one.persistent_id, one.count) for one in poll.options] == [("0", 1), ("1", 1), ("3", 0)]
    assert len({again.state.chats[chat].messages[message].version for chat, message in poll.places}) == 1


def test_a_poll_kept_by_an_older_playground_is_read(world: World, tmp_path: Path) -> None:
    old = {"id": "7", "chat_id": -1, "message_id": 1, "question": "Mana?", "votes": {"5": [1]}}
    options = [{"persistent_id": "0", "text": "Selokan"}, {"persistent_id": "1", "text": "Lampu"}]
    world.save(tmp_path)
    state = orjson.loads((tmp_path / "world.json").read_bytes())
    state["polls"] = {"7": old | {"options": options, "explanation": ""}}
    (tmp_path / "world.json").write_bytes(orjson.dumps(state))
    assert [one.count for one in World.load(tmp_path).state.polls["7"].options] == [0, 1]


def test_the_server_saves_by_itself(world: World, tmp_path: Path) -> None:
    with running(world, folder=tmp_path) as url:
        httpx.post(f"{url}/play/people", json={"first_name": "Siti"})
    assert [one.first_name for one in World.load(tmp_path).state.people.values()] == ["Siti"]
