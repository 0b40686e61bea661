"""Waiting for what happens in another process."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(condition: Callable[[], Value], what: str, seconds: float = 20) -> Value:
    """Calls the condition until it gives something true, which is returned; AssertionError with
    `what` when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what} (last: {value!r})")
        time.sleep(0.1)
