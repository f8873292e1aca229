// The functions of React that make elements, as guests get them: React's own, but for components with props that take elements.

import React, { type ReactElement } from "react";

import { ELEMENT_PROPS } from "../sdk/element_prop_names";
import { type ElementProps, withoutSlots, withSlots } from "../sdk/element_props";
import { writtenProps } from "./plain_element";
import { type CloneProps, named } from "./templates";

type AnyElement = ReactElement<ElementProps>;

const reactCreateElement = React.createElement as (type: unknown, config: ElementProps | null, ...children: unknown[]) => AnyElement;
const reactCloneElement = React.cloneElement as (element: unknown, config: ElementProps | null, ...children: unknown[]) => AnyElement;
const ELEMENT_TYPE = Symbol.for("react.transitional.element");

/**
 * `jsx`, `jsxs` and `jsxDEV` of the module table: what the compiler makes of every tag. As React's own, which it does not call: in an
 * interpreter that call would be a third of the cost of an element.
 */
export function jsx(type: unknown, config: ElementProps, key?: unknown): AnyElement {
  let ownKey: string | null = null;
  if (key !== undefined) ownKey = `${key as string}`;
  let props = config;
  if ("key" in config) {
    if (config.key !== undefined) ownKey = `${config.key as string}`;
    const { key: _, ...others } = config;
    props = others;
  }
  if (typeof type === "string") {
    const names = ELEMENT_PROPS[type];
    if (names !== undefined) props = withSlots(names, props);
  }
  const { ref } = props;
  return { $$typeof: ELEMENT_TYPE, type, key: ownKey, ref: ref === undefined ? null : ref, props } as unknown as AnyElement;
}

function createElement(type: unknown, config: ElementProps | null, ...children: unknown[]): AnyElement {
  return lowered(reactCreateElement(type, config, ...children));
}

function cloneElement(given: AnyElement, config: ElementProps | null, ...children: unknown[]): AnyElement {
  // A clone takes other values of its slots only, and what the author gives here may be anything.
  const what = typeof given.type === "string" ? named(given.type) : undefined;
  const element = what === undefined ? given : jsx(what.template.type, writtenProps(what.template, given.props as unknown as CloneProps), given.key ?? undefined);
  const names = namesOf(element);
  if (names === undefined) return reactCloneElement(element, config, ...children);
  return lowered(reactCloneElement({ ...element, props: withoutSlots(names, element.props) }, config, ...children));
}

/** An element that React made, with slots for its element props. */
function lowered(element: AnyElement): AnyElement {
  const names = namesOf(element);
  return names === undefined ? element : { ...element, props: withSlots(names, element.props) };
}

function namesOf({ type }: AnyElement): readonly string[] | undefined {
  return typeof type === "string" ? ELEMENT_PROPS[type] : undefined;
}

/** The module `react` for guests. */
export const GuestReact = { ...React, createElement, cloneElement };
