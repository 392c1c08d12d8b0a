"""What became of the messages of this process, counted in memory and written down every few seconds."""

from collections import Counter

from bot.transport import AskedToWait
from storage import marks, outbox, tallies
from storage.marks import Mark
from storage.outbox import Row
from storage.writer import Writer

_GIVEN_BACK = ("limit", "held too long", "behind another")
"""What was not tried is not tried again."""


class Counts:
    """Names of `storage.tallies`, each with what came to it since it was last written down."""

    def __init__(self) -> None:
        self.fresh: Counter[str] = Counter()

    def marked(self, row: Row, mark: Mark, *, lost: bool) -> None:
        """Note what was marked; `lost` if another process may have sent it too."""
        match mark:
            case marks.Sent():
                self.fresh[f"sent.{outbox.Class(row.rank).name}"] += 1
                self.fresh["messages"] += mark.message_ids.count(",") + 1 if mark.message_ids else 1
            case marks.Later(error=error) if error not in _GIVEN_BACK:
                self.fresh["retries"] += 1
                self.fresh["too_many_requests"] += error.endswith(AskedToWait.__name__)
            case marks.Ended(state="given_up", error=error):
                self.fresh[f"failed.{error}"[:60]] += 1
            case marks.Ended(state="moot", error="expired"):
                self.fresh["expired"] += 1
        self.fresh["possibly_twice"] += 1 if lost else mark.unknown if isinstance(mark, marks.Later) else 0

    async def write_down(self, writer: Writer) -> None:
        """Add them to the tallies. What cannot be written now is written next time."""
        taken, self.fresh = self.fresh, Counter()
        if not +taken:
            return
        try:
            await writer.stage(tallies.add, counts=taken)
        except BaseException:
            self.fresh.update(taken)
            raise
