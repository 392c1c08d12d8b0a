"""A template becomes an announcement as Pak RT would write it, with nothing dangling where something was left out."""

import re
from datetime import UTC, datetime
from itertools import combinations
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.announcement_templates import BY_KEY, TEMPLATES, Asked, Template, Variable
from conversations import screens
from conversations.dialogue import Again
from conversations.widgets import blanks, pasted
from conversations.widgets.announcement_texts import LONGEST, fill, label, question, spoken, told
from conversations.widgets.rich_text import plain
from locales import OFFERED, words
from playground.entities import parse_html

JAKARTA = "Asia/Jakarta"
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
"""Thursday, 10.00 in Jakarta."""
INDONESIAN = words("id")
LIKELY = {
    Asked.day: "2026-11-29",
    Asked.hour: "07:00",
    Asked.place: "pos ronda",
    Asked.name: "Bu Tini",
    Asked.amount: "20000",
    Asked.words: "cangkul & karung",
}
VARIABLES = {variable.key: variable for template in TEMPLATES for variable in template.variables}


def all_values(template: Template) -> dict[str, str]:
    return {one.key: LIKELY[one.kind] for one in template.variables}


def test_a_work_day_as_it_is_sent() -> None:
    values = {
        "day": "2026-11-29",
        "hour": "07:00",
        "place": "pos ronda",
        "cleaned": "selokan <B>",
        "tools": "cangkul & karung",
    }
    assert fill(BY_KEY["work_day"], values, INDONESIAN) == (
        "🧹 <b>Kerja bakti</b>\n"
        "Bapak/Ibu, ayo kerja bakti hari Minggu, 29 Nov 2026, pukul 07.00.\n"
        "Kumpul di pos ronda. Kita rapikan selokan &lt;B&gt;.\n"
        "Kalau ada, tolong bawa cangkul &amp; karung.\n"
        "Yang berhalangan tidak apa-apa. Terima kasih 🙏"
    )


def test_a_death_is_told_in_plain_words_and_in_the_familys_own_if_they_gave_any() -> None:
    bare = fill(BY_KEY["mourning"], {"deceased": "Bapak Suparno"}, INDONESIAN)
    assert bare == (
        "🕊 <b>Berita duka</b>\nTelah berpulang Bapak Suparno.\nTurut berduka cita. Semoga keluarga diberi kekuatan 🙏"
    )
    own = {"deceased": "Bapak Suparno", "wording": "Innalillahi wa innailaihi raji'un", "burial": "hari ini ba'da Asar"}
    lines = plain(fill(BY_KEY["mourning"], own, INDONESIAN)).split("\n")
    assert lines[1:4] == [
        "Innalillahi wa innailaihi raji'un",
        "Telah berpulang Bapak Suparno.",
        "Pemakaman: hari ini ba'da Asar.",
    ]


