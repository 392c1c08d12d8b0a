"""What is measured: each variant's name, how it is started, told where it is, asked if it is ready, and peopled."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import naive_tables, neighbours
from bench.webhook import SECRET, WEBHOOK_PATH

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "7000000001:bench"


@dataclass(frozen=True)
class Ground:
    """Where one round takes place: a folder of its own, and two free ports."""

    folder: Path
    telegram_port: int
    port: int

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder}/bench.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """Settings of every variant; sending limits are off, for both sides."""
        return {
            "REMBUK_BOT_TOKEN": TOKEN,
            "REMBUK_TELEGRAM_URL": f"http://127.0.0.1:{self.telegram_port}",
            "REMBUK_DATABASE_URL": self.database_url,
            "REMBUK_DATA_DIR": str(self.folder),
            "REMBUK_MODE": "webhook",
            "REMBUK_PUBLIC_URL": "https://rembuk.example",
            "REMBUK_WEBHOOK_SECRET": SECRET,
            "REMBUK_HOST": "127.0.0.1",
            "REMBUK_PORT": str(self.port),
            "REMBUK_SECRET_KEY": "bench-key-for-loopback-only-32-bytes",
            "REMBUK_LOG_FORMAT": "json",
            "REMBUK_SEND_PER_SECOND": "0",
            "REMBUK_SEND_PER_CHAT": "0",
            "REMBUK_SEND_PER_GROUP_MINUTE": "0",
        }


@dataclass(frozen=True)
class Variant:
    """One program. `seed(database_url, people)` runs before it starts, in the load's process."""

    name: str
    title: str
    command: tuple[str, ...]
    seed: Callable[[str, list[int]], None]
    webhook_path: str = WEBHOOK_PATH
    ready_path: str = "/health"
    says_all: bool = False
    """True if it answers as often as the script says, False if once each time."""


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "naive-insert",
        "naive, one insert",
        (sys.executable, "-m", "bench.naive", "insert"),
        naive_tables.seed,
    ),
    Variant(
        "naive-stage",
        "naive, our reads and writes",
        (sys.executable, "-m", "bench.naive", "stage"),
        naive_tables.seed,
    ),
    Variant("rembuk", "Rembuk", (sys.executable, "main.py", "run"), neighbours.seed, says_all=True),
    Variant(
        "floor",
        "bare sockets, no database, no parsing",
        (sys.executable, "-m", "bench.floor"),
        lambda _url, _people: None,
    ),
)
USUAL = ("naive-insert", "naive-stage", "rembuk")


def named(names: list[str]) -> list[Variant]:
    """The variants of these names, in the order asked for; an unknown name ends the program."""
    known = {variant.name: variant for variant in VARIANTS}
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"No such variant: {', '.join(unknown)}. There are: {', '.join(known)}.")
    return [known[name] for name in names]
