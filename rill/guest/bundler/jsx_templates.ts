// Makes templates of elements: decides which elements can be part of one, and describes each as the protocol does, with its slots and
// regions. What code is made of that is the emissions' (jsx_react.ts, jsx_solid.ts).

import {
  attributeName,
  type JsxAttribute,
  type JsxElement,
  type JsxFragment,
  quotedText,
  type Syntax,
  tagText,
  textOf,
  withoutTypes,
} from "./jsx_syntax";
import { codeOf, type ComponentFacts, type JsxModule, type Known } from "./jsx_module";
import { childrenThatCount, valueOf } from "./jsx_places";

export const SLOT_PROP = 0;
export const SLOT_TEXT = 1;
export const SLOT_EVENT = 2;
export const SLOT_CHILDREN = 3;

/** How large a template becomes before what is in it is made a template of its own; hosts allow 1,000 nodes. */
const NODES_MAX = 400;

/** Something that stands in a region, in the order of the source. */
export type Content =
  | { kind: "child"; node: Syntax }
  /** What was given to an element prop, to be drawn as a Slot where it is anything. */
  | { kind: "slot"; name: string; node: Syntax };

export type SlotPlan = { kind: number; index: number; name: string | null; node: Syntax | null };
export type RegionPlan = { index: number; before: number | null; slot: number | null; content: Content[]; ref: Syntax | null };

/** An element as a template. `tree` is code. */
export type Plan = {
  element: JsxElement;
  tree: string;
  /** How many elements and texts are in it. */
  nodes: number;
  slots: SlotPlan[];
  regions: RegionPlan[];
  key: Syntax | null;
  /** The root's. */
  ref: Syntax | null;
  /** Those of the elements in it, by their numbers. With `refRegions` they are in their regions, too. */
  innerRefs: { index: number; node: Syntax }[];
  /** Elements that are part of it, the root among them. */
  elements: JsxElement[];
};

export type Verdict = (element: JsxElement) => string | null;

/** What differs between frameworks. */
export type Dialects = {
  /** Whether `key` is the framework's, and no prop. */
  keys: boolean;
  /** Whether the ref of an inner element is given to a region of it. */
  refRegions: boolean;
  /** Whether an element prop may turn out to be nothing, other than by an element of a component that draws nothing. */
  openSlots: boolean;
};

export class Templates {
  private readonly reasons = new Map<JsxElement, string | null>();

  /** `placeReason` tells why an element may not be a template because of where it stands. */
  constructor(
    readonly module: JsxModule,
    private readonly placeReason: Verdict,
    readonly dialect: Dialects,
  ) {}

  /** Why an element is made as it is written, or null where it is a template, or part of one. */
  reasonFor(element: JsxElement): string | null {
    let reason = this.reasons.get(element);
    if (reason === undefined) {
      reason = this.reasonOfElement(element) ?? this.placeReason(element);
      this.reasons.set(element, reason);
    }
    return reason;
  }

  private reasonOfElement(element: JsxElement): string | null {
    const { openingElement } = element;
    const tag = this.module.tagOf(openingElement.name);
    const name = tagText(openingElement.name);
    if (tag.kind === "import") return `<${name}> is a component of ${JSON.stringify(tag.import.module)}, which draws elements of its own`;
    if (tag.kind === "binding") return this.reasonOfBinding(name, tag.binding.value);
    if (tag.kind === "other") return `<${name}> is no component that is known here`;
    const { facts } = tag;
    if (facts.stateful) return `${tag.type} keeps state of its own`;
    if (tag.type === "Slot") return "a Slot that is written by hand";
    return this.reasonOfAttributes(element, tag.type, facts) ?? this.reasonOfChildren(element, tag.type, facts);
  }

  private reasonOfBinding(name: string, value: Syntax | null): string {
    const made = value?.type === "CallExpression" ? this.module.importOf(value.callee)?.name : undefined;
    if (made === "hostComponent") return `${name} is a component of the host's own`;
    return made === "createContext" ? `<${name}> is a context` : `<${name}> is a component of the guest`;
  }

