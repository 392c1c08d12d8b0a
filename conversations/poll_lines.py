"""How a poll is said: its question, its rule, its options and the marks of one's own choice, how many have voted."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import Session

from community import choosing, poll_answers, poll_values
from community.votes import Vote
from conversations import need_lines, neighbourhood
from conversations.talk import House
from conversations.widgets import amount, review, when
from locales import Words
from storage import communities
from storage.communities import Community
from storage.polls import Counts, Method, Poll, PollOption, Way

TICK = "✓"
_RANKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MOST_DOTS = 5
"""More dots than that are not counted at a glance: a number stands instead."""
_SEVERAL = frozenset((Method.approval, Method.equal_shares))


def place_of(session: Session, poll: Poll) -> Community:
    community = communities.by_id(session, poll.community_id)
    if community is None:
        raise LookupError("a poll without a neighbourhood")
    return community


def link(house: House, community: Community, poll: Poll, verb: str) -> str:
    """The address that opens it in private; whoever is no member yet is welcomed on the way."""
    return neighbourhood.link_to(house, community, f"{verb}_{poll.code}")


def question(words: Words, poll: Poll) -> str:
    """In the organiser's words, else in those of its kind."""
    return poll.question or words.label(f"poll.question.{poll.kind.value}")


def titled(words: Words, poll: Poll, *parts: Sequence[str]) -> str:
    """🗳 Mana yang kita dahulukan? (Tanya warga No. 4), and plain lines below it, a space between parts; as HTML."""
    said = Markup("\n\n").join(block for part in parts if (block := review.lines(part)))
    return words.text("poll.titled", question=question(words, poll), number=poll.number, lines=said)


# ── the rule ──


def rules(words: Words, poll: Poll, options: int) -> list[str]:
    """What one may choose of so many options, in one line; in the next what else holds for this poll, if anything."""
    how, *more = open_rules(words, poll, options)
    secret = words.label("poll.rule.secret.both" if poll.way is Way.both else "poll.rule.secret")
    return [f"{how} {secret}", *more]


def open_rules(words: Words, poll: Poll, options: int) -> list[str]:
    """The same where everybody sees who chooses what."""
    how = words.label(f"poll.rule.{_how(poll, options)}", most=poll.most, on_one=poll.most_on_one)
    more = " ".join(_more(words, poll))
    return [how, *([more] if more else [])]


def _how(poll: Poll, options: int) -> str:
    if poll.method in _SEVERAL and poll.most >= options:
        return "all"
    if poll.method in choosing.RANKED:
        return "ranking"
    if poll.method is Method.yes_no:
        return "two_thirds" if poll.two_thirds else "yes_no"
    return poll.method.value


def _more(words: Words, poll: Poll) -> list[str]:
    said = []
    if poll.budget is not None:
        said.append(words.label("poll.rule.sum", sum=amount.rupiah(poll.budget)))
    if poll.counts is Counts.house:
        said.append(words.label("poll.rule.house"))
    if poll.quorum:
        said.append(words.label("poll.rule.quorum", percent=poll.quorum))
    if poll.least_days:
        said.append(words.label("poll.rule.days", days=poll.least_days))
    if poll.method is Method.consensus:
        said.append(words.label("poll.rule.majority" if poll.falls_back else "poll.rule.no_majority"))
    return said


# ── options ──


def option(words: Words, poll: Poll, one: PollOption) -> str:
    """Its name: a need's, a day, or one of the answers that every such poll has."""
    if poll.method in poll_answers.METHODS and one.place in poll_answers.PLACES:
        return words.label(f"poll.answer.{poll.method.value}.{one.place}")
    return one.text


def labelled(words: Words, poll: Poll, one: PollOption, mark: str = "") -> str:
    """✓ 1 Selokan Gang Melati: as on its button."""
    name = option(words, poll, one)
    number = "" if poll.method in poll_answers.METHODS else f"{one.place} "
    return f"{mark} {number}{name}" if mark else f"{number}{name}"


def spelt_out(words: Words, poll: Poll, options: Sequence[PollOption], fits: int) -> list[str]:
    """Each with its number and cost, where a button is too short to say all."""
    if all(one.cost is None and len(labelled(words, poll, one)) <= fits for one in options):
        return []
    return [priced(words, poll, one) for one in options]


def priced(words: Words, poll: Poll, one: PollOption) -> str:
    """1. Selokan Gang Melati · Rp3.500.000."""
    cost = f" · {amount.rupiah(one.cost)}" if one.cost is not None else ""
    return f"{one.place}. {option(words, poll, one)}{cost}"


def marks(poll: Poll, choices: Sequence[int]) -> dict[int, str]:
    """What stands before each option that one has chosen: ✓, its rank, or its dots."""
    if poll.method is Method.points:
        return {one: dots(many) for one, many in Counter(choices).items()}
    if poll.method in choosing.RANKED:
        return {one: rank(number) for number, one in enumerate(choices, 1)}
    return dict.fromkeys(choices, TICK)


def rank(number: int) -> str:
    return _RANKS[number - 1] if number <= len(_RANKS) else f"{number})"


def dots(many: int, of: int = 0) -> str:
    """●●○: given, and what may still be given to this one."""
    if max(many, of) > _MOST_DOTS:
        return f"●×{many}"
    return "●" * many + "○" * (of - many)


# ── when, and how many ──


def moment(words: Words, at: datetime, zone: str) -> str:
    """Jumat, 27 Nov, 20.00 WIB: in the community's time."""
    local = at.astimezone(ZoneInfo(zone))
    hour = local.strftime(words.label("widgets.when.clock"))
    return f"{need_lines.weekday(words, at, zone)}, {hour} {when.ZONES.get(zone) or local.tzname() or zone}"


def turnout(session: Session, words: Words, poll: Poll) -> str:
    """Sudah memilih: 18 dari 41 warga · ditutup Jumat, 27 Nov, 20.00 WIB."""
    now = poll_values.turnout(session, poll)
    whom = words.label(f"poll.of.{poll.counts.value}", count=now.eligible)
    until = moment(words, poll.closes_at, place_of(session, poll).time_zone)
    said = words.label("poll.turnout", votes=now.votes, whom=whom, until=until)
    return f"{said}\n{left_out(words, 'poll.turnout.apart', poll, now.apart)}" if now.apart else said


def left_out(words: Words, key: str, poll: Poll, count: int) -> str:
    """How many votes are kept apart; where one must have lived here for some days, that may be why, too."""
    return words.label(f"{key}.days" if poll.least_days else key, count=count, days=poll.least_days)


def apart(words: Words, mine: Vote) -> str:
    """Why one's own vote is not counted; nothing for one that is."""
    return words.label(f"vote.apart.{mine.apart.value}", days=mine.poll.least_days) if mine.apart else ""
