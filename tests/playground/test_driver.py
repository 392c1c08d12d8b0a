"""The driver against a small bot, through both of its doors."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from playground.driver import Neighbour, Neighbourhood
from playground.sight import Sight
from playground.world import World
from tests.playground.kit import Ask, line

KINDS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Jalan rusak", callback_data="road"),
            InlineKeyboardButton("Selokan", callback_data="drain"),
        ]
    ]
)
MENU = ReplyKeyboardMarkup(
    [[KeyboardButton("Usul"), KeyboardButton("Kirim lokasi", request_location=True)]], resize_keyboard=True
)


class SmallBot(threading.Thread):
    """Greets, offers two kinds, thanks for the chosen one, and repeats everything else."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(name="small bot")
        self.bot = telegram.Bot(token, base_url=f"{url}/bot", request=line(), get_updates_request=line())
        self.ready = threading.Event()
        self._end: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self) -> None:
        asyncio.run(self._talk())

    async def _talk(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with self.bot:
            polling = asyncio.create_task(self._poll())
            self.ready.set()
            await self._end.wait()
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def _poll(self) -> None:
        offset = None
        while True:
            for update in await self.bot.get_updates(offset=offset, timeout=20):
                offset = update.update_id + 1
                await self._hear(update)

    async def _hear(self, update: telegram.Update) -> None:
        if query := update.callback_query:
            await query.answer(f"Dipilih: {query.data}")
            await query.edit_message_text(f"Terima kasih, {query.data} dicatat.")
        elif (message := update.message) and update.effective_chat:
            chat = update.effective_chat
            if message.text and message.text.startswith("/start"):
                await chat.send_message("Selamat datang!", reply_markup=MENU)
            elif message.text in {"/usul", "Usul"}:
                await chat.send_message("Apa usulnya?", reply_markup=KINDS)
            elif message.location:
                await chat.send_message("Lokasi diterima")
            elif message.photo:
                await chat.send_message(f"Foto: {message.caption}")
            elif message.text:
                await chat.send_message(f"Katanya: {message.text}")

    def stop(self) -> None:
        assert self._loop
        assert self._end
        self._loop.call_soon_threadsafe(self._end.set)
        self.join()


@pytest.fixture
def people() -> bool:
    return True


@pytest.fixture
def small_bot(url: str, world: World) -> Iterator[SmallBot]:
    one = SmallBot(url, world.state.token)
    one.start()
    assert one.ready.wait(5)
    yield one
    one.stop()


@pytest.fixture(params=["in process", "over HTTP"])
def village(request: pytest.FixtureRequest, small_bot: SmallBot, world: World, url: str) -> Iterator[Neighbourhood]:
    if request.param == "in process":
        yield Neighbourhood.in_process(world, patience=5)
        return
    far = Neighbourhood.over_http(url, patience=5)
    yield far
    far.close()


def test_a_talk(village: Neighbourhood) -> None:
    siti = village.person("Siti")
    siti.starts("rt-7kq2")
    siti.sees("selamat  datang")
    siti.says("/usul")
    asked = siti.sees("Apa usulnya?")
    assert siti.buttons() == ["Jalan rusak", "Selokan", "Usul", "Kirim lokasi"]
    siti.taps("selok")
    assert siti.toast() == "Dipilih: drain"
    siti.does_not_see("selamat datang", seconds=0)  # that was before her tap
    assert siti.sees("Terima kasih, drain dicatat").id == asked.id
    siti.does_not_see("road", seconds=0.1)
    siti.taps_old(asked, "Jalan")
    siti.sees("road dicatat")
    assert (siti.taps_count, siti.words_typed) == (3, 0)


def test_a_keyboard_below(village: Neighbourhood) -> None:
    siti = village.person("Siti")
    siti.starts()
    siti.taps("Usul")
    siti.sees("Apa usulnya?")
    siti.taps("lokasi", location=(-6.2, 106.8))
    siti.sees("Lokasi diterima")
    assert siti.taps_count == 4


def test_pictures_words_and_edits(village: Neighbourhood) -> None:
    siti = village.person("Siti")
    siti.starts()
    siti.sends_photo("Got depan masjid")
    assert siti.sees("Foto: Got depan masjid")
    said = siti.says("dua kata")
    assert siti.reads().text == "Katanya: dua kata"
    assert siti.edits(said, "tiga kata kini").text == "tiga kata kini"
    assert len(siti.sends_album(2, gap=0.01)) == 2
    siti.sees("Foto: None")
    siti.sends_location(-6.2, 106.8)
    siti.sees("Lokasi diterima")
    assert (siti.words_typed, siti.taps_count) == (8, 1 + 4 + 5 + 1)


def test_in_a_group(village: Neighbourhood) -> None:
    siti, budi = village.person("Siti"), village.person("Budi")
    group = village.group("RT 03", creator=budi, members=[siti])
    group.add_bot(by=budi)
    siti.says("/usul", in_=group)
    siti.sees("Apa usulnya?", in_=group)
    budi.sees("Apa usulnya?", in_=group)
    budi.taps("Jalan", in_=group)
    siti.sees("road dicatat", in_=group)
    journal = village.waits_for(lambda: village.sent("editMessageText"), "an edit")
    assert journal[0]["chat_id"] == group.id


def test_what_is_not_there_is_said_loudly(village: Neighbourhood) -> None:
    siti = village.person("Siti")
    siti.starts()
    siti.sees("Selamat datang")
    siti.patience = 0.2
    with pytest.raises(AssertionError, match=r"does not see .*“Sampai jumpa”[\s\S]*Rembuk: Selamat datang!"):
        siti.sees("Sampai jumpa")
    with pytest.raises(AssertionError, match=r"no button “Hapus”; there are: \['Usul', 'Kirim lokasi'\]"):
        siti.taps("Hapus")
    with pytest.raises(AssertionError, match="sees “Selamat datang” after all"):
        siti.does_not_see("Selamat datang")
    with pytest.raises(AssertionError, match=r"waited 0\.1 s for rain in vain"):
        village.waits_for(lambda: False, "rain", patience=0.1)


def test_a_newer_button_goes_before_an_older_one(
    town: Neighbourhood, siti: Neighbour, bot: telegram.Bot, ask: Ask
) -> None:
    ask(bot.send_message(siti.id, "lama", reply_markup=KINDS))
    since = siti.says("lagi").version
    newer: list[int] = []

    def arrives() -> None:
        newer.append(asyncio.run(_send_through(bot, siti.id)))

    late = threading.Timer(0.05, arrives)
    late.start()
    found = Sight(town.door, siti.id, "Siti", lambda: 5.0).find_button("Selokan", None, since, 2.0)
    late.join()
    assert found.message is not None
    assert found.message.id == newer[0]


async def _send_through(bot: telegram.Bot, chat_id: int) -> int:
    root = bot.base_url.removesuffix(bot.token)
    async with telegram.Bot(bot.token, base_url=root, request=line(), get_updates_request=line()) as other:
        return (await other.send_message(chat_id, "baru", reply_markup=KINDS)).message_id
