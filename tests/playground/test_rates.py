"""This Telegram counts, if it is told to: in all, to one person, to one group."""

import pytest

from playground.rates import Rates

NOW = 1_800_000_000.0
SITI, GROUP = 7, -1005


def waits(rates: Rates, times: list[float], chat: int | None = None, messages: int = 1) -> list[int | None]:
    return [
        rates.wait(number + 1 if chat is None else chat, messages, NOW + after) for number, after in enumerate(times)
    ]


def test_thirty_a_second_may_pass_and_no_more() -> None:
    assert waits(Rates(), [0.0] * 31) == [*[None] * 30, 1]
    assert waits(Rates(), [number / 30 for number in range(90)]) == [None] * 90
    rates = Rates()
    assert waits(rates, [number / 33 for number in range(33)])[-1] == 1
    assert rates.overrun == 3


def test_a_person_gets_a_short_burst_and_then_one_a_second() -> None:
    assert waits(Rates(), [0.0] * 6, SITI) == [*[None] * 5, 1]
    assert waits(Rates(), [0, 0, 0, 0, 1, 2, 3, 4], SITI) == [None] * 8


def test_a_group_gets_twenty_in_any_minute() -> None:
    rates = Rates(per_second=0)
    assert waits(rates, [0.0] * 21, GROUP) == [*[None] * 20, 60]
    assert waits(rates, [59.0, 60.1], GROUP) == [1, None]


@pytest.mark.parametrize(("chat", "passed"), [(SITI, 1), (GROUP, 2)])
def test_an_album_counts_as_so_many(chat: int, passed: int) -> None:
    assert waits(Rates(), [0.0] * 3, chat, messages=10).count(None) == passed
