"""One program on its own ground: fresh database, people, fake Bot API, started, and taken down whatever happens."""

import gc
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fake_telegram import FakeTelegram
from bench.ledger import Ledger
from bench.load import Load
from bench.program import Program, free_port
from bench.script import Street, neighbours
from bench.variants import Ground, Variant
from bench.webhook import Caller

CHATS = 400
CONNECTIONS = 40  # Telegram's own default of max_connections


@dataclass(frozen=True)
class Stand:
    """A running program and all that presses on it."""

    program: Program
    telegram: FakeTelegram
    load: Load

    @property
    def ledger(self) -> Ledger:
        return self.load.ledger


@asynccontextmanager
async def set_up(variant: Variant, folder: Path) -> AsyncIterator[Stand]:
    """Ready to be pressed; the database lies in a new folder within `folder`, which goes at the end."""
    ledger = Ledger()
    telegram = FakeTelegram(on_call=ledger.heard)
    server, telegram_port = await telegram.serve()
    with tempfile.TemporaryDirectory(dir=folder, prefix="bench-") as name:
        ground = Ground(Path(name), telegram_port, free_port())
        people = neighbours(CHATS)
        variant.seed(ground.database_url, people)
        program = Program(variant, ground)
        callers = [Caller(ground.port, variant.webhook_path) for _ in range(CONNECTIONS)]
        try:
            await program.ready()
            gc.collect()
            gc.disable()  # a pause of the measuring side must not look like one of the program
            yield Stand(program, telegram, Load(Street(people, says_all=variant.says_all), callers, ledger))
        finally:
            gc.enable()
            for caller in callers:
                caller.hang_up()
            await program.stop()
            server.close()
