// Code for Solid: every element becomes calls of the runtime, as Solid's own compiler does it for its DOM. Hosts' components become
// clones of templates where they can, with one effect for all slots that may change; components get their props as getters.

import type { Code } from "./jsx_edits";
import { Emission, listed } from "./jsx_emission";
import {
  attributeName,
  isFunction,
  type JsxAttribute,
  type JsxElement,
  type JsxFragment,
  type JsxSpreadAttribute,
  type Syntax,
  tagText,
  textOf,
  withoutTypes,
} from "./jsx_syntax";
import { codeOf, type JsxModule } from "./jsx_module";
import { childrenThatCount, valueOf } from "./jsx_places";
import { isEventName, type Plan, SLOT_EVENT, SLOT_TEXT, Templates } from "./jsx_templates";
import { childrenOf } from "./syntax";
import type { AnyNode } from "acorn";

export class SolidEmission extends Emission {
  constructor(module: JsxModule, hoists: boolean) {
    const reason = hoists ? null : "templates are switched off";
    super(module, new Templates(module, () => reason, { keys: false, refRegions: false, openSlots: false }));
  }

  protected copyOf(node: JsxElement | JsxFragment): Code {
    return this.expressionOf(node);
  }

  protected expressionOf(node: JsxElement | JsxFragment): Code {
    if (node.type === "JSXFragment") return this.inPlaceOf(node, [this.listOf(this.childrenOf(node, "memo"))], "");
    const { name } = node.openingElement;
    const tag = this.module.tagOf(name);
    if (tag.kind === "host" && this.templates.reasonFor(node) === null) return this.cloneOf(this.templates.plan(node));
    if (tag.kind === "host") return this.inPlaceOf(node, [`${this.name("element")}(${tag.code},`, ...this.propsOf(node, true)], ")");
    const isIntrinsic = name.type === "JSXNamespacedName" || (name.type === "JSXIdentifier" && /^[a-z]|-/.test(name.name));
    if (isIntrinsic) return this.inPlaceOf(node, [`${this.name("element")}(${JSON.stringify(tagText(name))},`, ...this.propsOf(node, true)], ")");
    return this.inPlaceOf(node, [`${this.name("createComponent")}(${tag.kind === "import" ? tag.import.code : tagText(name)},`, ...this.propsOf(node, false)], ")");
  }

  // -- clones

  private cloneOf(plan: Plan): Code {
    const values: Code[] = [];
    const bound: Code[] = [];
    const holes = new Set(plan.regions.map(({ slot }) => slot));
    plan.slots.forEach(({ kind, node }, slot) => {
      if (node === null) values.push("undefined");
      // A text hole keeps what gives its value; an event is listened to with what is there at first.
      else if (holes.has(slot)) values.push(this.entry(node, "accessor"));
      else if (kind === SLOT_EVENT) values.push(this.listener(node));
      else if (!this.isReactive(node)) values.push(this.expression(node));
      else {
        values.push("undefined");
        bound.push(`${this.local("v")}[${slot}]=`, kind === SLOT_TEXT ? this.value(node, false) : this.expression(node), ";");
      }
    });
    const children = plan.regions.map(({ content }) => {
      const entries = content.map(({ node }) => this.entry(node, content.length === 1 ? "accessor" : "memo"));
      return entries.length === 0 ? "undefined" : this.listOf(entries);
    });
    const refs = [...(plan.ref === null ? [] : [{ index: 0, node: plan.ref }]), ...plan.innerRefs];
    const args: Code[] = [
      [this.define(plan)],
      ["[", ...listed(values), "]"],
      bound.length > 0 ? [`${this.local("v")}=>{`, ...bound, "}"] : "undefined",
      children.some((child) => child !== "undefined") ? ["[", ...listed(children), "]"] : "undefined",
      refs.length > 0 ? ["[", ...listed(refs.map(({ index, node }) => [`[${index},`, this.refOf(node), "]"])), "]"] : "undefined",
    ];
    while (args.length > 2 && args.at(-1) === "undefined") args.pop();
    return this.inPlaceOf(plan.element, [`${this.name("clone")}(`, ...listed(args)], ")");
  }

