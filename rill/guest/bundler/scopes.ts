// Reads the scopes of a script or module: which names are declared where, which references reach which declaration, and which reach
// none. Knows JavaScript, and of TypeScript and JSX what declares or refers; nothing of Rill. Walks with a stack of its own: bundled
// code may nest deeper than calls can.

import type { AnyNode, Program } from "acorn";
import { childrenOf, isNode, nameOfKey } from "./syntax";

export type ReferenceKind = "read" | "write" | "typeof";

export type Reference = {
  name: string;
  node: AnyNode;
  kind: ReferenceKind;
  /** The part of the program that could go if nothing used it, inside of which this stands; null at the top. */
  inside: Removable | null;
  /** What it refers to; null when the script declares no such name. */
  binding: Binding | null;
};

export type Binding = {
  name: string;
  node: AnyNode;
  references: Reference[];
  /** What it was first given, where that is one expression. */
  value: AnyNode | null;
  /** How often it is given something else. */
  writes: number;
  /** What goes with it when nobody uses it. */
  removable: Removable | null;
  /** For `{a: b}` in a declaration: the property that it holds of the value. */
  property: string | null;
  /** Its name, where it is a parameter of a function that is the whole script. */
  isTopParameter: string | null;
  /** What it imports: `name` is "*" for a namespace. */
  imported: { module: string; name: string } | null;
};

/** A function, class or constant that has no effect of its own where it is declared. */
export type Removable = {
  kind: "function" | "class" | "constant";
  name: string;
  node: AnyNode;
  inside: Removable | null;
  used: boolean;
};

type Scope = { names: Map<string, Binding>; parent: Scope | null; isFunction: boolean };

type Task = { node: AnyNode; scope: Scope; inside: Removable | null; kind: ReferenceKind };

export type Reading = {
  /** Every reference of the script, in no particular order. */
  references: Reference[];
  removables: Removable[];
  /** The reference that an identifier is, and the declaration that it names. */
  referenceOf: Map<AnyNode, Reference>;
  bindingOf: Map<AnyNode, Binding>;
};

