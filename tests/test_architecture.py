"""The house stands as it is drawn: arrows go one way, files and functions stay small, names say what is inside."""

import ast
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from importlinter import api
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
FLOORS = ("api", "bot", "community", "conversations", "locales", "playground", "storage")
TOP = ("main", "assembly", "settings", "poll_commands")
"""Above the floors, and single files: import-linter sees packages only, so their rules are checked here."""

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
HOLLOW = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}

IGNORES = ("noqa", "type: ignore")

# What a floor above storage may know of the database: the handles it passes down, as types.
HANDLES = {"sqlmodel": {"Session"}, "sqlalchemy": {"Engine"}}
SQL = ("sqlalchemy", "sqlmodel", "alembic", "psycopg", "sqlite3", "aiosqlite")

# Written by Alembic in its own shape, and never changed afterwards.
GENERATED = ROOT / "storage" / "migrations" / "versions"


def python_files(*under: str) -> list[Path]:
    """All Python of the house, or of some of its folders."""
    folders = under or (*FLOORS, "tests", "bench")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py") if GENERATED not in file.parents]
    return sorted(files if under else files + [ROOT / f"{name}.py" for name in TOP])


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


@dataclass(frozen=True, slots=True)
class Outline:
    """What most rules ask of a file: what it imports, wherever that stands in it, and what it defines and where."""

    says_what_it_knows: bool
    imports: tuple[tuple[str, str, int], ...]
    functions: tuple[tuple[str, int, int], ...]
    """Name, first line and last."""
    classes: tuple[tuple[str, int], ...]


@cache
def outline_of(file: Path) -> Outline:
    """Read once for all rules."""
    tree = tree_of(file)
    statements = list(statements_of(tree))
    functions = [node for node in statements if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return Outline(
        ast.get_docstring(tree) is not None,
        tuple(one for node in statements for one in imported_by(node)),
        tuple((node.name, node.lineno, node.end_lineno or node.lineno) for node in functions),
        tuple((node.name, node.lineno) for node in statements if isinstance(node, ast.ClassDef)),
    )


def statements_of(tree: ast.AST) -> Iterator[ast.AST]:
    """However deep in blocks; expressions, of which there are ten times as many, hold none."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inside = getattr(node, block, [])
            yield from inside
            waiting += inside


def imports_of(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """(module, name or nothing, line) of each import, wherever it stands in the file."""
    for node in (tree, *statements_of(tree)):
        yield from imported_by(node)


def imported_by(node: ast.AST) -> Iterator[tuple[str, str, int]]:
    """As `imports_of`, of one statement."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "", node.lineno) for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from ((node.module, alias.name, node.lineno) for alias in node.names)


def place(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT)}:{line}"


def package_of(module: str) -> str:
    return module.partition(".")[0]


# ── arrows ──


def test_the_contracts_between_the_floors_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0
    assert kept, capsys.readouterr().out


def test_every_floor_is_under_contract() -> None:
    floors = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert floors == set(FLOORS)
    options = api.read_configuration(str(ROOT / "pyproject.toml"))["session_options"]
    assert set(options["root_packages"]) == floors


def test_only_main_and_assembly_know_the_settings() -> None:
    knowing = {
        file.name
        for file in python_files()
        for module, _, _ in outline_of(file).imports
        if package_of(module) == "settings" and not file.is_relative_to(ROOT / "tests")
    }
    assert knowing == {"main.py", "assembly.py"}


def test_nothing_stands_above_main_and_only_main_above_assembly() -> None:
    found = [
        place(file, line)
        for file in [*python_files(*FLOORS), ROOT / "assembly.py", ROOT / "settings.py"]
        for module, _, line in outline_of(file).imports
        if module == "main" or (module == "assembly" and file.name != "main.py")
    ]
    assert not found


def test_the_playground_is_entered_only_by_the_commands_for_trying_out() -> None:
    tree = tree_of(ROOT / "main.py")
    entering = {
        getattr(node, "name", "the module itself")
        for node in tree.body
        if any(package_of(module) == "playground" for module, _, _ in imports_of(node))
    }
    assert entering <= {"demo", "seed"}
    assert not [line for module, _, line in outline_of(ROOT / "assembly.py").imports if "playground" in module]


