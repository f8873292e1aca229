// Where the elements of a source end up, as far as it can be told: which of them can stand at the same place at different times, and
// which leave the source's sight. Frameworks keep an element's state when another of the same component takes its place, and guests'
// components may look into the elements that they are given; a template would change both, so such elements get none.

import type { AnyNode, CallExpression } from "acorn";
import { attributeName, type FunctionNode, isFunction, type JsxAttribute, type JsxChild, type JsxElement, type JsxFragment, type Syntax, tagText, withoutTypes } from "./jsx_syntax";
import { isListCall, type JsxModule } from "./jsx_module";
import type { Binding } from "./scopes";
import { childrenOf } from "./syntax";

/** What may stand at a place: elements, and perhaps what is not known. */
type Roots = { elements: readonly JsxElement[]; isOpen: boolean };

const NOTHING: Roots = { elements: [], isOpen: false };
const ANYTHING: Roots = { elements: [], isOpen: true };

/** Components of the frameworks that put their children where they stand, and do not look into them. */
const TRANSPARENT = new Set(["Fragment", "Suspense", "StrictMode", "Profiler", "Activity", "ViewTransition"]);

/** Functions of React's that pass on what they are given, or the result of calling it. */
const CALLERS = new Set(["useMemo", "useCallback"]);

export class Places {
  private readonly reasons = new Map<JsxElement, string>();
  private readonly placed = new Set<JsxElement>();
  private readonly rootsOfNode = new Map<Syntax, Roots>();
  private readonly rootsOfFunction = new Map<FunctionNode, Roots>();
  private readonly childRootsOf = new Map<JsxElement | JsxFragment, Roots[]>();
  private readonly compared = new Map<JsxElement, Set<JsxElement>>();
  /** Uses of a variable that were followed: all must be, or its elements go where nobody looks. */
  private readonly followed = new Map<Binding, Set<Syntax>>();

  constructor(private readonly module: JsxModule) {
    for (const fn of module.functions) if (this.isComponent(fn)) this.rootsReturned(fn);
    for (const node of module.jsx) this.placeChildren(node);
    for (const [binding, uses] of this.followed) {
      const value = binding.value === null ? null : withoutTypes(binding.value);
      if (value === null || (isFunction(value) && this.isComponent(value))) continue;
      const isLost = binding.references.some(({ node }) => !uses.has(node) && !isMereTest(node, module));
      if (!isLost && !module.isExported(binding)) continue;
      for (const element of this.rootsOf(value).elements) this.keepPlain(element, `comes from ${binding.name}, which is used in other ways, too`);
    }
  }

  /** Why an element must be made as it is written, or null where it may be a template. */
  reasonFor(element: JsxElement): string | null {
    return this.reasons.get(element) ?? (this.placed.has(element) ? null : "goes where its place cannot be told");
  }

  private keepPlain(element: JsxElement, reason: string): void {
    if (!this.reasons.has(element)) this.reasons.set(element, reason);
  }

  /** Whether what a function returns has a place of its own: that of a component. */
  private isComponent(fn: FunctionNode): boolean {
    const { module } = this;
    let node: Syntax = fn;
    let parent = module.parentOf(fn);
    // `memo(function Item() {...})`, `forwardRef((props, ref) => ...)`, `x as T`
    while (parent !== undefined && (parent.type === "CallExpression" ? parent.callee !== node : parent.type.startsWith("TS"))) {
      node = parent;
      parent = module.parentOf(parent);
    }
    if (parent?.type === "ExportDefaultDeclaration") return true;
    if (parent?.type === "MethodDefinition") return parent.key.type === "Identifier" && parent.key.name === "render";
    const id: Syntax | null = fn.type === "FunctionDeclaration" ? fn.id : parent?.type === "VariableDeclarator" && parent.init === node && parent.id.type === "Identifier" ? parent.id : null;
    if (!id || !/^[A-Z]/.test(id.name)) return false;
    const binding = this.variableOf(fn, id);
    return binding === null || binding.references.every(({ node: use }) => !isCalled(use, module));
  }

