"""The letter: what it says and never says, and that nothing anybody typed is markup."""

import io
from datetime import date, timedelta

import docx
import orjson
import pytest
import typst
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session

from community import needs, supports, triage
from community.needs import Report
from conversations import letter_pages, letter_words
from conversations.letter import Letter, sayable
from conversations.talk import House
from storage import communities
from storage.database import writing
from storage.needs import Houses, Need
from tests.community.rt_three import NOW, RtThree, settle
from tests.conversations.squares import modules_at, wanted
from tests.conversations.word_parts import needs_no_mending, parts_of

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip
NASTY = "#panic(1) $x$ *tebal* _miring_ <b>x</b> @rujukan `kode` \\ // [x] = judul {a} \x0b 🙏"


def passed_on(
    session: Session, rt: RtThree, *, text: str | None = "airnya sampai jalan", accepted: bool = True
) -> Need:
    report = Report(kind="drain", detail="clogged", text=text, landmark="Pos ronda")
    need = needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)
    if accepted:
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=None)
    to = triage.Forwarding("PUPR", check_on=NOW.date(), letter_number="12/RT03/XI/2026", letter_on=date(2026, 11, 24))
    return triage.forward(session, need.id, to, by=rt.budi, now=NOW, seen=None)


def written(session: Session, need: Need) -> Letter:
    session.flush()
    community = communities.by_id(session, need.community_id)
    assert community is not None
    return letter_words.written(session, need, community, HOUSE, NOW)


def words_in(content: bytes) -> str:
    """All that a DOCX says."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_it_says_what_whom_since_when_and_how_many_and_never_who(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = passed_on(session, rt)
        need.houses = Houses.lane
        supports.support(session, need.id, by=rt.asep, now=NOW)
        triage.explain(session, need.id, words="Sudah diukur bersama.", by=rt.siti, now=NOW, seen=None)
        content = written(session, need)
        said = words_in(letter_pages.word(content))
    for fact in (
        "Pengurus RT 03", "12/RT03/XI/2026", "24 November 2026", "PUPR", "Selokan, mampet", "Pos ronda",
        "23 November 2026", "2 warga; satu gang", "“airnya sampai jalan”", "“Sudah diukur bersama.”", "Ketua RT 03",
        "Pak Budi", f"https://t.me/rembuk_bot?start=rt-7kq2abcd-lihat_{need.code}",
    ):  # fmt: skip
        assert fact in said
    assert "Tini" not in said
    assert letter_pages.pdf(content).startswith(b"%PDF-")


def test_words_that_the_organisers_did_not_take_into_the_list_stay_unsaid(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        content = written(session, passed_on(session, rt, accepted=False))
        assert content.said == ()
        assert letter_pages.pdf(content).startswith(b"%PDF-")


@pytest.mark.parametrize("typed", [NASTY, "x" * 900, "kata " * 300, "selokan\n\n\nmampet"])
def test_nothing_that_was_typed_is_markup_or_breaks_the_page(engine: Engine, typed: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = passed_on(session, rt, text=typed)
        need.forwarded_to, need.title, need.letter_number = typed[:64], typed[:60], typed[:64]
        content = written(session, need)
        said = words_in(letter_pages.word(content))
    assert letter_pages.pdf(content).startswith(b"%PDF-")
    assert sayable(typed)[:30] in said.replace("\n", " ")


def test_the_page_prints_signs_as_they_were_typed() -> None:
    """Typst's own query: the text that it sets, not what it might have made of it."""
    said = typst.query(
        b"#metadata(json(bytes(sys.inputs.letter)).said.first()) <said>", "<said>", field="value", one=True,
        sys_inputs={"letter": orjson.dumps({"said": [sayable(NASTY)]}).decode()},
    )  # fmt: skip
    assert orjson.loads(said) == sayable(NASTY)
    assert sayable("roboh\x00 🙏👍🏽 1° ½") == "roboh 1° ½"
    assert sayable("ꦱꦼꦭꦺꦴꦏꦤ꧀ ꦩꦩ꧀ꦥꦼꦠ꧀") == "selokan mampet"


def test_a_neighbourhood_without_a_chair_leaves_the_line_to_be_filled_in(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = passed_on(session, rt)
        need.letter_number = None
        need.created_at = NOW - timedelta(days=400)
        content = written(session, need)
        assert content.references[0][1].startswith("…")
        assert dict(content.facts)["Disampaikan sejak"] == "19 Oktober 2025"


def test_word_finds_nothing_to_mend_in_it_and_its_code_leads_to_the_need(engine: Engine) -> None:
    with writing(engine) as session:
        letter = written(session, passed_on(session, settle(session)))
    parts = parts_of(letter_pages.word(letter))
    needs_no_mending(parts)
    with Image.open(io.BytesIO(parts["word/media/image1.png"])) as picture:
        shades = picture.convert("L")
        assert modules_at(shades, 0, 0, shades.width, len(wanted(letter.link))) == wanted(letter.link)