  private reasonOfAttributes({ openingElement }: JsxElement, type: string, facts: ComponentFacts): string | null {
    const names = new Set<string>();
    for (const attribute of openingElement.attributes) {
      if (attribute.type === "JSXSpreadAttribute") return "its props are spread, so that their names are not known";
      const name = attributeName(attribute);
      if (names.has(name)) return `${name} is given twice`;
      names.add(name);
      if (name === "children") return "its children are given as a prop";
      if (name === "ref" || (name === "key" && this.dialect.keys)) continue;
      if (facts.elements?.includes(name)) {
        const node = valueOf(attribute);
        const inner = node && withoutTypes(node);
        const isHost = inner?.type === "JSXElement" && this.module.tagOf(inner.openingElement.name).kind === "host";
        if (!isHost && inner !== null && this.drawnText(inner) === null && !this.dialect.openSlots) return `its ${name} may be nothing`;
        continue;
      }
      if (!facts.props.includes(name) && !this.module.catalogue.commonProps.includes(name)) return `${type} has no prop ${name}`;
    }
    return null;
  }

  private reasonOfChildren(element: JsxElement | JsxFragment, type: string, facts: ComponentFacts): string | null {
    for (const child of childrenThatCount(element, this.module.source)) {
      const inner = child.type === "JSXExpressionContainer" ? withoutTypes(child.expression) : child;
      const reason = inner.type === "JSXFragment" ? this.reasonOfChildren(inner, type, facts) : null;
      if (reason !== null) return reason;
      if (child.type === "JSXSpreadChild") return "its children are spread";
      if (facts.children === "none") return `${type} takes no children`;
      if (child.type === "JSXText" && facts.children === "nodes") return `${type} takes no bare text`;
      if (child.type === "JSXExpressionContainer" && facts.children === "nodes") {
        const text = this.drawnText(child.expression);
        if (text !== null && text !== "") return `${type} takes no bare text`;
      }
    }
    return null;
  }

  /** Whether a component may stand in another: what the runtime would refuse is left for it to refuse. */
  private fits(child: { type: string; facts: ComponentFacts }, parent: { type: string; facts: ComponentFacts }): boolean {
    const { within } = child.facts;
    if (within !== undefined && !within.includes(parent.type)) return false;
    const { takes, children } = parent.facts;
    if (takes !== undefined && !takes.includes(child.type)) return false;
    return children === "nodes" || children === "text-and-nodes" || (children === "inline" && child.facts.inline === true);
  }

  /** What a known value draws as text: "" for nothing, null where the value is not known or is no text. */
  drawnText(node: Syntax): string | null {
    const known = this.module.known(node);
    if (known === null) return null;
    const { value } = known;
    if (value === null || value === undefined || typeof value === "boolean") return "";
    return typeof value === "object" ? null : String(value);
  }

  /** The template of an element for which `reasonFor` gives none. */
  plan(element: JsxElement): Plan {
    return new Planner(this, element).plan;
  }

  /** Whether an element can be part of a template around it. */
  isInner(element: JsxElement, parent: { type: string; facts: ComponentFacts }): boolean {
    if (this.reasonFor(element) !== null) return false;
    const tag = this.module.tagOf(element.openingElement.name);
    if (tag.kind !== "host" || !this.fits(tag, parent)) return false;
    // Another key is another element.
    const key = this.dialect.keys ? attributeOf(element, "key") : undefined;
    return key === undefined || this.attributeValue(key) !== null;
  }

  /** What an attribute says, where it is known. */
  attributeValue(attribute: JsxAttribute): Known | null {
    const { value } = attribute;
    if (value === null) return { value: true };
    if (value.type === "Literal") return { value: quotedText(value, this.module.source) };
    return value.type === "JSXExpressionContainer" ? this.module.known(value.expression) : null;
  }
}

