"""Updates that could touch one dialogue share a lane; all others run side by side; nothing makes the reader stumble."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.lanes import ELSE, lane_of

SITI = {"id": 7, "is_bot": False, "first_name": "Siti"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100_5, "type": "supergroup"}
CHANNEL = {"id": -100_9, "type": "channel"}
IN_PRIVATE = {"message_id": 1, "chat": PRIVATE, "from": SITI}
IN_GROUP = {"message_id": 1, "chat": GROUP, "from": SITI}
OF_BOT = {"message_id": 2, "from": {"id": 99, "is_bot": True}}
WELCOME = {"chat": GROUP, "from": SITI, "date": 0}

LANES: list[tuple[str, dict[str, Any], str]] = [
    ("message in private", {"message": IN_PRIVATE}, "p:7"),
    ("message in a group", {"message": IN_GROUP}, "g:-1005:7"),
    ("message in the name of a channel", {"message": {"chat": GROUP, "sender_chat": CHANNEL}}, "g:-1005:-1009"),
    ("correction in private", {"edited_message": IN_PRIVATE}, "p:7"),
    ("correction in a group", {"edited_message": IN_GROUP}, "g:-1005:7"),
    ("channel post", {"channel_post": {"chat": CHANNEL, "sender_chat": CHANNEL}}, "g:-1009:-1009"),
    ("channel post corrected", {"edited_channel_post": {"chat": CHANNEL, "sender_chat": CHANNEL}}, "g:-1009:-1009"),
    ("message to a business", {"business_message": IN_PRIVATE}, "p:7"),
    ("tap in private", {"callback_query": {"from": SITI, "message": OF_BOT | {"chat": PRIVATE}}}, "p:7"),
    ("tap in a group", {"callback_query": {"from": SITI, "message": OF_BOT | {"chat": GROUP}}}, "g:-1005:7"),
    ("tap on an old message", {"callback_query": {"from": SITI, "message": {"chat": PRIVATE, "date": 0}}}, "p:7"),
    ("tap on an inline message", {"callback_query": {"from": SITI, "inline_message_id": "x"}}, "p:7"),
    ("vote", {"poll_answer": {"poll_id": "42", "user": SITI, "option_ids": [0]}}, "v:42:7"),
    ("vote of a channel", {"poll_answer": {"poll_id": "42", "voter_chat": CHANNEL}}, "v:42:-1009"),
    ("poll closed", {"poll": {"id": "42", "is_closed": True}}, "poll:42"),
    ("bot blocked", {"my_chat_member": WELCOME | {"chat": PRIVATE}}, "p:7"),
    ("bot added", {"my_chat_member": WELCOME}, "c:-1005"),
    ("member left", {"chat_member": WELCOME}, "c:-1005"),
    ("asks to join", {"chat_join_request": WELCOME}, "c:-1005"),
    ("group upgraded", {"message": IN_GROUP | {"migrate_to_chat_id": -1}}, "c:-1005"),
    ("was upgraded", {"message": IN_GROUP | {"migrate_from_chat_id": -1}}, "c:-1005"),
    ("neighbours come", {"message": IN_GROUP | {"new_chat_members": [SITI]}}, "c:-1005"),
    ("neighbour goes", {"message": IN_GROUP | {"left_chat_member": SITI}}, "c:-1005"),
    ("group made", {"message": IN_GROUP | {"group_chat_created": True}}, "c:-1005"),
]
UNUSED = (
    "business_connection", "edited_business_message", "deleted_business_messages", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "chat_boost", "removed_chat_boost", "something_of_next_year",
)  # fmt: skip

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
# Garbage in the right places goes deeper than garbage alone.
almost = st.fixed_dictionaries(
    {},
    optional={
        kind: json | st.fixed_dictionaries({}, optional=dict.fromkeys(("chat", "from", "message", "id", "user"), json))
        for kind in ("message", "callback_query", "poll_answer", "poll", "my_chat_member", "chat_join_request")
    },
)


@pytest.mark.parametrize(("update", "lane"), [case[1:] for case in LANES], ids=[case[0] for case in LANES])
def test_the_lane_of_every_kind(update: dict[str, Any], lane: str) -> None:
    assert lane_of({"update_id": 1, **update}) == lane


@pytest.mark.parametrize("kind", UNUSED)
def test_kinds_that_no_dialogue_answers_have_a_lane_too(kind: str) -> None:
    assert lane_of({"update_id": 1, kind: {"from": SITI, "chat": GROUP}}) == ELSE


def test_siti_never_waits_for_budi() -> None:
    budi = {"message": {"chat": GROUP, "from": SITI | {"id": 8}}}
    assert lane_of({"message": IN_GROUP}) != lane_of(budi)


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine the first of them takes a second
@given(almost | st.dictionaries(st.text(), json))
def test_garbage_has_a_lane_that_the_column_takes(update: dict[str, Any]) -> None:
    lane = lane_of(update)
    assert 0 < len(lane) <= 64
    assert "\0" not in lane
