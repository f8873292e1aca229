"""`Sessions`: all live guests of an application: how they are opened, found by their tokens, and how long they live.

Knows neither pages nor sockets. Lives go by the application's clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from rill.host.clock import Clock
from rill.host.web.live_guest import LiveGuest, Recipe
from rill.host.web.options import GOODBYES, Identity, WebOptions
from rill.host.web.waiting import wait_at_most
from rill.host.web.web_statistics import WebStatistics
from rill.protocol.errors import GuestError, LimitError, RillError

if TYPE_CHECKING:
    from rill.host.engine import Engine
    from rill.host.session import Session
    from rill.host.web.adapter import WebAdapter

logger: Final = logging.getLogger("rill.web")

MakeAdapter = Callable[[LiveGuest], "WebAdapter"]


class Sessions:
    """The live guests of one application.

    Args:
        engine: opens them.
        options: of the application.
        statistics: counted up here.
        make_adapter: the adapter of a guest; its session is not there yet.
    """

    def __init__(
        self, engine: Engine, options: WebOptions, statistics: WebStatistics, make_adapter: MakeAdapter
    ) -> None:
        self._engine = engine
        self._options = options
        self._limits = options.limits
        self._clock: Clock = options.clock
        self._statistics = statistics
        self._make_adapter = make_adapter
        self._guests: set[LiveGuest] = set()
        # By the secrets that their browsers may come with: one for each, and a second one until the first has arrived.
        self._by_secret: dict[str, LiveGuest] = {}
        # What sessions that were dropped, for want of room, can be made from, the oldest first.
        self._recipes: OrderedDict[str, Recipe] = OrderedDict()
        self._unclaimed: set[LiveGuest] = set()
        self._of_client: Counter[object] = Counter()
        # Guests that are being opened.
        self._opening = 0
        # What people see of a guest's failure, unless they are its author.
        words = {**GOODBYES, **options.words}["failed"]
        self._without_insides = GuestError("", code="failed", name=words.rstrip("."))
        self._renders = asyncio.Semaphore(self._limits.renders)
        self._renders_waiting = 0
        # Closing and restarting go on when whoever asked for it has gone.
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[LiveGuest]:
        return iter(tuple(self._guests))

    def __len__(self) -> int:
        return len(self._guests)

    @property
    def unclaimed(self) -> int:
        """Sessions that a page was made of and that no socket has asked for yet."""
        return len(self._unclaimed)

    # -- opening

    @asynccontextmanager
    async def rendering(self) -> AsyncIterator[None]:
        """Wait for a turn to open guests in; a page opens all of its own in one.

        Raises:
            LimitError: too many wait already.
        """
        if self._renders.locked() and self._renders_waiting >= self._limits.renders_waiting:
            self._statistics.pages_refused += 1
            raise self._full("renders_waiting", self._renders_waiting, self._limits.renders_waiting)
        self._renders_waiting += 1
        try:
            await self._renders.acquire()
        finally:
            self._renders_waiting -= 1
        try:
            yield
        finally:
            self._renders.release()

    async def open(self, recipe: Recipe, index: int) -> LiveGuest:
        """Open a session and wait until it has something to show. It is nobody's yet: `offer` or `attach` it, or
        `close` it.

        Raises:
            LimitError: there are too many sessions, of all or of this client.
            RillError: the guest failed to start; it is closed.
        """
        client = _client_of(recipe)
        count = len(self._guests) + self._opening
        if count >= self._limits.sessions:
            raise self._full("sessions", count, self._limits.sessions)
        if self._of_client[client] >= self._limits.sessions_per_client:
            raise self._full("sessions_per_client", self._of_client[client], self._limits.sessions_per_client)
        options = self._options
        guest = LiveGuest(recipe, index, self._limits)
        guest.active_ms = self._clock.now_ms()
        shown = recipe.guest
        granted = options.functions(recipe.identity) if options.functions is not None else {}
        guest.adapter = self._make_adapter(guest)
        opening = self._engine.open(
            shown.bundle,
            props=shown.props,
            config=shown.config,
            adapter=guest.adapter,
            functions={**granted, **shown.functions},
            limits=shown.limits,
            clock=options.clock,
            identity=recipe.identity,
        )
        session = guest.session = opening.session
        self._listen(guest, session)
        if options.hear is not None:
            options.hear(session, recipe.identity)
        self._opening += 1
        self._of_client[client] += 1
        try:
            await opening
            await self._rest(session)
            if session.error is not None:
                raise session.error
        except BaseException as error:
            self._forget_client(client)
            guest.is_closed = True
            self._go_on(session.close("failed to start"))
            if isinstance(error, RillError):
                self._statistics.sessions_failed += 1
            raise
        finally:
            self._opening -= 1
        self._guests.add(guest)
        self._statistics.sessions_opened += 1
        return guest

    async def _rest(self, session: Session) -> None:
        """Wait until a guest is at rest and has heard what it asked the host for, but not for long: see
        `WebLimits.first_paint_ms`."""
        if session.is_idle and not session.host_calls_open:
            return
        is_enough = False
        # Every answer is a turn.
        changed = asyncio.Event()

        def enough() -> None:
            nonlocal is_enough
            is_enough = True
            changed.set()

        stop = session.on("turn_end", lambda _end: changed.set())
        timer = self._clock.call_at(self._clock.now_ms() + self._limits.first_paint_ms, enough)
        try:
            while not is_enough and not (session.is_idle and not session.host_calls_open):
                await changed.wait()
                changed.clear()
        finally:
            timer.cancel()
            stop()

    def _listen(self, guest: LiveGuest, session: Session) -> None:
        session.on("error", lambda error: logger.warning("guest %s: %s", _named(guest), error))
        session.on("fatal_error", lambda error: self._failed(guest, error))
        session.on("destroy", lambda _reason: self._ended(guest))
        session.on("restart", lambda: self._restarted(guest))

    def _failed(self, guest: LiveGuest, error: RillError) -> None:
        """The person sees it in place, with a way to start again, and the host why."""
        # One that failed to start has no page; who asked for it is told, and says so.
        if guest in self._guests:
            logger.error("guest %s has failed: %s", _named(guest), error)
            self._statistics.sessions_failed += 1
            guest.adapter.fail(error if self._options.development else self._without_insides)

    def restart(self, guest: LiveGuest) -> None:
        """Start a guest again that has failed, because a person asks for it."""
        if guest.session.state == "failed" and not guest.is_closed:
            self._go_on(self._restart(guest))

    async def _restart(self, guest: LiveGuest) -> None:
        with contextlib.suppress(RillError):
            # One that fails again is heard of by its own event.
            await guest.session.restart()

    def _ended(self, guest: LiveGuest) -> None:
        """The host closed the session itself."""
        if guest in self._guests:
            self._say_goodbye(guest, "gone")
            self.close(guest, "closed")

    @staticmethod
    def _restarted(guest: LiveGuest) -> None:
        # The first batch of the new guest, or its failure, brings the whole screen.
        guest.is_resync_due = True

    @staticmethod
    def _say_goodbye(guest: LiveGuest, code: str) -> None:
        if guest.line is not None:
            guest.line.say_goodbye(guest, code)

    # -- whose they are

    def offer(self, guest: LiveGuest) -> bool:
        """Keep the session of a page until its socket asks for it. Where there is no room, it is dropped and made anew
        then: returns whether it was kept."""
        limits = self._limits
        if len(self._unclaimed) >= limits.unclaimed_sessions:
            self._statistics.sessions_dropped += 1
            self._recipes[guest.secret] = guest.recipe
            if len(self._recipes) > limits.unclaimed_sessions * 10:
                self._recipes.popitem(last=False)
            self.close(guest, "not claimed")
            return False
        self._unclaimed.add(guest)
        self._by_secret[guest.secret] = guest
        self._live(guest, limits.unclaimed_s)
        return True

    def claim(self, secret: str, identity: Identity, browser: str) -> LiveGuest | None:
        """The session of a token, if it is there and belongs to this person in this browser. What belongs to another
        one stays that one's."""
        guest = self._by_secret.get(secret)
        if guest is None or not _is_of(guest.recipe, identity, browser):
            return None
        return guest

    def recipe(self, secret: str, identity: Identity, browser: str) -> Recipe | None:
        """What the session of a token is made from, if it was dropped for want of room."""
        recipe = self._recipes.get(secret)
        if recipe is None or not _is_of(recipe, identity, browser):
            return None
        del self._recipes[secret]
        return recipe

    def attach(self, guest: LiveGuest, used: str | None) -> None:
        """A socket shows a guest from now on: its token is used up, and it has a new one.

        Args:
            used: the secret that the browser came with. It stays good until `confirm`, in case the new one is lost on
                its way.
        """
        self._unclaimed.discard(guest)
        for secret in (guest.secret, guest.secret_before):
            if secret is not None and secret != used:
                self._by_secret.pop(secret, None)
        guest.secret_before = used
        guest.renew_secret()
        self._by_secret[guest.secret] = guest
        guest.active_ms = self._clock.now_ms()
        self._live(guest, self._limits.idle_s)

    def confirm(self, guest: LiveGuest) -> None:
        """The browser has its new token: the one before is worth nothing from now on."""
        if guest.secret_before is not None:
            self._by_secret.pop(guest.secret_before, None)
            guest.secret_before = None

    def detach(self, guest: LiveGuest, *, is_left: bool) -> None:
        """The socket of a guest is gone; it lives on for a while.

        Args:
            is_left: the page was left, so that nobody is expected to come back.
        """
        guest.line = None
        guest.adapter.has_browser = False
        if guest.outbox.size_bytes > self._limits.kept_bytes:
            guest.outbox.clear()
            guest.is_resync_due = True
        if not guest.is_closed:
            self._live(guest, self._limits.unclaimed_s if is_left else self._limits.grace_s)

    # -- lives

    def _live(self, guest: LiveGuest, seconds: float) -> None:
        """Let a guest's life end so many seconds from now, unless something happens."""
        if guest.wakeup is not None:
            guest.wakeup.cancel()
        guest.wakeup = self._clock.call_at(self._clock.now_ms() + seconds * 1000, lambda: self._life_ends(guest))

    def _life_ends(self, guest: LiveGuest) -> None:
        guest.wakeup = None
        if guest.line is None:
            self._statistics.sessions_expired += 1
            self.close(guest, "not claimed" if guest in self._unclaimed else "its browser did not come back")
            return
        left_ms = guest.active_ms + self._limits.idle_s * 1000 - self._clock.now_ms()
        if left_ms > 0:
            self._live(guest, left_ms / 1000)
            return
        self._statistics.sessions_idle += 1
        self._say_goodbye(guest, "idle")
        self.close(guest, "idle")

    def close(self, guest: LiveGuest, reason: str) -> None:
        """End a session. May be called twice."""
        if guest.is_closed:
            return
        guest.is_closed = True
        self._guests.discard(guest)
        self._unclaimed.discard(guest)
        for secret in (guest.secret, guest.secret_before):
            if secret is not None:
                self._by_secret.pop(secret, None)
        if guest.wakeup is not None:
            guest.wakeup.cancel()
            guest.wakeup = None
        self._forget_client(_client_of(guest.recipe))
        self._go_on(guest.session.close(reason))

    async def close_all(self, reason: str) -> None:
        """End all sessions, and wait for those that are ending, at most for ``drain_s``: each has a deadline of its
        own, and there may be thousands."""
        for guest in tuple(self._guests):
            self.close(guest, reason)
        self._recipes.clear()
        await wait_at_most(self._clock, self._limits.drain_s * 1000, self._tasks)

    async def rest(self) -> None:
        """Wait until all guests are at rest, at most for ``drain_s``."""
        resting = [asyncio.ensure_future(guest.session.idle()) for guest in self._guests]
        try:
            await wait_at_most(self._clock, self._limits.drain_s * 1000, resting)
        finally:
            for task in resting:
                task.cancel()
            await asyncio.gather(*resting, return_exceptions=True)

    def _go_on(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _forget_client(self, client: object) -> None:
        self._of_client[client] -= 1
        if not self._of_client[client]:
            del self._of_client[client]

    @staticmethod
    def _full(limit: str, value: int, maximum: int) -> LimitError:
        return LimitError(
            f"{value} exceed {limit}={maximum} (WebLimits.{limit})",
            code=f"{limit}_exceeded",
            limit=limit,
            value=value,
            maximum=maximum,
            fault="client",
        )


def _is_of(recipe: Recipe, identity: Identity, browser: str) -> bool:
    return recipe.browser == browser and bool(recipe.identity == identity)


def _client_of(recipe: Recipe) -> object:
    """Whom a session counts for: a person, or else an address."""
    try:
        hash(recipe.identity)
    except TypeError:
        return recipe.client
    return recipe.client if recipe.identity is None else ("identity", recipe.identity)


def _named(guest: LiveGuest) -> str:
    return f"{guest.recipe.guest.bundle.id!r} at {guest.recipe.address or 'a page of the host'}"
