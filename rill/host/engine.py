"""The engine: one for each application. Owns the provider, the worker threads, the whitelist and the compiled images.

It opens sessions and knows what they share. What a live guest does is `session`'s business, how it runs the provider's.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from rill.guest.bundle import Bundle
from rill.guest.manifest import CHANNELS
from rill.guest.runtime import runtime_sources
from rill.guest.source_map import stack_placer
from rill.host.adapter import Adapter
from rill.host.assets import Assets, Sources
from rill.host.channels import RESERVED_PREFIX, Channels
from rill.host.clock import Clock, SystemClock
from rill.host.inbox import Inbox
from rill.host.registry import Registry, components_of, preset_of
from rill.host.session import HostFunction, Session, SessionOptions
from rill.host.timings import StageTimes, Timings
from rill.host.turns import PlaceStack, as_fault
from rill.protocol.errors import (
    BuildError,
    BundleError,
    CapabilityError,
    GuestError,
    HostError,
    LimitError,
    RillError,
)
from rill.protocol.limits import Limits
from rill.protocol.values import Value
from rill.sandbox import Image, Program, Provider, Sandbox, SandboxLimits, Unit, Workers, open_provider

# Sources that `load_bundle` builds, when the build extra is installed.
SOURCE_SUFFIXES: Final = (".tsx", ".ts", ".jsx", ".js")

# Two turns at a time keep two cores busy; two more keep the others quick while two guests run into their deadline.
WORKERS_DEFAULT: Final = 4

# Sessions that had no turn for one to two times as long give memory back. People pause that long all the time, and
# somebody who clicks once a second does not: the first turn afterwards copies some pages anew, which takes 0.05 ms.
TRIM_S: Final = 2.0
# So many at a time, with a pause behind them: when a thousand sessions come to rest at once, which takes a third of a
# second of a processor in all, no turn of another one waits behind them.
TRIMS_AT_ONCE: Final = 2
TRIM_PAUSE_S: Final = 0.01

# What of a stage's times stands among an engine's counters.
_STAGE_FIGURES: Final = tuple(field.name for field in fields(StageTimes))

# Images kept for sessions to come, at some megabytes each: an application has a few guests, a developer's server makes
# a new one at every change. Beyond it the one that was used least recently is made again when it is asked for.
IMAGES_MAX: Final = 64


class Engine:
    """Runs guests for one application. Use it as ``async with Engine() as engine``, or call `close` yourself.

    Args:
        provider: ``"wasm"`` (the default), another provider's name, or a Provider of yours, which you close yourself.
        limits: the bounds of every session, unless `open` is given others.
        functions: host functions granted to every guest, by name; see `open`.
        workers: threads that turns run in.
        trusted: say True to run a provider that does not isolate guests from this process. Never for code that you did
            not write.
        sources: where guests may get pictures from, beside their bundles; nowhere, if it is left out.
        channels: what guests may say to each other, and by which rules; nothing, if it is left out. The engine closes
            it.
        presets: which components guests may use: ``"rill"``, the catalogue, and ``"html"``, the elements of HTML for
            guests that are written in tags.

    Raises:
        HostError: an argument cannot be used, or the provider isolates nothing and ``trusted`` is not set.
        ProviderError: the provider cannot run on this machine.
    """

    def __init__(
        self,
        provider: str | Provider = "wasm",
        *,
        limits: Limits | None = None,
        functions: Mapping[str, HostFunction] | None = None,
        workers: int = WORKERS_DEFAULT,
        trusted: bool = False,
        sources: Sources | None = None,
        presets: Iterable[str] = ("rill",),
        channels: Channels | None = None,
    ) -> None:
        self._sources = _check_sources(sources)
        self._limits = _check_limits(limits) or Limits()
        self._functions = _check_functions(functions or {})
        self._registry = Registry(components_of(presets))
        self._channels = _check_channels(channels)
        self._workers = Workers(workers)
        self._owns_provider = isinstance(provider, str)
        try:
            self._provider = _take_provider(provider, trusted)
        except BaseException:
            self._workers.close()
            raise
        # Images by bundle and limits, those used last at the end.
        self._images: dict[tuple[str, SandboxLimits], asyncio.Task[Image]] = {}
        self._sessions: dict[str, Session] = {}
        self._opened = 0
        self._next_trim: asyncio.TimerHandle | None = None
        # Those to look at in this round.
        self._to_trim: deque[Session] = deque()
        # Of all sessions together. Adapters add their stages by way of `Session.timings`.
        self.timings = Timings()
        self._inbox = Inbox()
        self._closing: asyncio.Task[None] | None = None

    # -- life

    async def __aenter__(self) -> Engine:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all sessions, then threads and provider. May be called twice, and at any time."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        if self._next_trim is not None:
            self._next_trim.cancel()
            self._to_trim.clear()
        # All at once: a guest that uses up its deadline keeps one worker from the others, not all of them.
        await asyncio.gather(*(session.close("engine closed") for session in self.sessions))
        if self._channels is not None:
            await self._channels.close()
        images = tuple(self._images.values())
        self._images.clear()
        for image in images:
            image.cancel()
        await asyncio.gather(*images, return_exceptions=True)
        # Joining waits for images that are still being made, at most until their deadline.
        await asyncio.get_running_loop().run_in_executor(None, self._close_now)

    def _close_now(self) -> None:
        self._workers.close()
        if self._owns_provider:
            self._provider.close()

    # -- what it has

    @property
    def limits(self) -> Limits:
        return self._limits

    @property
    def provider(self) -> Provider:
        return self._provider

    @property
    def registry(self) -> Registry:
        """The whitelist of components."""
        return self._registry

    @property
    def channels(self) -> Channels | None:
        """What guests say to each other, if the engine was given any."""
        return self._channels

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions that are not closed, in the order in which they were opened."""
        return tuple(self._sessions.values())

    def register(self, **components: Any) -> None:
        """Add components of the host's own to the whitelist, for sessions opened from now on:
        ``register(StepList=StepList)``.

        Raises:
            HostError: a name is taken, or a value is no component.
        """
        self._registry.register(**components)

    def grant(self, **functions: HostFunction) -> None:
        """Let every guest opened from now on call these functions with ``useHostCall``. See `open`."""
        self._functions = {**self._functions, **_check_functions(functions)}

    def statistics(self) -> dict[str, float]:
        """Counters of provider and workers, how many sessions there are, and where the time of their turns went:
        ``stage_guest_p50_ms`` and so on, see `rill.host.timings`.

        Raises:
            ProviderError: the provider cannot tell its own.
        """
        try:
            counters = {f"provider_{name}": value for name, value in self._provider.statistics().items()}
        except Exception as error:
            raise as_fault(error) from error
        counters |= {f"workers_{name}": value for name, value in self._workers.statistics().items()}
        counters["sessions_open"] = len(self._sessions)
        counters["sessions_opened"] = self._opened
        counters["images"] = len(self._images)
        for stage, times in self.timings.stages().items():
            for figure in _STAGE_FIGURES:
                counters[f"stage_{stage}_{figure}"] = getattr(times, figure)
        return counters

    async def idle(self) -> None:
        """Wait until no session has a turn under way or queued, and no call of theirs into channels is open: what one
        guest said to others is on their screens. For tests of several sessions; guests that answer each other without
        end are never idle."""
        still = 0
        # What is over leads to the next thing within a round or two of the loop.
        while still < 4:
            sessions = tuple(session for session in self.sessions if session.state == "running")
            if all(session.is_idle for session in sessions) and (self._channels is None or self._channels.is_idle):
                still += 1
                await asyncio.sleep(0)
                continue
            still = 0
            await asyncio.gather(*(session.idle() for session in sessions))
            await asyncio.sleep(0)

    # -- guests

    async def load_bundle(
        self, source: str | Path | bytes | Bundle, *, digest: str | None = None, templates: bool = True
    ) -> Bundle:
        """Read a bundle, check it, and evaluate it into an image, so that opening a session costs no more than its
        memory.

        Args:
            source: a ``.rill`` file, its bytes, a Bundle, or a ``.tsx``, ``.ts``, ``.jsx`` or ``.js`` source, which is
                built when the ``build`` extra is installed.
            digest: the SHA-256 that the bundle must have.
            templates: False builds a source without templates, to find out whether one is at fault. Of a bundle this
                was decided when it was built.

        Raises:
            BundleError: the file is malformed or not the pinned one.
            BuildError: the source does not build.
            CapabilityError: it asks for components that are not on the whitelist.
            GuestError, LimitError: its code throws or takes too long while it is evaluated.
            HostError: there is no such file, or the engine is closed.
        """
        self._check_open()
        if isinstance(source, Bundle):
            bundle = source
        elif isinstance(source, bytes):
            # In a thread, as digests of many megabytes take a while.
            bundle = await asyncio.to_thread(Bundle.from_bytes, source, limits=self._limits, digest=digest)
        elif isinstance(source, str | Path) and Path(source).suffix in SOURCE_SUFFIXES:
            # Imported here because few hosts build; the bundler is an extra.
            from rill.guest.build import BuildOptions, build_bundle

            bundle = (await build_bundle(source, BuildOptions(source_map=True, templates=templates))).bundle
        elif isinstance(source, str | Path):
            bundle = await asyncio.to_thread(Bundle.read, source, limits=self._limits, digest=digest)
        else:
            raise HostError(
                f"expected a path, bytes or a Bundle to load, got {type(source).__name__}", code="bundle_invalid"
            )
        if digest is not None and bundle.digest != digest.lower():
            raise BundleError(
                f"bundle {bundle.id!r} has digest {bundle.digest}, expected {digest.lower()}; it is not the one that "
                "was pinned",
                code="bundle_digest",
            )
        self._check_asked(bundle)
        if bundle.manifest.image == "bundle":
            await self._image(bundle, self._limits)
        return bundle

    def open(
        self,
        bundle: Bundle,
        *,
        props: Mapping[str, Value] | None = None,
        config: Mapping[str, Value] | None = None,
        adapter: Adapter | None = None,
        functions: Mapping[str, HostFunction] | None = None,
        limits: Limits | None = None,
        clock: Clock | None = None,
        seed: int | None = None,
        sources: Sources | None = None,
        identity: Any = None,
    ) -> Opening:
        """Start a guest: ``async with engine.open(bundle, adapter=...) as session``, or ``session = await
        engine.open(...)``.

        Args:
            props: the root component's props.
            config: what ``useConfig`` returns.
            adapter: where to show it; more can be attached later.
            functions: host functions that this guest may call, beside the engine's. Called on the event loop with the
                guest's checked arguments; may be async. What they raise reaches the guest as a rejection without
                details.
            limits: bounds for this session instead of the engine's.
            clock: the guest's time; an adapter that has a ``clock``, as the Recorder, brings its own.
            seed: of the guest's random generator, 0 to 2**53 - 1; random when omitted.
            sources: where this guest may get pictures from, beside its bundle, instead of the engine's.
            identity: who is at the other end, in whatever form the host knows them: rules of channels are asked about
                it, and `Session.identity` tells it. No guest sees it.

        Raises:
            CapabilityError: the bundle asks for components that are not on the whitelist.
            HostError: an argument cannot be used, or the engine is closed.

        Awaiting raises what the guest's start raises (GuestError, LimitError); `Opening.session` exists all the same,
        failed, for whoever wants to show that.
        """
        self._check_open()
        if not isinstance(bundle, Bundle):
            raise HostError(
                f"expected a Bundle, got {type(bundle).__name__}; get one from `await engine.load_bundle(...)`",
                code="bundle_invalid",
            )
        self._check_asked(bundle)
        limits = _check_limits(limits) or self._limits
        if clock is None:
            clock = getattr(adapter, "clock", None) or SystemClock()
        options = SessionOptions(
            props=_check_mapping("props", props),
            config=_check_mapping("config", config),
            functions={**self._functions, **_check_functions(functions or {})},
            components=self._registry.components,
            limits=limits,
            clock=clock,
            seed=_check_seed(seed, adapter),
            place_stack=_stack_placer(bundle),
            assets=Assets(bundle.assets, _check_sources(sources) or self._sources),
            identity=identity,
            channels=self._channels if CHANNELS in bundle.manifest.capabilities else None,
        )

        async def make_sandbox() -> Callable[[], Sandbox]:
            self._plan_trim()
            image = await self._image(bundle, limits)
            provider = self._provider
            return lambda: provider.instantiate(image)

        self._opened += 1
        session = Session(
            str(self._opened), options, self._workers, make_sandbox, self._forget, self.timings, self._inbox
        )
        self._sessions[session.id] = session
        return Opening(session, adapter)

    # -- images

    async def _image(self, bundle: Bundle, limits: Limits) -> Image:
        """The image of a bundle: made once, however many ask at once. One that failed is tried again by the next.

        Raises:
            RillError: whatever the provider raises, its bugs as a ProviderError.
        """
        sandbox_limits = _sandbox_limits(limits)
        if bundle.manifest.image == "session":
            return await self._make_image(bundle, sandbox_limits, limits.load_ms)
        key = (bundle.digest, sandbox_limits)
        task = self._images.pop(key, None)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.ensure_future(self._make_image(bundle, sandbox_limits, limits.load_ms))
        self._images[key] = task
        if len(self._images) > IMAGES_MAX:
            # Whoever waits for it, or started from it, keeps it for himself.
            del self._images[next(iter(self._images))]
        # Whoever gives up waiting must not take the image from the others.
        return await asyncio.shield(task)

    async def _make_image(self, bundle: Bundle, limits: SandboxLimits, load_ms: float) -> Image:
        manifest = bundle.manifest
        try:
            units = [Unit(name, code) for name, code in runtime_sources(manifest.runtime)]
        except BuildError as error:
            raise BundleError(
                f"bundle {bundle.id!r} cannot run here: {error}", code="runtime_unknown", path="manifest.runtime"
            ) from None
        units.append(Unit(manifest.id, bundle.code))
        program = Program(
            units=tuple(units),
            # Randomness while the image is made is the bundle's own: the same bundle gives the same image.
            seed=int.from_bytes(hashlib.sha256(bundle.code).digest()[:8], "big"),
            clock_ms=float(manifest.build_time_ms),
        )
        provider, place_stack = self._provider, _stack_placer(bundle)

        def build() -> Image:
            try:
                return provider.build_image(program, limits, load_ms)
            except BaseException as error:  # noqa: BLE001 - a provider may be anybody's
                fault = as_fault(error)
                if place_stack is not None and isinstance(fault, GuestError | LimitError):
                    fault.stack = place_stack(fault.stack)
                raise fault from fault.__cause__

        return await asyncio.wrap_future(self._workers.call(build))

    # -- checks

    def _check_asked(self, bundle: Bundle) -> None:
        """Refuse a bundle whose manifest asks for components that this host does not have, before it runs."""
        known = self._registry.components
        missing = [name for name in bundle.manifest.components if name != "*" and name not in known]
        preset = next(filter(None, map(preset_of, missing)), None)
        if preset is not None:
            raise CapabilityError(
                f"bundle {bundle.id!r} uses components of the preset {preset!r}, which this engine does not have: "
                f"{', '.join(map(repr, missing))}; allow them with Engine(presets=(..., {preset!r}))",
                code="preset_missing",
                path="manifest.components",
            )
        if missing:
            raise CapabilityError(
                f"bundle {bundle.id!r} uses components that this host does not have: {', '.join(map(repr, missing))}; "
                "register them with engine.register(...)",
                code="component_unknown",
                path="manifest.components",
            )

    def _check_open(self) -> None:
        if self._closing is not None:
            raise HostError("the engine is closed", code="engine_closed")

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.id, None)

    def _plan_trim(self) -> None:
        if self._next_trim is None and self._closing is None:
            wait_s = TRIM_PAUSE_S if self._to_trim else TRIM_S
            self._next_trim = asyncio.get_running_loop().call_later(wait_s, self._trim)

    def _trim(self) -> None:
        """Let sessions that nobody uses just now give memory back. Stops with the last session."""
        self._next_trim = None
        to_trim = self._to_trim
        if not to_trim:
            to_trim.extend(self._sessions.values())
        begun = 0
        while to_trim and begun < TRIMS_AT_ONCE:
            begun += to_trim.popleft().trim_if_idle()
        if self._sessions:
            self._plan_trim()


