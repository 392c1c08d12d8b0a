"""Votes on sheets of paper: how many sheets, the count of each option, a photo of it; and another resident who saw it.

> [📄 Lembar kertas]
B Berapa lembar kertas yang dihitung?
> 12
B Tulis hasil hitungannya, satu angka tiap baris, urut dari No. 1: …      [Satu per satu]
> 7 ↵ 5
B Foto lembar hitungannya, ya 📷
> 📷
B 12 lembar: 1. Selokan: 7 · 2. Lampu: 5. Sudah pas?      [✅ Simpan] [✏️ Ubah]
> [✅ Simpan]
B Tersimpan ✓ Baru dihitung setelah ada saksi …      [↗️ Kirim ke saksi]
"""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from community import choosing, polls
from community import paper_votes as rules
from community.refusals import NotThere, Refusal
from conversations import engine, paper_lines, poll_lines
from conversations.answers import Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import amount, review
from conversations.widgets.card_arguments import subject_in
from storage import paper_tallies
from storage import polls as stored
from storage.media import MediaKind
from storage.polls import Poll, PollOption

VERB, _NEW, _DROP, _SURE = "paper", "new", "drop", "sure"
_EACH, _SAVE, _CHANGE, _NOUGHT = "each", "save", "change", "0"
_LINE = re.compile(r"(\d{1,2})\s*(?:[:=]\s*|[.)]\s+|\s-\s)(\d{1,4})")
"""1: 12, 1 = 12, 1. 12, 1) 12 or 1 - 12: an option's number and how often it was chosen."""
_SHOWN = 8


class Sheets(Draft):
    """`counts` are how often each option was chosen, by its place; `at` is the one that is asked for now."""

    poll_id: int = 0
    number: int = 0
    sheets: int = 0
    counts: dict[int, int] = Field(default_factory=dict)
    at: int = 0
    photo: str = ""


Counting = Talk[Sheets]


def begin(talk: Talk[Any], argument: str) -> None:
    """What has been entered so far, if anything; else a new count. Or take a wrong one back."""
    poll_id, rest = subject_in(argument)
    by = talk.person.person_id
    poll = rules.may_enter(talk.session, poll_id, by=by, now=talk.now)
    verb, _, tally = rest.partition(".")
    if verb in (_DROP, _SURE):
        _drop(talk, poll, tally, is_sure=verb == _SURE)
    elif rest != _NEW and paper_tallies.of_poll(talk.session, poll.id):
        _list(talk, poll)
    else:
        engine.open_dialogue(talk, dialogue.name, draft=Sheets(poll_id=poll.id, number=poll.number))


def _list(talk: Talk[Any], poll: Poll) -> None:
    found = paper_tallies.of_poll(talk.session, poll.id)[-_SHOWN:]
    lines = [
        talk.words.label("paper.line" if one.witnessed_at else "paper.line.open", place=place, sheets=one.sheets)
        for place, one in enumerate(found, 1)
    ]
    drops = [
        [Choice(f"{VERB}.{poll.id}.{_DROP}.{one.id}", "paper.drop", values={"place": place})]
        for place, one in enumerate(found, 1)
    ]
    more = [Choice(f"{VERB}.{poll.id}.{_NEW}", "paper.more")]
    talk.say("paper.list", rows=[more, *drops], number=poll.number, lines=review.lines(lines))


def _drop(talk: Talk[Any], poll: Poll, which: str, *, is_sure: bool) -> None:
    """Asked once more: these votes were counted by several people."""
    tally_id, _ = subject_in(which)
    tally = talk.session.get(paper_tallies.PaperTally, tally_id)
    if tally is None or tally.poll_id != poll.id:
        raise NotThere("stage.gone")
    if not is_sure:
        yes = [Choice(f"{VERB}.{poll.id}.{_SURE}.{tally_id}", "paper.drop.sure.yes")]
        no = [Choice(f"{VERB}.{poll.id}", "announce.sure.no")]
        talk.redraw("paper.drop.sure", rows=[yes, no], count=tally.sheets)
        return
    rules.withdraw(talk.session, tally_id, by=talk.person.person_id, now=talk.now)
    talk.redraw("paper.dropped", rows=[[Choice(f"{VERB}.{poll.id}.{_NEW}", "paper.more")]])


# ── the talk ──


def _options(talk: Counting) -> list[PollOption]:
    return stored.options_of(talk.session, talk.draft.poll_id)


