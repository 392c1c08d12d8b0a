"""Buttons that are tapped twice, too late, by somebody else, or that never were: none of them does harm."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from conversations.talk import Card
from storage.database import open_engine
from tests.conversations.parlour import Guest, Parlour, said


def data_of(siti: Guest, label: str) -> str:
    """What the newest button with that label would send."""
    for message in reversed(siti.screen):
        for row in (message["markup"] or {}).get("inline_keyboard", ()):
            for button in row:
                if label in button["text"]:
                    return str(button["callback_data"])
    raise AssertionError(label)


def test_a_double_tap_is_quiet(siti: Guest) -> None:
    siti.says("Selokan")
    data = data_of(siti, "Cepat")
    siti.taps("Cepat")
    before = siti.standing()
    outcome = siti.taps_data(data)
    assert outcome.replies == [], "the next question is on the screen already"
    assert siti.toast == said("stage.stale")
    assert siti.standing() == before


def test_an_older_button_shows_where_things_stand(siti: Guest) -> None:
    siti.says("Selokan")
    data, message = data_of(siti, "Pelan"), siti.screen[-1]
    siti.taps("Cepat")
    siti.says("Di rumah")
    before = siti.standing()
    siti.taps_data(data, message)
    assert siti.toast == said("stage.stale")
    assert siti.newest() == "Sudah pas? Selokan, fast, home, 0 foto"
    assert siti.draft()["how"] == "fast"
    assert siti.standing() == before
    siti.taps("Kirim")
    assert siti.newest() == "Terkirim No. 1"


def test_a_button_of_a_finished_talk_is_gone(siti: Guest) -> None:
    siti.says("Selokan")
    data, message = data_of(siti, "Cepat"), siti.screen[-1]
    siti.taps("Cepat")
    siti.says("Di rumah")
    siti.taps("Kirim")
    siti.taps_data(data, message)
    assert siti.toast == said("stage.gone")
    assert message["markup"] is None, "and loses its buttons"
    assert siti.newest() == "Terkirim No. 1"


def test_a_button_of_a_draft_that_was_set_aside_goes_on_there(siti: Guest) -> None:
    siti.says("Selokan")
    siti.taps(said("stage.later.button"))
    standing = siti.standing()
    assert standing is not None
    siti.taps_data(f"d.{standing.id}.{standing.version}.fast")
    assert siti.newest() == "Di mana?"
    assert siti.draft() | {"what": "Selokan", "how": "fast"} == siti.draft()


def test_an_older_button_of_a_draft_that_was_set_aside_asks_again(siti: Guest) -> None:
    siti.says("Selokan")
    data = data_of(siti, "Cepat")
    siti.taps(said("stage.later.button"))
    siti.taps_data(data)
    assert siti.toast == said("stage.stale")
    assert siti.newest() == "Bagaimana?"


def test_nobody_taps_in_anothers_draft(parlour: Parlour, siti: Guest) -> None:
    siti.says("Selokan")
    before = siti.standing()
    budi = parlour.guest(8, "Budi")
    budi.taps_data(data_of(siti, "Cepat"))
    assert budi.toast == said("stage.gone")
    assert siti.standing() == before
    budi.says("Lampu")
    budi.taps_data(data_of(siti, "Cepat"))
    assert budi.step() == "how"
    assert siti.standing() == before


def test_a_version_of_the_future_is_no_version(siti: Guest) -> None:
    siti.says("Selokan")
    standing = siti.standing()
    assert standing is not None
    for version in (standing.version + 1, 2**31, 2**63, 10**30):
        assert siti.taps_data(f"d.{standing.id}.{version}.fast").replies == []
        assert siti.toast == said("stage.stale")
    assert siti.standing() == standing


def test_a_choice_that_the_question_has_not_is_asked_again(siti: Guest) -> None:
    siti.says("Selokan")
    standing = siti.standing()
    assert standing is not None
    siti.taps_data(f"d.{standing.id}.{standing.version}.teleport")
    assert siti.newest() == f"{said('stage.stale')}\n\nBagaimana?"
    assert siti.draft()["how"] == ""


@pytest.mark.parametrize("value", ["!cut", "!go", "!new", "<", ">", "~"])
def test_a_frame_button_that_was_not_offered_harms_nothing(siti: Guest, value: str) -> None:
    siti.says("/usul")
    standing = siti.standing()
    assert standing is not None
    siti.taps_data(f"d.{standing.id}.{standing.version}.{value}")
    assert siti.standing() is not None
    siti.says("/usul")
    siti.taps(said("stage.go_on"))
    siti.says("Selokan")
    assert siti.newest() == "Bagaimana?"


@pytest.mark.parametrize(
    "data",
    [
        "d.", "d.1", "d.1.", "d.1.1", "d...", "d.x.y.z", "d.-1.1.x", "d.1.-1.x", "d.99999999999999999999.1.x",
        "d.9223372036854775807.1.x", "d.9223372036854775808.1.x", "d.1.٣.x", "d.²..x", "d. 1.1.x",
        "c.", "c", "c.nobody", "c.nobody.1.2", "", "x", "\0", "d.1.1.\0", "🌧" * 16,
    ],
)  # fmt: skip
def test_data_that_we_never_gave_out_is_gone(siti: Guest, data: str) -> None:
    siti.taps_data(data)
    assert siti.toast == said("stage.gone")
    siti.says("Selokan")
    before = siti.standing()
    siti.taps_data(data)
    assert siti.toast in (said("stage.gone"), said("stage.stale"))
    assert siti.standing() == before


def test_a_cards_button_acts_for_ever(siti: Guest) -> None:
    siti.taps_data("c.echo.a.b.c")
    siti.taps_data("c.echo.a.b.c")
    assert [message["text"] for message in siti.screen] == ["a.b.c", "a.b.c"]
    siti.taps_data("c.echo")
    assert siti.newest() == ""


GROUP = {"id": -100, "type": "supergroup", "title": "Warga RT 03"}


def test_what_is_private_is_never_answered_in_a_group(siti: Guest) -> None:
    """Whoever forges data below a card in the group would have the bot write one's own draft there for all to see."""
    siti.says("Selokan")
    step, shown = siti.step(), len(siti.screen)
    for data in (data_of(siti, "Cepat"), "c.echo.a"):
        outcome = siti.taps_data(data, chat=GROUP)
        assert (outcome.toast, outcome.replies) == (said("stage.gone"), [])
    assert (siti.step(), len(siti.screen)) == (step, shown)