type Parent = { index: number; type: string; facts: ComponentFacts; childrenSlot: number | null };

/** Builds the plan of one element. */
class Planner {
  readonly plan: Plan;
  private size = 0;
  private readonly module: JsxModule;
  /** Dynamic children of the innermost element, until the number of its next static child is known. */
  private waiting: Content[] = [];

  constructor(
    private readonly templates: Templates,
    element: JsxElement,
  ) {
    this.module = templates.module;
    this.plan = { element, tree: "", nodes: 0, slots: [], regions: [], key: null, ref: null, innerRefs: [], elements: [] };
    const key = templates.dialect.keys ? attributeOf(element, "key") : undefined;
    if (key !== undefined) this.plan.key = valueOf(key) ?? TRUE;
    this.plan.tree = this.element(element);
    this.plan.nodes = this.size;
  }

  private element(element: JsxElement): string {
    const tag = this.module.tagOf(element.openingElement.name);
    if (tag.kind !== "host") throw new Error(`<${tagText(element.openingElement.name)}> is no host component`);
    this.plan.elements.push(element);
    const parent: Parent = { index: this.size++, type: tag.type, facts: tag.facts, childrenSlot: null };
    const props: string[] = [];
    const given = new Map<string, JsxAttribute>();
    let ref: Syntax | null = null;
    for (const attribute of element.openingElement.attributes as readonly JsxAttribute[]) {
      const name = attributeName(attribute);
      if (name === "key" && this.templates.dialect.keys) continue;
      if (name === "ref") {
        ref = valueOf(attribute);
        if (parent.index === 0) this.plan.ref = ref;
      } else if (tag.facts.elements?.includes(name)) given.set(name, attribute);
      else this.prop(parent, name, attribute, props);
    }
    const outer = this.waiting;
    this.waiting = [];
    const children = this.elementProps(parent, given);
    children.push(...this.children(parent, element));
    this.endChildren(parent);
    this.waiting = outer;
    if (ref !== null && parent.index > 0) this.innerRef(parent, ref);
    return `[${tag.code},{${props.join(",")}},[${children.join(",")}]]`;
  }

  private prop(parent: Parent, name: string, attribute: JsxAttribute, props: string[]): void {
    const known = this.templates.attributeValue(attribute);
    const isEvent = isEventName(name);
    if (known === null || (isEvent && known.value !== undefined && known.value !== null && known.value !== false)) {
      this.slot({ kind: isEvent ? SLOT_EVENT : SLOT_PROP, index: parent.index, name, node: valueOf(attribute) ?? TRUE });
    } else if (known.value !== undefined && !isEvent) {
      const value = known.value === 0 ? 0 : known.value;
      props.push(`${JSON.stringify(name)}:${codeOf(value)}`);
    }
  }

  private slot(slot: SlotPlan): number {
    return this.plan.slots.push(slot) - 1;
  }

  /** Props that take elements become nodes in front of the children, in the order in which the component names them. */
  private elementProps(parent: Parent, given: ReadonlyMap<string, JsxAttribute>): string[] {
    const children: string[] = [];
    for (const name of parent.facts.elements ?? []) {
      const attribute = given.get(name);
      const node = attribute && valueOf(attribute);
      if (attribute === undefined || node === null || node === undefined) continue;
      const text = node.type === "Literal" && attribute.value === node && typeof node.value === "string" ? quotedText(node, this.module.source) : this.templates.drawnText(node);
      if (text === "") continue;
      const inner = withoutTypes(node);
      if (text === null && inner.type !== "JSXElement" && inner.type !== "JSXFragment") {
        this.waiting.push({ kind: "slot", name, node });
        continue;
      }
      this.endRegion(parent, this.size);
      const slot: Parent = { index: this.size++, type: "Slot", facts: SLOT_FACTS, childrenSlot: null };
      const outer = this.waiting;
      this.waiting = [];
      const content = text === null ? this.child(slot, inner) : [this.text(text)];
      this.endChildren(slot);
      this.waiting = outer;
      children.push(`["Slot",${codeOf({ name })},[${content.join(",")}]]`);
    }
    return children;
  }

