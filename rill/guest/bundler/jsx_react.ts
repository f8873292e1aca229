// Code for React: a template's root becomes a call of `clone`, everything else stays the JSX that it was, for the bundler to compile.

import type { Code } from "./jsx_edits";
import { Emission, listed } from "./jsx_emission";
import type { JsxElement, JsxFragment, Syntax } from "./jsx_syntax";
import type { JsxModule } from "./jsx_module";
import { Places } from "./jsx_places";
import { type Content, type Plan, Templates } from "./jsx_templates";

export class ReactEmission extends Emission {
  constructor(module: JsxModule) {
    const places = new Places(module);
    super(module, new Templates(module, (element) => places.reasonFor(element), { keys: true, refRegions: true, openSlots: true }));
  }

  protected expressionOf(node: JsxElement | JsxFragment): Code {
    if (node.type === "JSXElement" && this.templates.reasonFor(node) === null) return this.cloneOf(this.templates.plan(node));
    return this.stretch(node.start, node.end, node.start);
  }

  protected copyOf(node: JsxElement | JsxFragment): Code {
    const parent = this.module.parentOf(node);
    const isJsx = parent?.type === "JSXElement" || parent?.type === "JSXFragment" || parent?.type === "JSXAttribute";
    const isClone = node.type === "JSXElement" && this.templates.reasonFor(node) === null;
    return isJsx && isClone ? ["{", this.expressionOf(node), "}"] : this.expressionOf(node);
  }

  private cloneOf(plan: Plan): Code {
    const template = this.define(plan);
    // In the order in which the call evaluates them. The key comes last by rights, as in what the bundler makes of JSX.
    const evaluated: { node: Syntax; rank: number }[] = [];
    const add = (node: Syntax | null) => node && evaluated.push({ node, rank: node.start });
    if (plan.key !== null) evaluated.push({ node: plan.key, rank: Infinity });
    add(plan.ref);
    for (const { node } of plan.slots) add(node);
    for (const { ref, content } of plan.regions) {
      add(ref);
      for (const { node } of content) add(node);
    }
    if (this.mayReorder(evaluated)) return this.inPlaceOf(plan.element, this.call(plan, template, (node) => this.expression(node)), "");
    evaluated.sort((one, other) => one.rank - other.rank);
    const names = new Map(evaluated.map(({ node }, number) => [node, this.local(`a${number}`)]));
    const call = this.call(plan, template, (node) => names.get(node)!);
    const values = listed(evaluated.map(({ node }) => this.expression(node)));
    return this.inPlaceOf(plan.element, [`((${[...names.values()].join(",")})=>`, ...call, ")(", ...values], ")");
  }

  private call(plan: Plan, template: string, code: (node: Syntax) => Code): Code[] {
    const key = plan.key === null ? "undefined" : code(plan.key);
    const ref = plan.ref === null ? "undefined" : code(plan.ref);
    const values = listed(plan.slots.map(({ node }) => (node === null ? "undefined" : code(node))));
    const parts: Code[] = [`${this.name("clone")}(${template},`, key, ",", ref, ",[", ...values, "]"];
    if (plan.regions.some(({ content, ref: own }) => content.length > 0 || own !== null)) {
      const regions = plan.regions.map((region) => {
        const content = this.content(region.content, code);
        return region.ref === null ? content : [`${this.name("region")}(`, code(region.ref), ",", content, ")"];
      });
      parts.push(",[", ...listed(regions), "]");
    }
    return [...parts, ")"];
  }

  private content(contents: readonly Content[], code: (node: Syntax) => Code): Code {
    const parts = contents.map((content) => (content.kind === "slot" ? [`${this.name("slot")}(${JSON.stringify(content.name)},`, code(content.node), ")"] : code(content.node)));
    if (parts.length === 0) return "undefined";
    return parts.length === 1 ? parts[0]! : ["[", ...listed(parts), "]"];
  }
}
