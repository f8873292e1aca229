"""The text of pages: a guest's own page, what goes into the head of a host's page, and the page that says why there is
no guest. Knows no session and no request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from rill.host.web.html_writer import escape_attribute, escape_text
from rill.protocol.errors import HostError
from rill.protocol.web import WEB_VERSION

if TYPE_CHECKING:
    from rill.host.web.first_paint import FirstPaint


# What the connector needs its part for fields for: FIELDS in sdk-js/src/connector/fields.ts.
_FIELDS: Final = ("<input", "<textarea", "<select", "<details", "<form")


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """Where a page gets its files from, and where its socket is. ``modules`` are all there are, by name."""

    connector: str
    stylesheet: str | None
    icon: str
    socket: str
    modules: Mapping[str, str]
    # What a page says while there is no connection, if the host has words of its own.
    offline: str = ""


@dataclass(frozen=True, slots=True)
class PaintedGuest:
    """One guest on a page, and what its browser is to come with."""

    paint: FirstPaint
    token: str
    sequence: int

    @property
    def body(self) -> str:
        """The guest's elements, and the templates that later ones are made of."""
        return self.paint.html + self.paint.templates

    @property
    def has_fields(self) -> bool:
        """Whether a person can change something in it. In HTML of ours nothing but a tag begins like one."""
        return any(tag in self.paint.html for tag in _FIELDS)


def head_html(addresses: PageAddresses, guests: Sequence[PaintedGuest], nonce: str) -> str:
    """What the head of a page needs for its guests: style sheet, rules, what the connector reads, the connector."""
    # A host's own view may use an element that the host's own script defines.
    used = sorted({name for guest in guests for name in guest.paint.modules if name in addresses.modules})
    # The connector asks for these as soon as it runs: they come with it instead of a round trip later.
    parts_of_connector = ["core-elements", *(["core-fields"] if any(guest.has_fields for guest in guests) else [])]
    meta: dict[str, Any] = {
        "version": WEB_VERSION,
        "socket": addresses.socket,
        "modules": addresses.modules,
        "use": used,
        "guests": [{"token": guest.token, "sequence": guest.sequence} for guest in guests],
    }
    if addresses.offline:
        meta["words"] = {"offline": addresses.offline}
    rules = "".join(guest.paint.rules for guest in guests)
    parts = []
    if addresses.stylesheet is not None:
        parts.append(f'<link rel="stylesheet" href="{escape_attribute(addresses.stylesheet)}">')
    if "</" in rules or "<!" in rules:
        # They are made of words of our own, and none of these ends the element that they are in.
        raise HostError("a rule of CSS would end its element", code="rule_invalid")
    parts.append(f'<style nonce="{nonce}" data-rill-rules>{rules}</style>')
    parts.append(f'<meta name="rill" content="{escape_attribute(msgspec.json.encode(meta).decode())}">')
    parts.extend(
        f'<link rel="modulepreload" nonce="{nonce}" href="{escape_attribute(addresses.modules[name])}">'
        for name in (*parts_of_connector, *used)
        if name in addresses.modules
    )
    parts.append(f'<script type="module" nonce="{nonce}" src="{escape_attribute(addresses.connector)}"></script>')
    return "\n".join(parts)


def page_html(
    addresses: PageAddresses,
    guest: PaintedGuest,
    nonce: str,
    *,
    title: str,
    language: str,
    theme: str,
    stylesheet: str,
) -> str:
    """A page that is one guest's alone. ``stylesheet`` is CSS of the host."""
    forced = f' data-rill-theme="{theme}"' if theme != "auto" else ""
    scheme = {"auto": "light dark", "light": "only light", "dark": "only dark"}[theme]
    return f"""<!doctype html>
<html lang="{escape_attribute(language)}"{forced}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{scheme}">
<title>{escape_text(title)}</title>
<link rel="icon" type="image/svg+xml" href="{escape_attribute(addresses.icon)}">
{head_html(addresses, [guest], nonce)}
{host_style(stylesheet, nonce)}</head>
<body class="rill-page">
{guest.body}
</body>
</html>
"""


def host_style(stylesheet: str, nonce: str) -> str:
    """The host's own CSS as an element; nothing where there is none."""
    return f'<style nonce="{nonce}">{stylesheet}</style>\n' if stylesheet else ""


# What people read where there is no guest to see: a heading and a sentence. The status is for their browser.
MESSAGES: Final[Mapping[int, tuple[str, str]]] = {
    400: ("Not understood", "The address is not one that this server understands."),
    403: ("Not for you", "You may not see this page."),
    404: ("Nothing here", "There is nothing at this address."),
    405: ("Read only", "This page can be read, and nothing else."),
    421: ("Another name", "This server does not answer to that name."),
    500: ("This page has a problem", "Something went wrong here. The people who run this page have been told."),
    503: ("Too busy", "Too many people are here at the moment. Please try again in a minute."),
}


def message_page(status: int, nonce: str, *, language: str, message: str = "", details: str = "") -> str:
    """A page with one sentence, for what cannot be shown.

    Args:
        message: the sentence, if it is not the usual one of its status.
        details: what a guest's author wants to know, in development only.
    """
    heading, sentence = MESSAGES.get(status) or MESSAGES[500 if status >= 500 else 403]
    more = f"<pre>{escape_text(details)}</pre>" if details else ""
    again = '<p><a href="">Try again</a></p>' if status >= 500 else ""
    return f"""<!doctype html>
<html lang="{escape_attribute(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape_text(heading)}</title>
<style nonce="{nonce}">{_MESSAGE_CSS}</style>
</head>
<body>
<main>
<p class="status">{status}</p>
<h1>{escape_text(heading)}</h1>
<p>{escape_text(message or sentence)}</p>
{more}{again}
</main>
</body>
</html>
"""


_MESSAGE_CSS: Final = """
:root { color-scheme: light dark;
  --ink: #1f2328; --soft: #636c76; --ground: #fbfbfa; --line: #d9dce0; --accent: #2563eb; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --soft: #9aa2ac; --ground: #14161a; --line: #2c3138; --accent: #7aa7ff; }
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100dvh; display: grid; place-items: center; padding: 2rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; width: 100%; border-inline-start: 3px solid var(--accent); padding-inline-start: 1.5rem;
  display: grid; gap: .5rem; }
.status { color: var(--soft); font-variant-numeric: tabular-nums; letter-spacing: .08em; }
h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
p { color: var(--soft); text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap;
  font: .875rem/1.5 ui-monospace, monospace; color: var(--ink); }
"""
