"""Needs in the group: shown at most once a day, joined by who never pressed START, edited where they stand."""

from datetime import datetime, time, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sqlmodel import select

from community import consents, group_cards, group_news
from playground.driver import Group, Neighbour
from storage.consents import ConsentOffer
from storage.outbox import outbox
from tests.stories.first_steps import NO_LONGER, known
from tests.stories.rt_three import group_of_rt_three, has_told_of_lamps, is_accepted, needs_in, neighbour, the_need
from tests.stories.telling import reports_a_drain
from tests.stories.town import Town


def five_oclock(town: Town, *, days_ago: int = 0) -> datetime:
    """The last time that it was so in RT 03, on a day that is no Sunday and comes after none: those have the week."""
    now = town.now().astimezone(ZoneInfo("Asia/Jakarta"))
    afternoon = datetime.combine(now.date(), time(17), now.tzinfo)
    afternoon -= timedelta(days=afternoon > now)
    while afternoon.weekday() in (0, 6):
        afternoon -= timedelta(days=1)
    return afternoon - timedelta(days=days_ago)


def shows_what_is_new(town: Town, at: datetime) -> int:
    """As if it were that time now: it leaves at once, on its own day."""
    with town.writing() as session:
        shown = group_news.show_what_is_new(session, at)
        written = outbox.update().where(outbox.c.kind == group_news.UNASKED, outbox.c.state == "due")
        session.connection().execute(written.values(due_at=town.now().timestamp()))
        return shown


def is_shared(town: Town, by: Neighbour, group: Group) -> None:
    """The card of No. 1, by a neighbour's own tap."""
    by.says("/usulan")
    by.sees("Usulan di RT 03")
    by.taps("1 · ")
    by.sees("— No. 1")
    by.taps("⋯")
    by.sees("— No. 1")
    by.taps("Bagikan")
    assert by.toast() == "Segera tampil di grup 🙏"
    by.sees("— No. 1", in_=group)


def a_while_passes(town: Town) -> None:
    with town.writing() as session:
        for offer in session.exec(select(ConsentOffer)).all():
            offer.offered_at -= consents.TOO_SOON + timedelta(seconds=1)
            session.add(offer)


def test_who_never_pressed_start_joins_by_two_taps_and_the_card_counts_on(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    reports_a_drain(tini)
    is_accepted(town, 1, chair, title="Selokan mampet")
    group = group_of_rt_three(town, chair, asep, joko)
    is_shared(town, asep, group)
    card = joko.sees("💧 Selokan mampet — No. 1", in_=group)
    assert card.says("1 warga ikut")
    assert not card.says("Tini")
    assert card.labels == ["Saya juga", "Perjalanan", "👀 Lihat"]
    joko.taps("Saya juga", in_=group)
    offered = joko.toast() or ""
    assert "Ketuk sekali lagi" in offered
    assert len(offered) <= 200
    assert known(town, joko) is None
    a_while_passes(town)
    joko.taps("Saya juga", in_=group)
    assert joko.toast() == "Tercatat, 2 warga ikut 🙏"
    assert known(town, joko) is not None
    town.passes(seconds=6)
    edited = joko.sees("2 warga ikut", in_=group)
    assert edited.id == card.id
    joko.taps("Perjalanan", in_=group)
    assert "Masuk daftar warga" in (joko.toast() or "")
    assert "Budi" not in (joko.toast() or "")
    asep.says("/usulan")
    asep.sees("Usulan di RT 03")
    asep.taps("1 · ")
    asep.sees("— No. 1")
    asep.taps("⋯")
    asep.sees("— No. 1")
    asep.taps("Bagikan")
    assert asep.toast() == "Hari ini sudah dibagikan ke grup 🙏"


def test_the_group_is_shown_one_then_several_and_a_day_lies_between(
    town: Town, tini: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    has_told_of_lamps(town, tini, 3)
    group = group_of_rt_three(town, chair, joko)
    assert shows_what_is_new(town, five_oclock(town, days_ago=1)) == 0, "the needs are months old"
    town.passes(days=0)
    with town.writing() as session:
        for need in needs_in(town):
            need.created_at = town.now() - timedelta(days=2)
            session.merge(need)
    is_accepted(town, 1, chair)
    assert shows_what_is_new(town, five_oclock(town, days_ago=1)) == 1
    assert joko.sees("— No. 1", in_=group).labels == ["Saya juga", "Perjalanan", "👀 Lihat"]
    for number in (2, 3):
        is_accepted(town, number, chair)
    assert shows_what_is_new(town, five_oclock(town, days_ago=1)) == 0
    assert shows_what_is_new(town, five_oclock(town)) == 1
    several = joko.sees("Usulan di RT 03", in_=group)
    assert several.labels == ["✋ 2 Saya juga", "✋ 3 Saya juga", "👀 Lihat semua usulan"]
    siti = neighbour(town, "Siti")
    group.add(siti, by=chair)
    siti.taps("✋ 3", in_=group)
    assert siti.toast() == "Tercatat, 2 warga ikut 🙏"
    town.passes(seconds=6)
    siti.sees("2 warga ikut", in_=group)


def test_what_was_taken_out_of_sight_leaves_the_group_card_too_and_its_buttons_do_nothing(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    reports_a_drain(tini)
    is_accepted(town, 1, chair)
    group = group_of_rt_three(town, chair, asep, joko)
    is_shared(town, asep, group)
    card = joko.reads(in_=group)
    with town.writing() as session:
        need = the_need(town)
        need.hidden_at = town.now()
        group_cards.changed(session, session.merge(need), now=town.now())
    for label in ("Saya juga", "Perjalanan"):
        joko.taps_old(card, label)
        assert joko.toast() == NO_LONGER
    town.passes(seconds=6)
    assert joko.sees("Usulan No. 1 sudah tidak ditampilkan", in_=group).labels == []
    assert known(town, joko) is None


def test_before_the_organisers_have_read_it_a_neighbour_shares_it_alone_and_the_group_leads_to_the_private_chat(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    group = group_of_rt_three(town, chair, asep)
    asep.says("/usulan", in_=group)
    assert asep.sees("dibuka di obrolan pribadi", in_=group).labels == ["👀 Usulan tetangga"]
    asep.taps("Usulan tetangga", in_=group)
    asep.sees("Usulan di RT 03")
    asep.taps("1 · ")
    asep.sees("— No. 1")
    asep.taps("⋯")
    asep.sees("— No. 1")
    link = unquote(asep.taps("Bagikan")["url"])
    assert link.startswith("https://t.me/share/url?url=https://t.me/")
    assert f"lihat_{the_need(town).code}" in link
    asep.does_not_see("— No. 1", in_=group)
