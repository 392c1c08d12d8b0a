"""A language is complete or it is not offered; and it sounds like a neighbour."""

import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from community import kinds
from conversations import screens
from locales import FOLDER, OFFERED, REFERENCE, catalogue_files, words
from tests.locales import keys_in_code

PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
OTHERS = [language for language in OFFERED if language != REFERENCE]

# Words of an office, a form or a courtroom; and the two pronouns that Indonesian does without.
NEVER = {
    "id": (
        "anda", "kamu", "status", "tiket", "verifikasi", "validasi", "submit", "anonim", "ditolak", "pelapor",
        "terlapor", "oknum", "cacat", "klik", "formulir",
    ),
    "en": ("ticket", "status", "submit", "verification", "validation", "rejected", "anonymous", "complainant"),
}  # fmt: skip

SAME_IN_BOTH = {
    "kinds.internet": "the same word",
    "widgets.when.clock": "the letters of a clock's format, no words",
    "place.poster.file": "a file's name",
}
"""Keys whose words are the Indonesian ones again, and why that is right."""

SAID_TO_OPERATORS = {r"installation\.other_bot"}
"""Refusals that end a start; the command line has its own plain words for them."""

# Drawn by the engine in one row: two have 13 letters each on a small phone.
SHARED_ROWS = {r"stage\.go_on", r"stage\.afresh", r"stage\.back", r"stage\.later\.button"}
# A reply keyboard is as wide as the phone, and its two labels a row are scripted.
HOME = {r"home\.(report|needs|schedule|more|desk)"}


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Key to its forms: one, or one per plural."""
    found: dict[str, tuple[str, ...]] = {}
    for file in catalogue_files(language):
        for message in read(file.stem, language):
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                assert key not in found, f"{key} stands in two files"
                found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


@cache
def read(room: str, language: str) -> Catalog:
    with (FOLDER / language / f"{room}.po").open("rb") as file:
        return read_po(file)


ROOMS = [file.stem for file in catalogue_files(REFERENCE)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def letters(text: str) -> str:
    return "".join(character for character in re.sub(r"\{.*?\}|<.*?>", "", text) if character.isalpha())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_things(language: str) -> None:
    assert set(catalogue(language)) == set(catalogue(REFERENCE))
    assert [file.stem for file in catalogue_files(language)] == ROOMS


@pytest.mark.parametrize("language", OFFERED)
def test_nothing_is_left_unsaid(language: str) -> None:
    assert not [key for key, forms in catalogue(language).items() if not all(form.strip() for form in forms)]


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_is_filled_in_everywhere(language: str) -> None:
    reference = catalogue(REFERENCE)
    different = [
        key
        for key, forms in catalogue(language).items()
        if any(placeholders(form) != placeholders(reference[key][0]) for form in forms)
    ]
    assert not different


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_merely_the_indonesian_again(language: str) -> None:
    reference = catalogue(REFERENCE)
    same = {
        key
        for key, forms in catalogue(language).items()
        if letters(forms[0]) and letters(forms[0]) == letters(reference[key][0])
    }
    assert same == set(SAME_IN_BOTH)


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("room", ROOMS)
def test_every_file_says_which_language_it_is_and_how_it_counts(room: str, language: str) -> None:
    said = dict(read(room, language).mime_headers)
    assert said["Language"] == language
    assert said["Plural-Forms"] == PLURALS[language]
    assert said["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Content-Transfer-Encoding"] == "8bit"


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_said_twice_in_one_file(room: str, language: str) -> None:
    """A reader of the file merges what stands twice without a word."""
    keys = re.findall(r'^msgid "(.+)"', (FOLDER / language / f"{room}.po").read_text("utf-8"), re.MULTILINE)
    assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.parametrize("language", OFFERED)
def test_what_is_counted_has_a_form_for_every_number(language: str) -> None:
    counted = {key: forms for key, forms in catalogue(language).items() if "count" in placeholders(forms[0])}
    assert counted
    wanted = int(PLURALS[language].removeprefix("nplurals=")[0])
    assert {key for key, forms in counted.items() if len(forms) != wanted} == set()


def test_english_knows_one_from_several() -> None:
    one, two = (words("en").text("needs.near.list", name="RT 03", count=count, lines="") for count in (1, 2))
    assert "1 need in" in one
    assert "2 needs in" in two


# ── the code and the words know each other ──


def test_every_key_that_the_code_says_has_words() -> None:
    asked = keys_in_code.asked() - SAID_TO_OPERATORS
    assert len(asked) > 100
    assert {key for key in asked if not any(re.fullmatch(key, known) for known in catalogue(REFERENCE))} == set()


def test_no_words_lie_about_unused() -> None:
    assert catalogue(REFERENCE).keys() - keys_like(keys_in_code.used()) == set()


@pytest.mark.parametrize("language", OFFERED)
def test_every_kind_and_every_quick_word_is_named(language: str) -> None:
    said = words(language)
    for kind in kinds.KINDS:
        assert said.label(f"kinds.{kind.key}")
        assert all(said.label(f"kinds.{kind.key}.{detail}") for detail in kind.details)
        assert not kind.details or said.text(f"report.detail.{kind.key}")


# ── how it reads on a small phone ──


def keys_like(patterns: set[str]) -> set[str]:
    any_of_them = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))  # once, not anew for each key
    return {key for key in catalogue(REFERENCE) if any_of_them.fullmatch(key)}


@pytest.mark.parametrize("language", OFFERED)
def test_labels_fit_across_a_small_phone(language: str) -> None:
    asked = keys_like(keys_in_code.labels() | HOME) - keys_like(keys_in_code.sentences())
    assert len(asked) > 20
    too_long = {
        key: text
        for key in asked
        for text in catalogue(language)[key]
        if len(re.sub(r"\{.*?\}", "", text)) > screens.LABEL
    }
    assert too_long == {}


@pytest.mark.parametrize("language", OFFERED)
def test_two_labels_in_a_row_fit_beside_each_other(language: str) -> None:
    asked = keys_like(keys_in_code.side_by_side() | SHARED_ROWS) - keys_like(HOME)
    half = screens.LABEL // 2 - 1
    too_long = {key: text for key in asked for text in catalogue(language)[key] if len(text) > half}
    assert too_long == {}


@pytest.mark.parametrize("language", OFFERED)
def test_kinds_fit_on_their_buttons(language: str) -> None:
    labels = [f"{kind.emoji} {words(language).label(f'kinds.{kind.key}')}" for kind in kinds.KINDS]
    assert [label for label in labels if len(label) > screens.LABEL] == []
    first = [f"{kind.emoji} {words(language).label(f'kinds.{kind.key}')}" for kind in kinds.first_screen({})]
    assert [label for label in first if len(label) > screens.LABEL // 2 - 1] == []


@pytest.mark.parametrize("language", OFFERED)
def test_no_office_speaks(language: str) -> None:
    said = {
        (key, word)
        for key, forms in catalogue(language).items()
        for form in forms
        for word in NEVER[language]
        if re.search(rf"\b{word}\b", re.sub(r"\{.*?\}|<.*?>", "", form), re.IGNORECASE)
    }
    assert said == set()


@pytest.mark.parametrize("language", OFFERED)
def test_questions_are_short(language: str) -> None:
    """At most two sentences of about twelve words before the buttons; three where the first one thanks or confirms."""
    asked = {key: forms[0] for key, forms in catalogue(language).items() if key.startswith("report.") and ".ask" in key}
    assert asked
    long = {key: text for key, text in asked.items() if len(re.sub(r"\{.*?\}|<.*?>", "", text).split()) > 26}
    assert long == {}
