// What is known of one source before it runs: which component a tag names, which values never change, which expressions may change
// places, and which give text. Decides nothing about templates.

import type { AnyNode, CallExpression } from "acorn";
import { type Dialect, type FunctionNode, isFunction, type JsxElement, type JsxFragment, type JsxName, parseSource, type Syntax, tagText, withoutTypes } from "./jsx_syntax";
import { type Binding, readScopes, type Reading } from "./scopes";
import { childrenOf, literalText, nameOfKey, walk } from "./syntax";

/** What the compiler of templates knows of a host component: see rill/components. */
export type ComponentFacts = {
  children: "none" | "nodes" | "inline" | "text-and-nodes";
  /** Props and events, beside those of every component. */
  props: string[];
  inline?: boolean;
  stateful?: boolean;
  elements?: string[];
  takes?: string[];
  within?: string[];
};

export type Catalogue = {
  /** Modules whose exports are the components. */
  modules: string[];
  /** Exports that are host components, with their types on the wire. */
  exports: Record<string, string>;
  /** By type. */
  components: Record<string, ComponentFacts>;
  /** Props and events of every component. */
  commonProps: string[];
};

/** An export of another module, and how it is written at the top of this one. */
export type Import = { module: string; name: string; code: string };

export type Tag =
  | { kind: "host"; type: string; code: string; facts: ComponentFacts }
  /** Another export of the runtime's modules, such as Suspense or FlatList. */
  | { kind: "import"; import: Import }
  | { kind: "binding"; binding: Binding }
  | { kind: "other" };

/** A value that is the same whenever it is read. Values are plain data; a wrapper, because undefined is one of them. */
export type Known = { value: Data };
export type Data = string | number | boolean | null | undefined | Data[] | { [name: string]: Data };

/** In which respects an expression minds its place among others. */
export const CONSTANT = 0;
export const READS = 1;
export const ACTS = 2;

const DEPTH_MAX = 50;

export class JsxModule {
  /** Elements and fragments, in the order of the source. */
  readonly jsx: (JsxElement | JsxFragment)[] = [];
  readonly functions: FunctionNode[] = [];
  private readonly reading: Reading;
  private readonly parents = new Map<Syntax, Syntax>();
  private readonly knownOf = new Map<Binding, Known | null>();

  /** Throws a SyntaxError with `loc` when the source cannot be parsed. */
  constructor(
    readonly source: string,
    dialect: Dialect,
    readonly catalogue: Catalogue,
  ) {
    this.reading = readScopes(parseSource(source, dialect), (node) => this.see(node));
    this.jsx.sort((one, other) => one.start - other.start);
  }

  parentOf(node: Syntax): Syntax | undefined {
    return this.parents.get(node);
  }

  /** The variable that an identifier refers to. */
  bindingOf(node: Syntax): Binding | null {
    return this.reading.referenceOf.get(node as AnyNode)?.binding ?? null;
  }

  /** The variable that an identifier declares. */
  declaredBy(node: Syntax): Binding | null {
    return this.reading.bindingOf.get(node as AnyNode) ?? null;
  }

  text(node: Syntax): string {
    return this.source.slice(node.start, node.end);
  }

  tagOf(name: JsxName): Tag {
    const found = this.importOfTag(name);
    if (found !== null) {
      const type = this.catalogue.modules.includes(found.module) ? ownValue(this.catalogue.exports, found.name) : undefined;
      const facts = type === undefined ? undefined : ownValue(this.catalogue.components, type);
      return facts === undefined ? { kind: "import", import: found } : { kind: "host", type: type!, code: found.code, facts };
    }
    const binding = name.type === "JSXIdentifier" ? this.bindingOf(name) : null;
    return binding === null ? { kind: "other" } : { kind: "binding", binding };
  }

  /** The same for tags that name the same component. */
  identityOf(element: JsxElement): unknown {
    const { name } = element.openingElement;
    const tag = this.tagOf(name);
    switch (tag.kind) {
      case "host":
        return tag.type;
      case "import":
        return `${tag.import.module}#${tag.import.name}`;
      case "binding":
        return tag.binding;
      case "other":
        return `<${tagText(name)}`;
    }
  }

