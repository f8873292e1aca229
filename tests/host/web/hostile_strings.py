"""Strings that try to become something else than text in a page, and every place of every component that takes one.

Holds no test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from host.textual.anything import filled
from rill.components import ComponentSchema
from rill.components.value_types import (
    CustomType,
    DictType,
    ListType,
    Mismatch,
    RecordType,
    StrType,
    TupleType,
    UnionType,
    ValueType,
)
from rill.protocol.errors import RillError
from rill.protocol.limits import Limits

# Everything below that runs calls this. A page in which it exists, and says that it was called, is broken.
CALL: Final = "__xss(1)"

PAYLOADS: Final[tuple[str, ...]] = (
    # Elements.
    f"<script>{CALL}</script>",
    f"</script><script>{CALL}</script>",
    f"<ScRiPt/x>{CALL}</sCrIpT\n>",
    f"<img src=x onerror={CALL}>",
    f"<img/src/onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f'<svg><a xlink:href="javascript:{CALL}"><text y=9>x</text></a></svg>',
    f'<svg></p><style><a id="</style><img src=1 onerror={CALL}>">',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={CALL}&gt;">',
    f'<math><mi xlink:href="data:x,<script>{CALL}</script>">',
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={CALL}>",
    f'<iframe srcdoc="<script>parent.{CALL}</script>"></iframe>',
    f"<iframe src=javascript:parent.{CALL}></iframe>",
    f"<object data=javascript:{CALL}></object>",
    f"<embed src=javascript:{CALL}>",
    '<base href="https://x.example/"><link rel=stylesheet href=x.css>',
    f'<meta http-equiv=refresh content="0;url=javascript:{CALL}">',
    f"<body onload={CALL}>",
    f"<details open ontoggle={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<rill-dialog data-open onclick={CALL}>",
    f'<noscript><p title="</noscript><img src=x onerror={CALL}>">',
    f"<listing>&lt;img onerror={CALL} src=x&gt;</listing>",
    # Ends of what a string may stand in.
    f'"><img src=x onerror={CALL}>',
    f"'><img src=x onerror={CALL}>",
    f'" onmouseover="{CALL}" autofocus onfocus="{CALL}',
    f"' onfocus='{CALL}' autofocus '",
    f"` onfocus=`{CALL}` autofocus `",
    f"x onfocus={CALL} autofocus",
    f"--><img src=x onerror={CALL}><!--",
    f"--!><img src=x onerror={CALL}>",
    f"]]><img src=x onerror={CALL}>",
    f"?><img src=x onerror={CALL}>",
    f"</textarea><img src=x onerror={CALL}>",
    f"</title><img src=x onerror={CALL}>",
    f"</style><img src=x onerror={CALL}>",
    f"</template><img src=x onerror={CALL}>",
    f"</select></option><img src=x onerror={CALL}>",
    f"</pre></code></button></a></div></div></div><img src=x onerror={CALL}>",
    f"</svg></math></table><img src=x onerror={CALL}>",
    "<!--r12-->text<!--i3-->",
    "<!--",
    "<template data-rill=0 data-t=1 data-n=1 data-s=''>",
    '<div class="rill" data-rill="0" data-r="0" data-on="click">',
    # Addresses.
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}",
    f" \t\n javascript:{CALL}",
    f"java\tscript:{CALL}",
    f"java\nscript:{CALL}",
    f"java\rscript\r:{CALL}",
    f"\x01javascript:{CALL}",
    f"\x1fjavascript:{CALL}",
    f"\u00a0javascript:{CALL}",
    f"\u200bjavascript:{CALL}",
    f"\ufeffjavascript:{CALL}",
    f"javascript&colon;{CALL}",
    f"javascript&#58;{CALL}",
    f"&#106;avascript:{CALL}",
    f"javascript\uff1a{CALL}",
    f"javascript\u2236{CALL}",
    f"\uff4aavascript:{CALL}",
    f"javascript\\:{CALL}",
    f"javascript%3A{CALL}",
    f"javascript://x.example/%0a{CALL}",
    f"javascript://https://x.example/\n{CALL}",
    f"https:javascript:{CALL}",
    f"#javascript:{CALL}",
    f"data:text/html,<script>{CALL}</script>",
    "data:text/html;base64,PHNjcmlwdD5fX3hzcygxKTwvc2NyaXB0Pg==",
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{CALL}'/>",
    f"vbscript:{CALL}",
    f"blob:https://x.example/{CALL}",
    f"filesystem:https://x.example/{CALL}",
    "file:///etc/passwd",
    "//x.example/steal",
    "\\\\x.example\\steal",
    "/\\x.example/steal",
    "https://x.example@y.example/%00",
    # CSS.
    f"}} * {{ background: url(javascript:{CALL}) }}",
    f"red;background:url(//x.example/{CALL})",
    "url(//x.example/leak)",
    "expression(__xss(1))",
    "\\65xpression(__xss(1))",
    "@import '//x.example/x.css';",
    "/* ",
    "calc(1px",
    "var(--x, url(//x.example))",
    f"</style><script>{CALL}</script>",
    # Markdown.
    f"[x](javascript:{CALL})",
    f"[x](<javascript:{CALL}>)",
    f"![x](javascript:{CALL})",
    f"<javascript:{CALL}>",
    f"[x]: javascript:{CALL}\n\n[x]",
    f'```"><img src=x onerror={CALL}>\n```',
    f'[x](https://x.example "\\" onclick={CALL}")',
    f'<https://x.example/"onclick={CALL}>',
    # Characters.
    "\0<script>\0",
    "nul\0in\0side",
    "\ud800",
    "high \ud83d and low \udc00 apart",
    "\u202eevil\u202c \u2066x\u2069 \u200f",
    "a\u2028b\u2029c\x85d",
    "line\r\nline\rline\nline",
    "\n\nfirst",
    "\x0c\x0b\x08\x7f\x9b",
    "&lt;&amp;&quot;&#39;&#0;&#x80;&nbsp;&NotEqualTilde;",
    "&",
    "&#",
    "\ufffe\uffff\U0001ffff",
    "Z\u0351\u036b\u0343\u036a\u0302",
    # Names that objects of JavaScript have.
    "__proto__",
    "constructor",
    "toString",
    "innerHTML",
    "${__xss(1)}{{constructor.constructor('__xss(1)')()}}",
    "onclick",
    "srcdoc",
)

# The path of the text in a component.
TEXT: Final = "#text"
# A word of which nothing else is made, as long as none of them: what is there with it is there with a payload, too.
PLAIN: Final = "plainword"
# What stands in all other places meanwhile.
OTHER: Final = "other"


def as_sent(text: str) -> str:
    """A string as it comes out of a guest: UTF-8 has no way to write half a pair."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def as_shown(text: str) -> str:
    """A string as a document holds it: HTML has no way to write U+0000."""
    return text.replace("\0", "\ufffd")


