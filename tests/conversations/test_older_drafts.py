"""Drafts that an older release left behind: nobody is locked out by what this one cannot read."""

import orjson
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from storage.database import writing
from storage.dialogues import dialogue
from tests.conversations.parlour import Guest, Parlour, said


def older(parlour: Parlour, **stored: object) -> None:
    """As if another release had written the draft."""
    with writing(parlour.engine) as session:
        _replace(session, **stored)


def _replace(session: Session, **stored: object) -> None:
    values = {name: orjson.dumps(value).decode() if name == "draft" else value for name, value in stored.items()}
    session.connection().execute(sa.update(dialogue).values(**values))


def test_a_step_that_is_no_more_begins_anew_with_what_was_said(parlour: Parlour, siti: Guest) -> None:
    siti.says("Selokan")
    older(parlour, step="which_colour")
    siti.says("halo")
    assert siti.newest() == "Bagaimana?"
    siti.taps(said("stage.back"))
    assert siti.newest() == "Apa?"
    assert siti.draft()["what"] == "halo"


@pytest.mark.parametrize(
    "draft",
    [
        {"draft": {"what": "Selokan", "colour": "biru"}},
        {"draft": {"what": {"text": "Selokan"}, "how": 7}},
        {"draft": {}},
        {"draft": {"what": "Selokan"}, "trail": ["which_colour"], "back_to": "gone"},
    ],
)
def test_a_draft_of_another_shape_does_not_lock_anybody_out(
    parlour: Parlour, siti: Guest, draft: dict[str, object]
) -> None:
    siti.says("Selokan")
    older(parlour, draft=draft)
    siti.says("/usul")
    siti.taps(said("stage.go_on"))
    for _ in range(4):
        if siti.newest() == "Apa?":
            siti.says("Jalan")
        elif siti.newest() == "Bagaimana?":
            siti.taps("Cepat")
        elif siti.newest() == "Di mana?":
            siti.says("Di rumah")
    assert siti.newest().startswith("Sudah pas?")


def test_a_talk_that_is_no_more_does_not_lock_anybody_out(parlour: Parlour, siti: Guest) -> None:
    siti.says("Selokan")
    older(parlour, name="horoscope")
    siti.says("Lampu mati")
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == "Lampu mati"