def test_dues_name_the_sum_and_may_leave_the_day_out() -> None:
    said = plain(fill(BY_KEY["dues"], {"dues": "sampah", "sum": "20000"}, INDONESIAN))
    assert "Iuran sampah\nBapak/Ibu, iurannya Rp20.000.\nYang sedang berat" in said


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_whatever_is_left_out_the_rest_stands(template: Template, language: str) -> None:
    optional = [one.key for one in template.variables if one.optional]
    for many in range(len(optional) + 1):
        for left_out in combinations(optional, many):
            values = {key: value for key, value in all_values(template).items() if key not in left_out}
            said = fill(template, values, words(language))
            text, _ = parse_html(said)
            assert len(text.split("\n")) <= 6
            assert not re.search(r"[\[\]{}\x00-\x02]|  | [.,]|[,:] *(?:\n|$)|\.\.|^[ .,]|(?m:^$)", text), text
            assert blanks.unfilled(said) == []
            for one in template.variables:
                told_of = spoken(one, LIKELY[one.kind], words(language)) in text
                assert told_of or one.key in left_out


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_what_is_missing_is_seen_and_cannot_be_sent(template: Template, language: str) -> None:
    said = fill(template, {}, words(language))
    parse_html(said)
    needed = [one for one in template.variables if not one.optional]
    assert len(blanks.unfilled(said)) == len(needed)


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_the_text_names_its_variables_and_each_has_its_question(template: Template, language: str) -> None:
    every = {one.key: f"<{one.key}>" for one in template.variables}
    raw = words(language).label(f"templates.{template.key}.text", **every)
    assert all(value in raw for value in every.values())
    assert not [name for _, name, _, _ in Formatter().parse(raw) if name]
    assert len(label(template, words(language))) <= screens.LABEL
    for one in template.variables:
        asked = words(language).text(question(one))
        assert len(asked.split()) <= 20


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("variable", VARIABLES.values(), ids=VARIABLES.keys())
def test_the_example_of_a_question_is_understood(variable: Variable, language: str) -> None:
    asked = words(language).text(question(variable))
    example = re.split(r"Misalnya: |For example: |Tulis: |Write: ", asked)[1]
    example = re.split(r", atau |, or |\. Tanpa |\. Without ", example)[0]
    assert isinstance(told(variable, example, NOW, JAKARTA), str)


@given(st.sampled_from(TEMPLATES), st.text("a[]{}<&.\n| _*\x00\x01", max_size=30) | st.text(max_size=30), st.data())
def test_whatever_is_answered_telegram_takes_it_and_nothing_is_lost(
    template: Template, typed: str, data: st.DataObject
) -> None:
    kept = {Asked.day: "2026-11-29", Asked.hour: "07:00", Asked.amount: "20000"}
    values = {one.key: kept.get(one.kind, typed) for one in template.variables}
    left_out = data.draw(st.sets(st.sampled_from([one.key for one in template.variables if one.optional])))
    text, _ = parse_html(fill(template, {key: values[key] for key in values if key not in left_out}, INDONESIAN))
    seen = " ".join(pasted.seen(typed).split())
    free = [one for one in template.variables if one.kind not in kept and one.key not in left_out]
    assert not seen or text.count(seen) >= len(free)


# ── answers ──


@pytest.mark.parametrize(
    ("key", "said", "kept"),
    [
        ("day", "Minggu", "2026-11-29"),
        ("day", "2026-12-06", "2026-12-06"),
        ("day", "hari Minggu tanggal 6 Desember ya", "2026-12-06"),
        ("day", "1/1/2020", Again("widgets.when.over")),
        ("day", "kapan-kapan", Again("templates.again.day")),
        ("hour", "setengah 8 malam", "19:30"),
        ("hour", "07:00", "07:00"),
        ("hour", "ba'da Isya", "19:30"),
        ("hour", "nanti saja", Again("templates.again.hour")),
        ("sum", "20rb", "20000"),
        ("sum", "gratis", Again("widgets.amount.again")),
        ("place", " *pos   ronda*.\n", "pos ronda"),
        ("deceased", "Bapak Suparno", "Bapak Suparno"),
        ("topic", "lampu jalan...", "lampu jalan..."),
        ("topic", "🙏", Again("stage.letters")),
        ("topic", "x" * (LONGEST + 1), Again("templates.again.long", {"most": LONGEST})),
    ],
)
def test_answers_are_kept_as_they_were_meant(key: str, said: str, kept: str | Again) -> None:
    assert told(VARIABLES[key], said, NOW, JAKARTA) == kept


@pytest.mark.parametrize("language", OFFERED)
def test_what_was_answered_is_said_back(language: str) -> None:
    said = {"id": ("Minggu, 29 Nov 2026", "07.00"), "en": ("Sunday, 29 Nov 2026", "07:00")}[language]
    assert spoken(VARIABLES["day"], "2026-11-29", words(language)) == said[0]
    assert spoken(VARIABLES["hour"], "07:00", words(language)).startswith(said[1][:2])
    assert spoken(VARIABLES["sum"], "50000", words(language)) == "Rp50.000"
