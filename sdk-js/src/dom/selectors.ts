// Selectors for querySelector, closest and matches: tags, ids, classes, attributes, descendants and children, lists. Anything else is
// refused by name: a selector that is half understood finds the wrong thing.

import { GuestError } from "../core/guest_error";
import type { Element } from "./element";
import { ELEMENT_NODE, type Node, type ParentNode } from "./node";

type Test = (element: Element) => boolean;

interface Step {
  readonly tests: readonly Test[];
  /** Whether the step before it must be the parent, and not any ancestor. */
  readonly isChild: boolean;
}

const parsed = new Map<string, readonly (readonly Step[])[]>();
const PARSED_MAX = 200;

/** All descendants that a selector matches, in document order. */
export function select(root: ParentNode, selector: string): Element[] {
  const alternatives = parse(selector);
  const found: Element[] = [];
  const visit = (node: Node): void => {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeType !== ELEMENT_NODE) continue;
      if (alternatives.some((steps) => matchesSteps(child as Element, steps, steps.length - 1))) found.push(child as Element);
      visit(child);
    }
  };
  visit(root);
  return found;
}

export function matches(element: Element, selector: string): boolean {
  return parse(selector).some((steps) => matchesSteps(element, steps, steps.length - 1));
}

export function closest(element: Element, selector: string): Element | null {
  for (let node: Element | null = element; node !== null; node = node.parentElement) if (matches(node, selector)) return node;
  return null;
}

function matchesSteps(element: Element, steps: readonly Step[], at: number): boolean {
  const { tests, isChild } = steps[at]!;
  if (!tests.every((test) => test(element))) return false;
  if (at === 0) return true;
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
    if (matchesSteps(parent, steps, at - 1)) return true;
    if (isChild) return false;
  }
  return false;
}

function parse(selector: string): readonly (readonly Step[])[] {
  const known = parsed.get(selector);
  if (known !== undefined) return known;
  const alternatives = String(selector).split(",").map((one) => parseOne(one.trim(), selector));
  if (parsed.size < PARSED_MAX) parsed.set(selector, alternatives);
  return alternatives;
}

const PART = /\*|[#.]?[\w-]+|\[\s*([\w-]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([\w-]+)))?\s*\]|:(checked|disabled|first-child|last-child)/y;

function parseOne(text: string, selector: string): Step[] {
  const steps: Step[] = [];
  let tests: Test[] = [];
  let isChild = false;
  for (let at = 0; at < text.length; ) {
    const space = /\s*(>)?\s*/y;
    space.lastIndex = at;
    const [gap, child] = space.exec(text)!;
    if (gap !== "" && tests.length > 0) {
      steps.push({ tests, isChild });
      tests = [];
      isChild = child !== undefined;
    }
    at += gap.length;
    PART.lastIndex = at;
    const part = PART.exec(text);
    if (part === null) break;
    tests.push(testOf(part));
    at += part[0].length;
    if (at === text.length) {
      steps.push({ tests, isChild });
      return steps;
    }
  }
  const known = "tags, #id, .class, [attribute], [attribute=value], :checked, :disabled, :first-child, :last-child, spaces, > and commas";
  throw new GuestError("unsupported", `the selector '${String(selector).slice(0, 80)}' is not available in a guest: it has ${known}`);
}

function testOf([part, attribute, double, single, bare, pseudo]: RegExpExecArray): Test {
  if (attribute !== undefined) {
    const value = double ?? single ?? bare;
    return (element) => (value === undefined ? element.hasAttribute(attribute) : element.getAttribute(attribute) === value);
  }
  if (pseudo === "first-child") return (element) => element.previousElementSibling === null;
  if (pseudo === "last-child") return (element) => element.nextElementSibling === null;
  if (pseudo !== undefined) return (element) => element.hasAttribute(pseudo);
  if (part === "*") return () => true;
  if (part.startsWith("#")) return (element) => element.getAttribute("id") === part.slice(1);
  if (part.startsWith(".")) return (element) => element.classList.contains(part.slice(1));
  const tag = part.toLowerCase();
  return (element) => element.localName === tag;
}
