// What the virtualised components infer from their data, and what they refuse. Compiled only.

import { useState } from "react";
import type { ReactNode } from "react";
import { event, FlatList, SectionList, Table, Text, Tree, useRemoteRef } from "rill/sdk";
import type { CellContent, FlatListProps, Section, TableColumnOf } from "rill/sdk";

interface Mail { readonly id: number; readonly subject: string; readonly unread: boolean; readonly at: Date }
interface Folder { readonly name: string; readonly folders?: readonly Folder[] }
declare const mails: readonly Mail[];
declare const roots: readonly Folder[];

const columns: TableColumnOf<Mail>[] = [
  { key: "subject", title: "Subject", sortable: true, grow: 2 },
  { key: "at", title: "When", width: 10, align: "end", render: ({ at }) => at.toISOString() },
  { key: "state", render: (mail, index): CellContent => ({ text: String(index), bold: mail.unread, color: "accent", icon: "star" }) },
];

export function Lists(): ReactNode {
  const list = useRemoteRef<typeof FlatList>();
  const table = useRemoteRef<typeof Table>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  void list.call.scrollToIndex(3, { align: "center" });
  void list.call.moveCursor(3);
  void table.call.editCell(1, "subject");
  return (
    <>
      <FlatList
        ref={list}
        data={mails}
        renderItem={({ item, index, selected }) => <Text style={{ bold: selected }}>{item.subject}{index.toFixed()}</Text>}
        keyExtractor={(mail, index) => `${mail.id}${index}`}
        selected={(mail) => mail.unread}
        cursor="item"
        itemHeight={2}
        initialCount={10}
        header={<Text>Mails</Text>}
        footer="end"
        empty={null}
        onItemPress={({ item, index, source, shift }) => [item.subject, index, source, shift]}
        onCursor={event(({ item }) => item.at.getTime(), { throttle_ms: 50 })}
        onEndReached={({ count }) => count}
        onLayout={({ height }) => height}
        style={{ grow: 1 }}
      />
      <SectionList
        sections={[{ key: "a", title: "A", colour: "red", data: mails }, { title: "B", colour: "blue", data: [] }]}
        renderItem={({ item, index, section, position, selected }) => <Text>{item.subject}{index + position}{section.colour}{selected}</Text>}
        renderSectionHeader={({ section }) => <Text>{section.title}</Text>}
        keyExtractor={(mail) => String(mail.id)}
        stickyHeaders={false}
        onItemPress={({ item, section, index, position }) => [item.id, section.colour, index, position]}
      />
      <Table
        ref={table}
        data={mails}
        columns={columns}
        selected={(mail, index) => mail.unread && index > 0}
        sortBy="subject"
        sortDirection="descending"
        cursor="cell"
        onSort={({ column, direction }) => [column, direction === "ascending"]}
        onCellPress={({ item, column }) => [item.subject, column]}
        onEdit={({ item, column, value }) => [item.id, column, value.length]}
      />
      <Table data={mails} columns={[{ key: "subject" }, { key: "x", render: (mail) => mail.unread }]} />
      <Tree
        data={roots}
        getChildren={(folder) => folder.folders}
        render={(folder) => ({ text: folder.name, icon: "folder", color: "muted" })}
        keyExtractor={(folder) => folder.name}
        expanded={open}
        onToggle={({ key, item, path, open: wanted }) => setOpen(new Set([key, item.name, path[0]!.name, String(wanted)]))}
        onItemPress={({ item, path }) => [item.name, path.length]}
      />
      <Tree data={roots} getChildren={(folder) => folder.folders} render={(folder) => folder.name} defaultExpanded={["a"]} />
    </>
  );
}

export function Chooser<T>({ items, label }: { items: readonly T[]; label: (item: T) => string }): ReactNode {
  const renderItem: FlatListProps<T>["renderItem"] = ({ item }) => <Text>{label(item)}</Text>;
  return <FlatList data={items} renderItem={renderItem} />;
}

const sections: Section<Mail>[] = [{ data: mails }];
const ofSections = <SectionList sections={sections} renderItem={({ item }) => item.subject} />;

// @ts-expect-error an item has no such field
const wrongField = <FlatList data={mails} renderItem={({ item }) => item.sender} />;
// @ts-expect-error nothing says what an item looks like
const noRender = <FlatList data={mails} />;
// @ts-expect-error the SDK counts
const count = <FlatList data={mails} renderItem={() => null} count={3} />;
// @ts-expect-error the SDK keeps the range
const range = <FlatList data={mails} renderItem={() => null} onRange={() => {}} />;
// @ts-expect-error children are made from data
const children = <FlatList data={mails} renderItem={() => null}>text</FlatList>;
// @ts-expect-error the payload brings a mail
const wrongItem = <FlatList data={mails} renderItem={() => null} onItemPress={({ item }: { item: Folder }) => item} />;
// @ts-expect-error sections have no such field
const wrongSection = <SectionList sections={[{ data: mails }]} renderItem={({ section }) => section.colour} />;
// @ts-expect-error a date is no content of a cell
const wrongCell = <Table data={mails} columns={[{ key: "at", render: (mail) => mail.at }]} />;
// @ts-expect-error a column needs a key
const noKey = <Table data={mails} columns={[{ title: "Subject" }]} />;
// @ts-expect-error children are of the same kind
const wrongChildren = <Tree data={roots} getChildren={() => [3]} render={(folder) => folder.name} />;
// @ts-expect-error no such icon
const wrongIcon = <Tree data={roots} getChildren={() => undefined} render={(folder) => ({ text: folder.name, icon: "no such icon" })} />;
// @ts-expect-error made by the SDK alone
import { ListItem } from "rill/sdk";

void [ofSections, wrongField, noRender, count, range, children, wrongItem, wrongSection, wrongCell, noKey, wrongChildren, wrongIcon, ListItem];
