"""Native polls: their options, who voted what, and when they close."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Poll:
    """`votes` maps a voter's id to option indexes; `close_date` in seconds since the epoch (UTC)."""

    id: str
    chat_id: int
    message_id: int
    question: str
    options: list[dict[str, Any]]
    anonymous: bool = True
    type: str = "regular"
    multiple: bool = False
    revoting: bool = True
    correct_option_ids: list[int] = field(default_factory=list)
    explanation: str = ""
    open_period: int | None = None
    close_date: int | None = None
    closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)

    def as_poll(self) -> dict[str, Any]:
        counts = [0] * len(self.options)
        for chosen in self.votes.values():
            for index in chosen:
                counts[index] += 1
        poll: dict[str, Any] = {
            "id": self.id,
            "question": self.question,
            "options": [option | {"voter_count": count} for option, count in zip(self.options, counts, strict=True)],
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
            "is_anonymous": self.anonymous,
            "type": self.type,
            "allows_multiple_answers": self.multiple,
            "allows_revoting": self.revoting,
            "members_only": False,
        }
        return poll | self._optional_fields()

    def _optional_fields(self) -> dict[str, Any]:
        fields = {
            "correct_option_ids": self.correct_option_ids if self.type == "quiz" else [],
            "explanation": self.explanation,
            "open_period": self.open_period,
            "close_date": self.close_date,
        }
        return {name: value for name, value in fields.items() if value}
