"""All elements of the html preset by their tags, which are their names on the wire.

What could load, run or frame something else is not among them, and never will be: script, style, link, meta, base,
iframe, object, embed, template, slot, portal. Nor are svg, math, canvas, audio and video as yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rill.components.html import forms, lists, media, structure, tables, text
from rill.components.html.element import HtmlElement
from rill.components.schema import ComponentSchema, compile_component

HTML_ELEMENTS: Final[Mapping[str, type[HtmlElement]]] = MappingProxyType(
    {
        # Parts of a page.
        "div": structure.Div,
        "section": structure.Section,
        "article": structure.Article,
        "header": structure.Header,
        "footer": structure.Footer,
        "main": structure.Main,
        "nav": structure.Nav,
        "aside": structure.Aside,
        "search": structure.Search,
        "address": structure.Address,
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), structure.Heading),
        "hgroup": structure.Hgroup,
        "p": structure.Paragraph,
        "pre": structure.Pre,
        "blockquote": structure.Blockquote,
        "figure": structure.Figure,
        "figcaption": structure.Figcaption,
        "hr": structure.Hr,
        "details": structure.Details,
        "summary": structure.Summary,
        "dialog": structure.Dialog,
        # Text.
        "span": text.Span,
        "a": text.Anchor,
        "b": text.Span,
        "strong": text.Strong,
        "i": text.Span,
        "em": text.Emphasis,
        "u": text.Span,
        "s": text.Deletion,
        "small": text.Span,
        "code": text.Code,
        "kbd": text.Span,
        "samp": text.Span,
        "var": text.Span,
        "sub": text.Subscript,
        "sup": text.Superscript,
        "mark": text.Mark,
        "q": text.Quote,
        "cite": text.Span,
        "abbr": text.Abbreviation,
        "time": text.Time,
        "data": text.Data,
        "del": text.Deletion,
        "ins": text.Insertion,
        "dfn": text.Definition,
        "bdi": text.Isolated,
        "bdo": text.Override,
        "br": text.LineBreak,
        "wbr": text.BreakChance,
        # Lists.
        "ul": lists.UnorderedList,
        "ol": lists.OrderedList,
        "menu": lists.MenuList,
        "li": lists.Item,
        "dl": lists.DescriptionList,
        "dt": lists.Term,
        "dd": lists.Description,
        # Tables.
        "table": tables.Table,
        "caption": tables.Caption,
        **dict.fromkeys(("thead", "tbody", "tfoot"), tables.RowGroup),
        "tr": tables.Row,
        "td": tables.Cell,
        "th": tables.HeaderCell,
        "colgroup": tables.ColumnGroup,
        "col": tables.Column,
        # Forms.
        "form": forms.Form,
        "label": forms.Label,
        "input": forms.Input,
        "textarea": forms.TextArea,
        "select": forms.Select,
        "option": forms.Option,
        "optgroup": forms.OptionGroup,
        "datalist": forms.DataList,
        "button": forms.Button,
        "fieldset": forms.FieldSet,
        "legend": forms.Legend,
        "progress": forms.Progress,
        "meter": forms.Meter,
        "output": forms.Output,
        # Pictures.
        "img": media.Img,
    }
)

HTML: Final[Mapping[str, ComponentSchema]] = MappingProxyType(
    {tag: compile_component(tag, element) for tag, element in HTML_ELEMENTS.items()}
)
