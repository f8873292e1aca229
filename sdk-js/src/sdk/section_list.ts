// A list in sections, each with a header. Headers and items are one run of lines; which line is what is found by bisection over
// where the sections begin, so that a render costs the number of sections at most, whatever they hold.

import { createElement, memo, useMemo, type ReactElement, type ReactNode } from "react";

import { SLOT_CHILDREN, SLOT_PROP, SLOT_TEXT, TEXT_TYPE } from "../protocol/generated";
import { clone, template } from "../react/templates";
import type { Section, SectionHeaderInfo, SectionItemInfo, SectionListProps } from "./component_types.generated";
import { HostSectionList } from "./components.generated";
import { slot } from "./element_props";
import { completed, keyOrPlace, requireArray } from "./list_items";
import { useElementKeys, useRenderedRange } from "./rendered_range";
import { hasHeader, layOut, sectionKey, sectionOf } from "./sections";

const ITEM = template(["ListItem", {}, []], [[SLOT_PROP, 0, "index"], [SLOT_PROP, 0, "selected"], [SLOT_CHILDREN, 0]], [[0, null, null]]);
const HEADER = template(["ListItem", { header: true }, []], [[SLOT_PROP, 0, "index"], [SLOT_CHILDREN, 0]], [[0, null, null]]);
const TITLE = template(["Text", { style: { bold: true } }, [[TEXT_TYPE, ""]]], [[SLOT_TEXT, 1]]);

interface ItemProps extends SectionItemInfo<Section> {
  readonly renderItem: (info: SectionItemInfo<Section>) => ReactNode;
}

const Item = memo(function Item({ renderItem, ...info }: ItemProps): ReactElement {
  return clone(ITEM, undefined, undefined, [info.position, info.selected || undefined, undefined], [renderItem(info)]);
});

interface HeaderProps extends SectionHeaderInfo<Section> {
  readonly position: number;
  readonly renderSectionHeader: ((info: SectionHeaderInfo<Section>) => ReactNode) | undefined;
}

const Header = memo(function Header({ section, position, renderSectionHeader }: HeaderProps): ReactElement {
  const content =
    renderSectionHeader === undefined
      ? clone(TITLE, undefined, undefined, [section.title])
      : renderSectionHeader({ section });
  return clone(HEADER, undefined, undefined, [position, undefined], [content]);
});

export function SectionList<S extends Section>(props: SectionListProps<S>): ReactElement {
  const {
    sections, renderItem, renderSectionHeader, keyExtractor = keyOrPlace, selected, initialCount, header, footer, empty,
    onCursor, onItemPress, ...host
  } = props;
  requireArray(sections, "sections", "SectionList");
  const headed = renderSectionHeader !== undefined;
  const { starts, count } = useMemo(() => layOut(sections, headed), [sections, headed]);
  const { first, last, onRange } = useRenderedRange(count, initialCount);
  const elementKey = useElementKeys("SectionList")();
  const lines: ReactElement[] = [];

  const addHeader = (at: number): void => {
    const section = sections[at]!;
    const position = starts[at]!;
    const key = elementKey(`header ${sectionKey(section, at)}`, position);
    lines.push(createElement(Header, { key, section, position, renderSectionHeader: renderSectionHeader as HeaderProps["renderSectionHeader"] }));
  };
  const addItem = (at: number, index: number, position: number): void => {
    const section = sections[at]!;
    const item: unknown = section.data[index];
    const key = elementKey(`${sectionKey(section, at)} ${keyExtractor(item as S["data"][number], index)}`, position);
    const isSelected = selected !== undefined && selected(item as S["data"][number], index, section);
    lines.push(createElement(Item, { key, item, index, section, position, selected: isSelected, renderItem: renderItem as ItemProps["renderItem"] }));
  };

  let at = sectionOf(starts, first);
  // The header that stays at the top while its items scroll is always there, whatever the range.
  if (host.stickyHeaders !== false && first <= last && first > starts[at]! && hasHeader(sections[at]!, headed)) addHeader(at);
  for (let position = first; position <= last; position++) {
    while (at + 1 < starts.length && starts[at + 1]! <= position) at++;
    const index = position - starts[at]! - (hasHeader(sections[at]!, headed) ? 1 : 0);
    if (index < 0) addHeader(at);
    else addItem(at, index, position);
  }

  const withItem = ({ index: position }: { readonly index: number }) => {
    if (position >= count) return undefined;
    const at = sectionOf(starts, position);
    const section = sections[at]!;
    const index = position - starts[at]! - (hasHeader(section, headed) ? 1 : 0);
    return index < 0 ? undefined : { item: section.data[index], index, section, position };
  };
  return createElement(
    HostSectionList,
    { ...host, onCursor: completed(onCursor, withItem), onItemPress: completed(onItemPress, withItem), count, onRange } as object as never,
    slot("header", header),
    slot("footer", footer),
    count === 0 ? slot("empty", empty) : null,
    lines,
  );
}
