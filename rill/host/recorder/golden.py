"""The golden text form of a tree: one line for each element, the same text for the same tree on every machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rill.host.tree import Node
from rill.protocol.operations import TEXT_TYPE
from rill.protocol.values import FunctionRef, Value


def golden_text(
    root: Node,
    *,
    value_of: Callable[[Node], Value] | None = None,
    is_open: Callable[[Node], bool] | None = None,
) -> str:
    """Write a tree as indented lines: type, listeners, props in alphabetical order, texts in quotes.

    Texts stand behind their parent if it has no other children, else on lines of their own. Strings are JSON strings
    in ASCII, so that no guest can put a control character, or a line that looks like another element, into a golden
    file. Empty texts are not written: a template keeps one where an expression draws nothing, and a tree without
    templates does not (docs/decisions/103-empty-texts.md).

    Args:
        root: where to begin; node 0 itself is not written, its children are.
        value_of: what an input shows at present, in place of its prop ``value``.
        is_open: whether what opens by itself is open at present. It is written where the guest does not say it.
    """
    lines: list[str] = []
    stack: list[tuple[Node, int]] = [(root, 0)]
    if root.schema is None and root.type != TEXT_TYPE:
        stack = [(child, 0) for child in reversed(_shown(root))]
    while stack:
        node, depth = stack.pop()
        indent = "  " * depth
        if node.type == TEXT_TYPE:
            lines.append(f"{indent}{_quote(node.text)}")
            continue
        children = _shown(node)
        words = [node.type, *_attributes(node, value_of, is_open)]
        if all(child.type == TEXT_TYPE for child in children):
            words += [_quote(child.text) for child in children]
        else:
            stack.extend((child, depth + 1) for child in reversed(children))
        lines.append(indent + " ".join(words))
    return "\n".join(lines) + "\n" if lines else ""


def _shown(node: Node) -> list[Node]:
    return [child for child in node.children if child.type != TEXT_TYPE or child.text != ""]


def _attributes(
    node: Node, value_of: Callable[[Node], Value] | None, is_open: Callable[[Node], bool] | None
) -> list[str]:
    assert node.schema is not None
    events: list[str] = []
    props: list[str] = []
    values = dict(node.props)
    # Versions count keystrokes of a person; what they lead to is the value.
    values.pop("valueVersion", None)
    if value_of is not None and "value" in node.schema.props:
        values["value"] = value_of(node)
    # Closed is how things begin, and goes without saying.
    if is_open is not None and "open" in node.schema.props and values.get("open") is None and is_open(node):
        values["open"] = True
    for name, value in sorted(values.items()):
        if name in node.schema.events:
            events.append(name if value is True else f"{name}={_json(value)}")
        else:
            props.append(f"{name}={_json(value)}")
    return events + props


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, FunctionRef):
        return f"function {value.id}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"bytes {value.hex()}"
    return repr(value)