  /** A listener is what it is when the element is made; whatever makes the element does not follow what that reads. */
  private listener(node: Syntax): Code {
    if (!this.isReactive(node)) return this.expression(node);
    const inner = withoutTypes(node);
    // `event(fn, {...})` and its like read nothing by themselves.
    return inner.type === "CallExpression" && !inner.arguments.some((argument) => this.isReactive(argument)) && this.module.importOf(inner.callee) !== null
      ? this.expression(node)
      : [`${this.name("untrack")}(()=>`, this.body(node), ")"];
  }

  /** What a ref takes: a function, or an object with `current`. A variable or property that holds neither is written. */
  private refOf(node: Syntax): Code {
    const inner = withoutTypes(node);
    const binding = inner.type === "Identifier" ? this.module.bindingOf(inner) : null;
    const isVariable = binding !== null && binding.imported === null && !this.module.isDeclaredConst(binding);
    const isWritable = isVariable || inner.type === "MemberExpression";
    if (!isWritable) return this.expression(node);
    const r = this.local("r");
    const target = this.stretch(inner.start, inner.end);
    return [`${r}=>${this.name("ref")}(`, target, `,${r})||(`, target, `=${r})`];
  }

  // -- props of components, and of elements without a template

  private propsOf(element: JsxElement, isHost: boolean): Code[] {
    const parts: Code[] = [];
    let fields: Code[] = [];
    let isMerged = false;
    const close = () => {
      if (fields.length > 0) parts.push(["{", ...listed(fields), "}"]);
      fields = [];
    };
    for (const attribute of element.openingElement.attributes) {
      if (attribute.type === "JSXSpreadAttribute") {
        close();
        isMerged = true;
        parts.push(this.spread(attribute));
      } else fields.push(this.field(attribute, isHost));
    }
    const children = this.childrenField(element);
    if (children !== null) fields.push(children);
    close();
    if (isMerged) return [`${this.name("mergeProps")}(`, ...listed(parts), ")"];
    return parts.length === 0 ? ["{}"] : parts;
  }

  private spread({ argument }: JsxSpreadAttribute): Code {
    const inner = withoutTypes(argument);
    if (inner.type === "CallExpression" && inner.arguments.length === 0 && inner.callee.type === "Identifier" && !inner.optional) return this.expression(inner.callee);
    return this.isReactive(argument) ? ["()=>", this.body(argument)] : this.expression(argument);
  }

  private field(attribute: JsxAttribute, isHost: boolean): Code {
    const name = attributeName(attribute);
    if (attribute.name.type === "JSXNamespacedName") {
      const message = `${name} is not of Rill: a guest has no DOM for directives, classes and attributes; use the component's props`;
      this.mistakes.push({ message, start: attribute.start });
    }
    const key = /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__" ? name : `[${JSON.stringify(name)}]`;
    const known = this.templates.attributeValue(attribute);
    if (known !== null && !(typeof known.value === "object" && known.value !== null)) return `${key}:${codeOf(known.value)}`;
    const node = valueOf(attribute)!;
    if (name === "ref") return ["ref:", this.refOf(node)];
    if (isHost && isEventName(name)) return [`${key}:`, this.listener(node)];
    if (!this.isReactive(node)) return [`${key}:`, this.expression(node)];
    // What a component does with a prop is its own; a host's is read by one effect, which a condition that is memoised would not spare.
    return [`get ${key}(){return `, isHost && !this.isElementProp(node) ? this.expression(node) : this.value(node), "}"];
  }

  /** Whether a prop may be drawn: then a condition decides about elements. */
  private isElementProp(node: Syntax): boolean {
    return this.module.jsx.some(({ start, end }) => start >= node.start && end <= node.end);
  }

  private childrenField(element: JsxElement): Code | null {
    const children = childrenThatCount(element, this.module.source);
    const only = children.length === 1 ? children[0]! : null;
    if (only?.type === "JSXExpressionContainer") {
      // A function that is called for what to draw, and what is given on as it is.
      if (!this.isReactive(only.expression)) return ["children:", this.expression(only.expression)];
      return ["get children(){return ", this.value(only.expression), "}"];
    }
    if (only?.type === "JSXText") return `children:${codeOf(textOf(only, this.module.source) ?? undefined)}`;
    const entries = this.childrenOf(element, "memo");
    return entries.length === 0 ? null : ["get children(){return ", this.listOf(entries), "}"];
  }