def test_dialogues_know_telegram_by_its_types_alone() -> None:
    found = [
        place(file, line)
        for file in python_files("conversations")
        for module, _, line in outline_of(file).imports
        if module.startswith("telegram.")
    ]
    assert not found, "conversations take `from telegram import …` types; handlers, errors and requests belong to bot"


def test_sql_is_written_in_storage_alone() -> None:
    others = tuple(floor for floor in FLOORS if floor != "storage")
    found = [
        f"{place(file, line)} {module}.{name}"
        for file in python_files(*others) + [ROOT / f"{name}.py" for name in TOP]
        for module, name, line in outline_of(file).imports
        if package_of(module) in SQL and name not in HANDLES.get(module, set())
    ]
    assert not found, f"storage says this; others hold only {HANDLES}"


# ── budgets ──


def test_no_file_is_longer_than_its_budget() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in python_files()
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long, f"over {MOST_LINES} lines: split by verb, never into a drawer"


def test_no_function_is_longer_than_its_budget() -> None:
    long = [
        f"{place(file, first)} {name}: {last - first + 1}"
        for file in python_files()
        for name, first, last in outline_of(file).functions
        if last - first >= MOST_LINES_OF_A_FUNCTION
    ]
    assert not long, f"over {MOST_LINES_OF_A_FUNCTION} lines"


# ── names and words about the code ──


def test_every_room_says_what_it_knows() -> None:
    silent = [str(file.relative_to(ROOT)) for file in python_files() if not outline_of(file).says_what_it_knows]
    assert not silent, "a module docstring says in one sentence what the room knows"


def test_no_file_and_no_class_is_a_drawer() -> None:
    names = [(str(file.relative_to(ROOT)), [*file.relative_to(ROOT).parts[:-1], file.stem]) for file in python_files()]
    names += [
        (f"{place(file, line)} {name}", [name]) for file in python_files() for name, line in outline_of(file).classes
    ]
    hollow = [where for where, parts in names if any(HOLLOW & words_of(part) for part in parts)]
    assert not hollow, "say what is inside"


def words_of(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def test_every_ignore_has_its_reason_beside_it() -> None:
    bare = []
    ignoring = [file for file in python_files() if any(word in file.read_text(encoding="utf-8") for word in IGNORES)]
    for file in ignoring:
        comments = dict(comments_of(file))
        bare += [
            f"{place(file, line)} {comment}"
            for line, comment in comments.items()
            if not has_reason(comment) and line - 1 not in comments
        ]
    assert not bare, "write: # noqa: X1 - why, or # type: ignore[x]  # why; or say it in the line above"


def comments_of(file: Path) -> Iterator[tuple[int, str]]:
    with file.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def has_reason(comment: str) -> bool:
    """True unless an ignore stands there with nothing said about it."""
    if not any(word in comment for word in IGNORES):
        return True
    rest = re.sub(r"#?\s*(noqa:?|type: ignore)|\[[a-z-]+(, ?[a-z-]+)*\]|\b[A-Z]+\d+\b", "", comment)
    return bool(re.search(r"[a-z]{2}", rest))


@pytest.mark.parametrize(
    ("comment", "fine"),
    [
        ("# noqa: F401", False),
        ("# noqa: F401, E501", False),
        ("# type: ignore[misc]", False),
        ("# type: ignore", False),
        ("# noqa: F401 - tables must be known", True),
        ("# type: ignore[misc, no-any-return]  # the builder is told its class above", True),
        ("# a comment", True),
    ],
)
def test_a_reason_is_told_from_its_absence(comment: str, fine: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert has_reason(comment) is fine


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("user_utils", {"user", "utils"}),
        ("PollManager", {"poll", "manager"}),
        ("HTTPHelper", {"http", "helper"}),
        ("commonwealth", {"commonwealth"}),
    ],
)
def test_a_name_is_read_word_by_word(name: str, words: set[str]) -> None:
    assert words_of(name) == words
