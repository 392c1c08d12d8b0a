"""The neighbourhood's week in few lines, as everybody may read them; as a page for the organisers to print."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlmodel import Session

from community.weeks import Week
from conversations import need_lines, neighbourhood
from conversations.letter import Letter, sayable
from conversations.talk import House
from locales import Words
from storage import people
from storage.communities import Community
from storage.needs import Need

_MOST_KINDS = 5
_MOST_ON_PAGE = 20
"""So many needs still leave room for a signature on one page."""
_BLANK = "…………………………"


def lines(words: Words, week: Week) -> list[str]:
    """✅ 2 beres (selokan, lampu) · 🆕 3 usulan baru · ✋ 17 warga ikut: only what there is."""
    return [
        *([words.label("week.met", count=len(week.met), what=_kinds(words, week.met))] if week.met else []),
        *([words.label("week.told", count=len(week.told))] if week.told else []),
        *([words.label("week.along", count=week.people)] if week.people else []),
    ]


def _kinds(words: Words, needs: list[Need]) -> str:
    """Each kind once: selokan, lampu jalan."""
    kinds = list(dict.fromkeys(need_lines.kind_name(words, need.kind).lower() for need in needs))
    return ", ".join(kinds[:_MOST_KINDS]) + ("…" if len(kinds) > _MOST_KINDS else "")


def to_whatsapp(words: Words, week: Week, community: Community, house: House) -> str:
    """The link that opens WhatsApp with it; what waits for the organisers is theirs alone, and is not in it."""
    link = neighbourhood.link_to(house, community, neighbourhood.NEEDS)
    said = "\n".join(lines(words, week))
    return neighbourhood.to_whatsapp(words.label("week.wa", name=community.name, lines=said, link=link))


def page(session: Session, words: Words, week: Week, community: Community, house: House) -> Letter:
    """With the neighbourhood's letterhead, real numbers, and room for a signature."""
    chair = people.chair_of(session, community.id)
    head = sayable(words.label("letter.head", name=community.name))
    return Letter(
        language=words.language,
        head=head,
        area=sayable(" / ".join(community.area.split(", "))),
        references=((words.label("letter.about"), words.label("week.report.title")),),
        date=_day(words, week.until, community),
        subject=words.label("week.report.title"),
        to=(words.label("week.report.for", name=sayable(community.name)),),
        opening=words.label(
            "week.report.opening", office=head, since=_day(words, week.since, community),
            until=_day(words, week.until, community),
        ),
        facts=(
            (words.label("week.report.met"), str(len(week.met))),
            (words.label("week.report.told"), str(len(week.told))),
            (words.label("week.report.along"), str(week.people)),
        ),
        said_by=words.label("week.report.needs"),
        said=tuple(_listed(words, week)),
        request=words.label("week.report.thanks"),
        closing="",
        signed_as=words.label("letter.signed_as", name=sayable(community.name)),
        signed_by=sayable(chair.name) if chair else _BLANK,
        follow=words.label("week.report.follow"),
        link=neighbourhood.link_to(house, community, neighbourhood.NEEDS),
    )  # fmt: skip


def _listed(words: Words, week: Week) -> list[str]:
    """What was met and what is new, each once, with where it stands; none of anybody's own words."""
    needs = list({need.id: need for need in (*week.met, *week.told)}.values())
    shown = [
        f"No. {need.number}, {need_lines.kind_name(words, need.kind)}: {need_lines.state_name(words, need.state)}"
        for need in needs[:_MOST_ON_PAGE]
    ]
    more = len(needs) - len(shown)
    return [sayable(one) for one in shown] + ([words.label("digest.more", count=more)] if more else [])


def _day(words: Words, moment: datetime, community: Community) -> str:
    return format_date(moment.astimezone(ZoneInfo(community.time_zone)).date(), "d MMMM y", locale=words.language)