  /** The variable that a function declaration or a declarator makes. */
  private variableOf(fn: FunctionNode, id: Syntax): Binding | null {
    const declared = this.module.declaredBy(id);
    return declared ?? (fn.type === "FunctionDeclaration" ? this.module.declaredBy(fn) : null);
  }

  // -- what an expression can be

  private rootsOf(node: Syntax): Roots {
    const inner = withoutTypes(node);
    let roots = this.rootsOfNode.get(inner);
    if (roots === undefined) {
      // In itself it is not known.
      this.rootsOfNode.set(inner, ANYTHING);
      roots = this.findRoots(inner);
      this.rootsOfNode.set(inner, roots);
    }
    return roots;
  }

  private findRoots(node: Syntax): Roots {
    switch (node.type) {
      case "JSXElement":
        this.placed.add(node);
        return { elements: [node], isOpen: false };
      case "JSXFragment":
        return together(this.placeChildren(node));
      case "JSXExpressionContainer":
        return this.rootsOf(node.expression);
      case "ConditionalExpression":
        return this.oneOf([this.rootsOf(node.consequent), this.rootsOf(node.alternate)]);
      case "LogicalExpression":
        // On the left of && only what is falsy is drawn: no element.
        return node.operator === "&&" ? this.rootsOf(node.right) : this.oneOf([this.rootsOf(node.left), this.rootsOf(node.right)]);
      case "SequenceExpression":
        return this.rootsOf(node.expressions.at(-1)!);
      case "ArrayExpression":
        return together(
          node.elements.map((item) => (item === null ? NOTHING : this.rootsOf(item.type === "SpreadElement" ? item.argument : item))),
        );
      case "CallExpression":
        return this.rootsOfCall(node);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        return this.rootsReturned(node);
      case "Identifier":
        return this.rootsOfVariable(node);
      case "Literal":
      case "TemplateLiteral":
      case "BinaryExpression":
      case "UnaryExpression":
      case "UpdateExpression":
      case "JSXText":
      case "JSXEmptyExpression":
        return NOTHING;
      default:
        return ANYTHING;
    }
  }

  private rootsOfCall(call: CallExpression): Roots {
    const { callee } = call;
    const imported = this.module.importOf(callee);
    const called =
      callee.type === "Identifier" && imported === null
        ? this.functionOf(callee)
        : isListCall(call) || (imported?.module === "react" && CALLERS.has(imported.name))
          ? call.arguments[0]
          : (imported?.module === "react" && imported.code.endsWith("Children.map")) || (callee.type === "MemberExpression" && this.module.text(callee) === "Array.from")
            ? call.arguments[1]
            : undefined;
    if (called === undefined || called === null) return ANYTHING;
    const fn = isFunction(called) ? called : called.type === "Identifier" ? this.functionOf(called) : null;
    return fn === null ? ANYTHING : this.rootsReturned(fn);
  }

  private rootsOfVariable(node: AnyNode & { type: "Identifier" }): Roots {
    const fn = this.functionOf(node);
    if (fn !== null) return this.rootsReturned(fn);
    const binding = this.module.bindingOf(node);
    if (binding === null) return node.name === "undefined" ? NOTHING : ANYTHING;
    if (binding.value === null || binding.property !== null || binding.imported !== null || !this.module.isConstant(binding)) return ANYTHING;
    if (this.module.parentOf(binding.node)?.type !== "VariableDeclarator") return ANYTHING;
    this.follow(binding, node);
    return this.rootsOf(binding.value);
  }

  /** The function that a name stands for, where it is always that one. */
  private functionOf(node: Syntax): FunctionNode | null {
    const binding = this.module.bindingOf(node);
    if (binding?.value == null || binding.property !== null || !this.module.isConstant(binding)) return null;
    const value = withoutTypes(binding.value);
    if (!isFunction(value)) return null;
    this.follow(binding, node);
    return value;
  }

