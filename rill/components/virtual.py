"""What guests see of the virtualised components: the props of the SDK's components, which keep the data and the range.

A host knows a virtualised component by its schema alone. Guests use a React component of the same name, written in
``sdk-js/src/sdk``, and its own props stay in the guest: their types are TypeScript's, and nothing here checks a value.
The guests' types and the reference pages are made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class GuestField:
    """A prop, or a field of an object. ``default`` is TypeScript, and empty where there is none."""

    type: str
    doc: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class GuestRecord:
    """An interface that guests' functions take or give: ``parameters`` such as ``<T>``, ``extends`` another one."""

    doc: str
    fields: Mapping[str, GuestField]
    parameters: str = ""
    extends: str = ""


@dataclass(frozen=True, slots=True)
class GuestComponent:
    """A component of the SDK that stands for a host's component.

    Fields:
        parameters: its type parameters as a declaration has them, and ``arguments`` as a use has them.
        doc: what a guest's author must know beyond the host's component.
        props: its own props; a prop of the host's component of the same name is replaced.
        keeps: props and events of the host's component that it sets itself.
        payloads: what the payload of an event has besides the host's, as fields.
    """

    parameters: str
    arguments: str
    doc: str
    props: Mapping[str, GuestField]
    payloads: Mapping[str, Mapping[str, GuestField]]
    keeps: frozenset[str] = field(default=frozenset({"count", "onRange"}))


_ITEM: Final = GuestField("T", "The item.", required=True)
_INDEX: Final = GuestField("number", "Its place, from 0.", required=True)
_SELECTED: Final = GuestField("boolean", "Whether it is marked as chosen.", required=True)
_INITIAL: Final = GuestField("number", "How many to render before the host says which ones are seen.", default="30")
_KEYS: Final = (
    "A name for each item, by which its element is kept while items come and go. Left out: `key`, `id`, or its place."
)
_ITEM_PAYLOAD: Final = {"item": _ITEM}
_ITEM_EVENTS: Final = {"onCursor": _ITEM_PAYLOAD, "onItemPress": _ITEM_PAYLOAD}

GUEST_RECORDS: Final[Mapping[str, GuestRecord]] = MappingProxyType(
    {
        "ListItemInfo": GuestRecord(
            "What a FlatList tells of an item that is to be rendered.",
            {"item": _ITEM, "index": _INDEX, "selected": _SELECTED},
            "<T>",
        ),
        "Section": GuestRecord(
            "A section of a SectionList. It may have fields of the guest's own.",
            {
                "data": GuestField("readonly T[]", "Its items.", required=True),
                "key": GuestField(
                    "string", "A name for it, by which its elements are kept. Left out: its title, or its place."
                ),
                "title": GuestField("string", "Words of its header, where `renderSectionHeader` is left out."),
            },
            "<T = unknown>",
        ),
        "SectionItemInfo": GuestRecord(
            "What a SectionList tells of an item that is to be rendered.",
            {
                "item": GuestField('S["data"][number]', "The item.", required=True),
                "index": GuestField("number", "Its place in its section, from 0.", required=True),
                "section": GuestField("S", "Its section.", required=True),
                "position": GuestField(
                    "number", "Its place among all items and headers, as methods count.", required=True
                ),
                "selected": _SELECTED,
            },
            "<S extends Section>",
        ),
        "SectionHeaderInfo": GuestRecord(
            "What a SectionList tells of a section whose header is to be rendered.",
            {"section": GuestField("S", "The section.", required=True)},
            "<S extends Section>",
        ),
        "TableColumnOf": GuestRecord(
            "A column of a Table, with what stands in its cells.",
            {
                "render": GuestField(
                    "(row: T, index: number) => CellContent",
                    "What stands in the cell of a row. Left out: the row's field that is called as `key` says.",
                )
            },
            "<T>",
            "TableColumn",
        ),
        "TreeItemContent": GuestRecord(
            "What a line of a Tree shows, where text alone does not say it.",
            {
                "text": GuestField("string", "Its words.", required=True),
                "icon": GuestField("IconName | null", "A sign before them."),
                "color": GuestField("Color | null", "Colour of both."),
            },
        ),
    }
)

_LIST_PROPS: Final[Mapping[str, GuestField]] = {
    "data": GuestField("readonly T[]", "The items, of any number.", required=True),
    "renderItem": GuestField(
        "(info: ListItemInfo<T>) => ReactNode",
        "What an item looks like. Called for those that are seen, and again only when the item, its place or this "
        "function is another one.",
        required=True,
    ),
    "keyExtractor": GuestField("(item: T, index: number) => string", _KEYS),
    "selected": GuestField("(item: T, index: number) => boolean", "Whether an item is marked as chosen."),
    "initialCount": _INITIAL,
}

