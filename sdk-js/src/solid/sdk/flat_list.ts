// A list of any number of items, of which those in view are drawn.

import { createMemo, mergeProps, splitProps } from "solid-js";

import { SLOT_CHILDREN, SLOT_PROP } from "../../protocol/generated";
import type { FlatListProps } from "../../sdk/component_types.generated";
import { HostFlatList } from "../../sdk/components.generated";
import { completed, keyOrPlace, requireArray } from "../../sdk/list_items";
import { clone, element, template } from "../rendering";
import { createRenderedRange, drawLines } from "./rendered_range";

const ITEM = template(["ListItem", {}, []], [[SLOT_PROP, 0, "index"], [SLOT_PROP, 0, "selected"], [SLOT_CHILDREN, 0]], [[0, null, null]]);

interface Item {
  readonly key: string;
  readonly item: unknown;
  readonly index: number;
  readonly selected: boolean;
}

const OWN = [
  "data", "renderItem", "keyExtractor", "recycle", "selected", "initialCount", "header", "footer", "empty", "onCursor", "onItemPress",
] as const;

export function FlatList(props: FlatListProps<unknown>): unknown {
  const [own, host] = splitProps(props as FlatListProps<unknown> & Record<string, unknown>, OWN);
  const data = createMemo(() => {
    requireArray(own.data, "data", "FlatList");
    return own.data;
  });
  const count = createMemo(() => data().length);
  const { first, last, onRange } = createRenderedRange(count, own.initialCount);
  // As many elements as were ever drawn at once: any run of items that long has a place of its own in them.
  let places = 1;
  const lines = (): readonly Item[] => {
    const { keyExtractor = keyOrPlace, selected, recycle } = own;
    places = Math.max(places, last() - first() + 1);
    const items: Item[] = [];
    for (let index = first(); index <= last(); index++) {
      const item = data()[index];
      const key = recycle === true ? String(index % places) : keyExtractor(item, index);
      items.push({ key, item, index, selected: selected !== undefined && selected(item, index) });
    }
    return items;
  };
  const items = drawLines("FlatList", lines, (line) => {
    const item = createMemo(() => line().item);
    const fill = (values: unknown[]): void => {
      values[0] = line().index;
      values[1] = line().selected || undefined;
    };
    const content = (): unknown =>
      own.renderItem({
        get item() {
          return item();
        },
        get index() {
          return line().index;
        },
        get selected() {
          return line().selected;
        },
      });
    return clone(ITEM, [undefined, undefined, undefined], fill, [content]);
  });
  const withItem = ({ index }: { readonly index: number }) => (index < count() ? { item: data()[index] } : undefined);
  return element(
    HostFlatList as unknown as string,
    mergeProps(host, {
      onRange,
      get onCursor() {
        return completed(own.onCursor, withItem);
      },
      get onItemPress() {
        return completed(own.onItemPress, withItem);
      },
      get count() {
        return count();
      },
      get header() {
        return own.header;
      },
      get footer() {
        return own.footer;
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
