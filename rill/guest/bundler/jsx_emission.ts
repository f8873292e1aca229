// What both emissions share: walking a source from element to element, names for what is written at its top, and the account of what
// became of each element.

import type { Code } from "./jsx_edits";
import { lineBreaksOf } from "./jsx_edits";
import { type JsxElement, type JsxFragment, type Syntax, tagText, withoutTypes } from "./jsx_syntax";
import { ACTS, CONSTANT, type JsxModule } from "./jsx_module";
import type { Plan, Templates } from "./jsx_templates";

/** What became of one element. */
export type Explanation = {
  line: number;
  column: number;
  tag: string;
  /** The number of its template in the file, from 1; null where it has none. */
  template: number | null;
  /** Of a template's root: nodes and slots. */
  nodes: number;
  slots: number;
  /** Why it has no template; null where it has one. */
  reason: string | null;
};

/** What cannot be compiled, and the offset where it stands. */
export type Mistake = { message: string; start: number };

export type Compiled = { code: Code; explanations: Explanation[]; mistakes: Mistake[] };

export abstract class Emission {
  private readonly mark: string;
  private readonly definitions = new Map<string, { number: number; code: string }>();
  private readonly used = new Set<string>();
  private readonly explanations = new Map<JsxElement, Explanation>();
  protected readonly mistakes: Mistake[] = [];

  protected constructor(
    protected readonly module: JsxModule,
    protected readonly templates: Templates,
  ) {
    // `$clone` and its like, with more signs in front where the source has such names.
    let mark = "$";
    while (new RegExp(`(?<![\\w$])${mark.replaceAll("$", "\\$")}(?:t\\d+|template|clone|region|slot|element|createComponent|mergeProps|memo|ref|untrack|a\\d+|v|r|c)(?![\\w$])`).test(module.source)) mark += "$";
    this.mark = mark;
  }

  /** What an element or fragment becomes, as an expression. */
  protected abstract expressionOf(node: JsxElement | JsxFragment): Code;

  /** What it becomes where it stands in a stretch that is copied. */
  protected abstract copyOf(node: JsxElement | JsxFragment): Code;

  compile(): Compiled {
    const { source } = this.module;
    // A hash-bang must come first; else everything new stands on the first line.
    const start = source.startsWith("#!") ? source.indexOf("\n") + 1 : 0;
    const body = this.stretch(start, source.length);
    return { code: [{ start: 0, end: start }, this.head(), body], explanations: this.account(), mistakes: this.mistakes };
  }

  private account(): Explanation[] {
    const all = this.module.jsx.filter((node) => node.type === "JSXElement");
    const lines = lineTable(this.module.source);
    return all.map((element) => {
      const { line, column } = lines(element.start);
      const explanation = this.explanations.get(element);
      const tag = tagText(element.openingElement.name);
      if (explanation !== undefined) return { ...explanation, line, column, tag };
      return { line, column, tag, template: null, nodes: 0, slots: 0, reason: this.templates.reasonFor(element) ?? "stands in a part of the source that is not compiled" };
    });
  }

  /** Imports and templates, all on the line of what comes first. */
  private head(): string {
    if (this.used.size === 0) return "";
    const names = [...this.used].sort().map((name) => `${name} as ${this.mark}${name}`);
    const templates = [...this.definitions.values()].map(({ code }) => code);
    return `import{${names.join(",")}}from"rill/templates";${templates.join("")}`;
  }

  /** The name of a function of `rill/templates` in this source. */
  protected name(runtime: string): string {
    this.used.add(runtime);
    return this.mark + runtime;
  }

  /** A name for a parameter of a function that is written here. */
  protected local(name: string): string {
    return this.mark + name;
  }