export function readScopes(program: Program, visit: (node: AnyNode) => void): Reading {
  const bindingOf = new Map<AnyNode, Binding>();
  const references: { reference: Reference; scope: Scope }[] = [];
  const removables: Removable[] = [];
  const tasks: Task[] = [];
  const top: Scope = { names: new Map(), parent: null, isFunction: true };

  const open = (parent: Scope, isFunction: boolean): Scope => ({ names: new Map(), parent, isFunction });
  const functionScope = (scope: Scope): Scope => {
    let at = scope;
    while (!at.isFunction && at.parent !== null) at = at.parent;
    return at;
  };
  const push = (node: AnyNode | null | undefined, scope: Scope, inside: Removable | null, kind: ReferenceKind = "read") => {
    if (node) tasks.push({ node, scope, inside, kind });
  };
  const refer = (node: AnyNode & { name: string }, scope: Scope, inside: Removable | null, kind: ReferenceKind) => {
    references.push({ reference: { name: node.name, node, kind, inside, binding: null }, scope });
  };
  const declare = (name: string, node: AnyNode, scope: Scope, value: AnyNode | null = null): Binding => {
    let binding = scope.names.get(name);
    if (binding === undefined) {
      binding = { name, node, references: [], value, writes: 0, removable: null, property: null, isTopParameter: null, imported: null };
      scope.names.set(name, binding);
    } else if (value !== null) {
      // Declared twice, as `var` may be.
      binding.writes += 1;
    }
    return binding;
  };
  /** Declare the names of a pattern; what it computes is visited as code. */
  const declarePattern = (pattern: AnyNode, scope: Scope, code: Scope, inside: Removable | null, value: AnyNode | null) => {
    const open: { node: AnyNode; property: string | null; whole: boolean }[] = [{ node: pattern, property: null, whole: true }];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      const { node, property, whole } = item;
      switch (node.type) {
        case "Identifier": {
          const binding = declare(node.name, node, scope, value);
          bindingOf.set(node, binding);
          if (!whole) binding.property = property;
          // Parts that are not plain properties are not followed.
          if (!whole && property === null) binding.value = null;
          break;
        }
        case "AssignmentPattern":
          push(node.right, code, inside);
          open.push({ node: node.left, property: null, whole: false });
          break;
        case "TSParameterProperty" as never:
          open.push({ node: (node as unknown as { parameter: AnyNode }).parameter, property: null, whole: false });
          break;
        case "RestElement":
          open.push({ node: node.argument, property: null, whole: false });
          break;
        case "ArrayPattern":
          for (const element of node.elements) if (element) open.push({ node: element, property: null, whole: false });
          break;
        case "ObjectPattern":
          for (const part of node.properties) {
            if (part.type === "RestElement") {
              open.push({ node: part.argument, property: null, whole: false });
              continue;
            }
            if (part.computed) push(part.key, code, inside);
            const name = whole && !part.computed && part.value.type === "Identifier" ? nameOfKey(part.key) : null;
            open.push({ node: part.value, property: name, whole: false });
          }
          break;
      }
    }
  };

  const startFunction = (node: AnyNode, scope: Scope, inside: Removable | null) => {
    if (node.type !== "FunctionDeclaration" && node.type !== "FunctionExpression" && node.type !== "ArrowFunctionExpression") return;
    const own = open(scope, true);
    if (node.type === "FunctionExpression" && node.id) declare(node.id.name, node, own);
    for (const param of node.params) declarePattern(param, own, own, inside, null);
    if (node.type !== "ArrowFunctionExpression") declare("arguments", node, own);
    if (node === whole) for (const binding of own.names.values()) binding.isTopParameter = binding.name;
    // Overloads and abstract methods of TypeScript have none.
    if (!node.body) return;
    if (node.body.type === "BlockStatement") {
      // Its names are those of the function's scope.
      visit(node.body);
      for (const statement of node.body.body) push(statement, own, inside);
    } else {
      push(node.body, own, inside);
    }
  };
  const startClass = (node: AnyNode, scope: Scope, inside: Removable | null) => {
    if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression") return;
    const own = open(scope, false);
    if (node.type === "ClassExpression" && node.id) declare(node.id.name, node, own);
    push(node.superClass, own, inside);
    visit(node.body);
    for (const member of node.body.body) push(member, own, inside);
  };
  /** What could go when the binding is not used: functions, classes without code that runs at once, and literals. */
  const removableOf = (binding: Binding, value: AnyNode, whole: AnyNode, inside: Removable | null): Removable | null => {
    const kind = kindOfValue(value);
    if (kind === null || binding.removable !== null || binding.writes > 0) return null;
    const removable: Removable = { kind, name: binding.name, node: whole, inside, used: false };
    binding.removable = removable;
    removables.push(removable);
    return removable;
  };

  /** Nodes of TypeScript and JSX. Types declare and refer to nothing that runs. */
  const startExtension = (node: AnyNode, scope: Scope, inside: Removable | null, kind: ReferenceKind): boolean => {
    const { type } = node as { type: string };
    const fields = node as unknown as Readonly<Record<string, AnyNode | AnyNode[] | null | undefined>>;
    const one = (name: string) => fields[name] as AnyNode | null | undefined;
    const many = (name: string) => (fields[name] ?? []) as AnyNode[];
    switch (type) {
      case "JSXElement":
        push(one("openingElement"), scope, inside);
        for (const child of many("children")) push(child, scope, inside);
        return true;
      case "JSXOpeningElement": {
        let name = one("name") as unknown as { type: string; name: string; object: typeof name };
        const isPath = name.type === "JSXMemberExpression";
        while (name.type === "JSXMemberExpression") name = name.object;
        // `<div>` is a string and no reference; `<a.b>` is one.
        if (name.type === "JSXIdentifier" && (isPath || !/^[a-z]|-/.test(name.name))) {
          refer(name as unknown as AnyNode & { name: string }, scope, inside, "read");
        }
        for (const attribute of many("attributes")) push(attribute, scope, inside);
        return true;
      }
      case "JSXAttribute":
        push(one("value"), scope, inside);
        return true;
      case "TSEnumDeclaration": {
        const id = one("id") as AnyNode & { name: string };
        declare(id.name, node, scope);
        for (const child of childrenOf(one("body") ?? node)) push((child as unknown as { initializer?: AnyNode }).initializer, scope, inside);
        return true;
      }
      case "TSImportEqualsDeclaration":
        declare((one("id") as AnyNode & { name: string }).name, node, scope);
        return true;
      case "TSModuleDeclaration": {
        const own = open(scope, true);
        for (const statement of childrenOf(one("body") ?? node)) push(statement, own, inside);
        return true;
      }
    }
    if (!type.startsWith("TS")) return false;
    // `x as T`, `x!`, `<T>x`, `x satisfies T`; the rest is types.
    if (isNode(fields.expression) && type !== "TSExpressionWithTypeArguments") push(one("expression"), scope, inside, kind);
    return true;
  };

  const only = program.body.length === 1 ? program.body[0] : undefined;
  const whole = only?.type === "ExpressionStatement" ? only.expression : undefined;

  push(program, top, null);
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { node, scope, inside, kind } = task;
    visit(node);
    switch (node.type) {
      case "Program":
        for (const statement of node.body) push(statement, scope, inside);
        break;
      case "Identifier":
        refer(node, scope, inside, kind);
        break;
      case "FunctionDeclaration": {
        // `export default function () {}` has no name.
        const binding = node.id ? declare(node.id.name, node, scope, node) : null;
        if (binding !== null) bindingOf.set(node, binding);
        startFunction(node, scope, (binding && removableOf(binding, node, node, inside)) ?? inside);
        break;
      }
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        startFunction(node, scope, inside);
        break;
      case "ClassDeclaration": {
        const binding = node.id ? declare(node.id.name, node, scope, node) : null;
        startClass(node, scope, (binding && removableOf(binding, node, node, inside)) ?? inside);
        break;
      }
      case "ClassExpression":
        startClass(node, scope, inside);
        break;
      case "VariableDeclaration": {
        const target = node.kind === "var" ? functionScope(scope) : scope;
        for (const declarator of node.declarations) {
          visit(declarator);
          const value = declarator.init ?? null;
          declarePattern(declarator.id, target, scope, inside, value);
          if (value === null) continue;
          const binding = declarator.id.type === "Identifier" ? target.names.get(declarator.id.name) : undefined;
          push(value, scope, (binding && removableOf(binding, value, declarator, inside)) ?? inside);
        }
        break;
      }
      case "BlockStatement":
      case "StaticBlock": {
        const own = open(scope, node.type === "StaticBlock");
        for (const statement of node.body) push(statement, own, inside);
        break;
      }
      case "ForStatement": {
        const own = open(scope, false);
        push(node.init, own, inside);
        push(node.test, own, inside);
        push(node.update, own, inside);
        push(node.body, own, inside);
        break;
      }
      case "ForInStatement":
      case "ForOfStatement": {
        const own = open(scope, false);
        push(node.left, own, inside, "write");
        push(node.right, own, inside);
        push(node.body, own, inside);
        break;
      }
      case "SwitchStatement": {
        push(node.discriminant, scope, inside);
        const own = open(scope, false);
        for (const part of node.cases) push(part, own, inside);
        break;
      }
      case "CatchClause": {
        const own = open(scope, false);
        if (node.param) declarePattern(node.param, own, own, inside, null);
        push(node.body, own, inside);
        break;
      }
      case "MemberExpression":
        push(node.object, scope, inside);
        if (node.computed) push(node.property, scope, inside);
        break;
      case "Property":
        if (node.computed) push(node.key, scope, inside);
        push(node.value, scope, inside, kind);
        break;
      case "MethodDefinition":
      case "PropertyDefinition":
        if (node.computed) push(node.key, scope, inside);
        push(node.value, scope, inside);
        break;
      case "UnaryExpression":
        push(node.argument, scope, inside, node.operator === "typeof" ? "typeof" : "read");
        break;
      case "UpdateExpression":
        push(node.argument, scope, inside, "write");
        break;
      case "AssignmentExpression":
        push(node.left, scope, inside, "write");
        push(node.right, scope, inside);
        break;
      case "ArrayPattern":
        for (const element of node.elements) push(element, scope, inside, "write");
        break;
      case "ObjectPattern":
        for (const part of node.properties) push(part, scope, inside, "write");
        break;
      case "AssignmentPattern":
        push(node.left, scope, inside, "write");
        push(node.right, scope, inside);
        break;
      case "RestElement":
        push(node.argument, scope, inside, "write");
        break;
      case "LabeledStatement":
        push(node.body, scope, inside);
        break;
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
      case "ExportAllDeclaration":
        break;
      case "ImportDeclaration":
        for (const specifier of node.specifiers) {
          const binding = declare(specifier.local.name, specifier.local, scope);
          const name =
            specifier.type === "ImportNamespaceSpecifier"
              ? "*"
              : specifier.type === "ImportDefaultSpecifier"
                ? "default"
                : nameOfKey(specifier.imported);
          if (typeof node.source.value === "string" && name !== null) binding.imported = { module: node.source.value, name };
          bindingOf.set(specifier.local, binding);
        }
        break;
      case "ExportNamedDeclaration":
        push(node.declaration, scope, inside);
        if (!node.source) for (const specifier of node.specifiers) push(specifier.local, scope, inside);
        break;
      default:
        if (!startExtension(node, scope, inside, kind)) for (const child of childrenOf(node)) push(child, scope, inside);
    }
  }

  const referenceOf = new Map<AnyNode, Reference>();
  for (const { reference, scope } of references) {
    let at: Scope | null = scope;
    while (at !== null && !at.names.has(reference.name)) at = at.parent;
    reference.binding = at?.names.get(reference.name) ?? null;
    if (reference.binding !== null) {
      reference.binding.references.push(reference);
      if (reference.kind === "write") reference.binding.writes += 1;
    }
    referenceOf.set(reference.node, reference);
  }
  markUsed(references.map(({ reference }) => reference));
  return { references: references.map(({ reference }) => reference), removables, referenceOf, bindingOf };
}

/** Mark what is reached from code that runs: a reference inside of what nothing uses does not count. */
function markUsed(references: readonly Reference[]): void {
  const waiting = new Map<Removable, Reference[]>();
  const open: Reference[] = [];
  for (const reference of references) {
    if (reference.inside === null) {
      open.push(reference);
    } else {
      const held = waiting.get(reference.inside);
      if (held === undefined) waiting.set(reference.inside, [reference]);
      else held.push(reference);
    }
  }
  for (let reference = open.pop(); reference !== undefined; reference = open.pop()) {
    const removable = reference.binding?.removable;
    if (!removable || removable.used) continue;
    removable.used = true;
    for (const inner of waiting.get(removable) ?? []) open.push(inner);
    waiting.delete(removable);
  }
}

function kindOfValue(value: AnyNode): Removable["kind"] | null {
  switch (value.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return "function";
    case "ClassDeclaration":
    case "ClassExpression":
      // Static fields and blocks run at once, and `extends` may be a call.
      return value.body.body.some((member) => member.type === "StaticBlock" || (member.type === "PropertyDefinition" && member.static)) ||
        (value.superClass && value.superClass.type !== "Identifier")
        ? null
        : "class";
    case "Literal":
      return "constant";
    default:
      return null;
  }
}