@dataclass(frozen=True)
class Place:
    """A place in a component's props that takes a string."""

    component: str
    # Such as `options[].label`; the first name is the prop's.
    path: str
    put: Callable[[str], Any]
    # Characters that it takes.
    most: int | None = None

    @property
    def prop(self) -> str:
        return self.path.partition("[")[0].partition(".")[0]


def places_of(schema: ComponentSchema) -> Iterator[Place]:
    """Every place of a component that takes a string, in its props and in it, whatever stands around it."""
    if schema.text_allowed:
        yield Place(schema.name, TEXT, lambda text: text)
    for name, prop in schema.props.items():
        for inner in _places(prop.type, 0):
            yield Place(schema.name, name + inner.path, inner.put, inner.most)
    if schema.prefixes:
        for name in ("aria-label", "aria-labelledby", "data-on", "data-x"):
            yield Place(schema.name, name, lambda text: text[:1000], 1000)


@dataclass(frozen=True)
class _Inner:
    """A place in a value: how it is reached, how long a string it takes, and the value with a string there."""

    path: str
    most: int | None
    put: Callable[[str], Any]

    def within(self, path: str, wrap: Callable[[Any], Any]) -> _Inner:
        """The same place seen from a value around it."""
        return _Inner(path + self.path, self.most, lambda text: wrap(self.put(text)))


def _places(type: ValueType, depth: int) -> Iterator[_Inner]:
    if depth > 5:
        return
    match type:
        case StrType():
            length = None if type.lengths.le is None else int(type.lengths.le)
            yield _Inner("", length, lambda text: text[:length])
        case ListType(item=item):
            for inner in _places(item, depth + 1):
                yield inner.within("[]", lambda value: [value])
        case TupleType(items=items):
            for at, item in enumerate(items):
                others = [filled(each, OTHER) for each in items]
                for inner in _places(item, depth + 1):
                    yield inner.within(f"[{at}]", partial(_replace, others, at))
        case RecordType(fields=fields):
            needed = {name: filled(field.type, OTHER) for name, field in fields.items() if field.required}
            for name, field in fields.items():
                for inner in _places(field.type, depth + 1):
                    yield inner.within(f".{name}", partial(_with, needed, name))
        case DictType(item=item, names=names):
            # All of them take the same.
            for name in (*names[:2], *names[-1:]) or (OTHER,):
                for inner in _places(item, depth + 1):
                    yield inner.within(f".{name}", partial(_with, {}, name))
        case UnionType(members=members):
            for member in members:
                yield from _places(member, depth + 1)
        case CustomType(base=base):
            yield from _places(base, depth + 1)


def _with(record: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    return {**record, name: value}


def _replace(values: list[Any], at: int, value: Any) -> list[Any]:
    return [*values[:at], value, *values[at + 1 :]]


def passes(schema: ComponentSchema, prop: str, value: Any) -> bool:
    """Whether the receiver lets a prop in."""
    try:
        schema.check_prop(prop, value, "props", Limits())
    except (Mismatch, RillError):
        return False
    return True
