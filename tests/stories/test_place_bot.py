"""Placing the bot: Pak Budi himself, somebody in his stead, and those who may not."""

import re
from urllib.parse import unquote

import pytest
from sqlmodel import select

from conversations.poster import Poster, pdf
from locales import words
from playground.driver import Neighbour
from storage import communities
from storage.audit import AuditEntry
from storage.communities import Chat
from storage.consents import Consent
from storage.invitations import Invitation
from storage.people import Role
from tests.stories.first_steps import (
    NO_LONGER,
    agrees_as,
    forges,
    group_with_bot,
    joins,
    kept,
    link_in,
    names_his_rt,
    opens,
    placed_by_chair,
    placed_group,
    role_of,
    the_community,
)
from tests.stories.telling import WHAT
from tests.stories.town import Town

ENTRANCE = "Warga masuk lewat tautan ini"


def drawings(page: bytes) -> list[bytes]:
    """What stands on the pages of a PDF, without its dates."""
    return re.findall(rb"stream\r?\n(.*?)endstream", page, re.DOTALL)


def test_pak_budi_places_his_rt(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    group = group_with_bot(town, budi, joko)
    hello = budi.sees("Isi obrolan grup tidak dibaca", in_=group)
    assert hello.labels == ["Pasang untuk RT kita"]

    names_his_rt(town, budi, group)
    assert "Betul" in budi.buttons()[0]
    budi.taps("Betul")
    question = budi.sees("Bapak/Ibu di sini sebagai apa?")
    assert question.labels[:3] == ["Ketua RT", "Pengurus lain", "Warga biasa"]
    budi.taps("Ketua RT")
    budi.sees("Siap, Pak Budi 🙏 RT 03 sudah terpasang.")
    panel = budi.sees(ENTRANCE)
    assert panel.labels == [
        "Kirim tautan ke grup",
        "💬 Teruskan ke WA",
        "🖨 Poster QR",
        "➕ Ajak sekretaris",
        "➕ Ajak kader",
    ]
    assert "🗂 Meja pengurus" in budi.buttons()

    community = the_community(town)
    assert (community.name, community.area, community.time_zone) == ("RT 03", "RW 05, Kel. Karanganyar", "Asia/Jakarta")
    assert community.chair_confirmed_at is not None
    assert role_of(town, budi, community) is Role.chair
    with town.session() as session:
        (consent,) = session.exec(select(Consent)).all()
        (destination,) = communities.destinations_of(session, community.id or 0)
        actions = {entry.action for entry in session.exec(select(AuditEntry)).all()}
    assert consent.community_id == community.id, "the founder agreed before there was a community"
    assert destination.thread_id is None
    assert actions == {"community.founded", "standing.given"}

    joko.starts(link_in(panel))
    joko.sees("Selamat datang di Rembuk RT 03")


def test_the_link_goes_to_the_group_once_a_day(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    group = placed_group(town, budi, joko)
    budi.taps("Kirim tautan ke grup")
    assert budi.toast() == "Dikirim ke grup ✓"
    card = joko.sees("Warga RT 03 sekarang bisa menyampaikan usul", in_=group)
    assert card.labels == ["📝 Sampaikan usul", "👋 Saya warga sini"]
    budi.taps("Kirim tautan ke grup")
    assert "sudah dikirim" in (budi.toast() or "")
    joko.taps("📝 Sampaikan usul", in_=group)
    joko.sees("Selamat datang di Rembuk RT 03")
    agrees_as(joko, "Joko saja")
    joko.sees(WHAT)


def test_the_poster_is_a_page_with_a_code_that_leads_here(town: Town, budi: Neighbour) -> None:
    placed_group(town, budi)
    link = budi.sees(ENTRANCE).text.split()[-1]
    budi.taps("🖨 Poster QR")
    poster = budi.sees("Poster RT 03").view["document"]
    assert poster["file_name"] == "poster-rt-03.pdf"
    how, without = words("id").label("place.poster.how"), words("id").label("place.poster.without")
    expected = drawings(pdf(Poster("Punya usul untuk RT\N{NO-BREAK SPACE}03?", how, without, link)))
    assert expected
    assert drawings(town.world.shelf.take(poster["file_id"])) == expected


def test_the_whatsapp_text_holds_the_link_and_is_short(town: Town, budi: Neighbour) -> None:
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    panel = budi.sees(ENTRANCE)
    url = next(button["url"] for button in panel.buttons if "WA" in button["text"])
    assert url.startswith("https://wa.me/?text=")
    text = unquote(url.removeprefix("https://wa.me/?text="))
    assert f"rt-{community.code}" in text
    assert len(text) <= 250


def test_a_line_that_names_no_rt_is_asked_again_and_each_answer_can_be_changed(town: Town, budi: Neighbour) -> None:
    group = group_with_bot(town, budi)
    names_his_rt(town, budi, group, "rt3/rw5 karanganyar")
    budi.taps("Ubah nama")
    budi.sees("RT mana?")
    budi.says("halo")
    budi.sees("Belum ketemu RT-nya")
    budi.says("dusun krajan desa sukamaju")
    budi.sees("Dusun Krajan / Desa Sukamaju · waktu WIB. Betul?")
    town.restart()
    budi.taps("Ubah waktu")
    budi.taps("WITA")
    budi.sees("Dusun Krajan / Desa Sukamaju · waktu WITA. Betul?")
    budi.taps("Betul")
    budi.taps("Kepala Dusun")
    budi.sees("Dusun Krajan sudah terpasang")
    assert the_community(town).time_zone == "Asia/Makassar"


def test_until_the_chair_has_tapped_himself_it_is_the_neighbours_group(
    town: Town, joko: Neighbour, budi: Neighbour
) -> None:
    group = group_with_bot(town, joko, budi)
    names_his_rt(town, joko, group)
    joko.taps("Betul")
    joko.taps("Warga biasa")
    joko.sees("Grup warga RT 03 sudah terpasang")
    asked = joko.sees("Supaya sah, Ketua RT perlu tahu")
    panel = joko.sees(ENTRANCE)
    assert "➕ Ajak sekretaris" not in panel.labels
    community = the_community(town)
    assert community.chair_confirmed_at is None
    assert role_of(town, joko, community) is Role.resident

    assert opens(budi, link_in(asked)).says("Selamat datang di Rembuk Grup warga RT 03")
    agrees_as(budi, "Pak Budi")
    budi.sees("Bapak/Ibu Ketua RT?")
    budi.taps("Ya, itu saya")
    budi.sees("Siap, Pak Budi 🙏 RT 03 sudah terpasang.")
    joko.sees("Pak Budi sudah mengetuk. RT 03 sekarang sah")
    assert the_community(town).chair_confirmed_at is not None
    assert role_of(town, budi, community) is Role.chair

    joko.starts(link_in(asked))
    joko.sees("Tautan ini sudah dipakai")
    assert role_of(town, joko, community) is Role.resident


def test_the_chair_invites_one_secretary_by_one_link(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    rina = town.person("Rina")
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    budi.taps("➕ Ajak sekretaris")
    link = link_in(budi.sees("Berlaku untuk satu orang"))

    joins(rina, link, "Bu Rina")
    rina.sees("Pak Budi mengajak ikut mengurus RT 03")
    rina.taps("Bukan saya")
    rina.sees("Tautannya tetap untuk yang dituju")
    assert role_of(town, rina, community) is Role.resident
    rina.starts(link)
    question = rina.sees("Bersedia?")
    rina.taps("Ya, saya bantu")
    rina.sees("Sekarang ikut mengurus RT 03")
    assert "🗂 Meja pengurus" in rina.buttons()
    budi.sees("Bu Rina sekarang ikut mengurus RT 03")
    rina.taps_old(question, "Ya, saya bantu")
    assert role_of(town, rina, community) is Role.organiser

    joins(joko, link, "Joko saja")
    joko.sees("Tautan ini sudah dipakai")
    assert role_of(town, joko, community) is Role.resident
    with town.session() as session:
        assert len(session.exec(select(Invitation)).all()) == 1


def test_a_resident_cannot_invite_post_or_take_over(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    group = placed_group(town, budi)
    community = the_community(town)
    panel = budi.sees(ENTRANCE)
    joins(joko, link_in(panel), "Joko saja")
    welcome = joko.sees("Baik, Joko")
    for data, refused in (
        (f"invite.{community.id}", "Mengajak pengurus hanya bisa dari Ketua 🙏"),
        (f"group.{community.id}", "Ini tugas pengurus. Titip ke pengurus, ya 🙏"),
        ("main.1", "Ini tugas pengurus. Titip ke pengurus, ya 🙏"),
        ("poster.99", "Itu bukan lingkungan yang sudah dimasuki. Minta tautannya ke pengurus, ya 🙏"),
        ("yes.nosuchcode", "Tautan ini sudah dipakai atau tidak berlaku 🙏"),
    ):
        assert refused in forges(joko, welcome, f"place.{data}").values(), data
    for data in ("attach.1.1_0_0000000000", "new.1_0_zz", "invite.x", "", "zz.1"):
        assert NO_LONGER in forges(joko, welcome, f"place.{data}").values(), data
    assert role_of(town, joko, community) is Role.resident
    assert kept(town) == (2, 2, 2)
    budi.does_not_see("bisa menyampaikan usul", in_=group)
    with town.session() as session:
        assert not session.exec(select(Invitation)).all()


def test_a_placed_group_says_so(town: Town, budi: Neighbour, joko: Neighbour) -> None:
    group = group_with_bot(town, budi, joko)
    hello = budi.sees("Terima kasih sudah mengundang", in_=group)
    placed_by_chair(town, budi, group)
    joko.taps_old(hello, "Pasang untuk RT kita")
    agrees_as(joko, "Joko saja")
    joko.sees("Grup ini sudah terpasang: RT 03")
    group.remove_bot(by=budi)
    group.add_bot(by=budi)
    budi.sees("Rembuk RT 03 sudah terpasang di grup ini", in_=group)


def test_a_second_group_is_given_to_a_neighbourhood_that_is_here(town: Town, budi: Neighbour) -> None:
    budi.starts()
    budi.sees("Selamat datang di Rembuk")
    budi.taps("Pasang untuk RT kita")
    community = placed_by_chair(town, budi, None)
    panel = budi.sees(ENTRANCE)
    assert panel.labels[0] == "➕ Tambah ke grup RT"
    group = group_with_bot(town, budi)
    budi.taps("Pasang untuk RT kita", in_=group)
    budi.sees("Grup Warga RT 03 ini untuk lingkungan mana?")
    budi.taps("✅ RT 03")
    budi.sees("Grup ini sekarang untuk RT 03")
    with town.session() as session:
        (destination,) = communities.destinations_of(session, community.id or 0)
        chat = communities.chat_by_id(session, destination.chat_id)
    assert chat is not None
    assert chat.telegram_id == group.id


@pytest.mark.parametrize("arg", ["1_0_0000000000", "999_0_aaaaaaaaaa", "x", "1_2_3_4_5"])
def test_a_forged_link_places_nothing_in_somebody_elses_group(
    town: Town, budi: Neighbour, joko: Neighbour, arg: str
) -> None:
    group_with_bot(town, budi)
    joko.starts(f"pasang_{arg}")
    placed_by_chair(town, joko, None)
    with town.session() as session:
        (chat,) = session.exec(select(Chat)).all()
    assert chat.community_id is None


def test_an_rt_that_is_here_already_is_said_and_a_half_told_one_is_gone_on_with(
    town: Town, budi: Neighbour, joko: Neighbour
) -> None:
    placed_by_chair(town, budi, group_with_bot(town, budi))
    group = group_with_bot(town, joko)
    names_his_rt(town, joko, group)
    joko.sees("Sudah ada yang memasang nama ini")
    joko.taps("Pasang untuk RT kita", in_=group)
    joko.sees("Mau diteruskan?")
    joko.taps("Teruskan")
    joko.sees("RT 03 / RW 05 / Kel. Karanganyar")