  private follow(binding: Binding, use: Syntax): void {
    const uses = this.followed.get(binding);
    if (uses === undefined) this.followed.set(binding, new Set([use]));
    else uses.add(use);
  }

  private rootsReturned(fn: FunctionNode): Roots {
    let roots = this.rootsOfFunction.get(fn);
    if (roots === undefined) {
      this.rootsOfFunction.set(fn, ANYTHING);
      roots = fn.async || fn.generator ? ANYTHING : this.oneOf(returnedBy(fn).map((value) => this.rootsOf(value)));
      this.rootsOfFunction.set(fn, roots);
    }
    return roots;
  }

  // -- children

  /** What can be at each child of an element or fragment. Looks into the props that take elements, too. */
  private placeChildren(node: JsxElement | JsxFragment): Roots[] {
    let roots = this.childRootsOf.get(node);
    if (roots !== undefined) return roots;
    roots = [];
    this.childRootsOf.set(node, roots);
    for (const child of childrenThatCount(node, this.module.source)) {
      roots.push(child.type === "JSXSpreadChild" ? this.rootsOf(child.expression) : this.rootsOf(child));
    }
    if (node.type === "JSXElement") this.placeAttributes(node, roots);
    return roots;
  }

  private placeAttributes(element: JsxElement, children: readonly Roots[]): void {
    const given = new Map<string, Roots>();
    const tag = this.module.tagOf(element.openingElement.name);
    const takes = tag.kind === "host" ? (tag.facts.elements ?? []) : null;
    for (const attribute of element.openingElement.attributes) {
      if (attribute.type !== "JSXAttribute" || attribute.value === null) continue;
      if (takes !== null && !takes.includes(attributeName(attribute))) continue;
      given.set(attributeName(attribute), this.rootsOf(valueOf(attribute)!));
    }
    if (tag.kind === "host" || (tag.kind === "import" && this.isTransparent(tag.import.module, tag.import.name)) || this.isContext(element)) return;
    // What a component of the guest does with its elements is its own: it may show one of them, or look into them.
    const all = [...given.values(), ...children];
    const name = tagText(element.openingElement.name);
    for (const { elements } of all) for (const root of elements) this.keepPlain(root, `is given to <${name}>, which may look into it`);
    this.oneOf(all);
  }

  private isTransparent(module: string, name: string): boolean {
    return this.module.catalogue.modules.includes(module) || (module === "react" && TRANSPARENT.has(name));
  }

  /** `<Theme value={...}>` or `<Theme.Provider value={...}>` of a context that this source makes. */
  private isContext(element: JsxElement): boolean {
    const { name } = element.openingElement;
    const id = name.type === "JSXMemberExpression" && name.property.name === "Provider" ? name.object : name;
    const value = id.type === "JSXIdentifier" ? this.module.bindingOf(id)?.value : null;
    return value?.type === "CallExpression" && this.module.importOf(value.callee)?.name === "createContext";
  }

  // -- elements that take each other's place

  /** Of several possibilities one is there at a time. */
  private oneOf(cases: readonly Roots[]): Roots {
    const open = cases.filter(({ isOpen }) => isOpen).length;
    for (const [place, { elements, isOpen }] of cases.entries()) {
      if (open > (isOpen ? 1 : 0)) for (const element of elements) this.keepPlain(element, "may take turns with something that is not known");
      for (const other of cases.slice(place + 1)) for (const a of elements) for (const b of other.elements) this.takeTurns(a, b);
    }
    return together(cases);
  }

