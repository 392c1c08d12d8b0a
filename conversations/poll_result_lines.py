"""What came of a poll, in words: who voted, what is in front and by how much, equals, and what happens next.

    31 dari 41 warga memilih.
    1) Selokan Gang Melati · 24 suara
    2) Lampu pos ronda · 19 suara
    Sama kuat: Lampu · Paving. Didahulukan yang nomornya lebih kecil di daftar.
    Berikutnya: pengurus merencanakan Selokan Gang Melati (No. 14).

Figures come from `Poll.result`: what was counted once is never counted anew. Beside it stands what was left out.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from community import moves, objections, office, paper_votes, poll_closing
from community.moves import Mover
from community.voting.results import TieRule
from conversations import need_lines, neighbourhood, objection_lines, poll_lines
from conversations.talk import House
from conversations.widgets import amount, rich_text
from locales import Words
from storage import communities, events, needs, people
from storage import polls as stored
from storage.needs import Need, NeedState
from storage.polls import Method, Poll, PollKind, PollState

IN_FRONT = 5
"""So many places the group and WhatsApp are told; in private stand all."""
_SHORT = 40
"""Letters of an option's name where there is little room."""
_EQUALS, _TIES = 4, 2
"""So many equals are named; of so many ties the group is told."""
_BETWEEN = " · "
"""Between names, for many hold a comma: "Meja kursi PAUD, Balai warga" is one."""
_UNIT = {Method.borda: "points", Method.points: "points", Method.schulze: "beaten"}


def told(session: Session, words: Words, poll: Poll, *, most: int | None = None) -> list[list[str]]:
    """All of it, line by line, in parts; of the places the first `most`."""
    if poll.state is PollState.called_off:
        return [[words.label("poll.called_off", why=poll.why_closed or "")]]
    result, names = poll.result, names_of(session, words, poll)
    if most is not None:
        names = {place: rich_text.cut(name, _SHORT) for place, name in names.items()}
    early = [words.label("poll.result.early", why=poll.why_closed)] if poll.why_closed else []
    too_few = [] if result["quorum_met"] else [_too_few(words, result)]
    return [
        [voted(words, poll), *early, *too_few],
        _counted(words, poll, names, most),
        objection_lines.on_record(words, objections.on_record(session, poll)) if most is None else [],
        [*ties(words, poll, names, most=most), *_besides(session, words, poll), *_parts(session, words, result)],
        _next(session, words, poll, names),
    ]


def names_of(session: Session, words: Words, poll: Poll) -> dict[int, str]:
    """What each place of the card is called."""
    return {one.place: poll_lines.option(words, poll, one) for one in stored.options_of(session, poll.id)}


def voted(words: Words, poll: Poll) -> str:
    """31 dari 41 warga memilih."""
    whom = words.label(f"poll.of.{poll.counts.value}", count=poll.result["eligible"])
    return words.label("poll.result.voted", votes=poll.result["votes"], whom=whom)


