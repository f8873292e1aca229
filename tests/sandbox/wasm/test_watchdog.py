from __future__ import annotations

import ctypes
import threading
import time

import pytest

from rill.protocol.errors import HostError
from rill.sandbox.wasm.watchdog import GRACE_MS, STARVED_FACTOR, Threads, WallThreads, Watchdog


class Epoch:
    """Counts steps, and lets a test wait for them."""

    def __init__(self) -> None:
        self.steps = 0
        self.changed = threading.Condition()

    def __call__(self) -> None:
        with self.changed:
            self.steps += 1
            self.changed.notify_all()

    def wait_for(self, steps: int) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.steps >= steps, 10)


class StoppedThreads(Threads):
    """Threads that never get a processor, until a test says how long they had one."""

    used = 0.0

    def clock_of_this(self) -> int:
        return 0

    def read(self, clock: int) -> float:
        return self.used


def wait_for_word(word: ctypes.c_uint32) -> float:
    """Wait until the word is set, at most ten seconds, and return when that was."""
    last = time.monotonic() + 10
    while word.value == 0:
        assert time.monotonic() < last, "the word is not set"
    return time.monotonic()


def test_word_is_set_at_the_deadline_and_not_before() -> None:
    watchdog = Watchdog(Epoch())
    word = ctypes.c_uint32(0)
    begun = time.monotonic()
    watch, _ = watchdog.begin(word, 40)
    assert wait_for_word(word) - begun >= 0.040
    watchdog.end(watch)
    watchdog.close()


def test_epoch_reaches_the_turn_after_the_grace_and_not_before() -> None:
    epoch = Epoch()
    watchdog = Watchdog(epoch, WallThreads())
    begun = time.monotonic()
    watch, ticks = watchdog.begin(ctypes.c_uint32(0), 20)
    assert epoch.wait_for(ticks)
    assert time.monotonic() - begun >= (20 + GRACE_MS) / 1000 - 0.006
    watchdog.end(watch)
    watchdog.close()


def test_turn_that_ended_is_never_touched_again() -> None:
    epoch = Epoch()
    watchdog = Watchdog(epoch, WallThreads())
    ended = ctypes.c_uint32(0)
    watch, _ = watchdog.begin(ended, 10)
    watchdog.end(watch)
    late = ctypes.c_uint32(0)
    other, ticks = watchdog.begin(late, 30)
    assert epoch.wait_for(ticks)
    assert (late.value, ended.value) == (1, 0)
    watchdog.end(other)
    watchdog.close()


def test_short_turn_after_a_long_one_is_not_overslept() -> None:
    watchdog = Watchdog(Epoch())
    long, short = ctypes.c_uint32(0), ctypes.c_uint32(0)
    first, _ = watchdog.begin(long, 60_000)
    second, _ = watchdog.begin(short, 10)
    begun = time.monotonic()
    while short.value == 0 and time.monotonic() < begun + 10:
        pass
    assert (short.value, long.value) == (1, 0)
    watchdog.end(first)
    watchdog.end(second)
    watchdog.close()


def test_hard_stop_of_one_turn_does_not_use_up_the_ticks_of_another() -> None:
    epoch = Epoch()
    watchdog = Watchdog(epoch, WallThreads())
    patient, patient_ticks = watchdog.begin(ctypes.c_uint32(0), 60_000)
    hasty, hasty_ticks = watchdog.begin(ctypes.c_uint32(0), 10)
    assert epoch.wait_for(hasty_ticks)
    assert epoch.steps < patient_ticks / 10
    watchdog.end(hasty)
    watchdog.end(patient)
    watchdog.close()


def test_turn_that_begins_in_the_midst_of_others_gets_its_whole_time() -> None:
    """Ticks already made count: a turn's own must reach its hard stop, neither sooner nor much later."""
    epoch = Epoch()
    watchdog = Watchdog(epoch, WallThreads())
    first, ticks = watchdog.begin(ctypes.c_uint32(0), 5)
    assert epoch.wait_for(ticks)
    made = epoch.steps
    begun = time.monotonic()
    second, more = watchdog.begin(ctypes.c_uint32(0), 20)
    assert epoch.wait_for(made + more)
    assert time.monotonic() - begun >= (20 + GRACE_MS) / 1000 - 0.011
    watchdog.end(first)
    watchdog.end(second)
    watchdog.close()


