"""Placing the bot: Pak Budi himself, somebody in his stead, and those who may not."""

import pytest
from sqlmodel import select

from storage import communities
from storage.audit import AuditEntry
from storage.communities import Chat
from storage.people import Consent, Invitation, Membership, Role
from tests.stories.first_steps import (
    AGREE,
    group_with_bot,
    link_in,
    names_his_rt,
    placed_by_chair,
    role_of,
    the_community,
)
from tests.stories.town import Town


def test_pak_budi_places_his_rt(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = group_with_bot(town, budi, asep)
    hello = budi.sees("Isi obrolan grup tidak dibaca", in_=group)
    assert hello.labels == ["Pasang untuk RT kita"]

    names_his_rt(town, budi, group)
    assert "Betul" in budi.buttons()[0]
    budi.taps("Betul")
    question = budi.sees("Bapak/Ibu di sini sebagai apa?")
    assert question.labels[:3] == ["Ketua RT", "Pengurus lain", "Warga biasa"]
    budi.taps("Ketua RT")
    budi.sees("Siap, Pak Budi 🙏 RT 03 sudah terpasang.")
    panel = budi.sees("Warga masuk lewat tautan ini")
    assert panel.labels == ["Kirim tautan ke grup", "💬 Teruskan ke WA", "🖨 Poster QR", "➕ Ajak sekretaris"]
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

    asep.starts(link_in(panel))
    asep.sees("Selamat datang di Rembuk RT 03")


def test_the_link_goes_to_the_group_once_a_day(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = group_with_bot(town, budi, asep)
    placed_by_chair(town, budi, group)
    budi.taps("Kirim tautan ke grup")
    assert budi.toast() == "Dikirim ke grup ✓"
    card = asep.sees("Warga RT 03 sekarang bisa menyampaikan usul", in_=group)
    assert card.labels == ["📝 Sampaikan usul", "👋 Saya warga sini"]
    budi.taps("Kirim tautan ke grup")
    assert "sudah dikirim" in (budi.toast() or "")
    asep.taps("📝 Sampaikan usul", in_=group)
    asep.sees("Selamat datang di Rembuk RT 03")
    asep.taps(AGREE)
    asep.taps("Asep saja")
    asep.sees("Ada apa di lingkungan kita?")


def test_the_poster_is_a_page_with_a_code_that_leads_here(town: Town) -> None:
    budi = town.person("Budi")
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    budi.taps("🖨 Poster QR")
    poster = budi.sees("Poster RT 03")
    assert poster.view["document"]["file_name"] == "poster-rt-03.pdf"
    assert community.code


def test_the_whatsapp_text_holds_the_link_and_is_short(town: Town) -> None:
    budi = town.person("Budi")
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    panel = budi.sees("Warga masuk lewat tautan ini")
    url = next(button["url"] for button in panel.buttons if "WA" in button["text"])
    assert url.startswith("https://wa.me/?text=")
    assert f"rt-{community.code}" in url


def test_a_line_that_names_no_rt_is_asked_again_and_each_answer_can_be_changed(town: Town) -> None:
    budi = town.person("Budi")
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


def test_until_the_chair_has_tapped_himself_it_is_the_neighbours_group(town: Town) -> None:
    asep, budi = town.person("Asep"), town.person("Budi")
    group = group_with_bot(town, asep, budi)
    names_his_rt(town, asep, group)
    asep.taps("Betul")
    asep.taps("Warga biasa")
    asep.sees("Grup warga RT 03 sudah terpasang")
    asked = asep.sees("Supaya sah, Ketua RT perlu tahu")
    panel = asep.sees("Warga masuk lewat tautan ini")
    assert "➕ Ajak sekretaris" not in panel.labels
    community = the_community(town)
    assert community.chair_confirmed_at is None
    assert role_of(town, asep, community) is Role.resident

    budi.starts(link_in(asked))
    budi.sees("Selamat datang di Rembuk Grup warga RT 03")
    budi.taps(AGREE)
    budi.taps("Pak Budi")
    budi.sees("Bapak/Ibu Ketua RT?")
    budi.taps("Ya, itu saya")
    budi.sees("Siap, Pak Budi 🙏 RT 03 sudah terpasang.")
    asep.sees("Pak Budi sudah mengetuk. RT 03 sekarang sah")
    assert the_community(town).chair_confirmed_at is not None
    assert role_of(town, budi, community) is Role.chair

    asep.starts(link_in(asked))
    asep.sees("Tautan ini sudah dipakai")
    assert role_of(town, asep, community) is Role.resident


def test_the_chair_invites_one_secretary_by_one_link(town: Town) -> None:
    budi, rina, asep = town.person("Budi"), town.person("Rina"), town.person("Asep")
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    budi.taps("➕ Ajak sekretaris")
    link = link_in(budi.sees("Berlaku untuk satu orang"))

    rina.starts(link)
    rina.taps(AGREE)
    rina.taps("Bu Rina")
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

    asep.starts(link)
    asep.taps(AGREE)
    asep.taps("Asep saja")
    asep.sees("Tautan ini sudah dipakai")
    assert role_of(town, asep, community) is Role.resident
    with town.session() as session:
        assert len(session.exec(select(Invitation)).all()) == 1


def test_a_resident_cannot_invite_post_or_take_over(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    panel = budi.sees("Warga masuk lewat tautan ini")
    asep.starts(link_in(panel))
    welcome = asep.sees("Selamat datang")
    asep.taps(AGREE)
    asep.taps("Asep saja")
    asep.sees("Baik, Asep")
    for data in (f"invite.{community.id}", f"group.{community.id}", "main.1"):
        town.neighbourhood.door.tap(asep.id, asep.id, welcome.id, data=f"c.place.{data}")
    for data in ("poster.99", "attach.1.1_0_0000000000", "new.1_0_zz", "yes.nosuchcode", "invite.x", "", "zz.1"):
        town.neighbourhood.door.tap(asep.id, asep.id, welcome.id, data=f"c.place.{data}")
    assert role_of(town, asep, community) is Role.resident
    with town.session() as session:
        assert not session.exec(select(Invitation)).all()
        assert len(session.exec(select(Membership)).all()) == 2


def test_a_placed_group_says_so(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group = group_with_bot(town, budi, asep)
    hello = budi.sees("Terima kasih sudah mengundang", in_=group)
    placed_by_chair(town, budi, group)
    asep.taps_old(hello, "Pasang untuk RT kita")
    asep.taps(AGREE)
    asep.taps("Asep saja")
    asep.sees("Grup ini sudah terpasang: RT 03")
    group.remove_bot(by=budi)
    group.add_bot(by=budi)
    budi.sees("Rembuk RT 03 sudah terpasang di grup ini", in_=group)


def test_a_second_group_is_given_to_a_neighbourhood_that_is_here(town: Town) -> None:
    budi = town.person("Budi")
    budi.starts()
    budi.sees("Selamat datang di Rembuk")
    budi.taps("Pasang untuk RT kita")
    community = placed_by_chair(town, budi, None)
    panel = budi.sees("Warga masuk lewat tautan ini")
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
def test_a_forged_link_places_nothing_in_somebody_elses_group(town: Town, arg: str) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    group_with_bot(town, budi)
    asep.starts(f"pasang_{arg}")
    placed_by_chair(town, asep, None)
    with town.session() as session:
        (chat,) = session.exec(select(Chat)).all()
    assert chat.community_id is None


def test_an_rt_that_is_here_already_is_said_and_a_half_told_one_is_gone_on_with(town: Town) -> None:
    budi, asep = town.person("Budi"), town.person("Asep")
    placed_by_chair(town, budi, group_with_bot(town, budi))
    group = group_with_bot(town, asep)
    names_his_rt(town, asep, group)
    asep.sees("Sudah ada yang memasang nama ini")
    asep.taps("Pasang untuk RT kita", in_=group)
    asep.sees("Mau diteruskan?")
    asep.taps("Teruskan")
    asep.sees("RT 03 / RW 05 / Kel. Karanganyar")
