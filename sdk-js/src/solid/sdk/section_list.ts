// A list in sections, each with a header. Headers and items are one run of lines, as in sdk/sections.ts.

import { createMemo, mergeProps, splitProps } from "solid-js";

import { SLOT_CHILDREN, SLOT_PROP, SLOT_TEXT, TEXT_TYPE } from "../../protocol/generated";
import type { Section, SectionListProps } from "../../sdk/component_types.generated";
import { HostSectionList } from "../../sdk/components.generated";
import { completed, keyOrPlace, requireArray } from "../../sdk/list_items";
import { hasHeader, layOut, sectionKey, sectionOf } from "../../sdk/sections";
import { clone, element, template } from "../rendering";
import { createRenderedRange, drawLines } from "./rendered_range";

const ITEM = template(["ListItem", {}, []], [[SLOT_PROP, 0, "index"], [SLOT_PROP, 0, "selected"], [SLOT_CHILDREN, 0]], [[0, null, null]]);
const HEADER = template(["ListItem", { header: true }, []], [[SLOT_PROP, 0, "index"], [SLOT_CHILDREN, 0]], [[0, null, null]]);
const TITLE = template(["Text", { style: { bold: true } }, [[TEXT_TYPE, ""]]], [[SLOT_TEXT, 1]]);

/** A header has no index. */
interface SectionLine {
  readonly key: string;
  readonly section: Section;
  readonly position: number;
  readonly item: unknown;
  readonly index: number | undefined;
  readonly selected: boolean;
}

const OWN = [
  "sections", "renderItem", "renderSectionHeader", "keyExtractor", "selected", "initialCount", "header", "footer", "empty", "onCursor",
  "onItemPress",
] as const;

export function SectionList(props: SectionListProps<Section>): unknown {
  const [own, host] = splitProps(props as SectionListProps<Section> & Record<string, unknown>, OWN);
  const sections = createMemo(() => {
    requireArray(own.sections, "sections", "SectionList");
    return own.sections;
  });
  const headed = (): boolean => own.renderSectionHeader !== undefined;
  const layout = createMemo(() => layOut(sections(), headed()));
  const count = createMemo(() => layout().count);
  const { first, last, onRange } = createRenderedRange(count, own.initialCount);

  const headerLine = (at: number): SectionLine => {
    const section = sections()[at]!;
    const position = layout().starts[at]!;
    return { key: `header ${sectionKey(section, at)}`, section, position, item: undefined, index: undefined, selected: false };
  };
  const itemLine = (at: number, index: number, position: number): SectionLine => {
    const { keyExtractor = keyOrPlace, selected } = own;
    const section = sections()[at]!;
    const item: unknown = section.data[index];
    const key = `${sectionKey(section, at)} ${keyExtractor(item, index)}`;
    return { key, section, position, item, index, selected: selected !== undefined && selected(item, index, section) };
  };
  const lines = (): readonly SectionLine[] => {
    const { starts } = layout();
    const found: SectionLine[] = [];
    let at = sectionOf(starts, first());
    // The header that stays at the top while its items scroll is always there, whatever the range.
    if (host.stickyHeaders !== false && first() <= last() && first() > starts[at]! && hasHeader(sections()[at]!, headed())) found.push(headerLine(at));
    for (let position = first(); position <= last(); position++) {
      while (at + 1 < starts.length && starts[at + 1]! <= position) at++;
      const index = position - starts[at]! - (hasHeader(sections()[at]!, headed()) ? 1 : 0);
      found.push(index < 0 ? headerLine(at) : itemLine(at, index, position));
    }
    return found;
  };
  const items = drawLines("SectionList", lines, (line) => {
    const section = createMemo(() => line().section);
    const item = createMemo(() => line().item);
    // Its key tells a header from an item: that never changes.
    const isHeader = line().index === undefined;
    if (isHeader) {
      const header = (): unknown => {
        const { renderSectionHeader } = own;
        if (renderSectionHeader === undefined) return clone(TITLE, [undefined], (values) => (values[0] = section().title));
        return renderSectionHeader({
          get section() {
            return section();
          },
        });
      };
      return clone(HEADER, [undefined, undefined], (values) => (values[0] = line().position), [header]);
    }
    const fill = (values: unknown[]): void => {
      values[0] = line().position;
      values[1] = line().selected || undefined;
    };
    const content = (): unknown =>
      own.renderItem({
        get item() {
          return item();
        },
        get index() {
          return line().index!;
        },
        get section() {
          return section();
        },
        get position() {
          return line().position;
        },
        get selected() {
          return line().selected;
        },
      });
    return clone(ITEM, [undefined, undefined, undefined], fill, [content]);
  });

  const withItem = ({ index: position }: { readonly index: number }) => {
    if (position >= count()) return undefined;
    const at = sectionOf(layout().starts, position);
    const section = sections()[at]!;
    const index = position - layout().starts[at]! - (hasHeader(section, headed()) ? 1 : 0);
    return index < 0 ? undefined : { item: section.data[index] as unknown, index, section, position };
  };
  return element(
    HostSectionList as unknown as string,
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
