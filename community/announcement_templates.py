"""The announcements that a neighbourhood makes again and again: what each must know, and how much it may disturb.

What they say is in the words, `templates.<key>.text`, and what is asked for each variable, `templates.ask.<variable>`;
a likely answer is `templates.<variable>.<answer>`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.broadcasts import Urgency


class Asked(StrEnum):
    """What kind of question fills a variable."""

    day = "day"
    hour = "hour"
    place = "place"
    name = "name"
    amount = "amount"
    words = "words"


@dataclass(frozen=True, slots=True)
class Variable:
    """If an optional one is left out, its sentence goes with it. `likely` are the names of answers to be tapped."""

    key: str
    kind: Asked
    optional: bool = False
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """Its variables in the order in which they are asked."""

    key: str
    variables: tuple[Variable, ...]
    urgency: Urgency = Urgency.normal

    def variable(self, key: str) -> Variable:
        """Raises KeyError."""
        return {one.key: one for one in self.variables}[key]


_DAY, _HOUR = Variable("day", Asked.day), Variable("hour", Asked.hour)
_VENUE = Variable("venue", Asked.place)


def _maybe(key: str, kind: Asked = Asked.words) -> Variable:
    return Variable(key, kind, optional=True)


TEMPLATES = (
    Template("work_day", (_DAY, _HOUR, Variable("place", Asked.place), _maybe("cleaned"), _maybe("tools"))),
    Template("meeting", (_DAY, _HOUR, _VENUE, _maybe("topic"))),
    Template("posyandu", (_DAY, _HOUR, _VENUE, _maybe("extra"))),
    Template(
        "mourning",
        (Variable("deceased", Asked.name), _maybe("burial"), _maybe("house", Asked.place), _maybe("wording")),
        Urgency.mourning,
    ),
    Template(
        "dues",
        (
            Variable("dues", Asked.words),
            Variable("sum", Asked.amount),
            _maybe("until", Asked.day),
            _maybe("collector", Asked.name),
        ),
    ),
    Template(
        "outage",
        (
            Variable("outage", Asked.words, likely=("water", "power")),
            _DAY,
            _HOUR,
            _maybe("until_hour", Asked.hour),
            _maybe("area", Asked.place),
        ),
    ),
    Template(
        "security",
        (Variable("happened", Asked.words), _maybe("spot", Asked.place), _maybe("contact", Asked.name)),
        Urgency.urgent,
    ),
)
BY_KEY = {template.key: template for template in TEMPLATES}


def next_asked(template: Template, values: Mapping[str, str], left_out: Iterable[str] = ()) -> Variable | None:
    """The next variable to ask for; None when each is known or has been left out."""
    gone = set(left_out)
    return next((one for one in template.variables if not values.get(one.key) and one.key not in gone), None)
