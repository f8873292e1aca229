"""Makes tests of screens quick: they wait while something is under way and no longer, and parse each style sheet once.

Textual's pilot sleeps for at least 20 ms after every key, click and pause, and takes the process for idle once it has
used little time of a processor; on a busy machine that is long, and yet a guess. Each application of a test parses the
same 20 KB of style sheets anew.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from unittest.mock import patch
from weakref import WeakKeyDictionary

from textual._context import active_app
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from rill.sandbox.workers import Workers

# What is due within this time belongs to what was done last.
_HORIZON_S: Final = 0.02
# For applications that are never at rest. Textual gives up after one second, which on a busy machine is too soon.
_WAIT_S_MAX: Final = 3.0


class _Underway:
    """Counts work that an event loop gave to threads and that has not come back, for each loop by itself: one that ends
    hears of no more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: WeakKeyDictionary[asyncio.AbstractEventLoop, int] = WeakKeyDictionary()

    def of(self, loop: asyncio.AbstractEventLoop) -> int:
        return self._counts.get(loop, 0)

    def begin(self, loop: asyncio.AbstractEventLoop) -> Callable[..., None]:
        """Count one more. Returns what to call, from any thread, when it is back."""
        self._add(loop, 1)
        return lambda *_arguments: self._add(loop, -1)

    def _add(self, loop: asyncio.AbstractEventLoop, change: int) -> None:
        with self._lock:
            self._counts[loop] = self._counts.get(loop, 0) + change


_underway: Final = _Underway()
_submit: Final = Workers.submit
_run_in_executor: Final = asyncio.BaseEventLoop.run_in_executor
_parse_rules: Final = Stylesheet._parse_rules
_parsed: Final[dict[tuple[Any, ...], list[RuleSet]]] = {}


def _submit_counted(
    workers: Workers, work: Callable[[], Any], deliver: Callable[[Any, Any], None], *, is_slow: bool = False
) -> None:
    try:
        end = _underway.begin(asyncio.get_running_loop())
    except RuntimeError:
        # From a thread without a loop: nobody waits for a screen there.
        _submit(workers, work, deliver, is_slow=is_slow)
        return

    def deliver_counted(result: Any, error: BaseException | None) -> None:
        try:
            deliver(result, error)
        finally:
            end()

    try:
        _submit(workers, work, deliver_counted, is_slow=is_slow)
    except BaseException:
        end()
        raise


def _run_in_executor_counted(loop: asyncio.BaseEventLoop, *arguments: Any) -> Any:
    future = _run_in_executor(loop, *arguments)
    future.add_done_callback(_underway.begin(loop))
    return future


async def wait_quiet(_min_sleep: float = 0, max_sleep: float = _WAIT_S_MAX) -> None:
    """Wait until the event loop has nothing to run, no thread works for it, no frame is to be painted, and no timer is
    due soon.

    Has the arguments of Textual's ``wait_for_idle``, whose place it takes.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + max_sleep
    while (now := loop.time()) < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if _underway.of(loop):
            await asyncio.sleep(0.001)
            continue
        frames = _frames()
        if any(_is_due(screen) for screen in frames):
            for screen in frames:
                screen._on_timer_update()
            continue
        clocks = {screen._update_timer._task._fut_waiter for screen in frames}
        times = [timer.when() for timer in loop._scheduled if not (timer.cancelled() or clocks & {*timer._args})]
        due = min(times, default=end)
        if due > now + _HORIZON_S:
            return
        await asyncio.sleep(max(0.0, due - now))


def _frames() -> list[Any]:
    """The screen of the application that runs, whose next frame need not be waited for."""
    app = active_app.get(None)
    if app is None or not app.is_running or not app._screen_stack:
        return []
    return [app.screen] if app.screen.is_running else []


def _is_due(screen: Any) -> bool:
    """Whether a screen has something to do in its next frame."""
    if screen._callbacks:
        return True
    if screen.app._batch_count or not screen.is_current:
        return False
    return bool(screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets)


def _parse_rules_once(
    sheet: Stylesheet, css: str, read_from: Any, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
) -> list[RuleSet]:
    key = (css, read_from, is_default_rules, tie_breaker, scope, frozenset(sheet._variables.items()))
    rules = _parsed.get(key)
    if rules is None:
        rules = _parse_rules(sheet, css, read_from, is_default_rules, tie_breaker, scope)
        # Rules that do not fit are put into words by whoever parsed them.
        if not any(rule.errors for rule in rules):
            _parsed[key] = rules
    return rules


@contextmanager
def quick_screens() -> Iterator[None]:
    """Let applications of tests wait for what is under way, and share the rules of their style sheets."""
    with ExitStack() as stack:
        for target, replacement in (
            ("textual.pilot.wait_for_idle", wait_quiet),
            ("textual.app.wait_for_idle", wait_quiet),
            ("textual.css.stylesheet.Stylesheet._parse_rules", _parse_rules_once),
            ("rill.sandbox.workers.Workers.submit", _submit_counted),
            ("asyncio.BaseEventLoop.run_in_executor", _run_in_executor_counted),
            # A Button takes no second press within the 0.2 s that it looks pressed. A person is not that quick.
            ("textual.widgets.Button._start_active_affect", lambda _button: None),
        ):
            stack.enter_context(patch(target, replacement))
        yield


__all__ = ["quick_screens", "wait_quiet"]
