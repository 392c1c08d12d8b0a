"""The disk fills: nothing is acknowledged that is not kept, `/ready` says so; there is room again, and all goes on."""

import http.client
import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from playground.play import Play
from storage.database import open_engine, reading
from tests.chaos.audit import faults
from tests.chaos.neighbours import Resident, some_need
from tests.chaos.programs import Program, environment, wait_until
from tests.chaos.storm import Storm, luck, storm
from tests.chaos.test_chaos import by_webhook
