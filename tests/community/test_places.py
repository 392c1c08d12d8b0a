"""A hidden name hides the house: neighbours get a quarter of the neighbourhood, the same for all points in it."""

import h3
from hypothesis import given
from hypothesis import strategies as st

from community import places
from storage.needs import Audience, Need
from tests.community.rt_three import NOW

LATITUDES = st.floats(-11, 6)
"""Indonesia, from Rote to Weh."""
LONGITUDES = st.floats(95, 141)


def need(latitude: float | None, longitude: float | None, *, shown: bool = False, reporter: int | None = 1) -> Need:
    return Need(
        community_id=1, number=14, code="7kq2", kind="drain", heard_at=NOW, created_at=NOW, changed_at=NOW,
        latitude=latitude, longitude=longitude, reporter_id=reporter,
        name_shown_to=Audience.neighbours if shown else Audience.organisers,
    )  # fmt: skip


@given(LATITUDES, LONGITUDES)
def test_a_hidden_name_never_gives_the_exact_point(latitude: float, longitude: float) -> None:
    public = places.public_point(need(latitude, longitude))
    assert public is not None
    assert public != (latitude, longitude)
    assert h3.latlng_to_cell(*public, places.CELL) == h3.latlng_to_cell(latitude, longitude, places.CELL)


@given(LATITUDES, LONGITUDES, st.floats(0, 1))
def test_two_points_of_one_cell_look_alike(latitude: float, longitude: float, part: float) -> None:
    """Any two, and the corners too."""
    cell = h3.latlng_to_cell(latitude, longitude, places.CELL)
    middle, corner = h3.cell_to_latlng(cell), h3.cell_to_boundary(cell)[0]
    inside = [here + (there - here) * part * 0.99 for here, there in zip(middle, corner, strict=True)]
    assert places.public_point(need(inside[0], inside[1])) == places.public_point(need(latitude, longitude))


def test_a_shown_name_shows_the_point() -> None:
    assert places.public_point(need(-7.5, 110.8, shown=True)) == (-7.5, 110.8)


def test_without_a_point_there_is_none() -> None:
    assert places.public_point(need(None, None, shown=True)) is None


def test_a_need_of_nobody_any_more_is_blurred_whatever_was_shown_once() -> None:
    assert places.public_point(need(-7.5, 110.8, shown=True, reporter=None)) != (-7.5, 110.8)
