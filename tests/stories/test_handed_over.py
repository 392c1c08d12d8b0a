"""Pak Budi hands RT 03 over: who still holds his link is told kindly whom to ask instead."""

from sqlmodel import select

from playground.driver import Neighbour
from storage.communities import Community
from storage.people import Membership, Role, with_telegram_id
from tests.stories.first_steps import AGREE, group_with_bot, joins, link_in, placed_by_chair, role_of
from tests.stories.town import Town


def becomes(town: Town, person: Neighbour, role: Role) -> None:
    with town.writing() as session:
        known = with_telegram_id(session, person.id)
        assert known is not None
        session.exec(select(Membership).where(Membership.person_id == known.id)).one().role = role


def handed_over(town: Town, budi: Neighbour, rina: Neighbour) -> tuple[Community, str]:
    """RT 03 with Bu Rina in Pak Budi's place, and the link that he had made for a helper."""
    community = placed_by_chair(town, budi, group_with_bot(town, budi))
    neighbours = link_in(budi.sees("Warga masuk lewat tautan ini"))
    budi.taps("➕ Ajak sekretaris")
    link = link_in(budi.sees("Berlaku untuk satu orang"))
    joins(rina, neighbours, "Bu Rina")
    rina.sees("Baik, Bu Rina")
    return community, link


def test_a_link_of_one_who_is_chair_no_more(town: Town) -> None:
    budi, rina, asep = town.person("Budi"), town.person("Rina"), town.person("Asep")
    community, link = handed_over(town, budi, rina)
    becomes(town, budi, Role.organiser)
    becomes(town, rina, Role.chair)

    asep.starts(link)
    asep.taps(AGREE)
    asep.taps("Asep saja")
    refused = asep.sees("Tautan dari Pak Budi ini tidak berlaku lagi")
    assert "Yang mengajak pengurus sekarang Bu Rina" in refused.text
    assert role_of(town, asep, community) is Role.resident, "a neighbour all the same"


def test_it_lapses_between_the_question_and_the_tap(town: Town) -> None:
    budi, rina, asep = town.person("Budi"), town.person("Rina"), town.person("Asep")
    community, link = handed_over(town, budi, rina)
    joins(asep, link, "Asep saja")
    asep.sees("Bersedia?")
    becomes(town, budi, Role.resident)
    asep.taps("Ya, saya bantu")
    assert asep.toast() == "Tautan dari Pak Budi ini tidak berlaku lagi 🙏 Tanyakan ke pengurus RT 03, ya."
    assert role_of(town, asep, community) is Role.resident

    becomes(town, budi, Role.chair)
    asep.taps("Ya, saya bantu")
    asep.sees("Sekarang ikut mengurus RT 03")
    assert role_of(town, asep, community) is Role.organiser
