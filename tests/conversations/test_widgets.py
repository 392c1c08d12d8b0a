"""The small pieces of questions, each by its table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.refusals import NotThere
from conversations import screens
from conversations.answers import Media, Place, Said, Tapped
from conversations.dialogue import Again, Choice
from conversations.widgets import amount, choice, media, pager, place, review, several
from conversations.widgets.card_arguments import choice_in, draft_in, subject_in
from locales import words
from storage.media import Media as SentFile
from storage.media import MediaKind, MediaState
from storage.needs import Houses
from tests.community.rt_three import NOW

INDONESIAN = words("id")


# ── amounts ──


@pytest.mark.parametrize(
    ("said", "rupiah"),
    [
        ("50rb", 50_000),
        ("50 ribu", 50_000),
        ("50k", 50_000),
        ("1,5 juta", 1_500_000),
        ("1.5 jt", 1_500_000),
        ("1,5jt", 1_500_000),
        ("Rp50.000", 50_000),
        ("Rp 50.000,-", 50_000),
        ("Rp. 50.000,00", 50_000),
        ("50.000 rupiah", 50_000),
        ("50,000", 50_000),
        ("1.350.000", 1_350_000),
        ("27.500", 27_500),
        ("5 juta", 5_000_000),
        ("5jt", 5_000_000),
        ("5.000.000", 5_000_000),
        ("Rp 5 juta", 5_000_000),
        ("2 miliar", 2_000_000_000),
        ("0", 0),
        ("1,2345rb", None),
        ("1,5", None),
        ("-50", None),
        ("banyak", None),
        ("50 dolar", None),
        ("9999 miliar", None),
        ("1.2.3,4,5", None),
        ("", None),
    ],
)
def test_money_as_it_is_written(said: str, rupiah: int | None) -> None:
    assert amount.rupiah_in(said) == rupiah


@given(st.integers(0, amount.MOST))
def test_what_is_written_out_is_read_back(rupiah: int) -> None:
    assert amount.rupiah_in(amount.rupiah(rupiah)) == rupiah


@given(st.text(alphabet="0123456789.,rbjtk Rp", max_size=30))
def test_no_amount_is_below_nothing_or_beyond_reason(said: str) -> None:
    found = amount.rupiah_in(said)
    assert found is None or 0 <= found <= amount.MOST


def test_no_amount_is_answered_with_an_example() -> None:
    assert amount.told("sak karepe") == Again("widgets.amount.again")
    assert amount.told("75rb") == 75_000


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("12", 12),
        ("12 orang", 12),
        ("1.250", 1250),
        ("3 gerobak pasir", 3),
        ("1,5", None),
        ("dua", None),
        ("12.5", None),
    ],
)
def test_numbers_with_what_they_count(said: str, number: int | None) -> None:
    assert amount.number_in(said) == number


# ── pages ──


@given(st.integers(-5, 10**6), st.integers(0, 500))
def test_every_page_that_is_asked_for_is_one_that_exists(wanted: int, total: int) -> None:
    shown = pager.page(wanted, total)
    assert 1 <= shown.number <= shown.pages
    assert 0 <= shown.offset <= max(0, total - 1)


@given(st.integers(0, 60))
def test_turning_the_pages_shows_everything_once(total: int) -> None:
    pages = [pager.page(number, total) for number in range(1, pager.page(1, total).pages + 1)]
    seen = [item for shown in pages for item in range(total)[shown.offset : shown.offset + shown.size]]
    assert seen == list(range(total))


def test_only_pages_that_exist_have_a_button() -> None:
    assert [one.value for one in pager.row("near", pager.page(1, 11))] == ["near.2"]
    assert [one.value for one in pager.row("near", pager.page(2, 11))] == ["near.1", "near.3"]
    assert [one.value for one in pager.row("near", pager.page(3, 11))] == ["near.2"]
    assert pager.row("near", pager.page(1, 3)) == []


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, "²", "1.5"])
def test_a_forged_page_is_the_first(text: str) -> None:
    assert pager.number_in(text) == 1


# ── what stands behind a card's verb ──


@pytest.mark.parametrize(
    ("text", "subject"),
    [("14", (14, "")), ("14.own", (14, "own")), ("14.a.b", (14, "a.b")), (str(2**31 - 1), (2**31 - 1, ""))],
)
def test_what_a_button_is_about(text: str, subject: tuple[int, str]) -> None:
    assert subject_in(text) == subject


@pytest.mark.parametrize("text", ["0", "-1.own", "99999999999", str(2**31), "²", "", "9" * 5_000, "1e3", " 1"])
def test_an_id_is_read_with_suspicion(text: str) -> None:
    with pytest.raises(NotThere):
        subject_in(text)
    with pytest.raises(NotThere):
        choice_in(text, Houses)


def test_a_choice_is_one_of_those_there_are() -> None:
    assert choice_in("14.own", Houses) == (14, Houses.own)
    for forged in ("14.", "14.OWN", "14.own.own", "14"):
        with pytest.raises(NotThere):
            choice_in(forged, Houses)


def test_the_id_of_a_draft_has_sixty_four_bits() -> None:
    assert draft_in(str(2**63 - 1)) == 2**63 - 1
    for forged in ("", "0", "-1", "x", str(2**63)):
        with pytest.raises(NotThere):
            draft_in(forged)


# ── choices ──

_DRINKS = [Choice("tea", label="Teh"), Choice("coffee", label="Kopi"), Choice("water", label="Air putih hangat")]


def test_a_label_that_is_typed_is_the_choice() -> None:
    rows = [[one] for one in _DRINKS]
    assert screens.chosen(INDONESIAN, rows, "  kopi! ") == _DRINKS[1]
    assert screens.chosen(INDONESIAN, rows, "susu") is None


def test_short_choices_stand_in_pairs() -> None:
    assert [len(row) for row in choice.rows(INDONESIAN, _DRINKS)] == [2, 1]


def test_several_can_be_ticked_and_unticked() -> None:
    chosen = several.toggled(several.toggled([], "tea"), "water")
    labels = [one.label for row in several.rows(INDONESIAN, _DRINKS, chosen) for one in row]
    assert labels == ["✓ Teh", "Kopi", "✓ Air putih hangat", None]
    assert several.toggled(chosen, "tea") == ["water"]


# ── places ──

_MARKS = ["Pos ronda", "Masjid", "Gang Melati", "Warung Bu Sri", "Lapangan"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Tapped(place.HOME), place.Told(near_home=True)),
        (Tapped("mark1"), place.Told(landmark="Masjid")),
        (Place(-7.5, 110.8), place.Told(latitude=-7.5, longitude=110.8)),
        (Place(-7.5, 110.8, "Warung"), place.Told(latitude=-7.5, longitude=110.8, words="Warung")),
        (Said("depan warung"), place.Told(words="depan warung")),
        (Media(MediaKind.voice, "f", "u", seconds=3), place.Told()),
        (Media(MediaKind.photo, "f", "u"), Again("stage.media_kept")),
        (Tapped(place.HERE), Again("widgets.place.how")),
    ],
)
def test_every_way_to_say_where(answer: object, told: object) -> None:
    assert place.told(answer, _MARKS) == told  # type: ignore[arg-type]  # the table holds all kinds


def test_at_most_four_landmarks_are_offered() -> None:
    values = [one.value for row in place.rows(INDONESIAN, _MARKS) for one in row]
    assert values == ["home", "here", "mark0", "mark1", "mark2", "mark3"]
    assert place.rows(INDONESIAN, _MARKS)[1][0].asks_location


# ── what was sent, and the last look ──


def _file(kind: MediaKind, state: MediaState = MediaState.wanted, seconds: int | None = None) -> SentFile:
    return SentFile(name="f", kind=kind, file_id="f", file_unique_id="u", state=state, seconds=seconds, created_at=NOW)


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ([], ""),
        ([_file(MediaKind.voice, seconds=21)], "🎤 0:21"),
        ([_file(MediaKind.voice, seconds=605)], "🎤 10:05"),
        ([_file(MediaKind.photo), _file(MediaKind.document)], "📷 2 foto"),
        ([_file(MediaKind.voice, seconds=5), _file(MediaKind.photo)], "🎤 0:05 · 📷 foto"),
        ([_file(MediaKind.photo, MediaState.lost)], "📷 foto · ⚠️ ada yang gagal tersimpan"),
    ],
)
def test_what_was_sent_in_one_line(files: list[SentFile], line: str) -> None:
    assert media.line(INDONESIAN, files) == line


def test_the_last_look_leaves_out_what_was_not_said_and_trusts_nobody() -> None:
    assert review.lines(["💧 Selokan", "", "<b>tebal</b>"]) == "💧 Selokan\n&lt;b&gt;tebal&lt;/b&gt;"


def test_sending_comes_first_and_later_last() -> None:
    labels = [one.value for row in review.rows(INDONESIAN, [Choice("danger", label="!")]) for one in row]
    assert labels == ["send", "photo", "change", "danger", "~"]
