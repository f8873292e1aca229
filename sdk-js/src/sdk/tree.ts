// Things inside things. What is open is one run of lines, of which those in view cross to the host.

import { createElement, memo, useMemo, useRef, useState, type ReactElement } from "react";

import { SLOT_PROP } from "../protocol/generated";
import { clone, template } from "../react/templates";
import type { TreeItemContent, TreeProps } from "./component_types.generated";
import { HostTree } from "./components.generated";
import { slot } from "./element_props";
import { completed, requiredKey, requireArray } from "./list_items";
import { OpenLines, withKey, type KeyedPlaces } from "./open_lines";
import { useElementKeys, useRenderedRange } from "./rendered_range";

const LINE_PROPS = ["index", "depth", "text", "icon", "color", "expandable", "expanded", "last", "selected"] as const;
const LINE = template(["TreeItem", {}, []], LINE_PROPS.map((name) => [SLOT_PROP, 0, name]));

interface LineProps {
  readonly item: unknown;
  readonly index: number;
  readonly depth: number;
  readonly last: boolean;
  readonly expandable: boolean;
  readonly expanded: boolean;
  readonly selected: boolean;
  readonly render: (item: unknown) => string | TreeItemContent;
}

const LineElement = memo(function LineElement({ item, render, ...line }: LineProps): ReactElement {
  const content = render(item);
  const { text, icon, color } = typeof content === "object" ? content : { text: content, icon: undefined, color: undefined };
  // What is false is the default and need not cross.
  return clone(LINE, undefined, undefined, [
    line.index,
    line.depth,
    text,
    icon,
    color,
    line.expandable || undefined,
    line.expanded || undefined,
    line.last || undefined,
    line.selected || undefined,
  ]);
});

export function Tree<T>(props: TreeProps<T>): ReactElement {
  const {
    data, getChildren, render, keyExtractor = requiredKey, expanded, defaultExpanded, selected, initialCount, empty,
    onCursor, onItemPress, onToggle, ...host
  } = props;
  requireArray(data, "data", "Tree");
  const [own, setOwn] = useState<ReadonlySet<string>>(() => new Set(defaultExpanded));
  const open = expanded ?? own;
  const keyed = useRef<KeyedPlaces<T>>(new WeakMap());
  // Keys are not read again for another function: an item always has the same one.
  const lines = useMemo(
    () => new OpenLines(data, open, { getChildren, keyOf: keyExtractor }, keyed.current),
    [data, open, getChildren],
  );
  const { count } = lines;
  const { first, last, onRange } = useRenderedRange(count, initialCount);
  const elementKey = useElementKeys("Tree")();
  const elements: ReactElement[] = [];
  for (let index = first; index <= last; index++) {
    const { item, depth, last: isLast } = lines.at(index);
    const key = keyExtractor(item);
    const expandable = getChildren(item) !== undefined;
    elements.push(
      createElement(LineElement, {
        key: elementKey(key, index),
        item,
        index,
        depth,
        last: isLast,
        expandable,
        expanded: expandable && open.has(key),
        selected: selected !== undefined && selected(item),
        render: render as LineProps["render"],
      }),
    );
  }
  const withItem = ({ index }: { readonly index: number }) => {
    if (index >= count) return undefined;
    const line = lines.at(index);
    return { item: line.item, path: line.path() };
  };
  const toggle = (payload: { readonly index: number; readonly open: boolean }) => {
    const found = withItem(payload);
    if (found === undefined) return undefined;
    const key = keyExtractor(found.item);
    if (expanded === undefined) setOwn((old) => withKey(old, key, payload.open));
    return { ...found, key };
  };
  return createElement(
    HostTree,
    {
      ...host,
      onCursor: completed(onCursor, withItem),
      onItemPress: completed(onItemPress, withItem),
      onToggle: completed(onToggle ?? ignore, toggle),
      count,
      onRange,
    } as object as never,
    count === 0 ? slot("empty", empty) : null,
    elements,
  );
}

/** A tree opens and closes by itself, whether its guest listens or not. */
const ignore = (): void => {};
