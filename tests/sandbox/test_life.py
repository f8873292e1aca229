"""What a sandbox holds is used by one turn at a time and given back once, whoever closes it when."""

from __future__ import annotations

import threading
from itertools import product

import pytest

from rill.protocol import HostError
from rill.sandbox.life import Life


class Held:
    """Something that counts how often it was given back."""

    def __init__(self) -> None:
        self.given_back = 0

    def give_back(self) -> None:
        self.given_back += 1


def alive() -> tuple[Held, Life[Held]]:
    held = Held()
    return held, Life(held, Held.give_back)


def refusal(life: Life[Held]) -> tuple[str, str]:
    with pytest.raises(HostError) as caught:
        life.enter()
    return caught.value.code, str(caught.value)


def test_one_turn_at_a_time() -> None:
    held, life = alive()
    assert life.enter() is held
    assert refusal(life) == ("sandbox_busy", "the sandbox is in a turn already; turns of one guest are serial")
    life.leave()
    assert life.enter() is held
    life.leave()
    assert (life.is_usable, held.given_back) == (True, 0)


def test_what_is_closed_is_given_back_at_once_and_once() -> None:
    held, life = alive()
    life.close()
    life.close()
    assert (life.is_usable, held.given_back) == (False, 1)
    assert refusal(life) == ("sandbox_closed", "the sandbox is closed")


def test_what_is_closed_in_a_turn_is_given_back_at_its_end() -> None:
    held, life = alive()
    life.enter()
    life.close()
    assert (life.is_usable, held.given_back) == (False, 0)
    life.leave()
    assert held.given_back == 1


def test_what_failed_is_given_back_and_its_failure_is_named() -> None:
    held, life = alive()
    life.enter()
    life.fail(ValueError("the first failure"))
    life.leave()
    life.close()
    assert held.given_back == 1
    assert refusal(life) == ("sandbox_failed", "the sandbox has failed before: the first failure")


def test_what_is_closed_in_the_last_moment_of_a_turn_is_given_back() -> None:
    # The turn has just looked whether it is to close; `close` comes between that and the release of the lock.
    held, life = alive()

    class Lock:
        def __init__(self) -> None:
            self.real = threading.Lock()
            self.acquire = self.real.acquire

        def release(self) -> None:
            life.close()
            self.real.release()

    life._lock = Lock()  # type: ignore[assignment]
    life.enter()
    life.leave()
    assert held.given_back == 1


def test_a_refused_turn_of_what_was_closed_by_another_thread_leaves_no_lock_behind() -> None:
    for _, closes in product(range(20), (1, 3)):
        held, life = alive()
        threads = [threading.Thread(target=life.close) for _ in range(closes)]
        life.enter()
        for thread in threads:
            thread.start()
        life.leave()
        for thread in threads:
            thread.join()
        assert held.given_back == 1
        assert refusal(life)[0] == "sandbox_closed"
