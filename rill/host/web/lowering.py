"""From a node to its element: the view's own work, and then what every component has.

`role`, `label`, `hint`, `hidden`, `focusOrder`, `autoFocus` and `style` mean the same on every component, so no view
has to know them. Elements of HTML have words of their own for all of it, and views of their own that know them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from rill.host.templates import CompiledTemplate
from rill.host.tree import Node, Tree
from rill.host.web.allowed import check_element
from rill.host.web.element import CHILDREN, Child, Element
from rill.host.web.page_context import PageContext
from rill.host.web.styles import ORDERED_RULE, StyleRule, declarations_rule, order_rule, style_rule
from rill.host.web.view import Described, WebView
from rill.protocol.errors import HostError
from rill.protocol.values import Value
from rill.protocol.web import FORCED

logger: Final = logging.getLogger("rill.web")

_COMMON: Final = frozenset(("role", "label", "hint", "hidden", "focusOrder", "autoFocus", "style"))

# The role that an element has by itself; saying it again would be noise to assistive technology.
_ROLES_OF_TAGS: Final[Mapping[str, str]] = {
    "article": "article",
    "aside": "complementary",
    "button": "button",
    "dialog": "dialog",
    "figure": "figure",
    "footer": "contentinfo",
    "form": "form",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "header": "banner",
    "hr": "separator",
    "img": "img",
    "li": "listitem",
    "main": "main",
    "nav": "navigation",
    "ol": "list",
    "option": "option",
    "p": "paragraph",
    "progress": "progressbar",
    "search": "search",
    "section": "region",
    "table": "table",
    "tbody": "rowgroup",
    "td": "cell",
    "textarea": "textbox",
    "th": "columnheader",
    "tr": "row",
    "ul": "list",
}
# An element whose name begins so is defined by a script of the rest of its name.
_OF_MODULE: Final = "rill-"
# Names that are no roles of ARIA: they say that there is nothing in particular.
_NO_ROLES: Final = frozenset(("generic", "text", "none"))
# Elements that mean nothing to assistive technology, and so can have no name, unless they get a role.
_NAMELESS: Final = frozenset(("div", "span", "p", "bdi", "b", "i", "s", "u", "small", "strong", "em"))

# What a field may hold, by the prop that the guest writes, and the prop by which it only begins.
_BEGINNINGS: Final[Mapping[str, str]] = {"value": "defaultValue", "checked": "defaultChecked", "open": "defaultOpen"}

# Props whose being written means that a field is to show them.
WRITTEN_PROPS: Final = frozenset(("value", "checked", "open", "valueVersion", *_BEGINNINGS.values()))


class PersonStates:
    """What persons did in the fields of one tree that the guest has not accepted yet, and what views keep for
    themselves. By node id and name."""

    __slots__ = ("fields", "kept")

    def __init__(self) -> None:
        self.fields: dict[int, dict[str, Value]] = {}
        self.kept: dict[int, dict[str, Value]] = {}

    def forget_gone(self, is_gone: Callable[[int], bool]) -> None:
        """Let go of nodes that are gone."""
        for table in (self.fields, self.kept):
            for id in [id for id in table if is_gone(id)]:
                del table[id]


class Needs:
    """What a page needs beside elements: the rules behind their classes, and scripts. By their names."""

    __slots__ = ("modules", "rules")

    def __init__(self) -> None:
        self.rules: dict[str, StyleRule] = {}
        self.modules: dict[str, None] = {}

    def add(self, others: Needs) -> None:
        """Need what others do, too."""
        self.rules.update(others.rules)
        self.modules.update(others.modules)

    def clear(self) -> None:
        """Need nothing any more."""
        self.rules.clear()
        self.modules.clear()

    def __bool__(self) -> bool:
        return bool(self.rules or self.modules)


class LoweringPage:
    """What views ask of the page (`rill.host.web.view.Page`), noting what else the page needs for their elements.

    Attributes:
        needs: what was used since somebody took it away.
        is_own: whether anything was asked that only this page can answer, so that nobody else can use the elements.
        initial: elements are made that nobody has typed into yet: what is forced needs no force.
        written: props of the node that is lowered, which its guest has just written.
    """

    def __init__(self, context: PageContext, states: PersonStates, tree: Tree | None = None) -> None:
        self.context = context
        self.states = states
        self.tree = tree
        self.needs = Needs()
        self.is_own = False
        self.initial = False
        self.written: frozenset[str] = frozenset()

    @property
    def prefix(self) -> str:
        self.is_own = True
        return self.context.prefix

    def asset(self, source: str) -> str | None:
        self.is_own = True
        return self.context.asset_url(source)

    def unique(self, node: Described, name: str) -> str:
        self.is_own = True
        return f"{self.context.prefix}{_id_of(node)}-{name}"

    def shown(self, node: Described, prop: str = "value") -> tuple[Value, int]:
        written = node.props.get(prop)
        if written is None:
            beginning = _BEGINNINGS.get(prop, prop)
            props = node.schema.props if node.schema is not None else {}
            written = node.get(beginning if beginning in props else prop)
        if not isinstance(node, Node) or self.tree is None:
            return written, 0
        version = self.tree.version(node)
        held = self.states.fields.get(node.id)
        if held is not None and prop in held:
            if prop in self.written and written is not None:
                # Not knowing of all that the person did, which only the browser knows: it makes the best of both.
                answered = node.props.get("valueVersion")
                return written, answered if isinstance(answered, int) else 0
            return held[prop], version
        is_forced = node.props.get("valueVersion") == "force" and not self.initial
        return written, FORCED if is_forced else version

    def rule(self, declarations: str) -> str:
        return self.use(declarations_rule(declarations))

    def remembered(self, node: Described, key: str) -> Value:
        self.is_own = True
        kept = self.states.kept.get(_id_of(node))
        return kept.get(key) if kept is not None else None

    def use(self, rule: StyleRule) -> str:
        """Note that a rule is needed, and give the name of its class."""
        self.needs.rules[rule.name] = rule
        return rule.name


def _id_of(node: Described) -> int:
    if not isinstance(node, Node):
        raise HostError(
            f"the view of {node.type} asks for something of its own node; it must be WebView(contextual=True)",
            code="view_invalid",
        )
    return node.id


class TemplateNode:
    """A node of a template as a view sees it, with the values of its slots, or without."""

    __slots__ = ("props", "schema", "type")

    def __init__(self, template: CompiledTemplate, index: int, props: Mapping[str, Value]) -> None:
        static = template.nodes[index]
        self.type = static.type
        self.schema = static.schema
        self.props = props

    def get(self, name: str) -> Value:
        if name in self.props:
            return self.props[name]
        return self.schema.default(name) if self.schema is not None else None

    def listens(self, event: str) -> bool:
        return self.props.get(event) is not None


def lower_node(node: Described, view: WebView, page: LoweringPage) -> Element:
    """The element of one node, in which its children have their place.

    A view that fails is the host's fault: it is logged, and an empty box stands for the component, so that everything
    else is shown.
    """
    try:
        element = view.lower(node, page)
        _check(element, node, view, page.needs)
    except Exception:
        logger.exception("the view of %s for 'web' failed", node.type)
        return Element("div", {"class": "rill-view-failed"})
    schema = node.schema
    if schema is None or schema.component.preset == "html":
        return element
    return with_common(element, node, page)


def _check(element: Element, node: Described, view: WebView, needs: Needs) -> None:
    """Check what a view made, and that the children of the node have one place of their own; note the scripts that
    elements need.

    Raises:
        HostError: an element must not reach a page, or something else stands at the place, or there are several, or
            none.
    """
    holes = []
    for inner in walk(element) if element.children else (element,):
        check_element(inner)
        if inner.tag.startswith(_OF_MODULE):
            needs.modules[inner.tag[len(_OF_MODULE) :]] = None
        if CHILDREN in inner.children:
            holes.append(inner)
    if not element.children:
        return
    takes = view.children and (node.schema is None or node.schema.children_allowed)
    if len(holes) > 1 or any(len(around.children) > 1 for around in holes):
        raise HostError(
            f"the view of {node.type} must put CHILDREN into one element and nothing beside it", code="view_invalid"
        )
    if takes and not holes and element.children:
        raise HostError(
            f"the view of {node.type} puts elements into its own without a place for its children; "
            "wrap CHILDREN in an element",
            code="view_invalid",
        )


def with_common(element: Element, node: Described, page: LoweringPage) -> Element:
    """An element with what every component of the catalogue has."""
    props = node.props
    if props.keys().isdisjoint(_COMMON):
        return element
    own: dict[str, str | int | float | bool] = {}
    classes: list[str] = []
    style = props.get("style")
    if isinstance(style, dict) and style:
        classes.append(page.use(style_rule(style)))
    order = props.get("focusOrder")
    if isinstance(order, int):
        classes += (page.use(order_rule(order)), page.use(ORDERED_RULE))
    if props.get("hidden") is True:
        own["hidden"] = True
    hint = props.get("hint")
    if isinstance(hint, str) and hint:
        own["title"] = hint
    named = _names(element, node)
    if named:
        used = _element_to_use(element)
        if used is element:
            own.update(_wins_over(named, element))
        else:
            element = _replace(element, used, named)
    if not own and not classes:
        return element
    return with_attributes(element, own, classes)


def _names(element: Element, node: Described) -> dict[str, str | int | float | bool]:
    """What of the common props belongs to the element that a person uses, not to what is around it."""
    props = node.props
    used = _element_to_use(element)
    found: dict[str, str | int | float | bool] = {}
    role, label = props.get("role"), props.get("label")
    if isinstance(role, str) and role not in _NO_ROLES and _ROLES_OF_TAGS.get(used.tag) != role:
        found["role"] = role
    if isinstance(label, str) and label:
        found["aria-label"] = label
        if used.tag in _NAMELESS and "role" not in used.attributes:
            found.setdefault("role", "group")
    if props.get("autoFocus") is True:
        found["autofocus"] = True
    return found


def _wins_over(named: Mapping[str, str | int | float | bool], element: Element) -> dict[str, str | int | float | bool]:
    """What a guest says of an element beside what its view has said: the guest's role is the one that counts."""
    return {name: value for name, value in named.items() if name == "role" or name not in element.attributes}


