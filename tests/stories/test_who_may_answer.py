"""Every button of questions, refusals and talks, pressed by those who must not: nothing changes."""

from sqlmodel import select

from community import discussing, supports
from playground.driver import Neighbour, Seen
from storage.dialogues import dialogue
from storage.needs import Need
from storage.timeline import TimelineEntry
from tests.stories.first_steps import forges
from tests.stories.rt_three import needs_in, neighbour, person_of, the_need
from tests.stories.telling import reports_a_drain
from tests.stories.town import Town

OF_THE_DESK = ("ask", "decline", "explain", "reply", "undiscuss")
OF_THE_REPORTER = ("answer", "tell", "invite", "rembuk")


def all_there_is(town: Town) -> list[object]:
    with town.session() as session:
        lines = [(line.id, line.event) for line in session.exec(select(TimelineEntry))]
        drafts = session.connection().execute(dialogue.select().where(dialogue.c.name != "report")).all()
        return [[need.model_dump() for need in needs_in(town)], lines, list(drafts)]


def is_refused(person: Neighbour, below: Seen, data: str) -> None:
    answer = forges(person, below, data)
    assert answer.get("toast") or answer.get("alert"), data


def test_no_forged_button_of_a_stranger_to_the_need_changes_anything(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    need = the_need(town)
    asep.says("/menu")
    below = asep.sees("Mau apa?")
    before = all_there_is(town)
    for verb in (*OF_THE_DESK, *OF_THE_REPORTER):
        for argument in (f"{need.id}.0", str(need.id), f"{need.id}.x", "0.0", "99999999999.0", "", "٣.٠"):
            is_refused(asep, below, f"{verb}.{argument}")
    tini.says("/menu")
    below = tini.sees("Mau apa?")
    for verb in OF_THE_DESK:
        is_refused(tini, below, f"{verb}.{need.id}.0")
    is_refused(tini, below, f"answer.{need.id}")  # nothing is asked
    assert all_there_is(town) == before


def test_enough_houses_make_a_talk_certain_and_no_organiser_takes_it_off(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    need = the_need(town)
    with town.writing() as session:
        discussing.put_on(session, need.id, by=person_of(session, tini).id, now=town.now())
    chair.says("/rembuk")
    listed = chair.sees("Bahan rembuk RT 03")
    assert listed.labels == ["1 · Selokan", "✖️ Turunkan No. 1"]
    others = [asep, *(neighbour(town, name) for name in ("Rina", "Joko", "Wati"))]
    with town.writing() as session:
        for one in others:
            supports.support(session, need.id, by=person_of(session, one).id, now=town.now())
    for person in (tini, chair):
        person.sees("No. 1 (selokan): sudah 5 rumah ikut, jadi pasti dibahas di rembuk warga.")
    refused = chair.taps_old(listed, "Turunkan No. 1")
    assert "5 rumah ingin membahas No. 1" in refused["alert"]
    asep.says("/rembuk")
    assert asep.sees("No. 1  💧 Selokan · mampet — 5 rumah · pasti dibahas").labels == ["1 · Selokan"]
    with town.session() as session:
        found = session.get(Need, need.id)
        assert found is not None
        assert found.to_discuss_at is not None
