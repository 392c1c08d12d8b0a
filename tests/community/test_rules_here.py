"""The neighbourhood's own rules: its chair sets them, within reason, and it is noted what they were."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from community import rules_here
from community.quiet_hours import Part
from community.refusals import NotAllowed, NotThere
from community.rules_here import Rule
from storage.audit import AuditEntry
from storage.communities import Community
from storage.database import writing
from tests.community.rt_three import NOW, settle


@pytest.mark.parametrize("rule", Rule)
def test_the_chair_sets_every_rule_to_a_sensible_number(engine: Engine, rule: Rule) -> None:
    with writing(engine) as session:
        rt = settle(session)
        before = rules_here.value_of(rules_here.of(session, rt.community, by=rt.budi), rule)
        for value in rules_here.SENSIBLE[rule]:
            changed = rules_here.change(session, rt.community, rule, value, by=rt.budi, now=NOW)
            assert rules_here.value_of(changed, rule) == value
        first = session.exec(select(AuditEntry).where(AuditEntry.action == "community.rules")).first()
        assert first is not None
        assert (first.actor_id, first.before) == (rt.budi, {rule.value: before})


@pytest.mark.parametrize("who", ["siti", "tini", "joko"])
def test_nobody_else_sets_them(engine: Engine, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed, match=r"rules\.refused\.only_chair"):
            rules_here.change(session, rt.community, Rule.answer_days, 2, by=getattr(rt, who), now=NOW)
        assert session.exec(select(Community.answer_days)).one() == 3


@pytest.mark.parametrize("value", [0, -1, 4, 10_000])
def test_a_number_that_nobody_offered_is_refused(engine: Engine, value: int) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotThere):
            rules_here.change(session, rt.community, Rule.answer_days, value, by=rt.budi, now=NOW)


def test_quiet_hours_are_changed_by_the_chair_and_noted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rules_here.change_quiet_hours(session, rt.community, Part.begins, "22:00", by=rt.budi, now=NOW)
        rules_here.change_quiet_hours(session, rt.community, Part.friday, "yes", by=rt.budi, now=NOW)
        entry = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[attr-defined]  # a column
        assert entry is not None
        assert entry.after == {"quiet_hours": "22:00-05:00, 11:30-13:00"}
        assert entry.before == {"quiet_hours": "22:00-05:00"}
        for who in (rt.siti, rt.tini, rt.joko):
            with pytest.raises(NotAllowed, match=r"rules\.refused\.only_chair"):
                rules_here.change_quiet_hours(session, rt.community, Part.friday, "no", by=who, now=NOW)
        with pytest.raises(NotThere):
            rules_here.change_quiet_hours(session, rt.community, Part.begins, "12:00", by=rt.budi, now=NOW)
