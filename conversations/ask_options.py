"""Own options: one a line, typed or pasted; each can be taken out again.

B Tulis pilihannya, satu per baris. Boleh ditempel.
> Sabtu bersih-bersih
> Minggu senam
B (back to the last look)
"""

from community import polls
from conversations.answers import Said, Tapped
from conversations.ask_draft import Option, Planning
from conversations.ask_plan import onward
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import pager
from conversations.widgets.listed import lines
from conversations.widgets.several import ENOUGH

OUT, PAGE = "o", "page"
SIZE = 8
_SHOWN = 20
"""So many letters tell which line is meant."""
LONGEST = polls.MOST_OPTIONS * (polls.LONGEST_OPTION + 2)


def ask_options(talk: Planning) -> Question:
    draft = talk.draft
    if not draft.options:
        return Question("asking.options.ask")
    shown = pager.page(draft.page, len(draft.options), size=SIZE)
    here = range(shown.offset, min(shown.offset + SIZE, len(draft.options)))
    rows: Rows = [[Choice(f"{OUT}{at}", label=f"✕ {draft.options[at].text}", only_tapped=True)] for at in here]
    if turning := pager.row(PAGE, shown):
        rows = [*rows, turning]
    if len(draft.options) >= polls.LEAST_OPTIONS:
        rows = [*rows, [Choice(ENOUGH, "widgets.enough")]]
    return Question("asking.options.more", {"count": len(draft.options)}, rows)


def heard_options(talk: Planning, answer: Said | Tapped) -> Next:
    if isinstance(answer, Said):
        return _added(talk, answer.text)
    if answer.value == ENOUGH:
        return onward(talk)
    if answer.value.startswith(PAGE):
        talk.draft.page = pager.number_in(answer.value.partition(".")[2])
    else:
        out = int(answer.value.removeprefix(OUT))
        talk.answered_as = f"➖ {talk.draft.options[out].text}"
        talk.draft.options = [one for at, one in enumerate(talk.draft.options) if at != out]
    return "options"


def _added(talk: Planning, text: str) -> Next:
    """Several lines are a list that is complete; one line may be followed by others."""
    said, is_first = lines(text), not talk.draft.options
    if (refused := why_not(talk.draft.options, said)) is not None:
        return refused
    talk.draft.options = [*talk.draft.options, *(Option(text=one) for one in said)]
    return onward(talk) if is_first and len(said) >= polls.LEAST_OPTIONS else "options"


def why_not(options: list[Option], said: list[str]) -> Again | None:
    """Why these cannot be added; None if they can."""
    known = {one.text.casefold() for one in options}
    if not said:
        return Again("stage.letters")
    if (long := next((one for one in said if len(one) > polls.LONGEST_OPTION), None)) is not None:
        return Again("asking.options.too_long", {"what": f"{long[:_SHOWN]}…", "most": polls.LONGEST_OPTION})
    if any(one.casefold() in known for one in said):
        return Again("polls.twice")
    if len(options) + len(said) > polls.MOST_OPTIONS:
        return Again("polls.too_many", {"most": polls.MOST_OPTIONS})
    return None


STEPS = {"options": Step(ask_options, heard_options, (Tapped, Said), longest=LONGEST, answered="asking.picked")}