  private children(parent: Parent, node: JsxElement | JsxFragment): string[] {
    return childrenThatCount(node, this.module.source).flatMap((child) => {
      if (child.type !== "JSXText") return this.child(parent, child);
      const text = textOf(child, this.module.source);
      return text === null ? [] : this.staticText(parent, text);
    });
  }

  private staticText(parent: Parent, text: string): string[] {
    this.endRegion(parent, this.size);
    return [this.text(text)];
  }

  private text(text: string): string {
    this.size++;
    return `["#text",${JSON.stringify(text)}]`;
  }

  private child(parent: Parent, child: Syntax): string[] {
    const node = withoutTypes(child.type === "JSXExpressionContainer" ? child.expression : child);
    const takesText = parent.facts.children === "inline" || parent.facts.children === "text-and-nodes";
    if (node.type === "JSXFragment") return this.children(parent, node);
    if (node.type === "JSXElement") {
      if (this.size < NODES_MAX && this.templates.isInner(node, parent)) {
        this.endRegion(parent, this.size);
        return [this.element(node)];
      }
    } else {
      const text = this.templates.drawnText(node);
      if (text === "") return [];
      if (text !== null && takesText) return this.staticText(parent, text);
      if (takesText && !this.module.isElements(node)) {
        const slot = this.slot({ kind: SLOT_TEXT, index: this.size, name: null, node });
        this.endRegion(parent, this.size, this.module.isText(node) ? null : slot);
        return [this.text("")];
      }
    }
    this.waiting.push({ kind: "child", node: child });
    return [];
  }

  /** One slot for all of a node's dynamic children. */
  private takeChildren(parent: Parent): void {
    parent.childrenSlot ??= this.slot({ kind: SLOT_CHILDREN, index: parent.index, name: null, node: null });
  }

  /** What waits stands before the static child of this number. With a slot, that child is a text hole, whose elements stand there, too. */
  private endRegion(parent: Parent, before: number | null, slot: number | null = null): void {
    if (this.waiting.length === 0 && slot === null) return;
    this.takeChildren(parent);
    this.plan.regions.push({ index: parent.index, before, slot, content: this.waiting, ref: null });
    this.waiting = [];
  }

  private endChildren(parent: Parent): void {
    this.endRegion(parent, null);
  }

  /** With `refRegions` a ref is given to a region of its element: to one that is there, or to one that is made for it. */
  private innerRef(parent: Parent, ref: Syntax): void {
    this.plan.innerRefs.push({ index: parent.index, node: ref });
    if (!this.templates.dialect.refRegions) return;
    const { regions } = this.plan;
    let region = regions.findIndex(({ index, slot }) => index === parent.index && slot === null);
    if (region < 0) region = regions.push({ index: parent.index, before: null, slot: null, content: [], ref: null }) - 1;
    regions[region]!.ref = ref;
  }
}

/** Whether a prop holds a listener: see sdk-js/src/core/listeners.ts. */
export function isEventName(name: string): boolean {
  return /^on[A-Z]/.test(name);
}

/** What `Slot` is: see rill/components. */
const SLOT_FACTS: ComponentFacts = { children: "text-and-nodes", props: ["name"] };

/** The value of an attribute without one. */
export const TRUE: Syntax = { type: "Literal", start: 0, end: 0, value: true, raw: "true" };

export function attributeOf({ openingElement }: JsxElement, name: string): JsxAttribute | undefined {
  return openingElement.attributes.find((attribute): attribute is JsxAttribute => attribute.type === "JSXAttribute" && attributeName(attribute) === name);
}
