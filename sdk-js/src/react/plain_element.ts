// The element that a guest's author wrote, out of a clone's: for `cloneElement`, which gives it other props or children. What a
// template knows of an element is enough to say it again; what is static below it becomes plain elements, too.

import type { ReactElement, ReactNode } from "react";

import type { Template } from "../core/template";
import { SLOT_EVENT, SLOT_PROP, SLOT_TEXT, TEXT_TYPE, type TemplateTree } from "../protocol/generated";
import { ELEMENT_PROPS } from "../sdk/element_prop_names";
import type { ElementProps } from "../sdk/element_props";
import type { CloneProps } from "./templates";

type Anchor = ReactElement<{ readonly children: ReactNode; readonly ref: unknown }>;

const ELEMENT_TYPE = Symbol.for("react.transitional.element");

/** The props that the author gave the root of a clone: elements in props are no children, and a key is none of them. */
export function writtenProps(template: Template, { values, children, ref }: CloneProps): ElementProps {
  const props = new Written(template, values, children).props(0, template.tree);
  if (ref !== undefined) props.ref = ref;
  const names = ELEMENT_PROPS[template.type];
  const { children: all } = props;
  if (names === undefined || all === undefined) return props;
  const others: ReactNode[] = [];
  for (const child of Array.isArray(all) ? (all as ReactNode[]) : [all as ReactNode]) {
    const slot = child as ReactElement<{ name: string; children: ReactNode }> | null;
    if (typeof slot === "object" && slot?.type === "Slot") props[slot.props.name] = slot.props.children;
    else others.push(child);
  }
  delete props.children;
  if (others.length > 0) props.children = others.length === 1 ? others[0] : others;
  return props;
}

/** One clone's element while it is written out. Numbers of nodes count up as in the template. */
class Written {
  private next = 0;

  constructor(
    private readonly template: Template,
    private readonly values: readonly unknown[],
    private readonly content: ReactNode,
  ) {}

  props(index: number, tree: TemplateTree): Record<string, unknown> {
    const [, statics, nodes] = tree as Exclude<TemplateTree, readonly [typeof TEXT_TYPE, string]>;
    const props: Record<string, unknown> = { ...statics };
    this.next = index + 1;
    this.template.slots.forEach(([kind, at, name], slot) => {
      if (at === index && (kind === SLOT_PROP || kind === SLOT_EVENT)) props[name!] = this.values[slot];
    });
    const children: ReactNode[] = [];
    for (const node of nodes) {
      this.place(index, this.next, props, children);
      children.push(this.node(node));
    }
    this.place(index, null, props, children);
    if (children.length > 0) props.children = children.length === 1 ? children[0] : children;
    return props;
  }

  private node(tree: TemplateTree): ReactNode {
    const index = this.next;
    if (tree[0] !== TEXT_TYPE) {
      return { $$typeof: ELEMENT_TYPE, type: tree[0], key: null, ref: null, props: this.props(index, tree) } as unknown as ReactNode;
    }
    this.next++;
    const slot = this.template.slots.findIndex(([kind, at]) => kind === SLOT_TEXT && at === index);
    return slot < 0 ? (tree[1] as string) : (this.values[slot] as ReactNode);
  }

  /** Add what stands in the region at a place to an element's children, and a ref that was given with it to its props. */
  private place(index: number, before: number | null, props: Record<string, unknown>, children: ReactNode[]): void {
    const region = this.template.regions.findIndex(([at, next]) => at === index && next === before);
    if (region < 0) return;
    if (this.template.size === 1) {
      children.push(this.content);
      return;
    }
    const anchor = (this.content as readonly (Anchor | null)[] | undefined)?.[region];
    if (anchor === null || anchor === undefined) return;
    if (anchor.props.ref !== undefined) props.ref = anchor.props.ref;
    if (anchor.props.children !== undefined) children.push(anchor.props.children);
  }
}