  private importOfTag(name: JsxName): Import | null {
    switch (name.type) {
      case "JSXIdentifier":
        return this.importOfBinding(this.bindingOf(name), 0);
      case "JSXMemberExpression":
        return memberOf(this.importOfTag(name.object), name.property.name);
      case "JSXNamespacedName":
        return null;
    }
  }

  /** The export of another module that an expression is, through constants that hold it. */
  importOf(node: Syntax, depth = 0): Import | null {
    const inner = withoutTypes(node);
    if (inner.type === "Identifier") return this.importOfBinding(this.bindingOf(inner), depth);
    if (inner.type !== "MemberExpression" || inner.computed || inner.property.type !== "Identifier") return null;
    return memberOf(this.importOf(inner.object, depth + 1), inner.property.name);
  }

  private importOfBinding(binding: Binding | null, depth: number): Import | null {
    if (binding === null || depth > DEPTH_MAX) return null;
    if (binding.imported !== null) return { ...binding.imported, code: binding.name };
    if (!this.isConstant(binding) || binding.value === null) return null;
    const whole = this.importOf(binding.value, depth + 1);
    return binding.property === null ? whole : memberOf(whole, binding.property);
  }

  /** Whether a variable holds what it was first given wherever it is read. */
  isConstant(binding: Binding): boolean {
    if (binding.writes > 0) return false;
    if (binding.imported !== null) return true;
    const declaration = this.declarationOf(binding);
    return declaration === undefined || declaration.kind !== "var";
  }

  /** Whether nothing can be written to it: `const`, a function, a class. */
  isDeclaredConst(binding: Binding): boolean {
    const { type } = binding.node as { type: string };
    return this.declarationOf(binding)?.kind === "const" || /^(?:Function|Class)/.test(type);
  }

  private declarationOf(binding: Binding): (AnyNode & { type: "VariableDeclaration" }) | undefined {
    let node: Syntax | undefined = binding.node;
    while (node !== undefined && node.type !== "VariableDeclarator") {
      if (isFunction(node) || node.type === "BlockStatement" || node.type === "Program") return undefined;
      node = this.parentOf(node);
    }
    const declaration = node && this.parentOf(node);
    return declaration?.type === "VariableDeclaration" ? declaration : undefined;
  }

  /** Whether its declaration exports it; by name, that is a reference like others. */
  isExported(binding: Binding): boolean {
    const declaration = this.declarationOf(binding) ?? binding.node;
    return this.parentOf(declaration)?.type === "ExportNamedDeclaration";
  }

  // -- values that are known

  /** The value of an expression, where it is data that never changes. */
  known(node: Syntax, depth = 0): Known | null {
    if (depth > DEPTH_MAX) return null;
    const inner = withoutTypes(node);
    switch (inner.type) {
      case "Literal":
        return typeof inner.value === "object" && inner.value !== null ? null : typeof inner.value === "bigint" ? null : { value: inner.value as Data };
      case "TemplateLiteral": {
        let text = inner.quasis[0]!.value.cooked ?? "";
        for (const [place, expression] of inner.expressions.entries()) {
          const part = this.known(expression, depth + 1);
          if (part === null || (typeof part.value === "object" && part.value !== null)) return null;
          text += String(part.value) + (inner.quasis[place + 1]!.value.cooked ?? "");
        }
        return { value: text };
      }
      case "UnaryExpression": {
        const argument = this.known(inner.argument, depth + 1);
        if (argument === null) return null;
        if (inner.operator === "-" && typeof argument.value === "number") return { value: -argument.value };
        if (inner.operator === "+" && typeof argument.value === "number") return argument;
        if (inner.operator === "!") return { value: !argument.value };
        return inner.operator === "void" ? { value: undefined } : null;
      }
      case "BinaryExpression":
        return this.knownSum(inner, depth);
      case "ArrayExpression": {
        const items: Data[] = [];
        for (const element of inner.elements) {
          const item = element === null || element.type === "SpreadElement" ? null : this.known(element, depth + 1);
          if (item === null || item.value === undefined) return null;
          items.push(item.value);
        }
        return { value: items };
      }
      case "ObjectExpression":
        return this.knownObject(inner, depth);
      case "Identifier":
        return this.knownVariable(inner, depth);
      case "MemberExpression": {
        const object = this.known(inner.object, depth + 1);
        const key = object && (inner.computed ? this.known(inner.property, depth + 1)?.value : nameOfKey(inner.property as AnyNode));
        if (object === null || (typeof key !== "string" && typeof key !== "number")) return null;
        const { value } = object;
        if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
        if (Array.isArray(value) && typeof key !== "number") return null;
        return { value: (value as Record<string | number, Data>)[key] };
      }
      default:
        return null;
    }
  }

