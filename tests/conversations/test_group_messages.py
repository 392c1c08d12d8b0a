"""What stands in the group, looked at again at the moment it leaves: less than on a neighbour's card in private."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import chats, group_news, quiet_hours, triage
from conversations import group_news as notices
from conversations import need_card
from conversations import notices as leaving
from conversations.calls import NotNow
from conversations.widgets.rich_text import WA_LETTERS
from locales import words
from storage.communities import Community
from storage.database import writing
from storage.needs import Audience, Need
from storage.outbox import Class, outbox
from tests.community.rt_three import NOW, RtThree
from tests.community.test_group_news import AFTERNOON, GROUP, accepted, has_left, placed, shows, tell
from tests.conversations.test_need_notices import HOUSE, ROW

PERSONAL = ("Tini", "Broto", "rahasia")


def with_all_that_is_personal(need: Need) -> None:
    need.text, need.place = "rahasia, got Pak Broto", "depan rumah Pak Broto"
    need.name_shown_to = need.photos_shown_to = Audience.neighbours


def said(session: Session, need: Need, kind: str = "need.shown") -> str | None:
    """What leaves for the group now; None if nothing does."""
    row = replace(ROW, id=need.group_row_id or 0, kind=kind, subject_id=need.community_id)
    calls = notices.shown(session, row, words("id"), HOUSE)
    return calls[0].parameters["text"] if calls else None


def drawn_anew(session: Session, need: Need) -> dict[str, object] | None:
    calls = notices.redrawn(session, replace(ROW, subject_id=need.group_row_id), words("id"), HOUSE)
    return calls[0].parameters if calls else None


def shared(session: Session, rt: RtThree) -> Need:
    need = accepted(session, rt)
    group_news.share(session, need.id, by=rt.asep, now=NOW)
    return need


def test_nothing_personal_stands_there_not_even_a_place_that_nobody_has_read(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = tell(session, rt, at=AFTERNOON - timedelta(days=4))
        with_all_that_is_personal(need)
        assert shows(session, AFTERNOON) == 1
        text = said(session, need) or ""
        assert "📍 RT 03" in text
        assert not any(one in text for one in PERSONAL)
        triage.accept(session, need.id, title="Selokan", by=rt.budi, now=NOW, seen=None)
        text = said(session, need) or ""
        assert "📍 depan rumah Pak Broto" in text, "the organisers have read it and let it be"
        assert not any(one in text for one in ("Tini", "rahasia"))


def test_it_does_not_come_at_night_nor_when_it_is_gone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = shared(session, rt)
        assert said(session, need)
        night = [["18:00", "05:00"]]
        session.get_one(Community, rt.community).quiet_hours = night
        session.flush()
        row = replace(ROW, chat=GROUP, rank=Class.notice, subject_id=rt.community, due_at=NOW.timestamp())
        shared_by_tap = replace(row, id=need.group_row_id or 0, kind=group_news.SHARED)
        until = quiet_hours.next_allowed(NOW, night, "Asia/Jakarta").timestamp()
        assert leaving.render(session, shared_by_tap, HOUSE) == NotNow("quiet hours", due_at=until)
        dropped = leaving.render(session, replace(shared_by_tap, kind=group_news.UNASKED), HOUSE)
        assert dropped == NotNow("not in quiet hours", state="moot"), "it is shown another day"
        need.hidden_at = NOW
        session.flush()
        assert said(session, need) is None


def test_it_is_edited_where_it_stands_and_not_where_the_group_has_gone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = shared(session, rt)
        assert drawn_anew(session, need) is None, "it has not left yet, and will say how things are when it does"
        has_left(session, need.group_row_id or 0)
        edit = drawn_anew(session, need)
        assert edit is not None
        assert (edit["chat_id"], edit["message_id"]) == (GROUP, 9)
        chats.moved(session, old=GROUP, new=GROUP - 1, now=NOW)
        session.flush()
        assert drawn_anew(session, need) is None


def test_a_card_that_was_shared_again_leaves_the_older_one_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = shared(session, rt)
        first = need.group_row_id or 0
        has_left(session, first)
        group_news.share(session, need.id, by=rt.asep, now=NOW + timedelta(days=1))
        older = replace(ROW, subject_id=first)
        assert notices.redrawn(session, older, words("id"), HOUSE) is None


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_goes_to_whatsapp_fits_and_leads_back(engine: Engine, language: str) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = accepted(session, rt)
        place = session.get_one(Community, rt.community)
        place.name = "R" * 64
        to = triage.Forwarding("P" * 64, check_on=NOW.date())
        triage.forward(session, need.id, to, by=rt.budi, now=NOW, seen=None)
        need.title, need.place = "T" * 80, "x" * 256
        (button,) = need_card.to_whatsapp(session, words(language), need, HOUSE)
        text = unquote((button.url or "").partition("text=")[2])
        assert len(text) <= WA_LETTERS
        assert text.endswith(f"?start=rt-7kq2abcd-lihat_{need.code}")


def test_the_oldest_rows_are_forgotten_and_nothing_is_shown_twice_for_that(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = shared(session, rt)
        session.connection().execute(sa.delete(outbox))
        assert drawn_anew(session, need) is None
        assert shows(session, AFTERNOON) == 0


def test_the_latest_word_is_one_that_still_holds(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = shared(session, rt)
        triage.decline(session, need.id, reason="biaya besar", by=rt.budi, now=NOW, seen=None)
        assert "biaya besar" in (said(session, need) or "")
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=None)
        assert "biaya besar" not in (said(session, need) or "")
        triage.explain(session, need.id, words="pipa sudah dipesan", by=rt.budi, now=NOW, seen=None)
        triage.start(session, need.id, by=rt.budi, now=NOW, seen=None)
        assert "“pipa sudah dipesan”" in (said(session, need) or "")
