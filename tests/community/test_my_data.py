"""Everything that is kept of a person is shown to them, and nothing of anybody else."""

import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import consents, erasure, my_copy, my_data, needs, office, photos, supports
from community.refusals import NotAllowed
from conversations import notices, personal_notices
from conversations.talk import House
from locales import words
from storage import audit, communities, media, outbox, people
from storage import consents as given
from storage import needs as stored
from storage.consents import ConsentPurpose
from storage.database import writing
from storage.media import Media
from storage.needs import Audience
from storage.outbox import Row
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.traces import ASKED, WORDS, Traces, leave


def shelf(path: str) -> bytes:
    return f"bytes of {path}".encode()


HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp, fetch=shelf,
)  # fmt: skip


def lives(session: Session) -> tuple[RtThree, Traces]:
    rt = settle(session)
    return rt, leave(session, rt)


def copy_of(row: Row, session: Session) -> zipfile.ZipFile:
    calls = notices.render(session, row, HOUSE)
    assert isinstance(calls, list)
    (call,) = calls
    name, content = call.files["document"]
    assert name.endswith(".zip")
    return zipfile.ZipFile(io.BytesIO(content))


def row_for(traces: Traces, rt: RtThree, part: int = 1) -> Row:
    return Row(1, traces.telegram, outbox.Class.notice, None, "person.data", None, part, rt.tini, 1, 0.0)


