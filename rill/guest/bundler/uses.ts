// Finds the names that a bundle gives to host functions and to components of its host, by reading the syntax tree of the bundled
// code before names are shortened. Knows the shape that bundler.ts gives to runtime imports, and nothing of files or of Bun.

import { type AnyNode, type CallExpression, parse } from "acorn";
import { ANY_NAME, literalText, walk } from "./syntax";

export type Uses = {
  /** Names of host functions and of components made by name; "*" when some are computed. */
  hostFunctions: string[];
  customComponents: string[];
};

export type Shape = {
  /** The function that reads an export of a runtime module: `$rill("rill/sdk", "useHostCall")`. */
  importFunction: string;
  hostCall: string | null;
  componentFactory: string | null;
};

export function findUses(code: string, shape: Shape): Uses {
  const tree = parse(code, { ecmaVersion: "latest", sourceType: "script" });
  const hostFunctions = new Set<string>();
  const customComponents = new Set<string>();
  const { constants, imports } = readVariables(tree, shape.importFunction);
  // Variables that hold an export whose arguments matter. Their names are unique before minifying.
  const watched = new Map<string, Set<string>>();
  for (const [variable, name] of imports) {
    if (name === shape.hostCall) watched.set(variable, hostFunctions);
    if (name === shape.componentFactory) watched.set(variable, customComponents);
  }

  const accounted = new Set<AnyNode>();
  walk(tree, (node) => {
    switch (node.type) {
      case "CallExpression":
        if (node.callee.type === "Identifier" && watched.has(node.callee.name)) {
          accounted.add(node.callee);
          watched.get(node.callee.name)?.add(literalOf(node.arguments[0], constants) ?? ANY_NAME);
        }
        break;
      case "VariableDeclarator":
        accounted.add(node.id);
        break;
      case "AssignmentExpression":
        accounted.add(node.left);
        break;
      case "Property":
        if (!node.computed) accounted.add(node.key);
        break;
      case "MemberExpression":
        if (!node.computed) accounted.add(node.property);
        break;
      case "Identifier":
        // Passed on as a value: it may be called with any name.
        if (watched.has(node.name) && !accounted.has(node)) watched.get(node.name)?.add(ANY_NAME);
        break;
    }
  });
  return { hostFunctions: [...hostFunctions].sort(), customComponents: [...customComponents].sort() };
}

type Variables = {
  /** Declared once, with a string, and never written again: `const SAVE = "save"`, in any file. */
  constants: Map<string, string>;
  /** Those that hold an export of `rill/...`, with its name. */
  imports: Map<string, string>;
};

function readVariables(tree: AnyNode, importFunction: string): Variables {
  const constants = new Map<string, string>();
  const imports = new Map<string, string>();
  const written = new Set<string>();
  const unfit = new Set<string>();
  const isUnfit = (target: AnyNode) => {
    if (target.type === "Identifier") unfit.add(target.name);
  };
  // A module that is imported lazily declares its variables first and writes them later, once.
  const write = (target: AnyNode, value: AnyNode) => {
    if (target.type !== "Identifier") return walk(target, isUnfit);
    if (written.has(target.name)) unfit.add(target.name);
    written.add(target.name);
    const text = literalOf(value);
    if (text === undefined) unfit.add(target.name);
    else constants.set(target.name, text);
    const name = value.type === "CallExpression" ? importOf(value, importFunction) : undefined;
    if (name !== undefined) imports.set(target.name, name);
  };
  walk(tree, (node) => {
    switch (node.type) {
      case "VariableDeclarator":
        if (node.init) write(node.id, node.init);
        return;
      case "AssignmentExpression":
        if (node.operator === "=") write(node.left, node.right);
        else walk(node.left, isUnfit);
        return;
      case "ForInStatement":
      case "ForOfStatement":
        walk(node.left, isUnfit);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        for (const param of node.params) walk(param, isUnfit);
        return;
      case "CatchClause":
        if (node.param) walk(node.param, isUnfit);
        return;
    }
  });
  for (const name of unfit) constants.delete(name);
  return { constants, imports };
}

function importOf(call: CallExpression, importFunction: string): string | undefined {
  if (call.callee.type !== "Identifier" || call.callee.name !== importFunction) return undefined;
  return literalOf(call.arguments[0])?.startsWith("rill/") ? literalOf(call.arguments[1]) : undefined;
}

function literalOf(node: AnyNode | null | undefined, constants?: ReadonlyMap<string, string>): string | undefined {
  return node?.type === "Identifier" ? constants?.get(node.name) : literalText(node);
}