def test_turn_that_begins_when_the_epoch_lags_gets_its_grace_too() -> None:
    """While nothing is late the epoch stands still, and catches up in one go when the new turn is."""
    epoch = Epoch()
    watchdog = Watchdog(epoch, WallThreads())
    first, _ = watchdog.begin(ctypes.c_uint32(0), 60_000)
    lagging = time.monotonic() + 0.2
    while time.monotonic() < lagging:
        pass
    begun = time.monotonic()
    made = epoch.steps
    second, ticks = watchdog.begin(ctypes.c_uint32(0), 20)
    assert epoch.wait_for(made + ticks)
    assert time.monotonic() - begun >= (20 + GRACE_MS) / 1000 - 0.006
    watchdog.end(first)
    watchdog.end(second)
    watchdog.close()


def test_nothing_runs_before_the_first_turn_and_close_stops_the_thread() -> None:
    watchdog = Watchdog(Epoch())
    watchdog.close()
    before = threading.active_count()
    other = Watchdog(Epoch())
    assert threading.active_count() == before
    watch, _ = other.begin(ctypes.c_uint32(0), 1000)
    assert threading.active_count() == before + 1
    other.end(watch)
    other.close()
    other.close()
    assert threading.active_count() == before


def test_close_ends_what_is_watched_and_nothing_is_watched_afterwards() -> None:
    epoch = Epoch()
    watchdog = Watchdog(epoch)
    word = ctypes.c_uint32(0)
    _, ticks = watchdog.begin(word, 10_000)
    watchdog.close()
    assert word.value == 1
    assert epoch.steps >= ticks
    with pytest.raises(HostError) as caught:
        watchdog.begin(word, 1000)
    assert caught.value.code == "provider_closed"


def test_turn_whose_thread_gets_no_processor_has_until_the_factor() -> None:
    threads = StoppedThreads()
    watchdog = Watchdog(Epoch(), threads)
    word = ctypes.c_uint32(0)
    begun = time.monotonic()
    watch, _ = watchdog.begin(word, 20)
    assert wait_for_word(word) - begun >= 0.020 * STARVED_FACTOR
    watchdog.end(watch)
    watchdog.close()


def test_turn_that_was_kept_waiting_ends_once_it_has_used_its_time() -> None:
    threads = StoppedThreads()
    watchdog = Watchdog(Epoch(), threads)
    word = ctypes.c_uint32(0)
    begun = time.monotonic()
    watch, _ = watchdog.begin(word, 5_000)
    threads.used = 5.0
    # Nobody looks at a turn before its deadline, whatever it used: a processor second takes a second.
    assert word.value == 0
    short = ctypes.c_uint32(0)
    other, _ = watchdog.begin(short, 10)
    threads.used = 5.011
    assert wait_for_word(short) - begun < 10
    assert word.value == 0
    watchdog.end(watch)
    watchdog.end(other)
    watchdog.close()


def test_epoch_stands_still_for_a_turn_that_is_kept_waiting() -> None:
    """Else its store, which has the first deadline, would trap before its time is used up."""
    epoch = Epoch()
    threads = StoppedThreads()
    watchdog = Watchdog(epoch, threads)
    starved = ctypes.c_uint32(0)
    first, ticks = watchdog.begin(starved, 300)
    late = ctypes.c_uint32(0)
    second, _ = watchdog.begin(late, 100)
    wait_for_word(late)  # at four times its own deadline, and past that of the first
    assert starved.value == 0
    assert epoch.steps < ticks
    watchdog.end(second)
    watchdog.end(first)
    watchdog.close()


def test_processor_time_of_a_thread_is_read_from_another() -> None:
    threads = Threads()
    clock = threads.clock_of_this()
    before = threads.read(clock)
    found: list[float] = []
    reader = threading.Thread(target=lambda: found.append(threads.read(clock)))
    while threads.read(clock) < before + 0.01:
        pass
    reader.start()
    reader.join(10)
    assert found[0] >= before + 0.01
