"""What an operator can do about messages that were given up, on the command line."""

from pathlib import Path

from storage.database import open_engine
from storage.marks import Ended
from tests.command_line import KEY, Terminal
from tests.storage.letters import HERE, claim, look, mark, write


def test_messages_that_were_given_up_are_listed_counted_and_sent_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, secret_key=KEY, data_dir=str(tmp_path / "data"))
    engine = open_engine(terminal.has_migrated())
    for chat in (7, 8):
        write(engine, "rahasia", chat=chat)
        (row,) = claim(engine)
        mark(engine, Ended(row.id, HERE, row.attempt, "given_up", "never: refused", keeps=True))
    listed = terminal.types("replay").stdout
    assert "Letter 2  reply      sendMessage" in listed
    assert "rahasia" not in listed
    assert "2 messages given up" in terminal.types("doctor").stdout
    assert terminal.types("replay", "--letter", "2").stdout.strip() == "1 will be sent again."
    assert look(engine, "state") == [("given_up",), ("due",)]
    assert terminal.types("replay", "--letters").stdout.strip() == "1 will be sent again."
    nothing = terminal.types("replay", "--letter", "2")
    assert (nothing.exit_code, nothing.stderr.strip()) == (1, "No such message was given up, or its words are gone.")
    engine.dispose()
