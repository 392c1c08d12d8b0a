"""How sending goes, as an operator and Prometheus read it."""

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from api.sending import RATE_OVER, Rate
from storage.outbox import Class
from tests.api.test_health import COUNTED, HERE, asked, asks, count, watching
from tests.storage.letters import NOW, write


def test_prometheus_reads_them_by_class_and_by_meaning(engine: Engine) -> None:
    count(engine, COUNTED)
    write(engine, "halo", due_at=NOW - 7, rank=Class.broadcast)
    text = asked(engine, "/metrics", client=HERE).body.decode()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["rembuk_queue", "broadcast"] == 1
    assert found["rembuk_queue_oldest_seconds", "broadcast"] == 7
    assert found["rembuk_queue", "reply"] == 0
    assert found["rembuk_sent_total", "reply"] == 3
    assert found["rembuk_failures_total", "never: blocked"] == 4
    assert found["rembuk_too_many_requests_total",] == 1
    assert found["rembuk_expired_total",] == 0
    assert found["rembuk_telegram_down",] == 0
    assert found["rembuk_dead_letters",] == 0
    assert 'rembuk_sent_total{class="reply"} 3.0' in text


def test_a_telegram_that_is_down_is_said_and_makes_us_no_less_ready(engine: Engine) -> None:
    async def tell(watch: object, _: object) -> bytes:
        return (await asks(watch, "/ready", client=HERE)).body  # type: ignore[arg-type]  # a watch

    details = orjson.loads(watching(engine, tell, telegram_down=lambda: True, per_second=28))
    assert (details["ready"], details["telegram_down"], details["limit_per_second"]) == (True, True, 28)


@pytest.mark.parametrize(("per_second", "used"), [(28, 0.5), (0, None)])
def test_how_much_of_the_limit_is_used(per_second: float, used: float | None) -> None:
    rate = Rate(per_second)
    assert rate.used(100, NOW) is None
    assert rate.used(120, NOW + 2) is None, "too short a time to say"
    assert rate.used(100 + 14 * 20, NOW + 20) == used
    assert rate.used(10_000, NOW + 20 + RATE_OVER / 2) == used
