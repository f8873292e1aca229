// Things inside things. What is open is one run of lines, of which those in view cross to the host.

import { createMemo, createSignal, mergeProps, splitProps } from "solid-js";

import { SLOT_PROP } from "../../protocol/generated";
import type { TreeProps } from "../../sdk/component_types.generated";
import { HostTree } from "../../sdk/components.generated";
import { completed, requireArray, requiredKey } from "../../sdk/list_items";
import { OpenLines, withKey, type KeyedPlaces } from "../../sdk/open_lines";
import { clone, element, template } from "../rendering";
import { createRenderedRange, drawLines } from "./rendered_range";

const LINE_PROPS = ["index", "depth", "text", "icon", "color", "expandable", "expanded", "last", "selected"] as const;
const LINE = template(["TreeItem", {}, []], LINE_PROPS.map((name) => [SLOT_PROP, 0, name]));

interface TreeLine {
  readonly key: string;
  readonly item: unknown;
  readonly index: number;
  readonly depth: number;
  readonly last: boolean;
  readonly expandable: boolean;
  readonly expanded: boolean;
  readonly selected: boolean;
}

const OWN = [
  "data", "getChildren", "render", "keyExtractor", "expanded", "defaultExpanded", "selected", "initialCount", "empty", "onCursor",
  "onItemPress", "onToggle",
] as const;

export function Tree(props: TreeProps<unknown>): unknown {
  const [own, host] = splitProps(props as TreeProps<unknown> & Record<string, unknown>, OWN);
  const data = createMemo(() => {
    requireArray(own.data, "data", "Tree");
    return own.data;
  });
  const [ownOpen, setOwnOpen] = createSignal<ReadonlySet<string>>(new Set(own.defaultExpanded));
  const open = (): ReadonlySet<string> => own.expanded ?? ownOpen();
  const keyOf = (item: unknown): string => (own.keyExtractor ?? requiredKey)(item);
  const keyed: KeyedPlaces<unknown> = new WeakMap();
  const openLines = createMemo(() => new OpenLines(data(), open(), { getChildren: own.getChildren, keyOf }, keyed));
  const count = createMemo(() => openLines().count);
  const { first, last, onRange } = createRenderedRange(count, own.initialCount);
  const lines = (): readonly TreeLine[] => {
    const { getChildren, selected } = own;
    const found: TreeLine[] = [];
    for (let index = first(); index <= last(); index++) {
      const { item, depth, last: isLast } = openLines().at(index);
      const key = keyOf(item);
      const expandable = getChildren(item) !== undefined;
      const expanded = expandable && open().has(key);
      found.push({ key, item, index, depth, last: isLast, expandable, expanded, selected: selected !== undefined && selected(item) });
    }
    return found;
  };
  const items = drawLines("Tree", lines, (line) => {
    const item = createMemo(() => line().item);
    const content = createMemo(() => {
      const rendered = own.render(item());
      return typeof rendered === "object" ? rendered : { text: rendered, icon: undefined, color: undefined };
    });
    return clone(LINE, LINE_PROPS.map(() => undefined), (values) => {
      const { index, depth, last, expandable, expanded, selected } = line();
      const { text, icon, color } = content();
      // What is false is the default and need not cross.
      const props = { index, depth, text, icon, color, expandable, expanded, last, selected };
      LINE_PROPS.forEach((name, slot) => (values[slot] = props[name] === false ? undefined : props[name]));
    });
  });
  const withItem = ({ index }: { readonly index: number }) => {
    if (index >= count()) return undefined;
    const line = openLines().at(index);
    return { item: line.item, path: line.path() };
  };
  const toggle = (payload: { readonly index: number; readonly open: boolean }) => {
    const found = withItem(payload);
    if (found === undefined) return undefined;
    const key = keyOf(found.item);
    if (own.expanded === undefined) setOwnOpen((old) => withKey(old, key, payload.open));
    return { ...found, key };
  };
  return element(
    HostTree as unknown as string,
    mergeProps(host, {
      onRange,
      get onCursor() {
        return completed(own.onCursor, withItem);
      },
      get onItemPress() {
        return completed(own.onItemPress, withItem);
      },
      get onToggle() {
        return completed(own.onToggle ?? ignore, toggle);
      },
      get count() {
        return count();
      },
      get empty() {
        return count() === 0 ? own.empty : undefined;
      },
      get children() {
        return items;
      },
    }),
  );
}

/** A tree opens and closes by itself, whether its guest listens or not. */
const ignore = (): void => {};
