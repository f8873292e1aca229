// The module `rill/templates` for React, which the JSX pass writes calls of: templates, and the elements that are clones of one. To
// React a clone is a host element without children but for what stands in its regions; each region that is not empty is one more, an
// anchor (core/tree.ts). Names of templates and regions are the types of these elements, so that React keeps and replaces them rightly.

import type { ReactElement, ReactNode } from "react";

import type { Region, Template } from "../core/template";
import type { Slot, TemplateTree } from "../protocol/generated";
import { template as makeTemplate } from "../sdk/template";

// For element props that are not static: content of a region, as elements.ts makes it of plain elements.
export { slot } from "../sdk/element_props";

/** Props of a clone's element. */
export interface CloneProps {
  /** One for each slot. */
  readonly values: readonly unknown[];
  readonly children: ReactNode;
  readonly ref?: unknown;
}

/** Props of a region's element. */
interface AnchorProps {
  readonly children: ReactNode;
  readonly ref: unknown;
}

const ELEMENT_TYPE = Symbol.for("react.transitional.element");

/** What an element type that is the name of a template or a region stands for. `region` is -1 for the template itself. */
export interface Named {
  readonly template: Template;
  readonly region: number;
}

// Without a prototype: a guest may write any name by hand.
const NAMED: Record<string, Named | undefined> = Object.create(null) as Record<string, Named | undefined>;

/** What an element type stands for, if `clone` made it. */
export function named(type: string): Named | undefined {
  return NAMED[type];
}

/** Make a template: see sdk/template.ts. */
export function template(tree: TemplateTree, slots: readonly Slot[], regions?: readonly Region[]): Template {
  const made = makeTemplate(tree, slots, regions);
  NAMED[made.name] = { template: made, region: -1 };
  made.regionNames.forEach((name, region) => (NAMED[name] = { template: made, region }));
  return made;
}

/** What a region with a ref is given as: see `region`. */
class RegionWithRef {
  constructor(
    readonly ref: unknown,
    readonly children: ReactNode,
  ) {}
}

/**
 * An element that is a clone of a template.
 *
 * Args:
 *   values: one for each slot, undefined for children slots; the clone owns the array. Elements in text holes are taken out of it.
 *   children: undefined, or what stands in each region.
 */
export function clone(template: Template, key: unknown, ref: unknown, values: unknown[], children?: readonly unknown[]): ReactElement {
  const { textHoles } = template;
  let content: unknown;
  if (children !== undefined) content = template.size === 1 ? children[0] : anchors(template, children);
  // A plain loop: this runs for every clone in each render, and nearly all holes hold text.
  for (let at = 0; at < textHoles.length; at++) {
    const value = values[textHoles[at]!];
    if (typeof value !== "object" || value === null) continue;
    content = withHole(template, content as ReactNode[] | undefined, textHoles[at]!, value as ReactNode);
    values[textHoles[at]!] = "";
  }
  return {
    $$typeof: ELEMENT_TYPE,
    type: template.name,
    key: key === undefined ? null : `${key as string}`,
    ref: ref === undefined ? null : ref,
    props: ref === undefined ? { values, children: content } : { values, children: content, ref },
  } as unknown as ReactElement;
}

/** What stands in a region whose element has a ref. */
export function region(ref: unknown, children: ReactNode): RegionWithRef {
  return new RegionWithRef(ref, children);
}

/** The children of a clone's element: an anchor for each region where something stands, at the region's place. */
function anchors(template: Template, children: readonly unknown[]): ReactNode[] {
  const content: ReactNode[] = [];
  for (let at = 0; at < children.length; at++) {
    const child = children[at];
    const slot = template.regions[at]![2];
    if (child instanceof RegionWithRef) content.push(anchor(template, at, child.ref, child.children));
    else if (child === undefined || child === null || typeof child === "boolean") content.push(null);
    // A text hole keeps what stands before it at the same place in its children, whether an element stands in it or not.
    else content.push(anchor(template, at, undefined, slot === null ? (child as ReactNode) : [child as ReactNode, null]));
  }
  return content;
}

function withHole(template: Template, content: ReactNode[] | undefined, slot: number, value: ReactNode): ReactNode[] {
  content ??= new Array<null>(template.regions.length).fill(null);
  const region = template.regionOf[slot]!;
  const before = content[region] as ReactElement<AnchorProps> | null;
  const first = before === null ? null : (before.props.children as readonly ReactNode[])[0];
  content[region] = anchor(template, region, undefined, [first, value]);
  return content;
}

function anchor(template: Template, region: number, ref: unknown, children: ReactNode): ReactElement {
  return {
    $$typeof: ELEMENT_TYPE,
    type: template.regionNames[region],
    key: null,
    ref: ref === undefined ? null : ref,
    props: { children, ref },
  } as unknown as ReactElement;
}
