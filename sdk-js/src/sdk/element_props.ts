// Props that take elements, such as a Card's `header`. Elements cross as nodes and not in props, so each of these becomes a child of
// type Slot that names its prop (PROTOCOL 2). Here is what such an element's props look like with and without slots; react/elements.ts
// says where elements are made.

import { createElement, isValidElement, type ReactElement, type ReactNode } from "react";

import { Slot } from "./components.generated";

export type ElementProps = Readonly<Record<string, unknown>>;

/**
 * The props of an element as the host's component has them: a place for each slot, then the children. Every element of the type has the
 * same places, given or not, so that children keep their state when a slot comes or goes.
 */
export function withSlots(names: readonly string[], props: ElementProps): ElementProps {
  const lowered: Record<string, unknown> = {};
  for (const name of Object.keys(props)) if (!names.includes(name)) lowered[name] = props[name];
  lowered.children = [...names.map((name) => slot(name, props[name] as ReactNode)), props.children];
  return lowered;
}

/** The props that `withSlots` was given. */
export function withoutSlots(names: readonly string[], props: ElementProps): ElementProps {
  const children = props.children as readonly unknown[];
  const given: Record<string, unknown> = { ...props };
  if (children[names.length] === undefined) delete given.children;
  else given.children = children[names.length];
  names.forEach((name, place) => {
    const made = children[place];
    if (isValidElement<{ children: unknown }>(made)) given[name] = made.props.children;
  });
  return given;
}

/** What stands in a place of a component, as the child that crosses; null where nothing does. */
export function slot(name: string, content: ReactNode): ReactElement | null {
  const isNothing = content === undefined || content === null || typeof content === "boolean" || content === "";
  return isNothing ? null : createElement(Slot, { name }, content);
}