class Opening:
    """A session that is about to start: await it, or enter it. `session` is there at once."""

    def __init__(self, session: Session, adapter: Adapter | None) -> None:
        self.session = session
        self._adapter = adapter
        self._is_begun = False

    def __await__(self) -> Generator[Any, None, Session]:
        return self._start().__await__()

    async def __aenter__(self) -> Session:
        try:
            return await self._start()
        except RillError:
            await self.session.close("failed to start")
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    async def _start(self) -> Session:
        if self._is_begun:
            raise HostError(
                "this session was opened already; call engine.open again for another", code="session_opened"
            )
        self._is_begun = True
        try:
            if self._adapter is not None:
                self.session.attach(self._adapter)
            await self.session.start()
        except BaseException as error:
            # A guest that failed may be shown and restarted; whoever gave up, or could not show it, has no use for it.
            if not isinstance(error, RillError) or self.session.state == "starting":
                await self.session.close("given up")
            raise
        return self.session


def _stack_placer(bundle: Bundle) -> PlaceStack | None:
    return None if bundle.source_map is None else stack_placer(bundle.id, bundle.source_map)


def _sandbox_limits(limits: Limits) -> SandboxLimits:
    return SandboxLimits(
        memory_bytes=limits.memory_bytes,
        stack_bytes=limits.stack_bytes,
        outbox_bytes=limits.outbox_bytes,
        values=limits.outbox_values,
        extensions=limits.outbox_extensions,
    )


