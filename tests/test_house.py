"""What is written about the house is true of it: requirements, settings, commands, links, decisions, borrowed files."""

import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from locales import words
from settings import Settings
from storage.needs import NeedState
from tests.test_architecture import outline_of, package_of

ROOT = Path(__file__).parent.parent
FLOORS = [file.parent.name for file in ROOT.glob("*/__init__.py") if file.parent.name not in {"tests", "bench"}]
TOP = ("main", "assembly", "settings", "poll_commands")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "bench" / "README.md"])

_PIN = re.compile(r"(?m)^([a-z0-9][a-z0-9._-]*)==(\S+)")


def read(*path: str) -> str:
    return ROOT.joinpath(*path).read_text(encoding="utf-8")


def pins(file: str) -> dict[str, str]:
    return dict(_PIN.findall(read("requirements", file)))


def named_directly(file: str) -> set[str]:
    """The distributions that an .in file asks for by name."""
    return set(re.findall(r"(?m)^([a-z0-9][a-z0-9._-]*)", read("requirements", file)))


# ── requirements ──


@pytest.mark.parametrize("file", ["run.in", "dev.in", "left_out.in", "run.txt", "dev.txt"])
def test_no_requirement_names_an_address_or_a_path(file: str) -> None:
    lines = [line.partition(" #")[0] for line in read("requirements", file).splitlines() if line[:1] != "#"]
    assert lines
    foreign = [
        line for line in lines if re.search(r"://|\bfile:|\s@\s|^\s*[./~]|^\s*-(?!r run\.in$|-hash=sha256:)", line)
    ]
    assert not foreign


@pytest.mark.parametrize("file", ["run.txt", "dev.txt"])
def test_every_requirement_is_pinned_with_hashes(file: str) -> None:
    blocks = re.split(r"(?m)^(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", read("requirements", file)))
    bare = [block for block in blocks if block.strip() and not ("==" in block and "--hash=sha256:" in block)]
    assert not bare


def test_what_is_left_out_is_not_installed() -> None:
    """Half a gigabyte, and a proprietary solver, that two oracles of the tests ask for and do without."""
    never = set(re.findall(r'(?m)^([a-z0-9-]+); python_version < "3"$', read("requirements", "left_out.in")))
    assert "gurobipy" in never
    assert not never & pins("dev.txt").keys()


def test_tests_run_on_the_very_versions_that_operators_get() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")
    assert run
    assert {name: dev.get(name) for name in run} == run


def test_everything_imported_is_asked_for_by_name() -> None:
    """A library that comes along only because another needs it may leave with it."""
    homes = importlib.metadata.packages_distributions()
    own = {*FLOORS, *TOP}
    asked = named_directly("run.in")
    imported = {
        name
        for file in [
            *(ROOT / f"{name}.py" for name in TOP),
            *(file for floor in FLOORS for file in (ROOT / floor).rglob("*.py")),
        ]
        for name in {package_of(module) for module, _, _ in outline_of(file).imports}
        if name not in sys.stdlib_module_names and name not in own
    }
    missing = {
        name for name in imported if not {home.lower().replace("_", "-") for home in homes.get(name, [name])} & asked
    }
    assert not missing, "add it to requirements/run.in and run `make lock`"


# ── settings ──


def example_lines() -> dict[str, str]:
    """The settings of .env.example and their values, also those that stand there as the value that holds without."""
    return dict(re.findall(r"(?m)^(?:# )?([A-Z][A-Z_]+)=(.*)$", read(".env.example")))


def test_every_setting_has_its_line_and_every_line_its_setting() -> None:
    written = {name for name in example_lines() if name.startswith("REMBUK_")}
    assert written == {f"REMBUK_{name.upper()}" for name in Settings.model_fields}


def test_the_values_that_hold_without_are_written_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in example_lines():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    nothing_set = Settings()
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in example_lines().items()))
    assert Settings() == nothing_set


def test_what_else_stands_among_the_settings_is_used_by_compose() -> None:
    others = {name for name in example_lines() if not name.startswith("REMBUK_")}
    assert others == {name for name in re.findall(r"\$\{([A-Z_]+)", read("compose.yaml")) if "REMBUK" not in name}


