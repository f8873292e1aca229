// Reads a bundle's code and says what it can do: what it takes from its runtime, which globals it expects, where it makes code at
// run time, and what of it nothing uses. Runs as the one unit of a sandbox, because the code may be written to break its reader;
// rill/guest/analysis.py sends it and makes a report of the answer. Nothing of the code is run.

import { type AnyNode, type CallExpression, type Expression, type Literal, type NewExpression, parse, type Statement } from "acorn";
import { ALLOWED_NAMES } from "../../../sdk-js/src/globals/allowed";
import { readScopes, type Reading, type Reference } from "./scopes";
import { ANY_NAME, childrenOf, IMPORT_FUNCTION, literalText, nameOfKey } from "./syntax";

/** A place in the code: line and column from 1, and the offset in UTF-16 units. */
type Place = [line: number, column: number, offset: number];

type Global = { name: string; use: "read" | "written" | "tested"; count: number; place: Place };
type DynamicCode = { kind: "eval" | "function" | "import" | "timer" | "constructor" | "global_lookup" | "module_lookup"; place: Place };
type DeadCode = { kind: "function" | "class" | "constant" | "unreachable"; name: string; size: number; place: Place };

type Report = {
  /** What is taken from modules of the runtime, by module; "*" for all of one. */
  modules: [module: string, names: string[]][];
  components: string[];
  hostFunctions: string[];
  hostEvents: string[];
  channels: string[];
  globals: Global[];
  dynamicCode: DynamicCode[];
  deadCode: DeadCode[];
  /** Origins of the addresses that stand in strings. */
  addresses: string[];
  nodes: number;
};

type Failure = { error: { tooDeep: boolean; message: string; line: number; column: number } };

// What a report names of each kind; more says nothing new, and the code's author decides how much there is.
const ENTRIES_MAX = 500;

type Native = { install(handlers: Record<string, (...args: never[]) => unknown>): void; append(channel: number, value: unknown): void };

const scope = globalThis as unknown as { __rill?: Native };
const native = scope.__rill!;
delete scope.__rill;
native.install({
  load: () => {},
  turn: (request: { code: string }) => native.append(1, analyze(request.code)),
  pump: () => false,
  finish: () => undefined,
  internFunction: () => 0,
  resolveFunction: () => undefined,
});

function analyze(code: string): Report | Failure {
  let program;
  try {
    program = parse(code, { ecmaVersion: "latest", sourceType: "script", locations: true });
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
    if (loc === undefined) throw error;
    // The parser takes its own lack of stack for a matter of syntax.
    const tooDeep = message.startsWith("Not enough stack space");
    return { error: { tooDeep, message: message.replace(/ \(\d+:\d+\)$/, ""), line: loc.line, column: loc.column + 1 } };
  }
  return new Analysis(code, program).report();
}

class Analysis {
  private readonly calls: CallExpression[] = [];
  private readonly creations: NewExpression[] = [];
  private readonly members: (AnyNode & { type: "MemberExpression" })[] = [];
  private readonly parents = new Map<AnyNode, AnyNode>();
  private readonly dynamicCode: DynamicCode[] = [];
  private readonly deadCode: DeadCode[] = [];
  private readonly addresses = new Set<string>();
  private readonly modules = new Map<string, Set<string>>();
  private readonly reading: Reading;
  private nodes = 0;

  constructor(
    private readonly code: string,
    program: AnyNode & { type: "Program" },
  ) {
    this.reading = readScopes(program, (node) => this.see(node));
  }

  report(): Report {
    this.readImports();
    for (const { callee, arguments: args } of [...this.calls, ...this.creations]) this.seeConstructor(callee, args);
    const named = this.namesGiven();
    return {
      modules: [...this.modules].sort().map(([module, names]) => [module, [...names].sort()]),
      ...named,
      globals: this.missingGlobals(),
      dynamicCode: first(this.dynamicCode),
      deadCode: this.unusedCode(),
      addresses: [...this.addresses].sort().slice(0, ENTRIES_MAX),
      nodes: this.nodes,
    };
  }

  private see(node: AnyNode): void {
    this.nodes += 1;
    for (const child of childrenOf(node)) this.parents.set(child, node);
    switch (node.type) {
      case "CallExpression":
        this.calls.push(node);
        break;
      case "NewExpression":
        this.creations.push(node);
        break;
      case "MemberExpression":
        this.members.push(node);
        break;
      case "ImportExpression":
        this.found("import", node);
        break;
      case "Literal":
        if (typeof node.value === "string") this.seeText(node.value);
        break;
      case "TemplateElement":
        this.seeText(node.value.cooked ?? "");
        break;
      case "BlockStatement":
      case "StaticBlock":
        this.seeStatements(node.body);
        break;
      case "SwitchCase":
        this.seeStatements(node.consequent);
        break;
      case "IfStatement":
      case "ConditionalExpression": {
        const known = truthOf(node.test);
        if (known === true && node.alternate) this.foundDead("unreachable", "", node.alternate);
        if (known === false) this.foundDead("unreachable", "", node.consequent);
        break;
      }
      case "LogicalExpression": {
        const known = truthOf(node.left);
        if ((node.operator === "&&" && known === false) || (node.operator === "||" && known === true)) {
          this.foundDead("unreachable", "", node.right);
        }
        break;
      }
    }
  }