def _element_to_use(element: Element) -> Element:
    """The one field inside of an element, where there is one and the element is none itself; or else the element."""
    if element.field is not None or not element.children:
        return element
    fields = [inner for inner in walk(element) if inner.field is not None]
    return fields[0] if len(fields) == 1 else element


def walk(element: Element) -> Iterable[Element]:
    """An element and all inside it."""
    stack = [element]
    while stack:
        inner = stack.pop()
        yield inner
        stack.extend(child for child in reversed(inner.children) if isinstance(child, Element))


def with_attributes(
    element: Element, attributes: Mapping[str, str | int | float | bool], classes: Iterable[str] = ()
) -> Element:
    """An element with further attributes and classes."""
    made = {**element.attributes, **attributes}
    words = [str(made["class"])] if made.get("class") else []
    words += classes
    if words:
        made["class"] = " ".join(words)
    return Element(element.tag, made, *element.children, field=element.field)


def _replace(element: Element, used: Element, named: Mapping[str, str | int | float | bool]) -> Element:
    """The same with further attributes on one element inside."""
    if element is used:
        return with_attributes(element, _wins_over(named, element))
    children: list[Child] = [
        _replace(child, used, named) if isinstance(child, Element) else child for child in element.children
    ]
    return Element(element.tag, element.attributes, *children, field=element.field)