def _take_provider(provider: str | Provider, trusted: bool) -> Provider:
    """Open a provider by its name, or take one that was opened already, and refuse what guests could escape from."""
    if not isinstance(provider, str | Provider):
        raise HostError(
            f"expected a provider or the name of one, got {type(provider).__name__}", code="provider_invalid"
        )
    opened = open_provider(provider) if isinstance(provider, str) else provider
    if opened.capabilities.trusted_only and not trusted:
        if isinstance(provider, str):
            opened.close()
        raise HostError(
            f"provider {opened.name!r} does not isolate guests from this process; use provider 'wasm' for code that "
            "you do not trust, or say Engine(..., trusted=True) if you wrote every guest yourself",
            code="provider_untrusted",
        )
    return opened


def _check_sources(sources: Sources | None) -> Sources | None:
    if sources is not None and not isinstance(sources, Sources):
        raise HostError(f"expected sources to be a Sources, got {type(sources).__name__}", code="sources_invalid")
    return sources


def _check_channels(channels: Channels | None) -> Channels | None:
    if channels is not None and not isinstance(channels, Channels):
        raise HostError(f"expected channels to be Channels, got {type(channels).__name__}", code="channels_invalid")
    return channels


def _check_limits(limits: Limits | None) -> Limits | None:
    if limits is not None and not isinstance(limits, Limits):
        raise HostError(f"expected Limits, got {type(limits).__name__}", code="limits_invalid")
    return limits