  private seeText(text: string): void {
    for (const [origin] of text.matchAll(/\b(?:https?|wss?):\/\/[A-Za-z0-9.-]{1,253}(?::\d{1,5})?/g)) {
      if (this.addresses.size < ENTRIES_MAX) this.addresses.add(origin.toLowerCase());
    }
  }

  /** What follows a statement that leaves never runs; functions are declared all the same. */
  private seeStatements(statements: readonly Statement[]): void {
    const end = statements.findIndex(({ type }) => /^(Return|Throw|Break|Continue)Statement$/.test(type));
    if (end < 0) return;
    for (const statement of statements.slice(end + 1)) {
      if (statement.type === "FunctionDeclaration" || statement.type === "EmptyStatement") continue;
      if (statement.type === "VariableDeclaration" && statement.kind === "var" && statement.declarations.every(({ init }) => !init)) continue;
      this.foundDead("unreachable", "", statement);
    }
  }

  /** `f.constructor("code")`, which is `Function` without its name. A class's `new this.constructor(size)` is not. */
  private seeConstructor(callee: AnyNode, args: readonly AnyNode[]): void {
    if (callee.type !== "MemberExpression" || this.propertyOf(callee) !== "constructor") return;
    const last = args[args.length - 1];
    if (this.propertyOf(callee.object) === "constructor" || (last && isText(last))) this.found("constructor", callee);
  }

  // -- what comes from the runtime

  private readImports(): void {
    for (const call of this.calls) {
      const callee = this.referenceTo(call.callee);
      if (callee === undefined || !this.isImportFunction(callee)) continue;
      const [module, name] = call.arguments.map((argument) => this.textOf(argument));
      if (module === undefined) {
        if (!this.isPrelude(call)) this.found("module_lookup", call);
        continue;
      }
      if (callee.name === IMPORT_FUNCTION && call.arguments.length > 1) this.take(module, name ?? ANY_NAME);
      else this.takeFrom(module, call);
    }
  }

  /** Note what is read of a whole module: of the call itself, or of the variable that holds it. */
  private takeFrom(module: string, call: CallExpression): void {
    const parent = this.parents.get(call);
    if (parent?.type === "MemberExpression" && parent.object === call) {
      this.take(module, this.propertyOf(parent) ?? ANY_NAME);
      return;
    }
    if (parent?.type === "VariableDeclarator" && parent.init === call) {
      if (parent.id.type === "ObjectPattern") {
        for (const part of parent.id.properties) {
          this.take(module, part.type === "Property" && !part.computed ? (nameOfKey(part.key) ?? ANY_NAME) : ANY_NAME);
        }
        return;
      }
      const binding = parent.id.type === "Identifier" ? this.bindingOf(parent.id) : undefined;
      if (binding && binding.writes === 0) {
        for (const { node } of binding.references) {
          const user = this.parents.get(node);
          const isRead = user?.type === "MemberExpression" && user.object === node;
          this.take(module, (isRead ? this.propertyOf(user) : null) ?? ANY_NAME);
        }
        return;
      }
    }
    // `require("x");` alone takes nothing.
    this.take(module, parent?.type === "ExpressionStatement" ? null : ANY_NAME);
  }

  private take(module: string, name: string | null): void {
    const names = this.modules.get(module) ?? new Set();
    if (name !== null && names.size < ENTRIES_MAX) names.add(name);
    if (this.modules.size < ENTRIES_MAX || this.modules.has(module)) this.modules.set(module, names);
  }