  private knownSum({ operator, left, right }: AnyNode & { type: "BinaryExpression" }, depth: number): Known | null {
    const one = this.known(left, depth + 1)?.value;
    const other = this.known(right, depth + 1)?.value;
    const areTexts = [one, other].every((value) => typeof value === "string" || typeof value === "number");
    if (operator === "+" && areTexts && (typeof one === "string" || typeof other === "string")) return { value: `${one as string}${other as string}` };
    if (typeof one !== "number" || typeof other !== "number") return null;
    const result = { "+": one + other, "-": one - other, "*": one * other, "/": one / other }[operator as string];
    return result !== undefined && Number.isFinite(result) ? { value: result } : null;
  }

  private knownObject({ properties }: AnyNode & { type: "ObjectExpression" }, depth: number): Known | null {
    const object: Record<string, Data> = {};
    for (const property of properties) {
      if (property.type === "SpreadElement") {
        const spread = this.known(property.argument, depth + 1)?.value;
        if (typeof spread !== "object" || spread === null || Array.isArray(spread)) return null;
        Object.assign(object, spread);
        continue;
      }
      const key = property.computed ? this.known(property.key, depth + 1)?.value : keyText(property.key);
      if (property.kind !== "init" || property.method || typeof key !== "string" || key === "__proto__") return null;
      const item = this.known(property.value, depth + 1);
      if (item === null) return null;
      object[key] = item.value;
    }
    return { value: object };
  }

  private knownVariable(node: AnyNode & { type: "Identifier" }, depth: number): Known | null {
    const binding = this.bindingOf(node);
    if (binding === null) return node.name === "undefined" ? { value: undefined } : null;
    let known = this.knownOf.get(binding);
    if (known === undefined) {
      // In its own value it is not known.
      this.knownOf.set(binding, null);
      known = this.readVariable(binding, depth);
      this.knownOf.set(binding, known);
    }
    return known;
  }

