"""The command line: `rembuk demo | run | web | work | migrate | doctor | backup | restore | replay | audit | …`."""

import asyncio
import contextlib
import io
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import structlog
import typer

import poll_commands
import settings as configuration
from assembly import Rembuk
from bot.application import TokenRefused
from community.refusals import Refusal
from poll_commands import fail
from settings import BadSettings, LogFormat, Settings
from storage import audit, dead_letters, lock, migrate
from storage import backup as copies
from storage import doctor as examination
from storage import replay as parking
from storage.database import open_engine, reading

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Rembuk: neighbours talking until they agree.")

SQLITE_IS_TAKEN = (
    "Another Rembuk process writes to this SQLite database. SQLite has one writer; "
    "for several processes put the database on PostgreSQL (REMBUK_DATABASE_URL)."
)
SQLITE_IS_ONE = (
    "`web` and `work` are several processes on one database, and SQLite has one writer. "
    "Use `rembuk run`, or put the database on PostgreSQL (REMBUK_DATABASE_URL)."
)
NO_BOT = "REMBUK_BOT_TOKEN is missing"
NO_SUCH_BOT = "Telegram refuses REMBUK_BOT_TOKEN. Take it from BotFather again, and look at REMBUK_TELEGRAM_URL."


def _settings() -> Settings:
    try:
        return configuration.read()
    except BadSettings as error:
        raise fail(str(error)) from None


def _for_the_bot() -> Settings:
    try:
        settings = _settings().for_the_bot()
    except BadSettings as error:
        raise fail(str(error)) from None
    _start_logging(settings)
    return settings


class _Output(io.FileIO):
    """Drops a line that cannot be written, be the disk full or the reader gone: no work may fail for its log's sake."""

    def write(self, line: Any, /) -> int:
        try:
            return super().write(line)
        except OSError:
            return len(memoryview(line))


def _start_logging(settings: Settings) -> None:
    """One line per event, to standard output; other libraries speak from warnings on."""
    out = _Output(1, "wb", closefd=False)
    renderer: structlog.types.Processor
    factory: Callable[..., structlog.typing.WrappedLogger]
    if settings.log_format is LogFormat.json:
        renderer = structlog.processors.JSONRenderer(serializer=orjson.dumps)
        factory = structlog.BytesLoggerFactory(out)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
        factory = structlog.WriteLoggerFactory(io.TextIOWrapper(out, "utf-8", write_through=True))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=factory,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def _is_sqlite(settings: Settings) -> bool:
    return settings.database.startswith("sqlite")


@contextlib.contextmanager
def _only_writer(settings: Settings) -> Iterator[None]:
    """Hold the lock of a SQLite database, or end with the sentence that names the way out."""
    if not _is_sqlite(settings):
        yield
        return
    try:
        with lock.only_writer(lock.folder_of(settings.database)):
            yield
    except lock.HeldByAnother:
        raise fail(SQLITE_IS_TAKEN) from None


def _migrate(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)


async def _until_told(process: Rembuk) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, process.over.set)
    ending = asyncio.ensure_future(process.over.wait())
    starting = asyncio.ensure_future(process.start())
    try:
        await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            structlog.get_logger().info("started", port=process.port if process.serves else None)
            await ending
    finally:
        starting.cancel()
        ending.cancel()
        await process.stop()


def _serve(settings: Settings, *, works: bool, serves: bool) -> None:
    import uvloop  # noqa: PLC0415 - only the long-running commands need it

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            process = Rembuk(settings, works=works, serves=serves)
            runner.run(_until_told(process))
    except Refusal as refusal:
        bot = refusal.values.get("bot")
        raise fail(f"This database belongs to another bot ({bot}). Give this bot its own.") from None
    except TokenRefused:
        raise fail(NO_SUCH_BOT) from None
    if process.has_failed:
        raise fail("A part of Rembuk has ended; the log says which. It is to be started again.")


@cli.command()
def run(migrations: Annotated[bool, typer.Option(help="Bring the database up to date first.")] = True) -> None:
    """Bot and web together: all that one small server needs."""
    settings = _for_the_bot()
    with _only_writer(settings):
        if migrations:
            _migrate(settings)
        if _is_sqlite(settings):
            lock.alone(open_engine(settings.database))
        _serve(settings, works=True, serves=True)


@cli.command()
def web() -> None:
    """The web door alone; several may stand behind one PostgreSQL."""
    _apart(works=False, serves=True)


@cli.command()
def work() -> None:
    """The worker alone; several may share one PostgreSQL."""
    _apart(works=True, serves=False)