  /** The export that an expression is: `$rill("m", "n")`, `require("m").n`, or a variable that holds one of them. */
  private importOf(node: AnyNode, depth = 0): { module: string; name: string | null } | undefined {
    if (depth > 8) return undefined;
    if (node.type === "SequenceExpression") return this.importOf(node.expressions[node.expressions.length - 1]!, depth + 1);
    if (node.type === "CallExpression") {
      const callee = this.referenceTo(node.callee);
      if (callee === undefined || !this.isImportFunction(callee)) return undefined;
      const [module, name] = node.arguments.map((argument) => this.textOf(argument));
      if (module === undefined) return undefined;
      return { module, name: callee.name === IMPORT_FUNCTION ? (name ?? null) : null };
    }
    if (node.type === "MemberExpression") {
      const whole = this.importOf(node.object, depth + 1);
      const name = this.propertyOf(node);
      return whole !== undefined && (whole.name === null || whole.name === "default") && name !== null ? { module: whole.module, name } : undefined;
    }
    const binding = this.referenceTo(node)?.binding;
    if (!binding?.value || binding.writes > 0) return undefined;
    const value = this.importOf(binding.value, depth + 1);
    if (value === undefined || binding.property === null) return value;
    return value.name === null ? { module: value.module, name: binding.property } : undefined;
  }

  /** Names that calls give to the runtime's functions: of host functions, of events, of channels, of components. */
  private namesGiven(): { components: string[]; hostFunctions: string[]; hostEvents: string[]; channels: string[] } {
    const found: Named = { components: new Set(), hostFunctions: new Set(), hostEvents: new Set(), channels: new Set() };
    const watched = new Set<AnyNode>();
    for (const call of this.calls) {
      const used = this.importOf(call.callee);
      if (used === undefined || used.name === null) continue;
      watched.add(call.callee);
      const set = namesOf(used, found);
      const given = call.arguments[0];
      if (set === undefined || given === undefined) continue;
      const name = this.textOf(given);
      if (set !== found.components || used.name === "hostComponent") set.add(name ?? ANY_NAME);
      // Of elements only those that are made by a bare name tell more than the imports do.
      else if (name !== undefined && /^[A-Z]/.test(name)) set.add(name);
    }
    // Passed on as values, they may be called with any name.
    for (const reference of this.reading.references) {
      const { node, kind, binding } = reference;
      if (watched.has(node) || kind !== "read") continue;
      const parent = this.parents.get(node);
      const isCalled = parent?.type === "CallExpression" && parent.callee === node;
      if (binding?.isTopParameter === "arguments" || (this.isImportFunction(reference) && !isCalled)) this.found("module_lookup", node);
      if (parent?.type === "MemberExpression" || isCalled) continue;
      if (parent?.type === "SequenceExpression" && watched.has(parent)) continue;
      const used = this.importOf(node);
      if (used?.name === "useHostCall" || used?.name === "hostComponent" || isOfChannels(used?.name)) namesOf(used!, found)?.add(ANY_NAME);
    }
    const sorted = (names: Set<string>) => [...names].sort().slice(0, ENTRIES_MAX);
    return {
      components: sorted(found.components),
      hostFunctions: sorted(found.hostFunctions),
      hostEvents: sorted(found.hostEvents),
      channels: sorted(found.channels),
    };
  }

  // -- globals