  private readVariable(binding: Binding, depth: number): Known | null {
    const declaration = this.declarationOf(binding);
    if (binding.value === null || binding.writes > 0 || declaration === undefined || declaration.kind === "var") return null;
    const whole = this.known(binding.value, depth + 1);
    if (whole === null) return null;
    if (binding.property !== null) {
      const { value } = whole;
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, binding.property)) return null;
      const part = (value as Record<string, Data>)[binding.property];
      return typeof part === "object" && part !== null ? null : { value: part };
    }
    // `const [a] = ...` and its like hold a part of the value.
    if (this.parentOf(binding.node)?.type !== "VariableDeclarator") return null;
    if (typeof whole.value !== "object" || whole.value === null) return whole;
    const isSafe = !this.isExported(binding) && binding.references.every(({ node: use }) => this.isHarmless(use, 0));
    return isSafe ? whole : null;
  }

  /** Whether nobody can change an object through this use of it. */
  private isHarmless(node: Syntax, depth: number): boolean {
    const parent = this.parentOf(node);
    if (parent === undefined || depth > DEPTH_MAX) return false;
    switch (parent.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "ArrayExpression":
      case "ObjectExpression":
        return this.isHarmless(parent, depth + 1);
      case "Property":
        return parent.value === node && this.isHarmless(parent, depth + 1);
      case "ConditionalExpression":
        return parent.test === node || this.isHarmless(parent, depth + 1);
      case "LogicalExpression":
        return this.isHarmless(parent, depth + 1);
      case "MemberExpression":
        return parent.object !== node || this.isHarmless(parent, depth + 1);
      case "UnaryExpression":
        return parent.operator !== "delete";
      case "SpreadElement":
        return this.parentOf(parent)?.type !== "CallExpression" && this.parentOf(parent)?.type !== "NewExpression";
      case "BinaryExpression":
      case "TemplateLiteral":
      case "JSXSpreadAttribute":
        return true;
      case "VariableDeclarator": {
        const binding = parent.id.type === "Identifier" ? this.declaredBy(parent.id) : null;
        if (binding === null || binding.writes > 0 || this.isExported(binding)) return false;
        return binding.references.every(({ node: use }) => this.isHarmless(use, depth + 1));
      }
      case "JSXExpressionContainer": {
        const holder = this.parentOf(parent);
        if (holder?.type !== "JSXAttribute") return true;
        // A component of the guest could change what it is given.
        const opening = this.parentOf(holder) as unknown as { name: JsxName };
        return this.tagOf(opening.name).kind === "host";
      }
      default:
        return false;
    }
  }

  // -- what an expression does

  /** Whether an expression does something, reads what may be different at another time, or neither. */
  effectOf(node: Syntax): number {
    const inner = withoutTypes(node);
    switch (inner.type) {
      case "Literal":
      case "ThisExpression":
      case "Super":
      case "MetaProperty":
      case "JSXText":
      case "JSXEmptyExpression":
      case "TemplateElement":
      case "JSXIdentifier":
        return CONSTANT;
      case "Identifier": {
        const binding = this.bindingOf(inner);
        if (binding === null) return inner.name === "undefined" ? CONSTANT : READS;
        return binding.writes === 0 ? CONSTANT : READS;
      }
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return CONSTANT;
      case "UnaryExpression":
        return inner.operator === "delete" ? ACTS : this.effectBelow(inner, inner.operator === "!" || inner.operator === "typeof" ? CONSTANT : READS);
      case "MemberExpression":
      case "BinaryExpression":
        return this.effectBelow(inner, READS);
      case "TemplateLiteral":
        return inner.expressions.length === 0 ? CONSTANT : this.effectBelow(inner, READS);
      case "ConditionalExpression":
      case "LogicalExpression":
      case "ArrayExpression":
      case "ObjectExpression":
      case "SequenceExpression":
      case "ChainExpression":
      case "JSXElement":
      case "JSXFragment":
      case "JSXAttribute":
      case "JSXExpressionContainer":
        return this.effectBelow(inner, CONSTANT);
      case "Property":
        return Math.max(inner.computed ? Math.max(READS, this.effectOf(inner.key)) : CONSTANT, this.effectOf(inner.value));
      case "SpreadElement":
        // Of an object it reads; of an array it runs an iterator.
        return this.parentOf(inner)?.type === "ObjectExpression" ? this.effectBelow(inner, READS) : ACTS;
      case "JSXSpreadAttribute":
        return this.effectBelow(inner, READS);
      default:
        return (inner as { type: string }).type === "JSXOpeningElement" ? this.effectBelow(inner, CONSTANT) : ACTS;
    }
  }

  private effectBelow(node: Syntax, own: number): number {
    let effect = own;
    for (const child of childrenOf(node as AnyNode)) {
      const { type } = child as { type: string };
      if (effect === ACTS) break;
      if (node.type === "MemberExpression" && child === node.property && !node.computed) continue;
      if (type === "PrivateIdentifier" || type === "JSXClosingElement" || type.startsWith("JSXMember") || type.startsWith("TSType")) continue;
      effect = Math.max(effect, this.effectOf(child));
    }
    return effect;
  }

  /** Whether an expression surely gives what is drawn as text, or as nothing. */
  isText(node: Syntax, depth = 0): boolean {
    const inner = withoutTypes(node);
    if (depth > DEPTH_MAX) return false;
    switch (inner.type) {
      case "Literal":
        return !("regex" in inner);
      case "TemplateLiteral":
        return true;
      case "UnaryExpression":
        return inner.operator !== "delete";
      case "BinaryExpression":
      case "UpdateExpression":
        return true;
      case "ConditionalExpression":
        return this.isText(inner.consequent, depth + 1) && this.isText(inner.alternate, depth + 1);
      case "LogicalExpression":
        // What is falsy is no element.
        return this.isText(inner.right, depth + 1) && (inner.operator === "&&" || this.isText(inner.left, depth + 1));
      case "Identifier": {
        const binding = this.bindingOf(inner);
        if (binding === null) return inner.name === "undefined";
        if (binding.value === null || binding.property !== null || !this.isConstant(binding)) return false;
        return this.parentOf(binding.node)?.type === "VariableDeclarator" && this.isText(binding.value, depth + 1);
      }
      case "CallExpression":
        return inner.callee.type === "Identifier" && inner.callee.name === "String" && this.bindingOf(inner.callee) === null;
      default:
        return false;
    }
  }

  /** Whether an expression surely gives elements, or nothing: no text of its own. */
  isElements(node: Syntax): boolean {
    const inner = withoutTypes(node);
    switch (inner.type) {
      case "JSXElement":
      case "JSXFragment":
        return true;
      case "Literal":
        return inner.value === null || typeof inner.value === "boolean";
      case "ConditionalExpression":
        return this.isElements(inner.consequent) && this.isElements(inner.alternate);
      case "LogicalExpression":
        return inner.operator === "&&" && this.isElements(inner.right) && this.isBoolean(inner.left);
      case "ArrayExpression":
        return true;
      case "CallExpression":
        return isListCall(inner);
      default:
        return false;
    }
  }

  /** Whether an expression surely gives true or false. */
  isBoolean(node: Syntax): boolean {
    const inner = withoutTypes(node);
    switch (inner.type) {
      case "Literal":
        return typeof inner.value === "boolean";
      case "UnaryExpression":
        return inner.operator === "!" || inner.operator === "delete";
      case "BinaryExpression":
        return /^(?:[=!]==?|[<>]=?|in|instanceof)$/.test(inner.operator);
      case "LogicalExpression":
        return this.isBoolean(inner.left) && this.isBoolean(inner.right);
      default:
        return false;
    }
  }

  private see(node: AnyNode): void {
    for (const child of childrenOf(node)) this.parents.set(child, node);
    const seen = node as Syntax;
    if (seen.type === "JSXElement" || seen.type === "JSXFragment") this.jsx.push(seen);
    else if (isFunction(seen)) this.functions.push(seen);
    // The parts of a pattern are declarations and no code, so that they are not seen by themselves.
    else if (seen.type === "VariableDeclarator" && seen.id.type !== "Identifier") {
      walk(seen.id, (part) => {
        for (const child of childrenOf(part)) this.parents.set(child, part);
      });
    }
  }
}

