"""Native polls: their options, who voted what, where they stand, and what of it whom is shown."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Option:
    """`count` is kept with every vote, so that nobody has to count thousands; `added` says by whom and when."""

    persistent_id: str
    text: str
    count: int = 0
    text_entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    added: Json = field(default_factory=dict)
    added_by: int | None = None
    """The person or chat that added it later; only they may delete it."""

    def as_option(self) -> Json:
        option: Json = {"persistent_id": self.persistent_id, "text": self.text, "voter_count": self.count}
        if self.text_entities:
            option["text_entities"] = self.text_entities
        if self.media:
            option["media"] = self.media
        return option | self.added


@dataclass(slots=True)
class Poll:
    """`votes` maps a voter (a person's id, or a chat's) to the numbers of options, which are their persistent ids.

    A number outlives additions and deletions; an option's place does not. `close_date` is in seconds since the
    epoch (UTC). The poll stands in the message it was sent as and in every `copy` that was forwarded.
    """

    id: str
    chat_id: int
    message_id: int
    question: str
    options: list[Option]
    anonymous: bool = True
    type: str = "regular"
    multiple: bool = False
    revoting: bool = True
    adding: bool = False
    shuffled: bool = False
    hidden: bool = False
    """Results are shown only after the close."""
    correct_option_ids: list[int] = field(default_factory=list)
    explained: Json = field(default_factory=dict)
    """Explanation, its entities and its media, as the fields of a Poll."""
    described: Json = field(default_factory=dict)
    """Description, its entities and media: what only a message shows."""
    question_entities: list[Json] = field(default_factory=list)
    open_period: int | None = None
    close_date: int | None = None
    closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)
    copies: list[tuple[int, int]] = field(default_factory=list)
    """Chat and message of each forwarded copy."""
    last_number: int = -1

    def __post_init__(self) -> None:
        """The counts follow from the votes, and the last number from the options."""
        self.last_number = max([self.last_number, *(int(one.persistent_id) for one in self.options)])
        for option in self.options:
            option.count = 0
        for chosen in self.votes.values():
            self._count(chosen, 1)

    @property
    def quiz(self) -> bool:
        return self.type == "quiz"

    @property
    def places(self) -> list[tuple[int, int]]:
        return [(self.chat_id, self.message_id), *self.copies]

    def positions(self, numbers: list[int]) -> list[int]:
        """Where these options stand now."""
        wanted = {str(one) for one in numbers}
        return [place for place, option in enumerate(self.options) if option.persistent_id in wanted]

    def cast(self, voter: int, numbers: list[int]) -> None:
        """Put this vote in place of the voter's last; none takes it back."""
        self._count(self.votes.pop(voter, []), -1)
        if numbers:
            self.votes[voter] = numbers
            self._count(numbers, 1)

    def _count(self, numbers: list[int], step: int) -> None:
        for place in self.positions(numbers):
            self.options[place].count += step

    def add(self, option: Option) -> None:
        self.options.append(option)
        self.last_number = int(option.persistent_id)

    def remove(self, option: Option) -> None:
        """Take the option away and every vote for it; whoever chose it alone has not voted any more."""
        number = int(option.persistent_id)
        for voter in [one for one, chosen in self.votes.items() if number in chosen]:
            self.cast(voter, [one for one in self.votes[voter] if one != number])
        self.options.remove(option)

    def as_poll(self) -> Json:
        """As the bot that sent it has it in an update, where the results are never hidden."""
        poll: Json = {
            "id": self.id,
            "question": self.question,
            "options": [option.as_option() for option in self.options],
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
            "is_anonymous": self.anonymous,
            "type": self.type,
            "allows_multiple_answers": self.multiple,
            "allows_revoting": self.revoting,
            "members_only": False,
        }
        return poll | self._optional_fields()

    def _optional_fields(self) -> Json:
        fields = {
            "question_entities": self.question_entities,
            "correct_option_ids": self.correct_option_ids if self.quiz else [],
            "open_period": None if self.closed else self.open_period,
            "close_date": None if self.closed else self.close_date,
            **self.explained,
        }
        return {name: value for name, value in fields.items() if value}

    def in_message(self) -> Json:
        """The same inside a message, where the description and its media stand too."""
        return self.as_poll() | self.described

    def told_to(self, voter: int) -> bool:
        """Whether this voter sees the results: after a vote, or after the close where they are hidden till then."""
        return self.closed or (not self.hidden and voter in self.votes)
