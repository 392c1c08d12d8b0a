"""A chat that is gone ends all that waits for it, once; and whoever comes back is reachable again."""

import time

import pytest
import sqlalchemy as sa

from storage import outbox
from storage.database import writing
from storage.outbox import Class
from tests.bot.office import Office
from tests.bot.test_undelivered import is_reachable, known


def written(office: Office, chat: int, state: str, rank: Class, person_id: int | None = None) -> None:
    """A message that is not due, in one of the states in which messages wait."""
    with writing(office.engine) as session:
        made = outbox.call(
            session, chat=chat, method="sendMessage", parameters={"text": "nanti"}, due_at=time.time() + 600,
            now=time.time(), rank=rank, person_id=person_id,
        )  # fmt: skip
        session.connection().execute(sa.update(outbox.outbox).where(outbox.outbox.c.id == made).values(state=state))


@pytest.mark.parametrize(
    ("act", "reason"), [("blocks_bot", "never: blocked"), ("deletes_account", "never: deactivated")]
)
def test_one_refusal_ends_all_that_waits_for_the_chat(office: Office, act: str, reason: str) -> None:
    siti, budi = office.person("Siti"), office.person("Budi")
    person = known(office, siti.id)
    getattr(siti, act)()
    written(office, siti.id, "due", Class.reminder)
    written(office, siti.id, "digest", Class.notice, person)
    written(office, siti.id, "due", Class.reply)
    written(office, budi.id, "due", Class.notice)
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_until("given_up", "given_up", "due", "due", "given_up")
    assert [row[0] for row in office.rows("error")] == [reason, reason, None, None, reason]
    assert [row[0] is None for row in office.rows("parameters")] == [True, True, False, False, True]
    assert len(office.tries()) == 1, "handled once for all"
    assert not is_reachable(office)


def test_a_group_that_threw_the_bot_out_is_gone(office: Office) -> None:
    siti = office.person("Siti")
    group = office.group("RT 03", siti)
    group.remove_bot(by=siti)
    written(office, group.id, "due", Class.broadcast)
    office.writes(group.id, "halo")
    office.opens()
    office.waits_until("given_up", "given_up")
    assert {row[0] for row in office.rows("error")} == {"never: kicked"}


def test_a_message_that_telegram_will_not_have_ends_alone_and_keeps_its_words(office: Office) -> None:
    siti = office.person("Siti")
    known(office, siti.id)
    written(office, siti.id, "due", Class.notice)
    office.writes(siti.id, "<b>tak ditutup")
    office.opens()
    office.waits_until("due", "given_up")
    ((_, _), (error, parameters)) = office.rows("error", "parameters")
    assert error == "never: refused"
    assert "tak ditutup" in parameters
    assert is_reachable(office)
