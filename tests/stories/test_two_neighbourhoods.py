"""Someone who runs one neighbourhood already founds another: told why he is asked again, and asked once."""

from sqlmodel import select

from playground.driver import Neighbour
from storage.communities import Chat, Community
from tests.stories.first_steps import group_with_bot, link_in, opens, placed_by_chair
from tests.stories.town import Town

AGAIN = "Tiap RT punya persetujuannya sendiri"


def test_pak_budi_founds_a_second_rt_for_another_group(town: Town, budi: Neighbour) -> None:
    placed_by_chair(town, budi, group_with_bot(town, budi))
    second = group_with_bot(town, budi)
    budi.taps("Pasang untuk RT kita", in_=second)
    budi.sees("Grup Warga RT 03 ini untuk lingkungan mana?")
    budi.taps("RT lain")
    welcome = budi.sees(AGAIN)
    assert welcome.says("Selamat datang di Rembuk RT kita")
    budi.taps("Setuju, saya 18+")
    budi.sees("RT mana? Tulis satu baris.")
    budi.says("RT 04 RW 05 Karanganyar")
    budi.sees("RT 04 / RW 05 / Karanganyar · waktu WIB. Betul?")
    budi.taps("Betul")
    budi.taps("Ketua RT")
    budi.sees("RT 04 sudah terpasang")
    with town.session() as session:
        fourth = session.exec(select(Community).where(Community.name == "RT 04")).one()
        chat = session.exec(select(Chat).where(Chat.telegram_id == second.id)).one()
    assert chat.community_id == fourth.id


def test_a_neighbour_of_one_rt_hears_why_another_asks_too(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    budi.starts("pasang")
    placed_by_chair(town, budi, None)
    mine = link_in(budi.sees("Warga masuk lewat tautan ini"))
    placed_by_chair_of_four(town, joko)
    welcome = opens(joko, mine)
    assert welcome.says(AGAIN)
    joko.taps("English")
    joko.sees("Each neighbourhood asks for its own consent")


def placed_by_chair_of_four(town: Town, joko: Neighbour) -> None:
    joko.starts("pasang")
    joko.sees("Selamat datang di Rembuk RT kita")
    joko.taps("Setuju, saya 18+")
    joko.taps(f"Pak {joko.name}")
    joko.says("RT 04 RW 05 Karanganyar")
    joko.taps("Betul")
    joko.taps("Ketua RT")
    joko.sees("RT 04 sudah terpasang")
