"""Who plays in the demo: four neighbours and two organisers with phones, their group, and the invitation in it."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import segno
from PIL import Image

from playground import groups, residents
from playground.chats import Chat, Member
from playground.files import Upload, admit
from playground.karanganyar import neighbourhood
from playground.messages import by, post
from playground.people import Person
from playground.residents import Place
from playground.seed import Telegram
from playground.world import World

DAY = 86_400
POSTER_SIDE = 640
"""Pixels of the invitation's QR code."""


@dataclass(frozen=True, slots=True)
class Part:
    """`resident` is the name under which the database knows them; newcomers are not known yet."""

    first_name: str
    language: str
    resident: str | None = None


PARTS = (
    Part("Bu Tini", "jv"),
    Part("Asep", "su"),
    Part("Siti", "id", "Mbak Siti"),
    Part("Pak Budi", "id", "Pak Budi"),
    Part("Bu Rina", "id", "Bu Rina"),
    Part("Pak Slamet", "id", "Pak Slamet"),
)
"""In this order they lie on the page's table; the first two have not joined."""
CHAIR = "Pak Budi"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people by their first names, and their group."""

    people: dict[str, Person]
    group: Chat


def enter(world: World) -> tuple[Cast, Telegram]:
    """Introduce everyone to an empty world; also what a database must know of this Telegram."""
    with world.lock, _earlier(world, 90 * DAY):
        people = {
            part.first_name: residents.introduce(world, part.first_name, language_code=part.language) for part in PARTS
        }
        others = [one for name, one in people.items() if name != CHAIR]
        group = groups.found(world, neighbourhood().group, people[CHAIR], others)
        group.members[world.bot_id] = Member()
        post(world, group, {"new_chat_members": [world.state.profile.as_user()]}, author=by(people[CHAIR]))
    ids = {part.resident: people[part.first_name].id for part in PARTS if part.resident}
    return Cast(people, group), Telegram(ids, group.id, _photographer(world))


def talk(world: World, cast: Cast, code: str) -> None:
    """What has been said before the curtain rises: chatter, the invitation, and who has opened the private chat.

    Those who have joined press START, so that the bot greets them when it comes.
    """
    people = cast.people
    with world.lock:
        for ago, name, text in (
            (2 * DAY, "Bu Rina", "Assalamualaikum bapak ibu, arisan Minggu depan di rumah Pak Slamet nggih 🙏"),
            (2 * DAY - 400, "Pak Slamet", "Siap Bu, monggo. Sekalian kita obrolkan lampu gang."),
            (DAY, "Siti", "Ibu-ibu, posyandu Kamis jam 9. Bawa buku KIA ya 😊"),
        ):
            with _earlier(world, ago):
                residents.say(world, people[name], Place(cast.group), text)
        with _earlier(world, 3600):
            _invite(world, cast, code)
        with _earlier(world, 3000):
            residents.say(world, people["Asep"], Place(cast.group), "Siap Pak RT, mangke dicobian 👍")
        for part in PARTS:
            if part.resident:
                residents.start(world, people[part.first_name])


def _invite(world: World, cast: Cast, code: str) -> None:
    """The chair's poster, as it hangs at the guard post: a QR code, and the link for whoever holds the phone."""
    link = f"https://t.me/{world.state.profile.username}?start=rt-{code}-usul"
    words = (
        f"Undangan 🙏 Warga {neighbourhood().name}, mari rembukan bersama. Punya usul soal selokan, lampu, jalan, "
        f"atau apa saja? Pindai kodenya, atau buka {link}\nBisa pakai suara, tidak perlu mengetik."
    )
    upload = Upload(_poster(link), "undangan.jpg", "image/jpeg")
    file = admit(world.state.files, world.shelf, "photo", upload)
    list(residents.bring_files(world, cast.people[CHAIR], Place(cast.group), [file], words))


def _poster(link: str) -> bytes:
    target = io.BytesIO()
    segno.make(link, error="m").save(target, kind="png", scale=10, border=3, dark="#6b3324", light="#fffaf2")
    with Image.open(target) as drawn:
        sheet = Image.new("RGB", (POSTER_SIDE, POSTER_SIDE), "#fffaf2")
        code = drawn.convert("RGB").resize((POSTER_SIDE - 40, POSTER_SIDE - 40), Image.Resampling.NEAREST)
        sheet.paste(code, (20, 20))
    picture = io.BytesIO()
    sheet.save(picture, "JPEG", quality=90)
    return picture.getvalue()


def _photographer(world: World) -> Callable[[bytes], tuple[str, str]]:
    def photograph(content: bytes) -> tuple[str, str]:
        file = admit(world.state.files, world.shelf, "photo", Upload(content, "photo.jpg", "image/jpeg"))
        return file.id, file.unique_id

    return photograph


@contextmanager
def _earlier(world: World, seconds: float) -> Iterator[None]:
    """Let the world's clock be behind for a while: what is said meanwhile was said then."""
    clock = world.clock
    world.clock = lambda: clock() - seconds
    try:
        yield
    finally:
        world.clock = clock
