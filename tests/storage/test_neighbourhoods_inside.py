"""Which neighbourhoods lie in one: an RW and its RTs, a dusun and its RWs, and nothing without an end."""

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from storage import communities
from storage.communities import Community, CommunityKind
from storage.database import writing
from tests.community.rt_three import NOW


def places(session: Session, lies_in: dict[str, str | None]) -> dict[str, int]:
    """Each by its name, in what it lies in; that may be named later. Their ids."""
    found = {
        name: Community(kind=CommunityKind.group, code=f"code{number}", name=name, created_at=NOW)
        for number, name in enumerate(lies_in)
    }
    session.add_all(found.values())
    session.flush()
    for name, around in lies_in.items():
        found[name].parent_id = found[around].id if around else None
    session.flush()
    return {name: place.id for name, place in found.items()}


def inside(session: Session, ids: dict[str, int], name: str, deepest: int = 4) -> list[str]:
    names = {number: name for name, number in ids.items()}
    return [names[one] for one in communities.below(session, ids[name], deepest=deepest)]


def test_the_outer_comes_before_what_lies_in_it(engine: Engine) -> None:
    with writing(engine) as session:
        ids = places(session, {"RT 01": "RW 05", "RT 02": "RW 05", "RW 05": "Dusun", "Dusun": None, "RW 06": None})
        assert inside(session, ids, "Dusun") == ["Dusun", "RW 05", "RT 01", "RT 02"]
        assert inside(session, ids, "RW 05") == ["RW 05", "RT 01", "RT 02"]
        assert inside(session, ids, "RT 01") == ["RT 01"]
        assert communities.below(session, 999, deepest=4) == [999]


@pytest.mark.parametrize(("deepest", "found"), [(0, 1), (2, 3), (4, 5), (9, 6)])
def test_no_deeper_than_was_asked(engine: Engine, deepest: int, found: int) -> None:
    with writing(engine) as session:
        chain: dict[str, str | None] = {"0": None} | {str(one): str(one - 1) for one in range(1, 6)}
        assert len(inside(session, places(session, chain), "0", deepest)) == found


def test_two_that_lie_in_each_other_are_each_found_once(engine: Engine) -> None:
    with writing(engine) as session:
        ids = places(session, {"RW 05": "RW 06", "RW 06": "RW 05", "RT 01": "RW 06", "RT 02": "RT 02"})
        assert inside(session, ids, "RW 05") == ["RW 05", "RW 06", "RT 01"]
        assert inside(session, ids, "RT 02") == ["RT 02"]


def test_it_is_one_statement_however_many_they_are(engine: Engine) -> None:
    said: list[str] = []
    with writing(engine) as session:
        ids = places(session, {"RW 05": None} | {f"RT {one:02}": "RW 05" for one in range(12)})
        event.listen(session.connection(), "before_cursor_execute", lambda *call: said.append(call[2]))
        assert len(inside(session, ids, "RW 05")) == 13
    assert len(said) == 1