  private takeTurns(a: JsxElement, b: JsxElement): void {
    if (a === b || this.module.identityOf(a) !== this.module.identityOf(b) || haveOtherKeys(a, b)) return;
    const seen = this.compared.get(a) ?? new Set();
    if (seen.has(b)) return;
    this.compared.set(a, seen.add(b));
    const name = tagText(a.openingElement.name);
    this.keepPlain(a, `may take turns with the <${name}> of line ${this.lineOf(b)}`);
    this.keepPlain(b, `may take turns with the <${name}> of line ${this.lineOf(a)}`);
    // The one stays when the other comes, and so its children meet the other's.
    const [ones, others] = [this.placeChildren(a), this.placeChildren(b)];
    if (ones.length === 1 || others.length === 1) this.oneOf([together(ones), together(others)]);
    else ones.forEach((one, place) => others[place] && this.oneOf([one, others[place]!]));
    for (const attribute of a.openingElement.attributes) {
      if (attribute.type !== "JSXAttribute" || attribute.value === null) continue;
      const same = b.openingElement.attributes.find((other) => other.type === "JSXAttribute" && attributeName(other) === attributeName(attribute));
      if (same?.type === "JSXAttribute" && same.value !== null) this.oneOf([this.rootsOf(valueOf(attribute)!), this.rootsOf(valueOf(same)!)]);
    }
  }

  private lineOf({ start }: Syntax): number {
    return this.module.source.slice(0, start).split("\n").length;
  }
}

/** The children of an element that are not only there for the looks of the source. */
export function childrenThatCount(node: JsxElement | JsxFragment, source: string): readonly JsxChild[] {
  return node.children.filter((child) => {
    if (child.type === "JSXText") return /[^\s]/.test(source.slice(child.start, child.end)) || !/[\n\r\u2028\u2029]/.test(source.slice(child.start, child.end));
    return child.type !== "JSXExpressionContainer" || child.expression.type !== "JSXEmptyExpression";
  });
}

export function valueOf({ value }: JsxAttribute): Syntax | null {
  return value?.type === "JSXExpressionContainer" ? value.expression : value;
}

function together(parts: readonly Roots[]): Roots {
  return { elements: parts.flatMap(({ elements }) => elements), isOpen: parts.some(({ isOpen }) => isOpen) };
}

function isCalled(use: Syntax, module: JsxModule): boolean {
  const parent = module.parentOf(use);
  return parent?.type === "CallExpression" && parent.callee === use;
}

/** Whether a use only asks whether there is something. */
function isMereTest(use: Syntax, module: JsxModule): boolean {
  const parent = module.parentOf(use);
  switch (parent?.type) {
    case "LogicalExpression":
      return parent.left === use && parent.operator === "&&";
    case "ConditionalExpression":
      return parent.test === use;
    case "UnaryExpression":
    case "BinaryExpression":
      return true;
    case "MemberExpression":
      return parent.object === use && !parent.computed && parent.property.type === "Identifier" && parent.property.name === "length";
    default:
      return false;
  }
}

/** Whether two elements have keys that are never the same. */
function haveOtherKeys(a: JsxElement, b: JsxElement): boolean {
  const [one, other] = [literalKey(a), literalKey(b)];
  return one !== undefined && other !== undefined && one !== other;
}

/** An element's key where it is written out; null without one, undefined where it is computed. */
function literalKey({ openingElement }: JsxElement): string | null | undefined {
  const keys = openingElement.attributes.filter((attribute) => attribute.type === "JSXSpreadAttribute" || attributeName(attribute) === "key");
  if (keys.length === 0) return null;
  const [key] = keys;
  const value = keys.length === 1 && key?.type === "JSXAttribute" ? valueOf(key) : null;
  return value?.type === "Literal" && (typeof value.value === "string" || typeof value.value === "number") ? String(value.value) : undefined;
}

/** What a function can return, by the expressions that say so. */
function returnedBy(fn: FunctionNode): Syntax[] {
  if (fn.body.type !== "BlockStatement") return [fn.body];
  const found: Syntax[] = [];
  const open: AnyNode[] = [...fn.body.body].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "ReturnStatement" && node.argument) found.push(node.argument);
    const { type } = node as { type: string };
    if (isFunction(node) || type.startsWith("TS") || /^(?:Class|JSX)/.test(type)) continue;
    open.push(...[...childrenOf(node)].reverse());
  }
  return found;
}
