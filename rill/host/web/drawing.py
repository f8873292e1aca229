"""What the page of one tree is drawn with: the views, the templates that were lowered, and what the browser has of
rules and scripts by now.

Reads the tree. In which order things are drawn is decided by those who use it: `first_paint`, `snapshots` and
`translation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from rill.host.tree import Node, Tree
from rill.host.web.element import Element
from rill.host.web.lowering import LoweringPage, Needs, PersonStates, lower_node
from rill.host.web.page_context import PageContext
from rill.host.web.shapes import FIELD_KEY, Shape, item_of, readable, shape_of
from rill.host.web.templates import WebTemplate, is_lowerable, lower_template, modules_of
from rill.host.web.view import WebView
from rill.protocol.errors import HostError
from rill.protocol.web import WebOperation

# An operation as it is encoded.
Wire: TypeAlias = list[Any]

# Of what has no view: its children are seen, and nothing is said of itself.
_NO_VIEW: Final = WebView(lower=lambda _node, _page: Element("div", {"class": "rill-unknown"}))


class Views(dict[str, WebView]):
    """Views by component name. A component without one is a box with its children.

    Raises:
        HostError: something in it is no `WebView`.
    """

    def __init__(self, views: Mapping[str, WebView]) -> None:
        super().__init__(views)
        for name, view in views.items():
            if not isinstance(view, WebView):
                raise HostError(
                    f"expected a rill.host.web.WebView as the view of {name} for 'web', got {view!r}",
                    code="view_invalid",
                    path=name,
                )

    def __missing__(self, _name: str) -> WebView:
        return _NO_VIEW


class Drawing:
    """Draws one tree for one page.

    Attributes:
        needs: operations that must come before those that were made since somebody took them: templates, rules and
            scripts that the browser does not have yet.
    """

    def __init__(self, tree: Tree, views: Views, context: PageContext, states: PersonStates) -> None:
        self.tree = tree
        self.views = views
        self.page = LoweringPage(context, states, tree)
        self.needs: list[Wire] = []
        self._templates: dict[int, WebTemplate | None] = {}
        self._known_rules: set[str] = set()
        self._known_modules: set[str] = set()
        self._known_templates: set[int] = set()

    @property
    def rules_known(self) -> int:
        """How many rules the browser has."""
        return len(self._known_rules)

    def forget_browser(self) -> None:
        """Draw for a browser that has nothing yet."""
        self.needs.clear()
        self.page.needs.clear()
        self._known_rules.clear()
        self._known_modules.clear()
        self._known_templates.clear()

    # -- what views make

    def view(self, node: Node) -> WebView:
        return self.views[node.type]

    def lower(self, node: Node) -> Element:
        """The element of a node that is no text."""
        view = self.views[node.type]
        element = lower_node(node, view, self.page)
        if view.module is not None:
            self.page.needs.modules.update(dict.fromkeys(modules_of(view)))
        return element

    def is_closed(self, node: Node) -> bool:
        """Whether nothing below a node has an element."""
        return not self.views[node.type].children

    def template(self, id: int) -> WebTemplate | None:
        """The lowered template of clones; None where clones are nodes like others."""
        if id in self._templates:
            return self._templates[id]
        compiled = self.tree.templates[id]
        found = lower_template(compiled, self.views, self.page.context) if is_lowerable(compiled, self.views) else None
        self._templates[id] = found
        return found

    def all_templates(self) -> dict[int, WebTemplate]:
        """All templates that the guest has defined and clones are made of."""
        found = {id: self.template(id) for id in self.tree.templates}
        return {id: template for id, template in found.items() if template is not None}

    # -- operations

    def item(self, node: Node) -> tuple[list[Any], list[Any]]:
        """A node as an item without children, and the list in it that items of children may be put into."""
        if node.schema is None:
            return [node.id, readable(node.text)], []
        self.page.initial = True
        element = self.lower(node)
        self.page.initial = False
        return item_of(node.id, element, [])

    def morph(self, node: Node, *, writes: bool, written: frozenset[str] = frozenset()) -> Wire:
        """The operation that makes a node what it is now. ``writes``: what its fields hold is written, too. ``written``
        are the props that the guest has just written."""
        self.page.written = written
        shape = shape_of(self.lower(node))
        self.page.written = frozenset()
        if not writes:
            _leave_fields(shape)
        return [WebOperation.MORPH, node.id, shape]

    def define(self, id: int, template: WebTemplate) -> None:
        """See to it that the browser has a template."""
        if id in self._known_templates:
            return
        self._known_templates.add(id)
        self.use(template.needs)
        self.needs.append([WebOperation.TEMPLATE, id, template.size, template.shape, template.wire_slots()])

    def know_templates(self, ids: Iterable[int]) -> None:
        """Note templates that are in the page."""
        self._known_templates.update(ids)

    def use(self, needs: Needs) -> None:
        """See to it that the browser has these rules and scripts."""
        for name, rule in needs.rules.items():
            if name not in self._known_rules:
                self._known_rules.add(name)
                self.needs.append([WebOperation.RULE, rule.text])
        for module in needs.modules:
            if module not in self._known_modules:
                self._known_modules.add(module)
                self.needs.append([WebOperation.USE, module])

    def take_needs(self) -> list[Wire]:
        """What must come first, and is then known."""
        own = self.page.needs
        if own:
            self.use(own)
            own.clear()
        needs, self.needs = self.needs, []
        return needs


def _leave_fields(shape: Shape) -> None:
    """Take what fields hold out of a shape: they keep what is in them."""
    stack: list[Any] = [shape]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            if len(part) > 1 and isinstance(part[1], dict):
                part[1].pop(FIELD_KEY, None)
            stack.extend(part[2] if len(part) > 2 and isinstance(part[2], list) else ())
