"""Photos and voices of private matters: what goes along, what stays behind, how long the shelf keeps it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import matters, media, retention
from community.matters import Story
from community.refusals import NotAllowed
from storage import media as files
from storage.database import writing
from storage.matters import Hope, Matter
from storage.media import Media, MediaKind, MediaState
from tests.community.rt_three import NOW, RtThree, settle


def tell(session: Session, rt: RtThree, text: str = "sampah lagi") -> Matter:
    """Bu Tini to Siti, by the draft 7."""
    story = Story(reader_id=rt.siti, hope=Hope.notice, text=text)
    return matters.submit(session, story, by=rt.tini, community_id=rt.community, dialogue_id=7, now=NOW)


def send(session: Session, person_id: int, kind: MediaKind, draft: int) -> None:
    media.receive(
        session, kind=kind, file_id=f"f-{kind}", file_unique_id=kind, seconds=None, person_id=person_id,
        dialogue_id=draft, now=NOW,
    )  # fmt: skip
    session.flush()


def test_what_was_sent_goes_along_late_photos_too_but_no_file_with_its_hidden_data(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for kind in (MediaKind.voice, MediaKind.document):
            send(session, rt.tini, kind, 7)
        matter = tell(session, rt, text="")
        for kind in (MediaKind.photo, MediaKind.document):
            send(session, rt.tini, kind, 7)
        session.expire_all()
        found = session.exec(select(Media).order_by("id")).all()
        assert [(one.kind, one.matter_id, one.need_id) for one in found] == [
            (MediaKind.voice, matter.id, None),
            (MediaKind.document, None, None),
            (MediaKind.photo, matter.id, None),
            (MediaKind.document, None, None),
        ]


def test_a_file_alone_tells_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        send(session, rt.tini, MediaKind.document, 7)
        with pytest.raises(NotAllowed):
            tell(session, rt, text="")


def test_its_photos_stay_on_the_shelf_and_those_let_go_are_swept(engine: Engine) -> None:
    later = (NOW + timedelta(days=40)).timestamp()
    with writing(engine) as session:
        rt = settle(session)
        send(session, rt.tini, MediaKind.photo, 7)
        send(session, rt.tini, MediaKind.voice, 8)
        matter = tell(session, rt)
        files.let_go(session, 8)
        swept = retention.sweep(session, later)
        retention.forget_files(session, swept)
        session.expire_all()
        (kept,) = session.exec(select(Media)).all()
        assert (kept.matter_id, kept.state) == (matter.id, MediaState.wanted)
