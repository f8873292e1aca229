"""The host's whitelist: which components guests may use, and which views adapters have for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rill.components import CATALOGUE, ComponentSchema, HostComponent, as_host_component, compile_component
from rill.host.names import did_you_mean
from rill.protocol.errors import HostError

# Names under which a host lets guests use components that belong together.
PRESETS: Final = ("rill", "html")


def preset_components(preset: str) -> Mapping[str, ComponentSchema]:
    """The components of one preset."""
    if preset == "rill":
        return CATALOGUE
    # Imported here, because most hosts never need them, and to compile them takes a tenth of a second.
    from rill.components.html.elements import HTML

    return HTML


def components_of(presets: Iterable[str]) -> dict[str, ComponentSchema]:
    """The components of some presets.

    Raises:
        HostError: there is no such preset, or what was given is no list of names.
    """
    names = presets if isinstance(presets, tuple | list | set | frozenset) else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise HostError(
            f"expected the names of presets, such as ('rill', 'html'), got {presets!r}", code="preset_invalid"
        )
    unknown = [name for name in names if name not in PRESETS]
    if unknown:
        raise HostError(
            f"unknown preset {unknown[0]!r}{did_you_mean(unknown[0], PRESETS)}; there are "
            f"{', '.join(map(repr, PRESETS))}",
            code="preset_unknown",
        )
    return {name: schema for preset in PRESETS if preset in names for name, schema in preset_components(preset).items()}


def preset_of(component: str) -> str | None:
    """The preset that has a component, or None."""
    return next((preset for preset in PRESETS if component in preset_components(preset)), None)


class Registry:
    """Components by name on the wire. It starts with Rill's catalogue; hosts add and take away."""

    def __init__(self, components: Mapping[str, ComponentSchema] = CATALOGUE) -> None:
        self._components = dict(components)
        self._views: dict[str, dict[str, Any]] = {}

    @property
    def components(self) -> Mapping[str, ComponentSchema]:
        """The whitelist as it is now. Sessions keep the one that they were opened with."""
        return dict(self._components)

    def register(self, **components: Any) -> None:
        """Add components by name, and by their other names.

        Args:
            components: a Component class, or a HostComponent with one view for each adapter.

        Raises:
            HostError: a name is taken or no component name, or a value is no component. Nothing is registered then.
        """
        made: dict[str, HostComponent] = {}
        for given, value in components.items():
            component = as_host_component(given, value)
            for name in (given, *component.component.traits.aliases):
                if name in self._components or name in made:
                    raise HostError(
                        f"component {name!r} is registered already; choose another name", code="component_taken"
                    )
                made[name] = component if name == given else as_host_component(name, component)
        for name, component in made.items():
            self._components[name] = compile_component(name, component.component)
            for adapter, view in component.views.items():
                self._views.setdefault(adapter, {})[name] = view

    def restrict(self, *names: str) -> None:
        """Keep only these components on the whitelist, and only their views.

        Raises:
            HostError: a name is not registered. Nothing is changed then.
        """
        for name in names:
            if name not in self._components:
                raise HostError(
                    f"component {name!r} is not registered{did_you_mean(name, self._components)}",
                    code="component_unknown",
                )
        self._components = {name: self._components[name] for name in names}
        self._views = {
            adapter: {name: view for name, view in views.items() if name in self._components}
            for adapter, views in self._views.items()
        }

    def views(self, adapter: str) -> Mapping[str, Any]:
        """The host's own views for one adapter, by component name."""
        return dict(self._views.get(adapter, {}))
