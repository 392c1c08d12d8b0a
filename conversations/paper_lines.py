"""How sheets of paper are said: what was counted on how many, and the way to whoever is to witness it."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from conversations import neighbourhood, poll_lines
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage.communities import Community
from storage.paper_tallies import PaperTally
from storage.polls import Poll, PollOption

LINK = "saksi"
"""Opens one count for witnessing, `saksi_<number>`."""


def sums(
    words: Words, poll: Poll, options: Sequence[PollOption], counts: Mapping[int, int], sheets: int
) -> list[str]:  # fmt: skip
    """A line for each option, by its place, and what they are together."""
    each = [f"{poll_lines.priced(words, poll, one)}: {counts.get(one.place, 0)}" for one in options]
    return [*each, words.label("paper.sum", votes=sum(counts.values()), sheets=sheets)]


def of_tally(words: Words, poll: Poll, options: Sequence[PollOption], tally: PaperTally) -> list[str]:
    counts = {one.place: tally.votes.get(str(one.id), 0) for one in options}
    return sums(words, poll, options, counts, tally.sheets)


def for_witness(words: Words, house: House, community: Community, poll: Poll, tally: PaperTally) -> Rows:
    """[↗️ Kirim ke saksi]: a link into the witness's own private chat, passed on from a list of chats."""
    link = neighbourhood.link_to(house, community, f"{LINK}_{tally.id}")
    said = words.label("paper.pass_on", number=poll.number)
    return [
        [Choice("", "paper.witness.send", url=f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(said)}")]
    ]
