"""How a need reads, line by line."""

from datetime import UTC, datetime

import pytest

from conversations import need_lines
from conversations.report_draft import ReportDraft
from locales import OFFERED, words
from storage.needs import Need, NeedState
from storage.timeline import TimelineEntry
from tests.community.rt_three import NOW

INDONESIAN = words("id")


def need(**about: object) -> Need:
    known = {"community_id": 1, "number": 14, "code": "c", "kind": "drain", "created_at": NOW, "changed_at": NOW}
    return Need(**known | about)  # type: ignore[arg-type]  # a table's constructor takes its columns


@pytest.mark.parametrize(
    ("about", "exactly", "line"),
    [
        ({"near_home": True}, True, "📍 Sekitar rumah, RT 03"),
        ({"near_home": True}, False, "📍 RT 03"),
        ({"landmark": "Pos ronda"}, False, "📍 Pos ronda"),
        ({"place": "depan warung"}, False, "📍 depan warung"),
        ({"latitude": -7.5}, True, "📍 Titik di peta"),
        ({"latitude": -7.5}, False, "📍 RT 03"),
        ({}, True, "📍 Disebut lewat suara"),
    ],
)
def test_where_it_is(about: dict[str, object], exactly: bool, line: str) -> None:  # noqa: FBT001 - a column of the table
    assert need_lines.place(INDONESIAN, need(**about), "RT 03", exactly=exactly) == line


@pytest.mark.parametrize(
    ("about", "line"),
    [
        ({}, "💧 Selokan"),
        ({"detail": "clogged"}, "💧 Selokan · mampet"),
        ({"detail": "clogged", "title": "Selokan Gang Melati"}, "💧 Selokan Gang Melati"),
        ({"kind": "dragons"}, "💬 Belum tahu"),
    ],
)
def test_what_it_is_called(about: dict[str, object], line: str) -> None:
    assert need_lines.title(INDONESIAN, need(**about)) == line


def test_long_words_are_shortened_and_none_are_left_out() -> None:
    assert need_lines.quoted(None) == ""
    assert need_lines.quoted("pendek") == "“pendek”"
    assert len(need_lines.quoted("a" * 500)) == need_lines.SHORT + 2


@pytest.mark.parametrize("language", OFFERED)
def test_every_state_has_its_words(language: str) -> None:
    said = [need_lines.state(words(language), need(state=state)) for state in NeedState]
    assert len(set(said)) == len(NeedState)


def test_a_story_is_dated_by_the_neighbourhoods_own_clock() -> None:
    late = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
    entries = [TimelineEntry(need_id=1, at=late, state=NeedState.forwarded, reason="surat No. 7")]
    told = {zone: need_lines.journey(INDONESIAN, entries, zone) for zone in ("Asia/Jakarta", "Asia/Jayapura")}
    assert told["Asia/Jakarta"] == ["18 Nov  Diteruskan ke yang berwenang: “surat No. 7”"]
    assert told["Asia/Jayapura"][0].startswith("19 Nov")


def test_a_draft_knows_what_it_has_been_told() -> None:
    draft = ReportDraft(kind="drain", detail="clogged")
    assert draft.tells
    draft.name_kind("lamp")
    assert (draft.kind, draft.detail, draft.tells) == ("lamp", None, False)
    assert draft.append("mati")
    assert not draft.append("x" * 4_000)
    assert draft.text == "mati"
    assert draft.tells


def test_a_draft_of_an_older_release_is_still_understood() -> None:
    draft = ReportDraft.model_validate({"kind": "drain", "a_field_of_last_year": 1})
    assert draft.report().kind == "drain"


@pytest.mark.parametrize(
    ("about", "line"),
    [
        ({"state": NeedState.received}, ""),
        ({"state": NeedState.accepted}, "“rumah mbah karto bocor, mbahkarto sakit”"),
        ({"state": NeedState.accepted, "on_behalf_of": ""}, "“rumah mbah karto bocor, mbahkarto sakit”"),
        (
            {"state": NeedState.accepted, "on_behalf_of": "Mbah Karto"},
            "“rumah seorang tetangga bocor, mbahkarto sakit”",
        ),
    ],
)
def test_neighbours_read_its_words_after_organisers_and_without_a_name(about: dict[str, object], line: str) -> None:
    told = need(text="rumah mbah karto bocor, mbahkarto sakit", **about)
    assert need_lines.words_for_all(INDONESIAN, told) == line