def _poll(talk: Counting) -> Poll:
    poll = stored.by_id(talk.session, talk.draft.poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    return poll


def _named(talk: Counting, one: PollOption) -> str:
    return poll_lines.priced(talk.words, _poll(talk), one)


def ask_sheets(talk: Counting) -> Question:
    return Question("paper.sheets.ask", {"number": talk.draft.number})


def heard_sheets(talk: Counting, answer: Said) -> Next:
    many = amount.number_in(answer.text)
    if many is None or not 1 <= many <= rules.MOST_SHEETS:
        return Again("polls.sheets", {"most": rules.MOST_SHEETS})
    talk.draft.sheets = many
    return talk.onward("counts")


def ask_counts(talk: Counting) -> Question:
    lines = review.lines(_named(talk, one) for one in _options(talk))
    return Question("paper.counts.ask", {"lines": lines}, [[Choice(_EACH, "paper.each.button")]])


def heard_counts(talk: Counting, answer: Tapped | Said) -> Next:
    options = _options(talk)
    if isinstance(answer, Tapped):
        talk.draft.counts, talk.draft.at = {}, 0
        return "each"
    found = counts_in(answer.text, [one.place for one in options])
    if found is None:
        return Again("paper.counts.again", {"count": len(options)})
    if not _add_up(talk, found):
        return Again("polls.sheets_do_not_add_up", {"sheets": talk.draft.sheets})
    talk.draft.counts = found
    return "photo" if not talk.draft.photo else "review"


def _add_up(talk: Counting, counts: dict[int, int]) -> bool:
    """Looked at as soon as they are said: a slip is found while the sheets still lie there."""
    return choosing.adds_up(_poll(talk), counts.values(), talk.draft.sheets)


def counts_in(said: str, places: Sequence[int]) -> dict[int, int] | None:
    """Place to number: a number for each option in order, or lines that name the option; None for anything else."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = [found for line in lines if (found := _LINE.fullmatch(line))]
    if lines and len(named) == len(lines):
        counts = {int(one[1]): int(one[2]) for one in named}
        return counts if len(counts) == len(lines) and set(counts) <= set(places) else None
    pieces = lines if len(lines) > 1 else said.split()
    numbers = [amount.number_in(one) for one in pieces]
    if len(numbers) != len(places):
        return None
    known = [number for number in numbers if number is not None]
    return dict(zip(places, known, strict=True)) if len(known) == len(places) else None


def ask_each(talk: Counting) -> Question:
    options = _options(talk)
    one = options[min(talk.draft.at, len(options) - 1)]
    return Question("paper.each.ask", {"option": _named(talk, one)}, [[Choice(_NOUGHT, label=_NOUGHT)]])


def heard_each(talk: Counting, answer: Tapped | Said) -> Next:
    many = 0 if isinstance(answer, Tapped) else amount.number_in(answer.text)
    if many is None:
        return Again("paper.each.again")
    options = _options(talk)
    at = min(talk.draft.at, len(options) - 1)
    counts = {one.place: talk.draft.counts[one.place] for one in options[:at]} | {options[at].place: many}
    if not _add_up(talk, counts):
        return Again("polls.sheets_do_not_add_up", {"sheets": talk.draft.sheets})
    talk.draft.counts, talk.draft.at = counts, at + 1
    if talk.draft.at < len(options):
        return "each"
    return "photo" if not talk.draft.photo else "review"


def each_taken_back(talk: Counting) -> bool:
    """[Kembali] goes to the option before this one."""
    talk.draft.at = min(talk.draft.at, len(_options(talk)) - 1) - 1
    return talk.draft.at >= 0


def ask_photo(_talk: Counting) -> Question:
    return Question("paper.photo.ask")


def heard_photo(talk: Counting, answer: Media) -> Next:
    if answer.kind is not MediaKind.photo:
        return Again("polls.photo_wanted")
    talk.draft.photo = answer.file_id
    return "review"


def ask_review(talk: Counting) -> Question:
    lines = paper_lines.sums(talk.words, _poll(talk), _options(talk), talk.draft.counts, talk.draft.sheets)
    rows = [[Choice(_SAVE, "paper.save"), Choice(_CHANGE, "paper.change")]]
    return Question("paper.review.ask", {"lines": review.lines(lines)}, rows)


def heard_review(talk: Counting, answer: Tapped) -> Next:
    if answer.value == _CHANGE:
        return "sheets"
    mine = talk.draft
    ids = {one.place: one.id for one in _options(talk)}
    counts = {ids[place]: many for place, many in mine.counts.items() if place in ids}
    try:
        tally = rules.enter(
            talk.session, mine.poll_id, counts, mine.sheets, mine.photo, by=talk.person.person_id, now=talk.now
        )
    except Refusal as refusal:
        if refusal.key == "polls.sheets_do_not_add_up":
            talk.say_html(talk.words.text(refusal.key, **refusal.values))
            return "sheets"
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
        return Done()
    poll = _poll(talk)
    place = polls.place_of(talk.session, poll.community_id, by=talk.person.person_id)
    talk.say("paper.saved", rows=paper_lines.for_witness(talk.words, talk.house, place, poll, tally))
    return Done()


_TYPED = (Tapped, Said)
dialogue = Dialogue(
    name="paper",
    draft=Sheets,
    title="paper.title",
    steps={
        "sheets": Step(ask_sheets, heard_sheets, (Said,), longest=20),
        "counts": Step(ask_counts, heard_counts, _TYPED),
        "each": Step(ask_each, heard_each, _TYPED, longest=20, undo=each_taken_back),
        "photo": Step(ask_photo, heard_photo, (Media,), unfit="polls.photo_wanted"),
        "review": Step(ask_review, heard_review),
    },
)
CARDS: dict[str, Card] = {VERB: Card(begin)}