/** `items.map(...)`: an array, whatever is in it. */
export function isListCall(call: CallExpression): boolean {
  const { callee } = call;
  return callee.type === "MemberExpression" && !callee.computed && callee.property.type === "Identifier" && /^(?:map|flatMap)$/.test(callee.property.name);
}

/** A key that is not computed: numbers are texts, too. */
function keyText(key: AnyNode): string | null {
  if (key.type === "Literal" && typeof key.value === "number") return String(key.value);
  return key.type === "Literal" ? (literalText(key) ?? null) : nameOfKey(key);
}

function memberOf(whole: Import | null, name: string): Import | null {
  // Of a namespace, and of the default export, which the runtime's modules give as a whole.
  return whole !== null && (whole.name === "*" || whole.name === "default") ? { module: whole.module, name, code: `${whole.code}.${name}` } : null;
}

/** An entry of a table, and nothing of the table's prototype. */
export function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Data as code. */
export function codeOf(data: Data): string {
  if (data === undefined) return "undefined";
  if (Array.isArray(data)) return `[${data.map(codeOf).join(",")}]`;
  if (typeof data === "object" && data !== null) {
    const fields = Object.entries(data).map(([name, value]) => `${JSON.stringify(name)}:${codeOf(value)}`);
    return `{${fields.join(",")}}`;
  }
  return Object.is(data, -0) ? "-0" : JSON.stringify(data);
}
