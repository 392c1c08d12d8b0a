"""Links and texts that must fit: read whatever is sent, sign what names a group, keep to Telegram's limits."""

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.naming import LONGEST_WORDS
from conversations import neighbourhood, screens
from conversations.neighbourhood import LONGEST, Link
from locales import OFFERED, words
from storage.communities import Chat, ChatKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("payload", "code", "then"),
    [
        ("", None, ""),
        ("rt-7kq2mxab", "7kq2mxab", ""),
        ("rt-7kq2mxab-usul", "7kq2mxab", "usul"),
        ("rt-7kq2mxab-ajak_abc", "7kq2mxab", "ajak_abc"),
        ("pasang", None, "pasang"),
        ("pasang_3_0_ab12cd34ef", None, "pasang_3_0_ab12cd34ef"),
        ("rt-", None, ""),
        ("RT-7KQ2", None, ""),
        ("x" * 64, None, ""),
        ("rt-7kq2mxab-" + "x" * 40, "7kq2mxab", ""),
    ],
)
def test_a_payload_says_where_and_what(payload: str, code: str | None, then: str) -> None:
    assert neighbourhood.read(payload) == Link(code, then)


@given(st.text(max_size=70))
def test_whatever_is_sent_is_read_and_fits_a_button(payload: str) -> None:
    link = neighbourhood.read(payload)
    assert len(f"c.join.yes.99.id.{link.payload}".encode()) <= screens.CALLBACK_BYTES
    assert neighbourhood.read(link.payload) == link


def test_only_we_can_write_the_link_that_places_a_group() -> None:
    chat = Chat(id=12, telegram_id=-100, kind=ChatKind.group, created_at=NOW)
    for thread in (None, 7):
        payload = neighbourhood.placing_payload("secret", chat, thread)
        arg = neighbourhood.read(payload).arg
        assert len(payload) <= LONGEST
        assert neighbourhood.placed_in("secret", arg) == (12, thread)
        assert neighbourhood.placed_in("another", arg) is None
        assert neighbourhood.placed_in("secret", arg.replace("12_", "13_", 1)) is None
    longest = neighbourhood.placing_payload(
        "secret", Chat(id=2**31, telegram_id=-1, kind=ChatKind.group, created_at=NOW), 2**31
    )
    assert len(longest) <= LONGEST
    assert len(f"c.place.attach.{2**31}.{neighbourhood.read(longest).arg}".encode()) <= screens.CALLBACK_BYTES


@given(st.text(max_size=40))
def test_a_forged_argument_is_refused_without_an_error(arg: str) -> None:
    assert neighbourhood.placed_in("secret", arg) is None


@pytest.mark.parametrize("language", OFFERED)
def test_the_consent_alert_fits_even_the_longest_name(language: str) -> None:
    said = words(language)
    name = said.label("community.unconfirmed", name="x" * LONGEST_WORDS)
    for key in ("join.wave.offer", "join.wave.thanks"):
        assert len(said.label(key, community=name)) <= screens.TOAST


@pytest.mark.parametrize("language", OFFERED)
def test_texts_for_whatsapp_survive_the_link(language: str) -> None:
    said, link = words(language), "https://t.me/" + "x" * 32 + "?start=" + "x" * 64
    values = {"community": "x" * LONGEST_WORDS, "chair": "Kepala Dusun", "link": link}
    for key in ("place.wa", "place.ask_chair.wa", "place.invite.link.wa"):
        url = neighbourhood.to_whatsapp(said.label(key, **values))
        assert unquote(url.removeprefix("https://wa.me/?text=")) == said.label(key, **values)
    with pytest.raises(ValueError, match="too long"):
        neighbourhood.to_whatsapp("x" * 701)
