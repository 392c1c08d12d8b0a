"""A button of an older version, of every kind of widget: refused kindly, and nothing changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import orjson
import pytest

from conversations import engine
from conversations.answers import Answer, Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Draft, Next, Question, Step
from conversations.talk import Talk
from conversations.widgets import amount, choice, pager, place, review, several, when
from storage.dialogues import dialogue
from tests.conversations.parlour import Guest, Parlour, buttons_of, files_in, said

DRINKS = [Choice("tea", label="Teh"), Choice("coffee", label="Kopi")]
LANDMARKS = ["Pos ronda", "Masjid"]
LIST = 12
"""Items of the long list: three pages."""


class Party(Draft):
    drink: str = ""
    guests: tuple[str, ...] = ()
    page: int = 1
    day: str = ""
    month: str = ""
    hour: str = ""
    sure: bool = False
    money: int = 0
    near_home: bool = False
    mark: str = ""
    words: str = ""
    sent: bool = False


Planning = Talk[Party]


def _asks(words: str, rows: Any = (), **how: Any) -> Question:
    return Question("needs.card", values={"lines": words}, rows=rows, **how)


def heard_drink(talk: Planning, answer: Tapped) -> Next:
    talk.draft.drink = answer.value
    return talk.onward("guests")


def heard_guests(talk: Planning, answer: Tapped) -> Next:
    if answer.value == several.ENOUGH:
        return "page"
    talk.draft.guests = tuple(several.toggled(talk.draft.guests, answer.value))
    return "guests"


def ask_page(talk: Planning) -> Question:
    pages = pager.row("page", pager.page(talk.draft.page, LIST))
    return _asks(f"Halaman {talk.draft.page}", [pages, [Choice("this", label="Yang ini")]])


def heard_page(talk: Planning, answer: Tapped) -> Next:
    if answer.value == "this":
        return "day"
    talk.draft.page = pager.number_in(answer.value.partition(".")[2])
    return "page"


def ask_day(talk: Planning) -> Question:
    today = talk.now.date()
    if not talk.draft.month:
        return _asks("Hari apa?", when.day_rows(today))
    return _asks("Tanggal berapa?", when.calendar_rows(talk.words, date.fromisoformat(talk.draft.month), today))


def heard_day(talk: Planning, answer: Tapped) -> Next:
    if answer.value == when.OTHER:
        talk.draft.month = talk.now.date().isoformat()
    elif answer.value.startswith(when.MONTH):
        talk.draft.month = answer.value.removeprefix(when.MONTH)
    elif answer.value != when.BLANK:
        talk.draft.day = answer.value
        return "hour"
    return "day"


def heard_hour(talk: Planning, answer: Tapped) -> Next:
    talk.draft.hour = answer.value
    return "sure"


def ask_sure(talk: Planning) -> Question:
    zone = talk.person.time_zone
    moment = when.instant(date.fromisoformat(talk.draft.day), time.fromisoformat(talk.draft.hour), zone)
    return when.confirm(moment, zone, talk.words)


def heard_sure(talk: Planning, answer: Tapped) -> Next:
    talk.draft.sure = answer.value == "yes"
    return "money" if talk.draft.sure else "day"


def heard_money(talk: Planning, answer: Answer) -> Next:
    if isinstance(answer, Said):
        told = amount.told(answer.text)
        if isinstance(told, Again):
            return told
        talk.draft.money = told
    return "where"


def heard_where(talk: Planning, answer: Answer) -> Next:
    told = place.told(answer, LANDMARKS)
    if isinstance(told, Again):
        return told
    talk.draft.near_home, talk.draft.mark = told.near_home, told.landmark or told.words or ""
    return "review"


def heard_review(talk: Planning, answer: Answer) -> Next:
    if isinstance(answer, Said):
        talk.draft.words += answer.text
        return Again("report.also.words")
    if isinstance(answer, Tapped) and answer.value == review.PHOTO:
        return "photo"
    talk.draft.sent = isinstance(answer, Tapped) and answer.value == review.SEND
    return "thanks"


PARTY = Dialogue(
    name="party",
    draft=Party,
    title="report.title",
    steps={
        "drink": Step(lambda talk: _asks("Minum apa?", choice.rows(talk.words, DRINKS)), heard_drink),
        "guests": Step(lambda talk: _asks("Siapa?", several.rows(talk.words, DRINKS, talk.draft.guests)), heard_guests),
        "page": Step(ask_page, heard_page),
        "day": Step(ask_day, heard_day),
        "hour": Step(lambda _: _asks("Jam berapa?", when.hour_rows()), heard_hour),
        "sure": Step(ask_sure, heard_sure),
        "money": Step(lambda _: _asks("Berapa?", optional=True), heard_money, (Tapped, Said)),
        "where": Step(
            lambda talk: _asks("Di mana?", place.rows(talk.words, LANDMARKS)), heard_where, (Tapped, Said), typed=True
        ),
        "review": Step(
            lambda talk: _asks("Sudah pas?", review.rows(talk.words), frame=False), heard_review, (Tapped, Said)
        ),
        "photo": Step(lambda _: _asks("Fotonya?"), lambda _, __: "review", (Media,)),
        "thanks": Step(lambda _: _asks("Terima kasih", [[Choice("bye", label="Dadah")]]), lambda _, __: "drink"),
    },
)

Act = Callable[[Guest], object]


def taps(label: str) -> Act:
    return lambda guest: guest.taps(label)


def says(words: str) -> Act:
    return lambda guest: guest.says(words)


WALK: list[tuple[str, Act]] = [
    ("a choice", taps("Teh")),
    ("several choices, none yet", taps("Teh")),
    ("several choices, one ticked", taps("Kopi")),
    ("several choices, two ticked", taps(said("widgets.enough"))),
    ("the first page", taps(said("widgets.older"))),
    ("a page in the middle", taps(said("widgets.older"))),
    ("the last page", taps("Yang ini")),
    ("days", taps(said("widgets.when.other"))),
    ("a month", taps("›")),
    ("another month", taps("14")),
    ("hours", taps("16.00")),
    ("a day and an hour said back", taps(said("widgets.when.yes"))),
    ("an amount, which may be skipped", says("50rb")),
    ("a place", says("Masjid")),
    ("the last look", taps(said("widgets.review.photo"))),
    ("a photo", lambda guest: guest.sends_photo(1)),
    ("the last look again", taps(said("widgets.review.send"))),
]
"""Each screen, and the act that leads on from there."""


SCREENS = [screen for screen, _ in WALK]


@pytest.fixture
def tini(parlour: Parlour) -> Guest:
    """Someone who has just been asked what to drink."""
    parlour.house = replace(
        parlour.house,
        dialogues={"party": PARTY},
        unasked=lambda talk, answer: engine.open_dialogue(talk, "party", first=answer),
    )
    guest = parlour.guest(9, "Bu Tini")
    guest.says("halo")
    return guest


def walks(guest: Guest, begin: int, end: int) -> None:
    for _, act in WALK[begin:end]:
        act(guest)


def stands(guest: Guest) -> Any:
    """All that an old button might change: each draft and where it stands, and what was sent to it."""
    with guest.parlour.engine.connect() as connection:
        return connection.execute(dialogue.select()).all(), len(files_in(guest.parlour))


def old_buttons(guest: Guest) -> list[tuple[str, dict[str, Any]]]:
    """What the buttons below the newest question would send, and that question."""
    shown = guest.screen[-1]
    return [(button["callback_data"], shown) for button in buttons_of(shown) if "callback_data" in button]


@pytest.mark.parametrize("screen", SCREENS)
def test_one_version_behind_it_is_a_double_tap_and_quiet(tini: Guest, screen: str) -> None:
    here = SCREENS.index(screen)
    walks(tini, 0, here)
    old = old_buttons(tini)
    walks(tini, here, here + 1)
    before = stands(tini)
    for data, question in old:
        assert tini.taps_data(data, question).replies == []
        assert tini.toast == said("stage.stale")
        assert stands(tini) == before


@pytest.mark.parametrize("screen", SCREENS[:-1])
def test_further_behind_it_shows_where_things_stand(tini: Guest, screen: str) -> None:
    here = SCREENS.index(screen)
    walks(tini, 0, here)
    old = old_buttons(tini)
    walks(tini, here, here + 2)
    before, question = stands(tini), tini.newest()
    for data, shown in old:
        assert tini.taps_data(data, shown).replies
        assert tini.toast == said("stage.stale")
        assert stands(tini) == before
        assert tini.newest() == question
        assert not shown["markup"], "the old question loses its buttons"
    walks(tini, here + 2, len(WALK))
    assert tini.newest() == "Terima kasih", "and all goes on from there"


@pytest.mark.parametrize("screen", SCREENS)
def test_after_the_draft_was_begun_afresh_none_of_the_old_ones_counts(tini: Guest, screen: str) -> None:
    walks(tini, 0, SCREENS.index(screen))
    old = old_buttons(tini)
    tini.taps(said("stage.later.button"))
    tini.says("halo")
    tini.taps(said("stage.afresh"))
    before = stands(tini)
    for data, shown in old:
        tini.taps_data(data, shown)
        assert tini.toast == said("stage.gone")
        assert stands(tini) == before


@pytest.mark.parametrize("label", ["Masjid", "🏠 Di rumah", "masjid!"])
def test_a_key_of_the_typed_keyboard_that_is_tapped_twice_is_no_answer_to_the_next(tini: Guest, label: str) -> None:
    """A key sends its label as a sentence, without a version; the keyboard stays until the next question is here."""
    walks(tini, 0, SCREENS.index("the last look"))
    standing = stands(tini)[0]
    label = said("widgets.place.home") if "rumah" in label else label
    tini.says(label)
    assert tini.newest() == f"{said('stage.stale')}\n\nSudah pas?"
    assert [row.step for row in stands(tini)[0]] == [row.step for row in standing] == ["review"]
    drafts = [orjson.loads(row.draft)["draft"] for row in (*standing, *stands(tini)[0])]
    assert drafts[0] == drafts[1]
    tini.says("Bawa tikar")
    assert orjson.loads(stands(tini)[0][0].draft)["draft"]["words"] == "Bawa tikar", "other words are heard"


def test_the_same_words_count_again_once_another_question_was_answered(tini: Guest) -> None:
    walks(tini, 0, SCREENS.index("the last look again"))
    tini.says("Masjid")
    assert orjson.loads(stands(tini)[0][0].draft)["draft"]["words"] == "Masjid"