def _check_mapping(what: str, value: Mapping[str, Value] | None) -> Mapping[str, Value]:
    if value is not None and not isinstance(value, Mapping):
        raise HostError(f"expected a mapping as {what}, got {type(value).__name__}", code=f"{what}_invalid")
    return dict(value or {})


def _check_functions(functions: Mapping[str, HostFunction]) -> dict[str, HostFunction]:
    if not isinstance(functions, Mapping):
        raise HostError(f"expected host functions by name, got {type(functions).__name__}", code="function_invalid")
    for name, function in functions.items():
        if not isinstance(name, str) or not callable(function):
            raise HostError(
                f"expected host functions by name, got {type(function).__name__} for {name!r}", code="function_invalid"
            )
        if name.startswith(RESERVED_PREFIX):
            raise HostError(
                f"host function {name!r} begins with {RESERVED_PREFIX!r}, which is for functions of Rill's own",
                code="function_invalid",
            )
    return dict(functions)


def _check_seed(seed: int | None, adapter: Adapter | None) -> int:
    if seed is None:
        seed = getattr(adapter, "seed", None)
    if seed is None:
        return secrets.randbits(53)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**53:
        raise HostError(f"expected a seed from 0 to 2**53 - 1, got {seed!r}", code="seed_invalid")
    return seed