def test_the_image_holds_every_floor() -> None:
    copied = set(re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", read("Dockerfile")))
    named = {word.removesuffix(".py") for line in copied for word in line.split()}
    assert set(FLOORS) | set(TOP) <= named
    let_in = {line[1:].removesuffix(".py") for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert named <= let_in


def test_the_proxy_writes_down_no_address_of_a_calendar_and_no_secret() -> None:
    """Caddy tells of an error with the whole request: the path, and the header in which Telegram's secret stands."""
    first = re.match(r"(?s)(?:#[^\n]*\n)*\{\n\t(.*?)\n\}\n", read("docs", "deploy", "Caddyfile"))
    assert first, "a block for all that is logged"
    assert re.search(r"log \{\s+format filter \{", first[1])
    assert {"request>uri delete", "request>headers delete"} <= {line.strip() for line in first[1].splitlines()}


def test_the_hooks_fetch_nothing() -> None:
    assert re.findall(r"repo: (\S+)", read(".pre-commit-config.yaml")) == ["local"]


# ── what the pages say ──


def code_in(page: Path) -> str:
    """Everything on a page that is set as code: blocks, and words between backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```.*?^```", text)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```", "", text))])


def test_the_readme_begins_with_two_commands() -> None:
    commands = re.findall(r"(?m)^make (\w+)", read("README.md"))
    assert commands[:2] == ["demo", "test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_a_page_names_exist(page: Path) -> None:
    from main import cli  # noqa: PLC0415 - only here is the whole house put together

    code = code_in(page)
    targets = set(re.findall(r"(?m)^([a-z]+):", read("Makefile")))
    assert set(re.findall(r"(?m)(?:^|&& )make ([a-z]+)", code)) <= targets
    said = set(re.findall(r"(?:^|\./|run (?:--rm )?|exec \w+ )rembuk ([a-z]+)", code, re.MULTILINE))
    known = get_command(cli).commands  # type: ignore[attr-defined]  # several commands make a group
    assert said <= set(known)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    near = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in near if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page: Path) -> None:
    folders = "|".join([*FLOORS, "tests", "bench", "docs"])
    named = set(re.findall(rf"(?<![\w/.*-])((?:{folders})/[\w./-]+\.(?:py|po|md))", code_in(page)))
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_glossary_knows_every_state_of_a_need() -> None:
    said = dict(re.findall(r"(?m)^\| (\w+) \| ([^|]+) \|", read("docs", "glossary.md")))
    assert {state: said.get(state) for state in NeedState} == {
        state: words("id").label(f"needs.state.{state}") for state in NeedState
    }


def test_every_decision_is_on_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    decisions = {file.name for file in folder.glob("[0-9]*.md")}
    assert decisions
    assert decisions == set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text("utf-8")))


def test_every_decision_says_why_and_what_else_there_was() -> None:
    wanted = ["Context", "Decision", "Consequences", "Alternatives"]
    for file in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert re.findall(r"(?m)^## (.+)$", file.read_text("utf-8")) == wanted, file.name


def test_code_names_only_decisions_that_exist() -> None:
    sources = [file for folder in FLOORS for file in (ROOT / folder).rglob("*.py")]
    named = {name for file in sources for name in re.findall(r"docs/decisions/[\w-]+\.md", file.read_text("utf-8"))}
    assert [name for name in named if not (ROOT / name).exists()] == []


# ── borrowed files ──


def test_borrowed_files_come_with_version_and_licence() -> None:
    """Files that others wrote lie in a folder `vendor`, whose `vendored.toml` says of each where it is from."""
    for folder in [found for floor in FLOORS for found in (ROOT / floor).rglob("vendor") if found.is_dir()]:
        manifest = tomllib.loads((folder / "vendored.toml").read_text("utf-8"))
        files = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()} - {"vendored.toml"}
        assert set(manifest) == files
        assert not [name for name, entry in manifest.items() if not (entry.get("version") and entry.get("licence"))]