def test_every_part_has_what_she_has_left(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        found = my_data.collect(session, rt.tini)
        assert [name for name, part in found.items() if not part and name != "messages_sent_to_you"] == []
        assert {need["number"] for need in found["needs"]} == {1, 2, 3, 5}, "the last was told for her"
        assert found["needs"][0]["words"] == f"{WORDS} mampet"
        assert {one["purpose"] for one in found["consents"]} == {"reports", "photos"}
        assert {one["what"] for one in found["supports"]} == {
            "supports", "supports_for_a_neighbour", "follows", "found_it_unfitting", "says_it_was_told_for_them"
        }  # fmt: skip
        assert found["private_matters"][0]["added"][0]["words"] == f"{WORDS} tentang itu"
        assert found["closing_questions"][0]["answer"] == "not_yet"


def test_nothing_of_others_is_in_it(engine: Engine) -> None:
    """Not who the organiser was, not what others wrote, not for whom she spoke, nobody's number."""
    with writing(engine) as session:
        rt, traces = lives(session)
        supports.add_words(session, traces.shared, text="kata Asep sendiri", dialogue_id=None, by=rt.asep, now=NOW)
        need = stored.held(session, traces.shared)
        assert need is not None
        office.note(session, need, "need.handed", by=rt.siti, now=NOW, before={"to": rt.asep}, after={"to": rt.siti})
        said = json.dumps(my_data.collect(session, rt.tini))
        for secret in ("Asep", "Pak Budi", "Siti", "kata Asep sendiri", "musik malam", "Zulaikha", "lampu mati"):
            assert secret not in said
        handed = [one for one in my_data.changes(session, rt.tini) if one["what"] == "need.handed"]
        assert handed == [
            {
                "at": "2026-11-23T12:00:00+00:00", "by": "Pengurus", "what": "need.handed", "number": 2,
                "before": {}, "after": {},
            }
        ]  # fmt: skip


def test_an_answer_is_hers_to_read_while_the_round_is_open(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        (asked,) = my_data.closing_questions(session, rt.tini)
        assert asked["words"] == f"{WORDS} lagi"
        assert my_data.closing_questions(session, rt.budi) == []


def test_the_zip_holds_words_and_files(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        archive = copy_of(row_for(traces, rt), session)
        (first, *files) = archive.namelist()
        assert json.loads(archive.read(first))["about"]["name"] == traces.name
        assert len(files) == 5
        assert all(archive.read(one).startswith(b"bytes of photo/") for one in files)


def test_many_photos_come_in_several_zips(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_copy, "MOST_OF_A_PART", 8)
    with writing(engine) as session:
        rt, traces = lives(session)
        assert my_copy.send(session, rt.tini, now=NOW) == 3
        names = [name for part in (1, 2, 3) for name in copy_of(row_for(traces, rt, part), session).namelist()]
        assert names.count("rembuk.json") == 1
        assert len(set(names)) == len(names) == 6
        assert notices.render(session, row_for(traces, rt, 4), HOUSE) is None


def test_the_zip_goes_to_nobody_elses_chat(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        elsewhere = Row(1, traces.telegram + 1, outbox.Class.notice, None, "person.data", None, 1, rt.tini, 1, 0.0)
        assert personal_notices.copied(session, elsewhere, words("id"), HOUSE) is None


def test_a_photo_that_has_left_the_shelf_is_left_out(engine: Engine) -> None:
    def empty(path: str) -> bytes:
        raise FileNotFoundError(path)

    with writing(engine) as session:
        rt, _ = lives(session)
        content = my_copy.pack(session, rt.tini, 1, empty)
        assert content is not None
        assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["rembuk.json"]


def test_while_everything_is_being_deleted_nothing_is_said_but_the_copy(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        erasure.of_everything(session, by=rt.tini, now=ASKED)
        news = Row(1, traces.telegram, outbox.Class.notice, None, "community.poster", None, 1, rt.tini, 1, 0.0)
        assert notices.render(session, news, HOUSE) is None
        assert copy_of(row_for(traces, rt), session).namelist()


# ── consent, purpose by purpose ──


def shown(session: Session, need_id: int) -> list[Media]:
    need = stored.by_id(session, need_id)
    assert need is not None
    return photos.for_neighbours(session, need)


def test_a_photo_needs_both_yeses(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        assert len(shown(session, traces.alone)) == 1
        needs.show_photos(session, traces.alone, Audience.organisers, by=rt.tini, now=NOW)
        assert shown(session, traces.alone) == []
        needs.show_photos(session, traces.alone, Audience.neighbours, by=rt.tini, now=NOW)
        for consent in given.of_person(session, rt.tini, rt.community):
            consent.withdrawn_at = NOW
        session.flush()
        assert shown(session, traces.alone) == [], "the need says yes, she does not any more"


def test_anothers_photo_on_her_need_needs_the_others_yes(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        (hers,) = media.of_need(session, traces.shared)
        hers.person_id = rt.asep
        session.flush()
        assert shown(session, traces.shared) == []
        agree(session, rt, rt.asep)
        assert shown(session, traces.shared) == [hers]
        erasure.of_everything(session, by=rt.asep, now=ASKED)
        assert shown(session, traces.shared) == []


def agree(session: Session, rt: RtThree, person_id: int) -> None:
    consents.give(
        session, person_id=person_id, community_id=rt.community, purpose=ConsentPurpose.photos, version=1, text="-",
        language="id", now=NOW,
    )  # fmt: skip


def test_taking_the_photos_consent_back_hides_them_on_every_need(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        for _ in range(2):
            consents.withdraw(session, rt.tini, rt.community, ConsentPurpose.photos, now=NOW)
        assert {need.photos_shown_to for need in stored.told_by(session, rt.tini)} == {Audience.organisers}
        assert (ConsentPurpose.photos, False) in holding(session, rt)
        agree(session, rt, rt.tini)
        assert (ConsentPurpose.photos, True) in holding(session, rt)
        assert shown(session, traces.alone) == [], "each need is asked for again"


def holding(session: Session, rt: RtThree) -> list[tuple[Any, bool]]:
    return [(purpose, holds) for purpose, _, holds in consents.purposes(session, rt.tini, rt.community)]


def test_without_reports_nothing_may_be_kept_so_that_is_another_way(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = lives(session)
        with pytest.raises(NotAllowed):
            consents.withdraw(session, rt.tini, rt.community, ConsentPurpose.reports, now=NOW)
        assert (ConsentPurpose.reports, True) in holding(session, rt)


# ── the audit ──


def test_the_operator_reads_who_by_number_and_no_names(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        lines = list(audit.listed(session, most=50))
        assert len(lines) == audit.count_of(session, rt.community)
        assert any("need.moved" in line and f"person {rt.tini}" in line for line in lines)
        assert not [line for line in lines if WORDS in line or traces.name in line]
        assert people.by_id(session, rt.tini)
        assert communities.by_id(session, rt.community)
