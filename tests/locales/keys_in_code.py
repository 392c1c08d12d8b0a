"""Which words the code asks for: keys written out, and keys with a part that is only known at run time."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
KEY = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")
_PART, _PARTS = "[a-z0-9_]+", "[a-z0-9_.]+"
_FLOORS = ("bot", "community", "conversations", "api")

# Where a key stands first: methods and functions that say something, values that will be said, refusals.
_SAYING = {
    "text",
    "label",
    "say",
    "redraw",
    "toast",
    "Question",
    "Again",
    "NotAllowed",
    "NotThere",
    "AlreadySo",
    "TooMuch",
}
_NAMED = {"answered", "unfit", "title", "key"}


@cache
def trees() -> tuple[ast.Module, ...]:
    files = sorted(file for floor in _FLOORS for file in (ROOT / floor).rglob("*.py"))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def used() -> set[str]:
    """Patterns of all that may be a key, but for what a button means, which only looks like one."""
    meanings = {id(part) for name, call in _calls() if name == "Choice" for part in ast.walk(call.args[0])}
    return {
        found for tree in trees() for node in ast.walk(tree) if id(node) not in meanings and (found := pattern_of(node))
    }


def asked() -> set[str]:
    """Patterns of what is certainly said: it stands where a key belongs."""
    return {found for name, call in _calls() for part in _keys_in(name, call) if (found := pattern_of(part))}


def _keys_in(name: str, call: ast.Call) -> Iterator[ast.expr]:
    """The expressions of a call that are keys; both ends of `a if b else c`."""
    found = [keyword.value for keyword in call.keywords if keyword.arg in _NAMED]
    place = {"Choice": 1}.get(name, 0 if name in _SAYING else 99)
    found += call.args[place : place + 1]
    for one in found:
        yield from (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,)


def sentences() -> set[str]:
    """Patterns of what is said in a message or a question, not on a button."""
    return {
        found
        for name, call in _calls()
        if name in {"text", "say", "redraw", "Question", "Again"}
        for part in _keys_in(name, call)
        if (found := pattern_of(part)) and not isinstance(part, ast.JoinedStr)
    }


def labels() -> set[str]:
    """Patterns of the keys that stand on buttons."""
    return {
        found
        for name, call in _calls()
        if name == "Choice"
        for part in _keys_in(name, call)
        if (found := pattern_of(part))
    }


def side_by_side() -> set[str]:
    """Patterns of the keys of choices that are written beside each other in one row."""
    rows = [node.elts for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.List)]
    chosen = [
        [one for one in row if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Choice"] for row in rows
    ]
    return {
        found
        for row in chosen
        if len(row) > 1
        for call in row
        for part in _keys_in("Choice", call)
        if (found := pattern_of(part))
    }


def pattern_of(node: ast.AST) -> str | None:
    """A key, or `f"kinds.{key}"`, as a regular expression; None if it cannot be one."""
    if isinstance(node, ast.Constant):
        return re.escape(node.value) if isinstance(node.value, str) and KEY.fullmatch(node.value) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    sample = "".join(str(one.value) if isinstance(one, ast.Constant) else "x" for one in node.values)
    if not KEY.fullmatch(sample):
        return None
    parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else _PART for one in node.values]
    return "".join([_PARTS, *parts[1:]] if parts[0] == _PART else parts)
