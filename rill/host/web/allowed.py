"""The tags, attributes and addresses that may reach a page: the last look at what views made, whichever way it goes.

Views are the host's own code and guests only fill in values, so nothing here is expected to be met; it is the net under
them. What is not in these tables is refused or left out, never escaped into something else.
"""

from __future__ import annotations

import re
from typing import Final

from rill.host.web.element import Element
from rill.protocol.errors import HostError

VOID_TAGS: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)

# What is in them is text to a parser, whatever it looks like.
TEXT_TAGS: Final = frozenset(("textarea",))

# No element that fetches, runs or redirects by itself (script, iframe, object, embed, base, link, meta, style), and
# none whose content a parser reads in a way of its own (noscript, plaintext, xmp, noframes, template).
TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "audio",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "button",
        "canvas",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "div",
        "dl",
        "dt",
        "em",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "li",
        "main",
        "map",
        "area",
        "mark",
        "menu",
        "meter",
        "nav",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "picture",
        "pre",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "search",
        "section",
        "select",
        "small",
        "source",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "track",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)
SVG_TAGS: Final = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "mask",
        "pattern",
        "marker",
        "symbol",
    ]
)

_ATTRIBUTES: Final = frozenset(
    [
        "abbr",
        "accept",
        "accept-charset",
        "accesskey",
        "align",
        "alt",
        "autocapitalize",
        "autocomplete",
        "autocorrect",
        "autofocus",
        "autoplay",
        "charset",
        "checked",
        "cite",
        "class",
        "closedby",
        "cols",
        "colspan",
        "command",
        "commandfor",
        "content",
        "contenteditable",
        "controls",
        "coords",
        "crossorigin",
        "datetime",
        "decoding",
        "default",
        "dir",
        "dirname",
        "disabled",
        "download",
        "draggable",
        "enctype",
        "enterkeyhint",
        "fetchpriority",
        "for",
        "form",
        "formenctype",
        "formmethod",
        "formnovalidate",
        "headers",
        "height",
        "hidden",
        "high",
        "hreflang",
        "id",
        "inert",
        "inputmode",
        "itemid",
        "itemprop",
        "itemref",
        "itemscope",
        "itemtype",
        "kind",
        "label",
        "lang",
        "list",
        "loading",
        "loop",
        "low",
        "max",
        "maxlength",
        "media",
        "method",
        "min",
        "minlength",
        "multiple",
        "muted",
        "name",
        "novalidate",
        "open",
        "optimum",
        "pattern",
        "placeholder",
        "playsinline",
        "popover",
        "popovertarget",
        "popovertargetaction",
        "preload",
        "readonly",
        "referrerpolicy",
        "rel",
        "required",
        "reversed",
        "role",
        "rows",
        "rowspan",
        "scope",
        "selected",
        "shape",
        "size",
        "sizes",
        "slot",
        "span",
        "spellcheck",
        "srclang",
        "start",
        "step",
        "tabindex",
        "target",
        "title",
        "translate",
        "type",
        "usemap",
        "value",
        "width",
        "wrap",
    ]
)
_SVG_ATTRIBUTES: Final = frozenset(
    [
        "class",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "cx",
        "cy",
        "d",
        "direction",
        "dominant-baseline",
        "dx",
        "dy",
        "fill",
        "fill-opacity",
        "fill-rule",
        "focusable",
        "fx",
        "fy",
        "gradientTransform",
        "gradientUnits",
        "height",
        "id",
        "lengthAdjust",
        "letter-spacing",
        "marker-end",
        "marker-mid",
        "marker-start",
        "markerHeight",
        "markerUnits",
        "markerWidth",
        "mask",
        "offset",
        "opacity",
        "orient",
        "paint-order",
        "pathLength",
        "patternUnits",
        "points",
        "preserveAspectRatio",
        "r",
        "refX",
        "refY",
        "role",
        "rotate",
        "rx",
        "ry",
        "shape-rendering",
        "spreadMethod",
        "stop-color",
        "stop-opacity",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "tabindex",
        "text-anchor",
        "textLength",
        "transform",
        "transform-origin",
        "vector-effect",
        "viewBox",
        "visibility",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
# Attributes that a browser fetches from, goes to or sends to. `srcdoc`, `srcset` and `ping` are not to be had at all.
_ADDRESSES: Final = frozenset(("href", "src", "action", "formaction", "poster", "cite"))
# A presentation attribute of SVG takes `url(...)` as CSS does.
_PAINTS: Final = frozenset(("fill", "stroke", "clip-path", "mask", "marker-start", "marker-mid", "marker-end"))
_PAINT: Final = re.compile(r"(?:none|currentColor|#[0-9A-Za-z]{1,8}|[A-Za-z]{1,40}|var\(--[a-z0-9-]{1,60}\))")

_FREE_NAME: Final = re.compile(r"(?:data|aria)-[a-z0-9][a-z0-9._-]{0,63}")
_MODULE_TAG: Final = re.compile(r"rill-[a-z][a-z0-9-]{0,40}")

_SCHEME: Final = re.compile(r"([^/?#:]*):")
_SCHEMES: Final = frozenset(("http", "https", "mailto", "tel"))
# Browsers cut these off or take them out before they read an address.
_UNREAD: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")

# Names of attributes that were looked at, free ones among them: views have a few hundred.
_KNOWN_MAX: Final = 4_096
_PLAIN, _ADDRESS, _DRAWN = 0, 1, 2
_known: dict[str, int] = {}

_LARGEST: Final = 2**53 - 1


def check_tag(tag: str) -> str:
    """The name of a tag as it is written in HTML, without the mark of SVG.

    Raises:
        HostError: no view may make such an element.
    """
    if tag in TAGS or _MODULE_TAG.fullmatch(tag):
        return tag
    if tag.startswith("svg:") and tag[4:] in SVG_TAGS:
        return tag[4:]
    raise HostError(
        f"a view made an element <{tag}>, which is not among rill.host.web.allowed.TAGS", code="tag_refused"
    )


def check_element(element: Element) -> None:
    """Check what a view made, without what is in it: so that a view's mistake is found where the view is known.

    Raises:
        HostError: its tag, or one of its attributes, must not reach a page, or it takes nothing and has something.
    """
    tag = element.tag
    if tag not in TAGS:
        check_tag(tag)
    if not element.attributes.keys() <= _known.keys():
        for name in element.attributes:
            if name not in _known:
                _look_at(name)
    if element.children:
        if tag in VOID_TAGS:
            raise HostError(f"a view put something into <{tag}>, which takes nothing", code="tag_refused")
        if tag in TEXT_TAGS and not all(isinstance(child, str) for child in element.children):
            raise HostError(f"a view put an element into <{tag}>, which takes text only", code="tag_refused")


def attribute_value(name: str, value: str | int | float | bool) -> str | int | None:
    """What an attribute is set to; None where it must not be set at all, because of the address in it.

    Both ways into the page come through here, so both show the same: numbers as JavaScript writes them, no character
    that a parser would replace.

    Raises:
        HostError: no view may set such an attribute.
    """
    kind = _known.get(name)
    if kind is None:
        kind = _look_at(name)
    if isinstance(value, str):
        if kind:
            fits = is_harmless(value) if kind == _ADDRESS else _PAINT.fullmatch(value) is not None
            if not fits:
                return None
        return value.replace("\0", "\ufffd") if "\0" in value else value
    if value is True:
        return ""
    if isinstance(value, int) and -_LARGEST <= value <= _LARGEST:
        return value
    return number_words(value)


def number_words(value: float) -> str:
    """A number as JavaScript writes it, as far as numbers of views go."""
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return "0"
        if value == int(value) and abs(value) <= _LARGEST:
            return str(int(value))
        words = repr(value)
        return f"{value:.20f}".rstrip("0") if "e-" in words else words
    return str(value)


def is_harmless(address: str) -> bool:
    """Whether an address leads to a place and not into a script: one without a scheme, or of a scheme that browsers
    only open."""
    read = _UNREAD.sub("", address)
    match = _SCHEME.match(read)
    return match is None or match[1].lower() in _SCHEMES


def _look_at(name: str) -> int:
    if name in _ADDRESSES:
        kind = _ADDRESS
    elif name in _PAINTS:
        kind = _DRAWN
    elif name in _ATTRIBUTES or name in _SVG_ATTRIBUTES or _FREE_NAME.fullmatch(name):
        kind = _PLAIN
    else:
        raise HostError(
            f"a view set the attribute {name!r}, which is not among those of rill.host.web.allowed",
            code="attribute_refused",
        )
    if len(_known) < _KNOWN_MAX:
        _known[name] = kind
    return kind
