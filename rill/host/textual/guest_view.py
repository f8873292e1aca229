"""`GuestView`: one guest as a Textual widget. It opens and closes the session, or shows one that is given; drawing
the tree is the adapter's work.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from rill.host.textual.adapter import Diagnostic, TextualAdapter, TextualStatistics
from rill.host.textual.failure import FailurePanel
from rill.host.textual.styling import style_css
from rill.host.textual.views import CSS
from rill.host.textual.widgets.boxes import Box
from rill.host.textual.widgets.stage import Stage
from rill.protocol.errors import HostError, RillError
from rill.protocol.values import Value

if TYPE_CHECKING:
    from rill.guest.bundle import Bundle
    from rill.host.engine import Engine
    from rill.host.session import HostFunction, Session

# A guest that starts faster than this needs no sign that it is starting; a sign that flashes is worse than none.
_LOADING_S: Final = 0.25


class Surface(Box):
    """The part of a `GuestView` that the guest's tree is in. What has no room scrolls."""


class GuestView(Widget):
    """A guest, anywhere among an application's own widgets.

    ``GuestView(engine, bundle)`` opens a session when it is mounted and closes it when it is removed.
    ``GuestView(session=session)`` shows a session that somebody else opens and closes.

    It fills the room it is given; with ``classes="-fit"`` it is as high as its content. Guests name colours of the
    application's theme and follow when it changes. If the guest fails, its last picture stays, inert, beside the
    error and a button that restarts it.

    Args:
        engine: opens the session; with ``session``, only asked for the views of the host's own components.
        bundle: a loaded Bundle, or whatever ``engine.load_bundle`` takes; that may fail, which is shown in place.
        props: the root component's props.
        config: what ``useConfig`` returns.
        functions: host functions that this guest may call, beside the engine's.
        session: the session to show, instead of opening one.
        open_links: open pressed links with the application's ``open_url``, in the person's browser.
        development: the person at the screen is the guest's author: what cannot be shown as it was asked for is
            posted as `GuestView.Diagnosed`.
        devtools: makes a widget that looks into this view, such as ``rill.devtools``'s panel; F12 opens it beside the
            guest while the focus is in this view, and closes it.
        name, id, classes, disabled: as for every Textual widget.

    Raises:
        HostError: neither an engine with a bundle nor a session is given.
    """

    DEFAULT_CSS = (
        """
    GuestView { width: 1fr; height: 1fr; layout: vertical; }
    GuestView > Stage { width: 100%; height: 1fr; overflow: hidden; }
    GuestView > Stage.-failed { opacity: 50%; }
    Stage > Surface { width: 100%; height: 100%; overflow-x: hidden; overflow-y: auto; }
    Stage > Surface > .rill-box.rill-whole { min-height: 100%; }
    GuestView.-fit, GuestView.-fit > Stage, GuestView.-fit > Stage > Surface { height: auto; }
    GuestView.-fit > Stage > Surface > .rill-box.rill-whole { min-height: 0; }
    """
        + CSS
        + style_css()
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "toggle_devtools", "Devtools"),
        # Before the guest hears of the key, and whatever it shows: no guest keeps a person who has no mouse.
        Binding("f6", "leave", "Leave the guest", show=False, priority=True),
    ]

    class Opened(Message):
        """The guest runs, and its first batch is shown. Again after a restart."""

        def __init__(self, view: GuestView, session: Session) -> None:
            super().__init__()
            self.view = view
            self.session = session

        @property
        def control(self) -> GuestView:
            return self.view

    class Failed(Message):
        """The guest has failed; the view shows it. ``error`` says why."""

        def __init__(self, view: GuestView, error: RillError) -> None:
            super().__init__()
            self.view = view
            self.error = error

        @property
        def control(self) -> GuestView:
            return self.view

    class Diagnosed(Message):
        """In development: the guest asked for something that a terminal cannot show. The guest goes on."""

        def __init__(self, view: GuestView, diagnostic: Diagnostic) -> None:
            super().__init__()
            self.view = view
            self.diagnostic = diagnostic

        @property
        def control(self) -> GuestView:
            return self.view

    class Problem(Message):
        """The application's own mistake, such as a component without a view; the guest goes on."""

        def __init__(self, view: GuestView, error: HostError) -> None:
            super().__init__()
            self.view = view
            self.error = error

        @property
        def control(self) -> GuestView:
            return self.view

    class LinkPressed(Message):
        """A person pressed a link; ``href`` is an https, http or mailto address. Nothing is opened, unless the view was
        made with ``open_links``. The address is the guest's: show it to the person before you open it yourself.
        """

        def __init__(self, view: GuestView, href: str) -> None:
            super().__init__()
            self.view = view
            self.href = href

        @property
        def control(self) -> GuestView:
            return self.view

    def __init__(
        self,
        engine: Engine | None = None,
        bundle: Bundle | str | Path | bytes | None = None,
        *,
        props: Mapping[str, Value] | None = None,
        config: Mapping[str, Value] | None = None,
        functions: Mapping[str, HostFunction] | None = None,
        session: Session | None = None,
        development: bool = False,
        devtools: Callable[[GuestView], Widget] | None = None,
        open_links: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        if (session is None) == (engine is None or bundle is None):
            raise HostError(
                "expected GuestView(engine, bundle) or GuestView(session=session)", code="guest_view_invalid"
            )
        self._engine = engine
        self._bundle = bundle
        self._props = props
        self._config = config
        self._functions = functions
        self._session = session
        self._open_links = open_links
        self._owns_session = session is None
        self._development = development
        self._make_devtools = devtools
        self._devtools: Widget | None = None
        self._surface = Surface()
        self._stage = Stage(self._surface)
        self._adapter: TextualAdapter | None = None
        self._panel: FailurePanel | None = None
        self._unlisten: list[Callable[[], None]] = []
        self._work: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        yield self._stage

    def render(self) -> RenderResult:
        # Without children Textual would paint the name of the class.
        return ""

    @property
    def session(self) -> Session | None:
        """The session that is shown; None until it is opened."""
        return self._session

    @property
    def adapter(self) -> TextualAdapter:
        """The adapter, for tests and tools. Exists once the view is mounted."""
        if self._adapter is None:
            raise HostError("the view is not mounted", code="adapter_detached")
        return self._adapter

    def statistics(self) -> TextualStatistics:
        """What has been mounted, moved and removed so far."""
        return self.adapter.statistics()

    async def wait_shown(self) -> None:
        """Wait until the guest has no turn to run and all its widgets are mounted."""
        if self._work is not None:
            await asyncio.wait((self._work,))
        if self._session is not None:
            await self._session.idle()
        await self.adapter.wait_shown()

    async def restart(self) -> None:
        """Start the guest again: a new one from the same image. An error of its start is shown in place."""
        if self._work is not None and not self._work.done():
            await asyncio.wait((self._work,))
        await self._start()

    # -- life --------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        views = self._engine.registry.views("textual") if self._engine is not None else {}
        self._adapter = TextualAdapter(
            self._surface,
            views,
            self._report,
            self._offer_link,
            stage=self._stage,
            diagnose=self._diagnose if self._development else None,
        )
        self._stage.gate = self._adapter.take_message
        self._stage.resized = self._adapter.resize
        if self._session is not None:
            self._listen(self._session)
            self._session.attach(self._adapter)
            if self._session.error is not None:
                self._show_failure(self._session.error)
        else:
            self._begin()

    async def on_unmount(self) -> None:
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()
        if self._work is not None:
            self._work.cancel()
        session, adapter = self._session, self._adapter
        if session is not None and adapter is not None:
            session.detach(adapter)
            if self._owns_session:
                await session.close()

    def _begin(self) -> None:
        self._work = asyncio.get_running_loop().create_task(self._start())
        self.set_timer(_LOADING_S, self._show_loading)

    def _show_loading(self) -> None:
        self._surface.loading = self._work is not None and not self._work.done()

    async def _start(self) -> None:
        """Open the session, or restart it."""
        try:
            if self._session is not None:
                await self._session.restart()
            else:
                await self._open()
        except RillError as error:
            # A session has said so itself; this is for bundles that do not load.
            if self._panel is None:
                self._show_failure(error)
        else:
            self._hide_failure()
            if self._session is not None:
                self.post_message(self.Opened(self, self._session))
        finally:
            self._surface.loading = False

    async def _open(self) -> None:
        engine, bundle = self._engine, self._bundle
        assert engine is not None
        assert bundle is not None
        loaded = await engine.load_bundle(bundle)
        opening = engine.open(
            loaded, props=self._props, config=self._config, functions=self._functions, adapter=self._adapter
        )
        self._session = opening.session
        self._listen(opening.session)
        await opening

    def _listen(self, session: Session) -> None:
        # A session may live in a task that knows nothing of the app, and Textual asks the context which app is running.
        context = contextvars.copy_context()
        self._unlisten.append(session.on("fatal_error", lambda error: context.copy().run(self._show_failure, error)))
        self._unlisten.append(session.on("restart", lambda: context.copy().run(self._hide_failure)))

    def _report(self, error: HostError) -> None:
        self.post_message(self.Problem(self, error))

    def _offer_link(self, href: str) -> None:
        self.post_message(self.LinkPressed(self, href))
        if self._open_links:
            self.app.open_url(href)

    def _diagnose(self, diagnostic: Diagnostic) -> None:
        self.post_message(self.Diagnosed(self, diagnostic))

    # -- devtools ----------------------------------------------------------------------------------------------------

    @property
    def devtools(self) -> Widget | None:
        """The open devtools, or None."""
        panel = self._devtools
        return panel if panel is not None and panel.is_attached else None

    def toggle_devtools(self) -> None:
        """Open what ``devtools`` makes, beside the guest; or close it. Nothing happens without ``devtools``."""
        panel = self.devtools
        if panel is not None:
            self._devtools = None
            panel.remove()
        elif self._make_devtools is not None:
            # Beside the stage and not on it: what its widgets say is none of the guest's business.
            self._devtools = self._make_devtools(self)
            self.mount(self._devtools)

    def action_toggle_devtools(self) -> None:
        self.toggle_devtools()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "toggle_devtools":
            return self._make_devtools is not None
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Move the focus to what comes after this view on the screen, also out of a modal of the guest."""
        screen = self.screen
        focused = screen.focused
        # What keeps the focus in a modal is looked up from the focus upwards.
        screen.set_focus(None)
        chain = screen.focus_chain
        inside = [index for index, widget in enumerate(chain) if self in widget.ancestors_with_self]
        after = inside[-1] + 1 if inside else 0
        outside = [widget for widget in chain[after:] + chain[:after] if self not in widget.ancestors_with_self]
        screen.set_focus(outside[0] if outside else focused)

    # -- failure -----------------------------------------------------------------------------------------------------

    def _show_failure(self, error: RillError) -> None:
        """Make the last picture inert and say why. Focus goes to the restart only if it was in the guest."""
        if not self.is_attached:
            return
        had_focus = self.has_focus_within
        self._hide_failure()
        self._stage.disabled = True
        self._stage.add_class("-failed")
        panel = self._panel = FailurePanel(error)
        self.mount(panel)
        if had_focus:
            panel.call_after_refresh(panel.focus_restart)
        self.post_message(self.Failed(self, error))

    def _hide_failure(self) -> None:
        if self._panel is not None:
            self._panel.remove()
            self._panel = None
        self._stage.disabled = False
        self._stage.remove_class("-failed")

    def on_failure_panel_restart(self, event: FailurePanel.Restart) -> None:
        event.stop()
        if self._work is None or self._work.done():
            self._hide_failure()
            self._begin()
