"""What organisers and senders are told, looked at again at the moment it leaves."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import media, needs
from conversations import need_notices
from conversations.talk import House
from locales import words
from storage import media as files
from storage import outbox, people
from storage.database import writing
from storage.media import Media, MediaKind, MediaState
from storage.needs import Need, NeedState
from storage.outbox import Row
from storage.people import Role
from tests.community.rt_three import NOW, RtThree, settle

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip
ROW = Row(1, 5_000_000_002, outbox.Class.reply, None, "need.danger", None, None, None, 1, 0.0)


def collapse(session: Session, rt: RtThree) -> Need:
    for kind, dialogue_id in ((MediaKind.photo, 7), (MediaKind.voice, 7)):
        media.receive(
            session, kind=kind, file_id=f"file-{kind}", file_unique_id=kind, seconds=3,
            person_id=rt.tini, dialogue_id=dialogue_id, now=NOW,
        )  # fmt: skip
    session.flush()
    report = needs.Report(
        kind="readiness", text="tembok <roboh>", latitude=-7.5, longitude=110.8, danger=True, detail="signs"
    )
    return needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=7, now=NOW)


def test_organisers_get_all_there_is(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = collapse(session, rt)
        calls = need_notices.danger(session, _to(need, rt.budi), words("id"), HOUSE)
        assert calls is not None
        assert [call.method for call in calls] == ["sendMessage", "sendLocation", "sendPhoto", "sendVoice"]
        text = calls[0].parameters["text"]
        assert "Dari Bu Tini" in text
        assert "No. 1" in text
        assert "“tembok &lt;roboh&gt;”" in text
        assert all(call.parameters["chat_id"] == ROW.chat for call in calls)


def _to(need: Need, person_id: int) -> Row:
    return replace(ROW, subject_id=need.id, person_id=person_id)


@pytest.mark.parametrize("state", [NeedState.withdrawn, NeedState.resolved, NeedState.merged])
def test_danger_that_is_over_is_not_told_any_more(engine: Engine, state: NeedState) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = collapse(session, rt)
        need.state = state
        session.flush()
        assert need_notices.danger(session, _to(need, rt.budi), words("id"), HOUSE) is None


def test_who_is_no_organiser_any_more_hears_nothing_personal(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = collapse(session, rt)
        membership = people.membership_of(session, rt.siti, rt.community)
        assert membership is not None
        assert need_notices.danger(session, _to(need, rt.siti), words("id"), HOUSE)
        membership.role = Role.resident
        session.flush()
        assert need_notices.danger(session, _to(need, rt.siti), words("id"), HOUSE) is None
        assert need_notices.danger(session, _to(need, rt.joko), words("id"), HOUSE) is None


def test_a_lost_voice_is_asked_for_unless_it_came_home_or_the_need_is_gone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = collapse(session, rt)
        session.expire_all()
        voice = next(one for one in _files(session, need) if one.kind is MediaKind.voice)
        row = replace(ROW, kind="media.lost", subject_id=voice.id)
        assert need_notices.media_lost(session, row, words("id"), HOUSE) is None, "it is still wanted"
        voice.state = MediaState.lost
        session.flush()
        (call,) = need_notices.media_lost(session, row, words("id"), HOUSE) or []
        assert "suara untuk usulan No. 1 gagal tersimpan" in call.parameters["text"]
        button = call.parameters["reply_markup"]["inline_keyboard"][0][0]
        assert button["callback_data"] == f"c.add.{need.id}"
        need.state = NeedState.withdrawn
        session.flush()
        assert need_notices.media_lost(session, row, words("id"), HOUSE) is None


def test_a_photo_lost_from_a_draft_is_asked_for_without_a_number(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        photo = Media(
            name="foto",
            kind=MediaKind.photo, file_id="f", file_unique_id="u", dialogue_id=3, person_id=rt.tini,
            state=MediaState.lost, created_at=NOW,
        )  # fmt: skip
        session.add(photo)
        session.flush()
        row = replace(ROW, kind="media.lost", subject_id=photo.id)
        (call,) = need_notices.media_lost(session, row, words("en"), HOUSE) or []
        assert call.parameters["text"].startswith("Sorry, the photo could not be kept")


def _files(session: Session, need: Need) -> list[Media]:
    return files.of_need(session, need.id)
