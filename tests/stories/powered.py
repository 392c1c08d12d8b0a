"""A town whose bot can lose its power: the command line in a process of its own, killed and started again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from playground.server import running
from playground.supervisor import is_well
from playground.world import World
from storage import lock
from storage.outbox import outbox
from tests.chaos.programs import Program, environment, wait_until
from tests.stories.town import START_SECONDS, Town

SOON = 4.0
"""Before the first of the rounds that look for abandoned messages every five seconds: a new process looks at once."""


class Powered(Town):
    """A town whose bot is the command line in a process of its own."""

    def __init__(self, database_url: str, folder: Path, telegram: str, world: World, **settings: object) -> None:
        surroundings = environment(world.state.token, telegram, database_url, folder / "data", **settings)
        self.program = Program("run", surroundings, folder / "run.log")
        super().__init__(database_url, folder, telegram, world)

    def start(self) -> None:
        if self.engine.dialect.name == "postgresql":
            lock.alone(self.engine)  # a test does not wait fifteen seconds for the silence to be noticed
        self.program.start()
        wait_until(lambda: is_well(self.program.port), "the bot", START_SECONDS)

    def stop(self) -> None:
        self.program.stop()

    def loses_power(self) -> None:
        self.program.kill()

    def now(self) -> datetime:
        """By the machine's clock: the program is another process."""
        return datetime.now(UTC)

    def copies(self) -> int:
        """Messages that may have arrived twice."""
        with self.session() as session:
            return sum(session.connection().execute(sa.select(outbox.c.unknown)).scalars())


@contextmanager
def powered_town(database_url: str, folder: Path) -> Iterator[Powered]:
    world = World()
    with ExitStack() as stack:
        telegram = stack.enter_context(running(world, people=False))
        made = Powered(database_url, folder, telegram, world)
        stack.callback(made.close)
        yield made
