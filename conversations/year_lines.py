"""How the year of a neighbourhood is said: 🏛 Musrenbang desa · 1 Agu – 15 Sep; and the warning of a busy season."""

from datetime import date

from babel.dates import format_date
from sqlmodel import Session

from community import calendar_year
from community.calendar_year import Mark
from locales import Words
from storage.calendars import MarkKind
from storage.communities import Community

SIGNS = {MarkKind.planning: "🏛", MarkKind.season: "🌾"}


def title(words: Words, mark: Mark) -> str:
    """Musrenbang desa; Panen."""
    return mark.title or words.label(f"calendar.mark.{mark.key}")


def line(words: Words, mark: Mark) -> str:
    """🏛 Musrenbang desa · 1 Agu – 15 Sep; with its year where it is not the same each year, and whose it is."""
    parts = (f"{SIGNS[mark.kind]} {title(words, mark)}", span(words, mark), mark.whose)
    return " · ".join(part for part in parts if part)


def span(words: Words, mark: Mark) -> str:
    pattern = "d MMM" if mark.yearly else "d MMM y"
    begins, ends = (format_date(day, pattern, locale=words.language) for day in (mark.begins_on, mark.ends_on))
    return begins if begins == ends else f"{begins} – {ends}"


def warned(session: Session, words: Words, community: Community, day: date, key: str) -> str:
    """⚠️ Saat itu biasanya panen. Tetap kirim? In the words of `key`; empty where nobody is busy.

    Of one from above it says whose it is, unless it is one's own too: panen (RW 05).
    """
    found = sorted(calendar_year.busy(session, community, day), key=lambda one: bool(one.whose))
    seasons: dict[str, str] = {}
    for one in found:
        name = _within(title(words, one))
        seasons.setdefault(name, f"{name} ({one.whose})" if one.whose else name)
    return words.label(key, season=", ".join(seasons.values())) if seasons else ""


def _within(name: str) -> str:
    """In the middle of a sentence; what is written in capitals stays so."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