  /** The name of the template of a plan; equal templates are one. */
  protected define(plan: Plan): string {
    const slots = plan.slots.map(({ kind, index, name }) => (name === null ? `[${kind},${index}]` : `[${kind},${index},${JSON.stringify(name)}]`));
    const regions = plan.regions.map(({ index, before, slot }) => `[${index},${before},${slot}]`);
    const parts = [plan.tree, `[${slots.join(",")}]`, ...(regions.length > 0 ? [`[${regions.join(",")}]`] : [])].join(",");
    let definition = this.definitions.get(parts);
    if (definition === undefined) {
      const number = this.definitions.size + 1;
      definition = { number, code: `const ${this.mark}t${number}=/* @__PURE__ */${this.name("template")}(${parts});` };
      this.definitions.set(parts, definition);
    }
    for (const element of plan.elements) {
      const isRoot = element === plan.element;
      this.explanations.set(element, {
        line: 0,
        column: 0,
        tag: "",
        template: definition.number,
        nodes: isRoot ? plan.nodes : 0,
        slots: isRoot ? plan.slots.length : 0,
        reason: null,
      });
    }
    return `${this.mark}t${definition.number}`;
  }

  /** A stretch of the source with what is made of the elements in it. `after`: elements that start there or before are the caller's. */
  protected stretch(start: number, end: number, after = -1): Code {
    const code: Code[] = [];
    let at = start;
    for (let place = this.firstFrom(Math.max(start, after + 1)); place < this.module.jsx.length; place++) {
      const node = this.module.jsx[place]!;
      if (node.start >= end) break;
      if (node.start < at) continue;
      code.push({ start: at, end: node.start });
      // `return<View/>`; between tags the space would be drawn.
      const isChild = /^JSX(?:Element|Fragment)$/.test(this.module.parentOf(node)?.type ?? "");
      if (!isChild && /[\w$]/.test(this.module.source[node.start - 1] ?? "")) code.push(" ");
      code.push(this.copyOf(node));
      at = node.end;
    }
    code.push({ start: at, end });
    return code;
  }

  private firstFrom(offset: number): number {
    let low = 0;
    let high = this.module.jsx.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.module.jsx[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** An expression as an argument. */
  protected expression(node: Syntax): Code {
    const inner = node.type === "JSXExpressionContainer" ? node.expression : node;
    if (inner.type === "JSXElement" || inner.type === "JSXFragment") return this.expressionOf(inner);
    if (inner.start === inner.end) return "true";
    const code = this.stretch(inner.start, inner.end);
    return withoutTypes(inner).type === "SequenceExpression" ? ["(", code, ")"] : code;
  }

  /** Code in the place of a node, with as many lines. */
  protected inPlaceOf(node: Syntax, code: readonly Code[], end: string): Code {
    const missing = lineBreaksOf({ start: node.start, end: node.end }, this.module.source) - lineBreaksOf(code, this.module.source);
    return [{ start: node.start, end: node.start }, ...code, "\n".repeat(Math.max(0, missing)), end];
  }

  /** Whether expressions may be evaluated in the order of the list instead of that of their ranks. */
  protected mayReorder(nodes: readonly { node: Syntax; rank: number }[]): boolean {
    const effects = nodes.map(({ node }) => this.module.effectOf(node));
    for (let i = 0; i < nodes.length; i++) {
      for (let j = i + 1; j < nodes.length; j++) {
        if (nodes[i]!.rank < nodes[j]!.rank || effects[i] === CONSTANT || effects[j] === CONSTANT) continue;
        if (effects[i] === ACTS || effects[j] === ACTS) return false;
      }
    }
    return true;
  }
}

/** Parts with commas between them. */
export function listed(parts: readonly Code[]): Code[] {
  return parts.flatMap((part, number) => (number === 0 ? [part] : [",", part]));
}

/** Line and column, from 1, of offsets in a source. */
export function lineTable(source: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let line = starts.findIndex((start) => start > offset);
    if (line < 0) line = starts.length;
    return { line, column: offset - starts[line - 1]! + 1 };
  };
}
