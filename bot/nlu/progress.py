"""Long work shows what it is doing: on standard error, never mixed into answers."""

import sys
import time

_started = time.monotonic()


def report(step: str) -> None:
    """One line with the seconds since the process began."""
    print(f"  [{time.monotonic() - _started:5.0f} s] {step}", file=sys.stderr, flush=True)
