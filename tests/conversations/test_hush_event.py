"""[Jangan ingatkan] below a reminder, and the way back under the same thumb."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import events
from community.events import Call
from conversations import remind_lines, screens
from conversations.dialogue import Choice
from locales import words
from storage import reminders
from storage.database import writing
from storage.events import EventKind
from tests.conversations.forgeries import Street, street
from tests.conversations.parlour import buttons_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


def test_one_tap_and_back(here: Street) -> None:
    now = here.parlour.house.now()
    with writing(here.parlour.engine) as session:
        call = Call(EventKind.work_day, now.date().replace(year=now.year + 1), now.time())
        event_id = events.call_together(session, here.parlour.community_id, call, by=here.ids["siti"], now=now).id
    asep = here.guests["asep"]

    def is_hushed() -> bool:
        def find(session: Session) -> object:
            return reminders.hush(session, event_id, here.ids["asep"])

        return here.parlour.look(find) is not None

    markup = screens.inline_keyboard(words("id"), [[Choice(f"{remind_lines.HUSH}.{event_id}", "remind.hush")]])
    asep.screen.append({"message_id": 77, "text": "Besok kerja bakti. Bisa ikut?", "markup": markup})
    asep.taps("Jangan ingatkan")
    assert is_hushed()
    assert asep.toast.startswith("Baik, kegiatan No. 1 tidak diingatkan lagi. Kabar pindah atau batal tetap dikirim.")
    assert [one["text"] for one in buttons_of(asep.screen[-1])] == ["🔔 Ingatkan lagi"]
    assert asep.newest() == "Besok kerja bakti. Bisa ikut?"
    asep.taps("Ingatkan lagi")
    assert not is_hushed()
    assert [one["text"] for one in buttons_of(asep.screen[-1])] == ["Jangan ingatkan"]