  /** What stands between the tags, one after another. */
  private childrenOf(node: JsxElement | JsxFragment, dynamic: "accessor" | "memo"): Code[] {
    return childrenThatCount(node, this.module.source).flatMap((child): Code[] => {
      if (child.type === "JSXText") {
        const text = textOf(child, this.module.source);
        return text === null ? [] : [JSON.stringify(text)];
      }
      if (child.type === "JSXSpreadChild") return [["...", this.expression(child.expression)]];
      return [this.entry(child, dynamic)];
    });
  }

  // -- expressions that may change

  /** A child as the runtime takes it: a value, or what gives the value whenever it changes. */
  private entry(node: Syntax, dynamic: "accessor" | "memo"): Code {
    const child = node.type === "JSXExpressionContainer" ? node.expression : node;
    if (child.type === "JSXElement" || child.type === "JSXFragment" || !this.isReactive(child)) return this.expression(child);
    const inner = withoutTypes(child);
    // `{count()}`: the function is what is asked for.
    const isCall = inner.type === "CallExpression" && inner.arguments.length === 0 && inner.callee.type === "Identifier" && !inner.optional;
    const accessor = isCall ? this.expression(inner.callee) : this.accessor(inner);
    return dynamic === "memo" ? [`${this.name("memo")}(`, accessor, ")"] : accessor;
  }

  private accessor(node: Syntax): Code {
    const test = this.testOf(node);
    if (test === null) return ["()=>", this.body(node)];
    const c = this.local("c");
    return [`(${c}=>()=>`, this.branches(node, `${c}()`), `)(${this.name("memo")}(()=>`, this.truth(test), "))"];
  }

  /**
   * The value of an expression inside of something that follows its changes. Without a memo, too, a condition is true or false and
   * nothing else: `{count() && name()}` does not draw a 0.
   */
  private value(node: Syntax, isMemo = true): Code {
    const inner = withoutTypes(node);
    const test = this.testOf(inner);
    if (test === null) return this.expression(node);
    return this.branches(inner, isMemo ? [`${this.name("memo")}(()=>`, this.truth(test), ")()"] : ["(", this.truth(test), ")"], isMemo);
  }

  /** The condition of an expression, where what it decides about should not be made anew whenever the condition's parts change. */
  private testOf(node: Syntax): Syntax | null {
    if (node.type === "ConditionalExpression") {
      return this.isReactive(node.test) && (this.isReactive(node.consequent) || this.isReactive(node.alternate)) ? node.test : null;
    }
    return node.type === "LogicalExpression" && node.operator === "&&" && this.isReactive(node.left) && this.isReactive(node.right) ? node.left : null;
  }

  private branches(node: Syntax, test: Code, isMemo = true): Code {
    const branch = (value: Syntax): Code => ["(", this.value(value, isMemo), ")"];
    if (node.type === "ConditionalExpression") return [test, "?", branch(node.consequent), ":", branch(node.alternate)];
    return node.type === "LogicalExpression" ? [test, "&&", branch(node.right)] : test;
  }

  private truth(test: Syntax): Code {
    return withoutTypes(test).type === "BinaryExpression" ? this.body(test) : ["!!(", this.expression(test), ")"];
  }

  /** An expression as the body of an arrow function. */
  private body(node: Syntax): Code {
    return this.module.source[node.start] === "{" ? ["(", this.expression(node), ")"] : this.expression(node);
  }

  /** Whether an expression may give something else later: it calls, reads a property, or draws. */
  private isReactive(node: Syntax): boolean {
    // `{/*@once*/ props.title}`
    if (/\/\*\s*@once\s*\*\/\s*$/.test(this.module.source.slice(Math.max(0, node.start - 60), node.start))) return false;
    if (this.module.known(node) !== null) return false;
    const open: Syntax[] = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { type } = next as { type: string };
      switch (type) {
        case "CallExpression":
        case "NewExpression":
        case "TaggedTemplateExpression":
        case "MemberExpression":
        case "SpreadElement":
        case "JSXElement":
        case "JSXFragment":
          return true;
        case "BinaryExpression":
          if (next.type === "BinaryExpression" && next.operator === "in") return true;
      }
      if (isFunction(next) || type.startsWith("TSType")) continue;
      open.push(...childrenOf(next as AnyNode));
    }
    return false;
  }

  private listOf(entries: readonly Code[]): Code {
    return entries.length === 1 && !startsWithSpread(entries[0]!) ? entries[0]! : ["[", ...listed(entries), "]"];
  }
}

function startsWithSpread(code: Code): boolean {
  return Array.isArray(code) && code[0] === "...";
}
