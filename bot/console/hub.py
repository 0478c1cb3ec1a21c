"""Who looks at which call; what happens in a call goes to every screen that shows it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

ALIVE = 20.0  # seconds between signs of life to a screen
MOST = 200  # events a screen may be behind


class Hub:
    """Who looks at which call; what happens in a call goes to all of them."""

    def __init__(self) -> None:
        self._screens: dict[str, set[asyncio.Queue[tuple[str, Any]]]] = defaultdict(set)

    def watched(self, call: str) -> int:
        """How many screens show a call."""
        return len(self._screens.get(call, ()))

    def publish(self, call: str, event: str, what: Any) -> None:
        for screen in self._screens.get(call, ()):
            if not screen.full():  # a screen that sleeps misses words, it does not hold up the call
                screen.put_nowait((event, what))

    async def events(self, call: str) -> AsyncIterator[tuple[str, Any]]:
        """What happens in a call from now on; a sign of life where nothing does."""
        screen: asyncio.Queue[tuple[str, Any]] = asyncio.Queue(maxsize=MOST)
        self._screens[call].add(screen)
        try:
            while True:
                try:
                    yield await asyncio.wait_for(screen.get(), ALIVE)
                except asyncio.TimeoutError:
                    yield "alive", None
        finally:
            self._screens[call].discard(screen)
            if not self._screens[call]:
                del self._screens[call]
