"""How well a need told twice is found: measured on pairs that neither synonyms nor weights were chosen by."""

import pytest
from sqlalchemy import Engine

from storage.database import writing
from tests.community.labelled import measured, pairs
from tests.community.rt_three import settle


def test_the_set_is_as_large_and_as_mixed_as_it_says() -> None:
    tune, reported = pairs("tune"), pairs("reported")
    every = tune + reported
    assert len(every) >= 120
    assert sum(bool(pair.mixed) for pair in every) >= 25
    assert not {(pair.new, pair.old) for pair in tune} & {(pair.new, pair.old) for pair in reported}
    for half in (tune, reported):
        assert sum(pair.same for pair in half) >= 30
        assert sum(not pair.same for pair in half) >= 30


def test_a_need_told_again_is_found(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(engine) as session:
        figures = measured(session, settle(session), pairs("reported"))
    with capsys.disabled():
        print(f"\n{engine.dialect.name}, reported half: {figures}")  # noqa: T201 - the figure is what this test is for
    assert figures.recall >= 0.95
    assert figures.precision >= 0.70
    assert figures.right >= 0.75 * figures.same
