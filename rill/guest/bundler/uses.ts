// Finds what a bundle uses of its runtime, by reading the syntax tree of the bundled code before names are shortened.
// Knows the shape that bundler.ts gives to runtime imports, and nothing of files or of Bun.

import { type AnyNode, type CallExpression, parse } from "acorn";

export type Uses = {
  /** Exports used, by module. */
  exports: Record<string, string[]>;
  /** Names of host functions and of components made by name; "*" when some are computed. */
  hostFunctions: string[];
  customComponents: string[];
};

export type Shape = { importFunction: string; hostCall: string | null; componentFactory: string | null };

const ANY_NAME = "*";

export function findUses(code: string, shape: Shape): Uses {
  const exports = new Map<string, Set<string>>();
  const hostFunctions = new Set<string>();
  const customComponents = new Set<string>();
  // Variables that hold an export whose arguments matter, by their name, which is unique before minifying.
  const watched = new Map<string, Set<string>>();
  const accounted = new Set<AnyNode>();

  const tree = parse(code, { ecmaVersion: "latest", sourceType: "script", allowReturnOutsideFunction: true });

  const constants = findConstants(tree);

  walk(tree, (node) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init?.type === "CallExpression") {
      const [module, name] = importOf(node.init, shape.importFunction);
      if (module === undefined) return;
      const names = exports.get(module) ?? new Set();
      exports.set(module, names.add(name ?? ANY_NAME));
      accounted.add(node.id);
      if (!module.startsWith("rill/")) return;
      if (name !== undefined && name === shape.hostCall) watched.set(node.id.name, hostFunctions);
      if (name !== undefined && name === shape.componentFactory) watched.set(node.id.name, customComponents);
    } else if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "require") {
      // `require("rill/sdk")` in a CommonJS file: which of its exports are used is not followed.
      const module = literalOf(node.arguments[0]);
      if (module !== undefined) exports.set(module, (exports.get(module) ?? new Set()).add(ANY_NAME));
    }
  });

  walk(tree, (node) => {
    if (node.type === "CallExpression" && node.callee.type === "Identifier") {
      const names = watched.get(node.callee.name);
      if (names === undefined) return;
      accounted.add(node.callee);
      names.add(literalOf(node.arguments[0], constants) ?? ANY_NAME);
    } else if (node.type === "Property" && !node.computed && node.key.type === "Identifier") {
      accounted.add(node.key);
    } else if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
      accounted.add(node.property);
    } else if (node.type === "Identifier" && !accounted.has(node)) {
      // Passed on as a value: it may be called with any name.
      watched.get(node.name)?.add(ANY_NAME);
    }
  });

  return {
    exports: Object.fromEntries([...exports].map(([module, names]) => [module, [...names].sort()])),
    hostFunctions: [...hostFunctions].sort(),
    customComponents: [...customComponents].sort(),
  };
}

function importOf(call: CallExpression, importFunction: string): [string?, string?] {
  if (call.callee.type !== "Identifier" || call.callee.name !== importFunction) return [];
  const module = literalOf(call.arguments[0]);
  const name = literalOf(call.arguments[1]);
  return module === undefined ? [] : name === undefined ? [module] : [module, name];
}

/** Variables that are declared once, with a string, and never written again: `const SAVE = "save"`, also from another file. */
function findConstants(tree: AnyNode): Map<string, string> {
  const constants = new Map<string, string>();
  const unfit = new Set<string>();
  walk(tree, (node) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier") {
      const value = literalOf(node.init ?? undefined);
      if (value === undefined || constants.has(node.id.name)) unfit.add(node.id.name);
      else constants.set(node.id.name, value);
    } else if (node.type === "AssignmentExpression" || node.type === "ForInStatement" || node.type === "ForOfStatement") {
      walk(node.left, (target) => target.type === "Identifier" && unfit.add(target.name));
    } else if ("params" in node) {
      for (const param of node.params) walk(param, (target) => target.type === "Identifier" && unfit.add(target.name));
    } else if (node.type === "CatchClause" && node.param) {
      walk(node.param, (target) => target.type === "Identifier" && unfit.add(target.name));
    }
  });
  for (const name of unfit) constants.delete(name);
  return constants;
}

function literalOf(node: AnyNode | undefined, constants?: ReadonlyMap<string, string>): string | undefined {
  if (node?.type === "Identifier") return constants?.get(node.name);
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** Visit every node, parents first, with a stack of our own: bundled code nests deeper than JavaScript's. */
function walk(root: AnyNode, visit: (node: AnyNode) => unknown): void {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    visit(node);
    const children: AnyNode[] = [];
    for (const value of Object.values(node)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item !== null && typeof item === "object" && typeof (item as AnyNode).type === "string") children.push(item as AnyNode);
      }
    }
    open.push(...children.reverse());
  }
}