def _too_few(words: Words, result: Mapping[str, Any]) -> str:
    least = -(-result["quorum"] * result["eligible"] // 100)
    return words.label("poll.result.too_few", least=least)


# ── what was counted ──


def _counted(words: Words, poll: Poll, names: Mapping[int, str], most: int | None) -> list[str]:
    result = poll.result
    match poll.method:
        case Method.yes_no | Method.consensus:
            parts = ("yes", "no", "abstain") if poll.method is Method.yes_no else ("agree", "with_note", "object")
            said = " · ".join(words.label(f"poll.result.{part}", many=result[part]) for part in parts)
            return [said, words.label(f"poll.outcome.{result['outcome']}")]
        case Method.equal_shares:
            return _bought(words, poll, names, most)
        case _:
            return _places(words, poll, names, most)


def _places(words: Words, poll: Poll, names: Mapping[int, str], most: int | None) -> list[str]:
    order = poll.result["order"]
    shown = [one for one in order if one["tally"] != "0" or most is None][:most]
    if len(order) == len(shown) + 1:  # its name takes no more room than a word that there is one more
        shown = order
    lines = [f"{one['rank']}) {names[one['place']]} · {tally(words, poll, one['tally'])}" for one in shown]
    if len(shown) < len(order):
        lines.append(words.label("poll.result.more", count=len(order) - len(shown)))
    if (winner := poll.result.get("beats_all")) is not None and poll.result["votes"]:
        lines.append(words.label("poll.result.beats_all", name=names[winner]))
    return lines


def tally(words: Words, poll: Poll, said: str) -> str:
    """24 suara; 41,5 poin; menang atas 4."""
    figure = Fraction(said)
    shown = str(figure) if figure.denominator == 1 else f"{float(figure):.1f}".replace(".", words.label("poll.comma"))
    return words.label(f"poll.tally.{_UNIT.get(poll.method, 'votes')}", many=shown)


def _bought(words: Words, poll: Poll, names: Mapping[int, str], most: int | None) -> list[str]:
    result = poll.result
    projects = {one["place"]: one for one in result["projects"]}
    chosen = list(enumerate(result["first"], 1))
    shown = chosen if most is None or len(chosen) == most + 1 else chosen[:most]
    lines = [f"{step}) {names[place]} · {rupiah(projects[place]['cost'])}" for step, place in shown]
    others = [names[place] for place in projects if place not in result["first"]]
    if len(chosen) > len(lines):
        lines.append(words.label("poll.result.more", count=len(chosen) - len(lines)))
    if not chosen:
        lines.append(words.label("poll.result.nothing_bought"))
    if others:
        lines.append(words.label("poll.result.not_bought", names=_BETWEEN.join(others[:IN_FRONT])))
    left, whole = rupiah(result["left"]), rupiah(str(result["budget"]))
    return [*lines, words.label("poll.result.left", left=left, sum=whole)]


def rupiah(exact: str, *, up: bool = False) -> str:
    """Whole rupiah: what somebody has is rounded down, what is lacking is rounded `up`, so that both add up."""
    figure = Fraction(exact)
    return amount.rupiah(-(-figure.numerator // figure.denominator) if up else figure.numerator // figure.denominator)


def ties(words: Words, poll: Poll, names: Mapping[int, str], *, most: int | None = None) -> list[str]:
    """Equals that are worth a word, of the first `most` places, and by which rules they were put in order."""
    unwanted = {one["place"] for one in poll.result.get("order", ()) if one["tally"] == "0"}
    hidden = {one["place"] for one in poll.result.get("order", ())[most:]} if most is not None else set()
    said = []
    for one in poll.result.get("ties", ()):
        if set(one["options"]) <= unwanted | hidden:
            continue
        equal = _BETWEEN.join(names[place] for place in one["options"][:_EQUALS])
        if len(one["options"]) > _EQUALS:
            equal += "…"
        used = [words.label(f"poll.tie.{rule}") for rule in TieRule if rule in one["broken_by"]]
        said.append(words.label("poll.result.tie", names=equal, rules=words.label("poll.tie.then").join(used)))
    return said if most is None else said[:_TIES]


# ── beside it ──


def _besides(session: Session, words: Words, poll: Poll) -> list[str]:
    """Votes that came another way, and those that were not counted."""
    kinds = ("by_neighbours", "paper")
    said = [words.label(f"poll.result.{one}", count=poll.result[one]) for one in kinds if poll.result[one]]
    if poll.result["apart"]:
        said.append(poll_lines.left_out(words, "poll.result.apart", poll, poll.result["apart"]))
    left_out = paper_votes.without_witness(session, poll)
    return [*said, words.label("poll.result.no_witness", count=left_out)] if left_out else said


def _parts(session: Session, words: Words, result: Mapping[str, Any]) -> list[str]:
    """From which parts of the neighbourhood the voters were, and who of them belong to which group, as they say."""
    found = []
    for part, many in result.get("parts", {}).items():
        community = communities.by_id(session, int(part))
        if community is not None:
            found.append(f"{neighbourhood.name_of(words, community)} {many}")
    said = [words.label("poll.result.parts", parts=" · ".join(found))] if found else []
    groups = [f"{words.label(f'group.name.{one}')} {many}" for one, many in result.get("groups", {}).items()]
    return [*said, words.label("poll.result.groups", groups=" · ".join(groups))] if groups else said


def winners(session: Session, poll: Poll) -> list[Need]:
    """The need that was put first, or all that were bought; as they are now."""
    took = poll_closing.chosen(poll)
    first = list(took) if poll.method is Method.equal_shares else list(took)[:1]
    need_ids = {one.place: one.need_id for one in stored.options_of(session, poll.id)}
    found = [needs.by_id(session, need_id) for place in first if (need_id := need_ids.get(place)) is not None]
    return [need for need in found if need is not None and need.hidden_at is None]


def to_plan(session: Session, poll: Poll, person_id: int) -> Need | None:
    """The first of them that may be planned, if this person organises where it is."""
    need = next((one for one in winners(session, poll) if _may_be_planned(one)), None)
    member = people.membership_of(session, person_id, need.community_id) if need else None
    return need if office.is_office(member) else None


def _may_be_planned(need: Need) -> bool:
    return moves.may_move(need.state, NeedState.planned, Mover.office)


def _next(session: Session, words: Words, poll: Poll, names: Mapping[int, str]) -> list[str]:
    """What happens now: the winning need's next step, or simply what it will be."""
    found = winners(session, poll)
    called = {one.need_id: names[one.place] for one in stored.options_of(session, poll.id)}
    waiting = _BETWEEN.join(_numbered(need, called[need.id]) for need in found if _may_be_planned(need))
    on_its_way = [
        words.label("poll.next.state", number=need.number, state=need_lines.state(words, need))
        for need in found
        if not _may_be_planned(need)
    ]
    if found:
        return [*on_its_way, *([words.label("poll.next.need", needs=waiting)] if waiting else [])]
    first = _alone_in_front(poll)
    if poll.kind in (PollKind.day, PollKind.own) and first is not None:
        return [words.label("poll.next.so", name=names[first])]
    return []


def _alone_in_front(poll: Poll) -> int | None:
    """The place that was put first; None where several are equal, or nothing was decided."""
    first = [place for place, rank in poll_closing.chosen(poll).items() if rank == 1]
    return first[0] if len(first) == 1 else None


def day_chosen(session: Session, poll: Poll) -> str | None:
    """The day that has won, as it was asked for; None where days were not asked for, or nothing was decided."""
    if poll.kind is not PollKind.day or poll.state is not PollState.closed:
        return None
    first = _alone_in_front(poll)
    return next((one.text for one in stored.options_of(session, poll.id) if one.place == first), None)


def may_call(session: Session, poll: Poll, person_id: int) -> bool:
    """True if a day has won on which nobody has been called together yet, and this person organises there."""
    if day_chosen(session, poll) is None or events.of_poll(session, poll.id):
        return False
    return office.is_office(people.membership_of(session, person_id, poll.community_id))


def _numbered(need: Need, name: str) -> str:
    """Posyandu (No. 38); the number once, where the name holds it already."""
    number = f"No. {need.number}"
    return name if f"({number})" in name else f"{name} ({number})"


# ── onwards ──


def whatsapp(session: Session, words: Words, poll: Poll, house: House) -> str:
    """The link that opens WhatsApp with it, as far as such a link carries."""
    community = poll_lines.place_of(session, poll)
    link = words.label("poll.wa.link", link=poll_lines.link(house, community, poll, neighbourhood.RESULT))
    head = words.label(
        "poll.wa.head", name=community.name, number=poll.number, question=poll_lines.question(words, poll)
    )
    said = "\n".join([head, *(line for part in told(session, words, poll, most=IN_FRONT) for line in part)])
    return neighbourhood.to_whatsapp(f"{rich_text.cut(said, rich_text.WA_LETTERS - len(link) - 1)}\n{link}")
