"""Elements that divide a page: sections, headings, groups, and what opens and closes."""

from __future__ import annotations

from pydantic import Field

from rill.components.component import Event, event
from rill.components.html.attributes import Url
from rill.components.html.element import HtmlElement
from rill.components.html.events import HtmlEvent, HtmlToggleEvent


class Div(HtmlElement):
    """A part of a page, without a meaning of its own."""


class Section(HtmlElement, role="region"):
    """A part of a page with a theme. A region once it has an `aria-label`, else without a meaning of its own."""


class Article(HtmlElement, role="article"):
    """A part of a page that stands for itself."""


class Header(HtmlElement, role="banner"):
    """What introduces a page, or the part of it that it stands in."""


class Footer(HtmlElement, role="contentinfo"):
    """What ends a page, or the part of it that it stands in."""


class Main(HtmlElement, role="main"):
    """What a page is about."""


class Nav(HtmlElement, role="navigation"):
    """Links that lead through a page."""


class Aside(HtmlElement, role="complementary"):
    """What stands beside the matter of a page."""


class Search(HtmlElement, role="search"):
    """A part of a page to search with."""


class Address(HtmlElement, role="group"):
    """How to reach somebody."""


class Heading(HtmlElement, role="heading"):
    """A heading; the number is its rank, 1 the highest."""


class Hgroup(HtmlElement, role="group"):
    """A heading and what belongs to it."""


class Paragraph(HtmlElement, role="paragraph"):
    """A paragraph."""


class Pre(HtmlElement):
    """Text whose spaces and line breaks are kept."""


class Blockquote(HtmlElement, role="blockquote"):
    """Words of somebody else."""

    cite: Url | None = Field(default=None, description="Where they are from.")


class Figure(HtmlElement, role="figure"):
    """A picture, a listing or the like, with its caption."""


class Figcaption(HtmlElement):
    """The caption of a `figure`."""


class Hr(HtmlElement, role="separator", children="none"):
    """A line between parts."""


class Details(HtmlElement, role="group", stateful=True, view_state=("open", "focus")):
    """A `summary` that opens and closes what else is in it."""

    open: bool | None = Field(default=None, description="Whether the rest is seen. A person changes it, too.")
    on_toggle: Event[HtmlToggleEvent] = event("It was opened or closed. Does not rise.")


class Summary(HtmlElement):
    """What is always seen of a `details`. Enter and Space press it."""


class Dialog(HtmlElement, role="dialog", stateful=True):
    """A window over the page while it is `open`; with `modal` it has to be answered first.

    In the DOM `showModal()` sets both attributes, `show()` sets `open`, and `close()` takes them away.
    """

    open: bool = Field(default=False, description="Whether it is seen.")
    modal: bool = Field(default=False, description="Whether what is behind it waits. No attribute of HTML.")
    on_cancel: Event[HtmlEvent] = event("A person wants it gone, by Escape. Does not rise. The guest closes it.")
