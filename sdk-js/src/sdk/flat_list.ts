// A list of any number of items, of which those in view are rendered.

import { createElement, memo, useRef, type ReactElement, type ReactNode } from "react";

import { SLOT_CHILDREN, SLOT_PROP } from "../protocol/generated";
import { clone, template } from "../react/templates";
import type { FlatListProps, ListItemInfo } from "./component_types.generated";
import { HostFlatList } from "./components.generated";
import { slot } from "./element_props";
import { completed, keyOrPlace, requireArray } from "./list_items";
import { useElementKeys, useRenderedRange } from "./rendered_range";

const ITEM = template(["ListItem", {}, []], [[SLOT_PROP, 0, "index"], [SLOT_PROP, 0, "selected"], [SLOT_CHILDREN, 0]], [[0, null, null]]);

interface ItemProps extends ListItemInfo<unknown> {
  readonly renderItem: (info: ListItemInfo<unknown>) => ReactNode;
}

// Memoised: another range renders the items that came into view, and nothing else.
const Item = memo(function Item({ renderItem, ...info }: ItemProps): ReactElement {
  return clone(ITEM, undefined, undefined, [info.index, info.selected || undefined, undefined], [renderItem(info)]);
});

export function FlatList<T>(props: FlatListProps<T>): ReactElement {
  const { data, renderItem, keyExtractor = keyOrPlace, recycle, selected, initialCount, header, footer, empty, onCursor, onItemPress, ...host } =
    props;
  requireArray(data, "data", "FlatList");
  const count = data.length;
  const { first, last, onRange } = useRenderedRange(count, initialCount);
  const elementKey = useElementKeys("FlatList")();
  // As many elements as were ever rendered at once: any run of items that long has a place of its own in them.
  const places = useRef(1);
  places.current = Math.max(places.current, last - first + 1);
  const items: ReactElement[] = [];
  for (let index = first; index <= last; index++) {
    const item = data[index]!;
    items.push(
      createElement(Item, {
        key: recycle === true ? String(index % places.current) : elementKey(keyExtractor(item, index), index),
        item,
        index,
        selected: selected !== undefined && selected(item, index),
        renderItem: renderItem as ItemProps["renderItem"],
      }),
    );
  }
  const withItem = ({ index }: { readonly index: number }) => (index < data.length ? { item: data[index] } : undefined);
  return createElement(
    HostFlatList,
    { ...host, onCursor: completed(onCursor, withItem), onItemPress: completed(onItemPress, withItem), count, onRange } as object as never,
    slot("header", header),
    slot("footer", footer),
    count === 0 ? slot("empty", empty) : null,
    items,
  );
}
