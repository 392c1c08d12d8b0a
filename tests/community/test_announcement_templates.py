"""What each template must know before it can be sent, and what is asked next."""

from collections.abc import Iterable

import pytest

from community.announcement_templates import BY_KEY, TEMPLATES, Asked, Template, Variable, next_asked
from storage.broadcasts import Urgency


def keys(variables: Iterable[Variable]) -> list[str]:
    return [one.key for one in variables]


def test_everything_is_asked_once_in_its_order() -> None:
    work_day = BY_KEY["work_day"]
    values: dict[str, str] = {}
    asked = []
    while one := next_asked(work_day, values, left_out=["cleaned"]):
        asked.append(one.key)
        values[one.key] = "x"
    assert asked == ["day", "hour", "place", "tools"]


def test_a_death_is_told_at_night_without_sound_and_danger_with_it() -> None:
    others = {one.urgency for one in TEMPLATES if one.key not in ("mourning", "security")}
    assert others == {Urgency.normal}
    assert BY_KEY["mourning"].urgency is Urgency.mourning
    assert BY_KEY["security"].urgency is Urgency.urgent


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_variables_have_one_name_each_and_what_must_be_known_comes_first(template: Template) -> None:
    names = keys(template.variables)
    assert len(set(names)) == len(names)
    assert [one.optional for one in template.variables] == sorted(one.optional for one in template.variables)
    assert all(template.variable(name).kind in Asked for name in names)
