"""Runs a Python script that ends when its parent does, however the parent ends: `leash.py script arguments…`.

Standard input is a pipe that the parent holds and never writes to. When it closes the parent is gone, and the script
is told to stop as the parent would have told it. It works wherever there are pipes; the script knows nothing of it.
"""

import os
import runpy
import signal
import sys
import threading
from pathlib import Path

PATIENCE_SECONDS = 10.0


def _watch(leash: int) -> None:
    while os.read(leash, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(PATIENCE_SECONDS)
    os._exit(1)


def _run(script: Path, arguments: list[str]) -> None:
    leash = os.dup(0)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    threading.Thread(target=_watch, args=(leash,), name="leash", daemon=True).start()
    # As if Python had been given the script itself: its folder is where its modules are.
    sys.path[0] = str(script.parent)
    sys.argv = [str(script), *arguments]
    runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    _run(Path(sys.argv[1]).resolve(), sys.argv[2:])
