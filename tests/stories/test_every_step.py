"""The bot is thrown away and built again before every single answer of every talk; each still finds its question."""

from collections.abc import Callable, Sequence

from playground.driver import Neighbour
from storage.people import Role
from tests.stories.first_steps import (
    AGREE,
    LINE,
    community_in,
    group_with_bot,
    kept,
    names_his_rt,
    opens,
    role_of,
    the_community,
)
from tests.stories.rt_three import needs_in, the_need
from tests.stories.telling import LAMP, LAST_LOOK, WHAT, WHERE
from tests.stories.town import Town

Act = Callable[[Neighbour], object]


def taps(label: str) -> Act:
    return lambda person: person.taps(label)


def says(text: str) -> Act:
    return lambda person: person.says(text)


def goes_through(town: Town, person: Neighbour, talk: Sequence[tuple[Act, str]]) -> None:
    """Each act after a restart, and what she sees then."""
    for act, seen in talk:
        town.restart()
        act(person)
        person.sees(seen)


def test_reporting_for_a_neighbour_with_everything_in_it(town: Town, siti: Neighbour) -> None:
    goes_through(
        town,
        siti,
        [
            (taps("Sampaikan usul"), WHAT),
            (taps("Mewakili tetangga"), "Mewakili siapa?"),
            (says("Mbah Karto"), "Sudah minta izin Mbah Karto?"),
            (taps("Sudah, beliau setuju"), "Ada apa"),
            (says("got mampet mbludag"), "Soal selokan?"),
            (taps("Bukan"), "Ini soal apa?"),
            (taps("Air bersih"), WHERE),
            (says("dekat jembatan"), LAST_LOOK),
            (taps("Tambah foto"), "Kirim fotonya sekarang"),
            (lambda person: person.sends_photo(), "📷 foto"),
            (taps("Ubah"), "Mana yang mau diubah?"),
            (taps("Nama"), "Nama boleh dilihat siapa?"),
            (taps("Tetangga juga"), LAST_LOOK),
            (taps("Kirim"), "No. 1 sudah masuk"),
        ],
    )
    need = the_need(town)
    assert (need.kind, need.text, need.place) == ("water", "got mampet mbludag", "dekat jembatan")
    assert (need.on_behalf_of, need.name_shown_to) == ("Mbah Karto", "neighbours")


def test_reporting_by_tapping_and_in_own_words(town: Town, asep: Neighbour) -> None:
    report, sent = (taps("Sampaikan usul"), WHAT), (taps("Kirim"), "sudah masuk")
    where = [(taps("Masjid"), LAST_LOOK), sent]
    lamp = [report, (taps("Lampu jalan"), LAMP), (taps("Mati"), WHERE)]
    idea = [report, (taps("Usul baru"), "Usul barunya apa?"), (says("taman baca"), WHERE)]
    goes_through(town, asep, [*lamp, *where, *idea, *where])
    assert [(need.number, need.kind, need.text) for need in needs_in(town)] == [
        (1, "lamp", None),
        (2, "idea", "taman baca"),
    ]


def test_a_private_matter(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    goes_through(
        town,
        asep,
        [
            (taps("Sampaikan usul"), WHAT),
            (taps("Urusan antarwarga"), "Siapa yang boleh membaca?"),
            (taps("Pak Budi, Ketua RT"), "Ceritakan"),
            (lambda person: person.sends_voice(5), "Harapannya apa?"),
            (taps("Cukup diketahui"), "Pak Budi tahu nama saya?"),
            (taps("Jangan"), "Suara bisa dikenali"),
            (taps("Tetap kirim"), "Dikirim ke Pak Budi saja"),
        ],
    )
    assert chair.sees("Pesan pribadi No. P1").says("Dari: Seorang warga")
    assert needs_in(town) == []


def test_joining(town: Town) -> None:
    tini = town.person("Tini")
    opens(tini, f"rt-{community_in(town)}")
    talk = [(taps(AGREE), "Enaknya dipanggil siapa?"), (taps("Bu Tini"), "Baik, Bu Tini. Mau apa dulu?")]
    goes_through(town, tini, talk)
    assert kept(town) == (1, 1, 1)


def test_placing_the_bot(town: Town, budi: Neighbour) -> None:
    group = group_with_bot(town, budi)
    town.restart()
    names_his_rt(town, budi, group)
    named = [(taps("Ubah"), "RT mana?"), (says(LINE), "Betul?"), (taps("Betul"), "sebagai apa?")]
    goes_through(town, budi, [*named, (taps("Ketua RT"), "Warga masuk lewat tautan ini")])
    assert role_of(town, budi, the_community(town)) is Role.chair