def _apart(*, works: bool, serves: bool) -> None:
    settings = _for_the_bot()
    if _is_sqlite(settings):
        raise fail(SQLITE_IS_ONE)
    _serve(settings, works=works, serves=serves)


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database to the tables of this version."""
    settings = _settings()
    with _only_writer(settings):
        _migrate(settings)
    typer.echo(f"The database is at {migrate.current(settings.database)}.")


@cli.command()
def doctor() -> None:
    """Look at settings, database, disk and Bot API, and say what to mend."""
    from bot.inquiry import ask  # noqa: PLC0415 - only this command asks

    settings = _settings()
    token = settings.bot_token.get_secret_value()
    findings = examination.examine(settings.database, settings.data_dir)
    findings += asyncio.run(ask(settings.telegram_url, token)) if token else [("bot", False, NO_BOT)]
    for what, fine, sentence in findings:
        typer.echo(f"{'ok ' if fine else 'no '} {what:<12} {sentence}")
    if not all(fine for _, fine, _ in findings):
        raise typer.Exit(1)


@cli.command("backup")
def backup_command(
    folder: Annotated[Path | None, typer.Argument(help="Default: backups in the data folder.")] = None,
) -> None:
    """Copy the SQLite database, also while Rembuk runs."""
    settings = _settings()
    try:
        typer.echo(str(copies.backup(settings.database, folder or settings.data_dir / "backups")))
    except copies.BackupError as error:
        raise fail(str(error)) from None


@cli.command()
def restore(file: Path) -> None:
    """Put a backup in the database's place; what was there is set aside."""
    settings = _settings()
    with _only_writer(settings):
        try:
            aside = copies.restore(settings.database, file)
        except copies.BackupError as error:
            raise fail(str(error)) from None
    typer.echo("Restored." + (f" The former database is {aside}." if aside else ""))


@cli.command("replay")
def replay_command(
    number: Annotated[int | None, typer.Argument(help="The parked update; without it, all are listed.")] = None,
    force: Annotated[bool, typer.Option(help="Also if its dialogue has moved on.")] = False,
    letter: Annotated[int | None, typer.Option(help="A message that was given up, to be sent again.")] = None,
    letters: Annotated[bool, typer.Option("--letters", help="All those messages.")] = False,
) -> None:
    """List parked updates and messages that were given up, or let one be handled or sent again."""
    engine = open_engine(_migrated().database)
    if letters or letter is not None:
        if not (many := dead_letters.replay(engine, letter)):
            raise fail("No such message was given up, or its words are gone.")
        typer.echo(f"{many} will be sent again.")
    elif number is None:
        typer.echo("\n".join(parking.page(engine)))
    elif parking.again(engine, number, force=force):
        typer.echo(f"No. {number} will be handled again.")
    else:
        raise fail(f"No parked update has the number {number}.")


@cli.command("audit")
def audit_command(most: Annotated[int, typer.Option(help="How many lines, the newest first.")] = 50) -> None:
    """Who changed whose thing: people by number, never what they said."""
    settings = _migrated()
    with reading(open_engine(settings.database)) as session:
        for line in audit.listed(session, most=most):
            typer.echo(line)


def _migrated() -> Settings:
    settings = _settings()
    if migrate.current(settings.database) is None:
        raise fail("There is no database yet; `rembuk migrate` makes one.")
    return settings


cli.add_typer(poll_commands.commands(lambda: _migrated().database), name="polls")


@cli.command()
def seed() -> None:
    """Fill an empty database with the neighbourhood of the demo."""
    from playground import seed as planting  # noqa: PLC0415 - only for trying out

    settings = _settings()
    with _only_writer(settings):
        _migrate(settings)
        try:
            planting.seed_empty(settings.database, settings.data_dir / "media")
        except Refusal:
            raise fail("There is a community in this database already; it is not touched.") from None
    typer.echo("RT 03 RW 05 Kelurahan Karanganyar has moved in.")


@cli.command()
def demo(
    folder: Annotated[Path | None, typer.Option(help="Keep chats and database here; else they are forgotten.")] = None,
    port: Annotated[int, typer.Option(help="Port of the page; 0 is any free one.")] = 8000,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = False,
) -> None:
    """A neighbourhood to play with: no token, no network. Prints the page to open."""
    from playground.demo import run_demo  # noqa: PLC0415 - the playground is only for trying out and for tests

    run_demo(folder, port=port, seed=3, open_browser=browser)


if __name__ == "__main__":
    cli()
