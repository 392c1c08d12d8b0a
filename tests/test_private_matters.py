"""A private matter can be on no list, card, export or search: who does not know its tables cannot ask for it."""

import ast
import re

import pytest

from storage.matters import Matter
from storage.needs import Need
from tests.test_architecture import FLOORS, ROOT, outline_of, python_files, tree_of

ROWS = {"storage/matters.py"}
"""Where the tables are asked."""
OPENING = {"storage/database.py"}
"""Makes all tables known, and asks none."""
RULES = {"community/matters.py"}
"""Who asks whether somebody may read."""
ERASING = re.compile(
    r"storage/(personal|forgetting)\.py|community/(erasure|my_data|my_copy)\.py|conversations/personal_notices\.py"
)
"""Who forgets a person, or shows them all that is theirs, needs their matters too."""
TALKS = {
    "conversations/matter_desk.py",
    "conversations/matter_draft.py",
    "conversations/matter_lines.py",
    "conversations/matter_notices.py",
    "conversations/private_matter.py",
}
_TABLE = re.compile(r"\b(from|join|into|update|delete from)\s+matter(_line)?\b", re.IGNORECASE)


def knowing(module: str) -> set[str]:
    """Files that import this module, or anything of it."""
    room, _, name = module.rpartition(".")
    return {
        str(file.relative_to(ROOT))
        for file in python_files(*FLOORS)
        for found, what, _ in outline_of(file).imports
        if found == module or (found == room and what == name)
    }


def test_only_its_own_rooms_know_the_tables() -> None:
    others = {file for file in knowing("storage.matters") if not ERASING.fullmatch(file)}
    assert others == OPENING | RULES | TALKS


def test_other_rooms_know_at_most_whether_somebody_could_read_one() -> None:
    """The menu draws a button for who has one; a report asks whether there is a reader."""
    others = {file for file in knowing("community.matters") if not ERASING.fullmatch(file)}
    asking = {"conversations/matter_reply.py", "conversations/menu.py", "conversations/report_private.py"}
    assert others <= TALKS | asking


def test_no_statement_names_the_tables_elsewhere() -> None:
    naming = {
        str(file.relative_to(ROOT))
        for file in python_files(*FLOORS)
        if "matter" in file.read_text(encoding="utf-8").casefold()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _TABLE.search(node.value)
    }
    assert {file for file in naming if not ERASING.fullmatch(file)} <= ROWS


@pytest.mark.parametrize("said", ["SELECT text FROM matter", "JOIN matter_line ON true", "update matter set text = ''"])
def test_a_statement_is_told_from_a_sentence(said: str) -> None:
    assert _TABLE.search(said)
    assert not _TABLE.search("what is the matter")


def test_a_need_and_a_matter_share_no_column() -> None:
    """The one link between them would be a photo's, which belongs to one of both at the most."""

    def targets(table: type) -> set[str]:
        return {key.target_fullname for key in table.__table__.foreign_keys}  # type: ignore[attr-defined]  # SQLModel sets it

    assert not {one for one in targets(Need) if one.startswith("matter")}
    assert not {one for one in targets(Matter) if one.startswith("need")}