def test_a_card_that_is_made_for_groups_acts_there(parlour: Parlour, siti: Guest) -> None:
    parlour.cards["echo"] = Card(parlour.cards["echo"].act, groups=True)
    siti.taps_data("c.echo.a", chat=GROUP)
    assert siti.newest() == "a"


def test_a_stranger_taps_only_what_strangers_may(parlour: Parlour, siti: Guest) -> None:
    joko = Guest(parlour, 8, "Joko")
    joko.taps_data("c.echo.a")
    assert (joko.toast, joko.screen) == (said("stage.gone"), [])
    parlour.cards["echo"] = Card(parlour.cards["echo"].act, strangers=True)
    joko.taps_data("c.echo.a")
    assert joko.newest() == "a"


garbage = st.binary(max_size=64).map(lambda raw: raw.decode("utf-8", "replace")[:64])
shaped = st.from_regex(r"\A[dc]\.[0-9٣²]{0,20}\.[0-9]{0,20}\.[<>~!a-z]{0,6}\Z")


def test_sixty_four_bytes_of_anything_never_fail(sqlite_url: str) -> None:
    engine: Engine = open_engine(sqlite_url)
    siti = Parlour(engine).guest()
    siti.says("Selokan")

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(garbage | shaped)
    def taps(data: str) -> None:
        siti.taps_data(data)
        assert siti.standing() is not None

    taps()


def test_a_tap_below_a_message_that_is_gone_is_answered(parlour: Parlour, siti: Guest) -> None:
    """Telegram sends a shell in place of a message that it cannot show the bot any more."""
    siti.says("Selokan")
    data = data_of(siti, "Cepat")
    gone = {"message_id": 5, "date": 0, "chat": siti.chat}
    tap = {"id": "9", "from": siti.me, "message": gone, "chat_instance": "1", "data": data}
    parlour.hears({"update_id": next(parlour.numbers), "callback_query": tap})
    assert siti.step() == "where"
