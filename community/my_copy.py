"""Data saya to take along: all that is kept of a person as ZIPs, words in the first, photos and voices in each."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import orjson
from sqlmodel import Session

from community.my_data import collect, file_name
from storage import outbox, people, personal
from storage.media import Media

MOST_OF_A_PART = 15_000_000
"""Bytes of photos and voices in one ZIP: a bot may send 50 MB, a phone on a slow line wants less at a time."""

Fetch = Callable[[str], bytes]
"""Reads a file off the shelf. Raises FileNotFoundError."""


def parts(files: list[Media]) -> list[list[Media]]:
    """The files of each ZIP, in order; always one ZIP at least, for the first holds the words too."""
    made: list[list[Media]] = [[]]
    size = 0
    for one in files:
        if made[-1] and size + (one.size or 0) > MOST_OF_A_PART:
            made.append([])
            size = 0
        made[-1].append(one)
        size += one.size or 0
    return made


def pack(session: Session, person_id: int, part: int, fetch: Fetch) -> bytes | None:
    """The ZIP number `part` (from 1) of a person; None if there is none so far, or nobody of that number."""
    together = parts(personal.kept_files(session, person_id))
    if not 1 <= part <= len(together) or people.by_id(session, person_id) is None:
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        if part == 1:
            words = orjson.dumps(collect(session, person_id), option=orjson.OPT_INDENT_2)
            archive.writestr("rembuk.json", words, zipfile.ZIP_DEFLATED)
        for one in together[part - 1]:
            try:
                archive.writestr(file_name(one) or one.name, fetch(one.path or ""))
            except FileNotFoundError:
                continue  # taken off the shelf since it was looked up
    return packed.getvalue()


def send(session: Session, person_id: int, *, now: datetime) -> int:
    """Have the ZIPs sent to the person's own chat; returns how many. Asked again within ten minutes it is the same."""
    person = people.by_id(session, person_id)
    if person is None:
        return 0
    count = len(parts(personal.kept_files(session, person_id)))
    moment = now.timestamp()
    for part in range(1, count + 1):
        outbox.notice(
            session, kind="person.data", chat=person.telegram_id, subject_id=part, person_id=person_id, due_at=moment,
            now=moment, once=f"person.data:{person_id}:{part}:{int(moment) // 600}",
        )  # fmt: skip
    return count