  private missingGlobals(): Global[] {
    const allowed = new Set(["require", "module", "exports", ...ALLOWED_NAMES]);
    const globals = new Map<string, Global>();
    const note = (name: string, use: Global["use"], node: AnyNode) => {
      const known = globals.get(name);
      if (known === undefined) {
        if (globals.size < ENTRIES_MAX) globals.set(name, { name, use, count: 1, place: placeOf(node) });
        return;
      }
      known.count += 1;
      // A name that is tested somewhere is expected to be missing elsewhere, too.
      if (known.use !== "tested" && use !== "read") known.use = use;
    };
    for (const { name, node, kind, binding } of this.reading.references) {
      if (binding !== null) continue;
      this.seeGlobal(name, node);
      if (!allowed.has(name)) note(name, kind === "typeof" ? "tested" : kind === "write" ? "written" : "read", node);
    }
    for (const member of this.members) {
      const object = this.referenceTo(member.object);
      if (object?.name !== "globalThis" || object.binding !== null) continue;
      const name = this.propertyOf(member);
      if (name === null) this.found("global_lookup", member);
      // A missing property is undefined, and no error.
      else if (!allowed.has(name)) note(name, "tested", member);
      else if (name === "eval" || name === "Function") this.found(name === "eval" ? "eval" : "function", member);
    }
    return [...globals.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  private seeGlobal(name: string, node: AnyNode): void {
    const parent = this.parents.get(node);
    if (name === "eval") this.found("eval", node);
    if (name === "Function" && !isHarmless(node, parent)) this.found("function", node);
    if ((name === "setTimeout" || name === "setInterval") && parent?.type === "CallExpression" && parent.callee === node) {
      if (parent.arguments[0] && isText(parent.arguments[0])) this.found("timer", parent);
    }
  }

  // -- what nothing uses

  private unusedCode(): DeadCode[] {
    for (const removable of this.reading.removables) {
      // What lies in something unused goes with it.
      if (!removable.used && (removable.inside === null || removable.inside.used)) {
        this.foundDead(removable.kind, removable.name, removable.node);
      }
    }
    this.deadCode.sort((one, other) => other.size - one.size || one.place[2] - other.place[2]);
    // An unreachable part inside a part that is listed is counted once.
    const listed: DeadCode[] = [];
    for (const dead of this.deadCode) {
      const start = dead.place[2];
      const isInside = listed.some(({ place, size }) => place[2] <= start && start + dead.size <= place[2] + size);
      if (!isInside && listed.length < ENTRIES_MAX) listed.push(dead);
    }
    return listed;
  }

  // -- small questions

  private found(kind: DynamicCode["kind"], node: AnyNode): void {
    this.dynamicCode.push({ kind, place: placeOf(node) });
  }

  private foundDead(kind: DeadCode["kind"], name: string, node: AnyNode): void {
    if (this.deadCode.length < 20 * ENTRIES_MAX) this.deadCode.push({ kind, name, size: node.end - node.start, place: placeOf(node) });
  }

  /** The property that a member expression names, where it is known. */
  private propertyOf(node: AnyNode): string | null {
    if (node.type !== "MemberExpression") return null;
    if (!node.computed) return node.property.type === "Identifier" ? node.property.name : null;
    return this.textOf(node.property) ?? null;
  }

  private referenceTo(node: AnyNode): Reference | undefined {
    return this.reading.referenceOf.get(node);
  }

  private bindingOf(id: AnyNode): Reference["binding"] | undefined {
    return this.reading.bindingOf.get(id);
  }

  /** The parameter `require` of the bundle's function, or the prelude's function of the same purpose. */
  private isImportFunction({ name, binding }: Reference): boolean {
    if (binding === null) return name === "require";
    return binding.isTopParameter === "require" || (name === IMPORT_FUNCTION && binding.value?.type === "ArrowFunctionExpression");
  }

  private isPrelude(call: CallExpression): boolean {
    const around = this.code.slice(Math.max(0, call.start - 60), call.start);
    return around.endsWith(`const ${IMPORT_FUNCTION}=(m,n)=>{const v=`);
  }

  /** A string that is known before the code runs. */
  private textOf(node: AnyNode, depth = 0): string | undefined {
    const text = literalText(node);
    if (text !== undefined || depth > 20) return text;
    if (node.type === "BinaryExpression" && node.operator === "+") {
      const left = this.textOf(node.left, depth + 1);
      const right = left === undefined ? undefined : this.textOf(node.right, depth + 1);
      return right === undefined ? undefined : left! + right;
    }
    const binding = this.referenceTo(node)?.binding;
    return binding?.value && binding.writes === 0 && binding.property === null ? literalText(binding.value) : undefined;
  }
}

type Named = { components: Set<string>; hostFunctions: Set<string>; hostEvents: Set<string>; channels: Set<string> };

function isOfChannels(name: string | null | undefined): boolean {
  return name === "useChannel" || name === "usePresence" || name === "openChannel";
}

/** Where the first argument of a call to this export belongs. */
function namesOf(used: { module: string; name: string | null }, named: Named): Set<string> | undefined {
  if (used.module.startsWith("rill/")) {
    if (used.name === "useHostCall") return named.hostFunctions;
    if (used.name === "useHostEvent") return named.hostEvents;
    if (isOfChannels(used.name)) return named.channels;
    return used.name === "hostComponent" ? named.components : undefined;
  }
  return used.name !== null && /^(jsx|jsxs|jsxDEV|createElement)$/.test(used.name) ? named.components : undefined;
}

function first<T>(items: T[]): T[] {
  return items.slice(0, ENTRIES_MAX);
}

function placeOf(node: AnyNode): Place {
  const start = node.loc!.start;
  return [start.line, start.column + 1, node.start];
}

/** Whether an expression makes a string, as far as its form tells. */
function isText(node: AnyNode): boolean {
  if (node.type === "Literal") return typeof node.value === "string";
  if (node.type === "TemplateLiteral") return true;
  return node.type === "BinaryExpression" && node.operator === "+" && (isText(node.left) || isText(node.right));
}

/** `x instanceof Function` and reads of `Function.prototype` make no code. */
function isHarmless(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "BinaryExpression" || parent?.type === "UnaryExpression") return true;
  if (parent?.type !== "MemberExpression" || parent.object !== node || parent.computed) return false;
  return parent.property.type === "Identifier" && parent.property.name === "prototype";
}

function truthOf(node: Expression): boolean | undefined {
  if (node.type === "Literal") return Boolean((node as Literal).value);
  if (node.type !== "UnaryExpression" || node.argument.type !== "Literal") return undefined;
  if (node.operator === "void") return false;
  return node.operator === "!" ? !node.argument.value : undefined;
}