_RECYCLE: Final = GuestField(
    "boolean",
    "Elements of items that go out of view, or out of the data, show others in their place: quicker to scroll, filter "
    "and sort. For items without state of their own; `keyExtractor` is not asked then.",
    default="false",
)

_SECTION_ITEM: Final = {
    "item": GuestField('S["data"][number]', "The item.", required=True),
    "section": GuestField("S", "Its section.", required=True),
    "index": GuestField("number", "Its place in its section, from 0.", required=True),
    "position": GuestField("number", "Its place among all items and headers, as methods count.", required=True),
}

_TREE_ITEM: Final = {
    "item": _ITEM,
    "path": GuestField("readonly T[]", "What it lies inside of, from the outside, and the item itself.", required=True),
}

GUEST_COMPONENTS: Final[Mapping[str, GuestComponent]] = MappingProxyType(
    {
        "FlatList": GuestComponent(
            "<T>",
            "<T>",
            "A guest gives all of its `data` and says what an item looks like. Only items in view and some around them "
            "are rendered, and they cross to the host as they come into view.",
            {**_LIST_PROPS, "recycle": _RECYCLE},
            _ITEM_EVENTS,
        ),
        "SectionList": GuestComponent(
            "<S extends Section>",
            "<S>",
            "A guest gives all of its `sections`. Methods count headers and items together, as `position` does.",
            {
                "sections": GuestField("readonly S[]", "The sections with their items, of any number.", required=True),
                "renderItem": GuestField(
                    "(info: SectionItemInfo<S>) => ReactNode",
                    "What an item looks like. Called for those that are seen, and again only when the item, its place "
                    "or this function is another one.",
                    required=True,
                ),
                "renderSectionHeader": GuestField(
                    "(info: SectionHeaderInfo<S>) => ReactNode",
                    "What a header looks like. Left out: the section's `title`, and no header where it has none.",
                ),
                "keyExtractor": GuestField('(item: S["data"][number], index: number) => string', _KEYS),
                "selected": GuestField(
                    '(item: S["data"][number], index: number, section: S) => boolean',
                    "Whether an item is marked as chosen.",
                ),
                "initialCount": _INITIAL,
            },
            {"onCursor": _SECTION_ITEM, "onItemPress": _SECTION_ITEM},
        ),
        "Table": GuestComponent(
            "<T>",
            "<T>",
            "A guest gives all of its rows as `data`. Only rows in view and some around them cross to the host. "
            "Sorting, and writing what was edited, are the guest's: it gives other `data`.",
            {
                "data": GuestField("readonly T[]", "The rows, of any number.", required=True),
                "columns": GuestField("readonly TableColumnOf<T>[]", "The columns from left to right.", required=True),
                "keyExtractor": GuestField("(row: T, index: number) => string", _KEYS),
                "selected": GuestField("(row: T, index: number) => boolean", "Whether a row is marked as chosen."),
                "initialCount": _INITIAL,
            },
            dict.fromkeys(("onCursor", "onItemPress", "onCellCursor", "onCellPress", "onEdit"), _ITEM_PAYLOAD),
        ),
        "Tree": GuestComponent(
            "<T>",
            "<T>",
            "A guest gives the outermost things as `data` and says what is inside one. Only what is open is ever asked "
            "for. Each item has a key of its own among all of them, and always the same one.",
            {
                "data": GuestField("readonly T[]", "The outermost things.", required=True),
                "getChildren": GuestField(
                    "(item: T) => readonly T[] | undefined",
                    "What is inside a thing; nothing for what cannot be opened.",
                    required=True,
                ),
                "render": GuestField(
                    "(item: T) => string | TreeItemContent", "What a line shows: its words, or more.", required=True
                ),
                "keyExtractor": GuestField(
                    "(item: T) => string", "A name for each item among all of them. Left out: `key`, or `id`."
                ),
                "expanded": GuestField(
                    "ReadonlySet<string>", "Keys of the items that are open. Left out: it keeps its own state."
                ),
                "defaultExpanded": GuestField(
                    "Iterable<string>", "Keys of the items that are open to begin with, without `expanded`."
                ),
                "selected": GuestField("(item: T) => boolean", "Whether an item is marked as chosen."),
                "initialCount": _INITIAL,
            },
            {
                "onCursor": _TREE_ITEM,
                "onItemPress": _TREE_ITEM,
                "onToggle": {**_TREE_ITEM, "key": GuestField("string", "The item's key.", required=True)},
            },
        ),
    }
)
