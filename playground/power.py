"""The power switch: who can cut the bot off and bring it back, and what the page is told of it."""

from typing import Any, Protocol

from playground.delivery import Delivery
from playground.world import World


class Supervisor(Protocol):
    """Whoever runs the bot's processes and can kill and start them."""

    @property
    def is_on(self) -> bool: ...

    async def off(self) -> None: ...

    async def on(self) -> None: ...


class Power:
    """Without a supervisor there is no switch, and the power counts as on."""

    def __init__(self, world: World, supervisor: Supervisor | None, delivery: Delivery) -> None:
        self._world = world
        self._supervisor = supervisor
        self._delivery = delivery

    def state(self) -> dict[str, Any]:
        supervisor = self._supervisor
        return {"available": supervisor is not None, "on": supervisor is None or supervisor.is_on}

    async def turn(self, *, on: bool) -> dict[str, Any] | None:
        """The state after it; None where nobody can do it. Waiting post is pushed at once when it comes back."""
        if self._supervisor is None:
            return None
        await (self._supervisor.on() if on else self._supervisor.off())
        if on:
            self._delivery.hurry()
        with self._world.lock:
            self._world.changed(people=True)
        return self.state()
