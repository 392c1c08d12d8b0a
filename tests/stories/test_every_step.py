"""The bot is thrown away and built again before every single answer of every talk; each still finds its question."""

from collections.abc import Callable, Sequence

from playground.driver import Neighbour
from tests.stories.first_steps import AGREE, LINE, community_in, group_with_bot, names_his_rt
from tests.stories.rt_three import needs_in, neighbour, rt_three
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


def test_reporting_for_a_neighbour_with_everything_in_it(town: Town) -> None:
    rt_three(town)
    siti = neighbour(town, "Siti")
    goes_through(
        town,
        siti,
        [
            (taps("Sampaikan usul"), "Ada apa"),
            (taps("Mewakili tetangga"), "Mewakili siapa?"),
            (says("Mbah Karto"), "Sudah minta izin Mbah Karto?"),
            (taps("Sudah, beliau setuju"), "Ada apa"),
            (says("got mampet mbludag"), "Soal selokan?"),
            (taps("Bukan"), "Ini soal apa?"),
            (taps("Air bersih"), "Di sebelah mana?"),
            (says("dekat jembatan"), "Sudah pas?"),
            (taps("Tambah foto"), "Kirim fotonya sekarang"),
            (lambda person: person.sends_photo(), "📷 foto"),
            (taps("Ubah"), "Mana yang mau diubah?"),
            (taps("Nama"), "Nama boleh dilihat siapa?"),
            (taps("Tetangga juga"), "Sudah pas?"),
            (taps("Kirim"), "No. 1 sudah masuk"),
        ],
    )
    (need,) = needs_in(town)
    assert (need.kind, need.text, need.place) == ("water", "got mampet mbludag", "dekat jembatan")
    assert (need.on_behalf_of, need.name_shown_to) == ("Mbah Karto", "neighbours")


def test_reporting_by_tapping_and_in_own_words(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    report, sent = (taps("Sampaikan usul"), "Ada apa"), (taps("Kirim"), "sudah masuk")
    where = [(taps("Masjid"), "Sudah pas?"), sent]
    lamp = [report, (taps("Lampu jalan"), "Lampunya kenapa?"), (taps("Mati"), "Di sebelah mana?")]
    idea = [report, (taps("Usul baru"), "Usul barunya apa?"), (says("taman baca"), "Di sebelah mana?")]
    goes_through(town, asep, [*lamp, *where, *idea, *where])
    assert [(need.number, need.kind, need.text) for need in needs_in(town)] == [
        (1, "lamp", None),
        (2, "idea", "taman baca"),
    ]


def test_joining(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")
    tini.starts(f"rt-{code}")
    tini.sees("Selamat datang di Rembuk RT 03")
    goes_through(
        town, tini, [(taps(AGREE), "Enaknya dipanggil siapa?"), (taps("Bu Tini"), "Baik, Bu Tini. Mau apa dulu?")]
    )


def test_placing_the_bot(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = group_with_bot(town, budi, asep)
    town.restart()
    names_his_rt(town, budi, group)
    goes_through(
        town,
        budi,
        [
            (taps("Ubah"), "RT mana?"),
            (says(LINE), "Betul?"),
            (taps("Betul"), "sebagai apa?"),
            (taps("Ketua RT"), "Warga masuk lewat tautan ini"),
        ],
    )
