// Parses a source with JSX, and knows what JSX itself means: which texts a person wrote between tags, and what a tag is called. Knows
// no component and makes no code. The tree is that of ESTree, with the nodes of JSX and TypeScript.

import { parse, type ParserPlugin } from "@babel/parser";
import type { AnonymousFunctionDeclaration, AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression, Program } from "acorn";

interface At {
  readonly start: number;
  readonly end: number;
}

export interface JsxIdentifier extends At {
  readonly type: "JSXIdentifier";
  readonly name: string;
}

export interface JsxMemberExpression extends At {
  readonly type: "JSXMemberExpression";
  readonly object: JsxIdentifier | JsxMemberExpression;
  readonly property: JsxIdentifier;
}

export interface JsxNamespacedName extends At {
  readonly type: "JSXNamespacedName";
  readonly namespace: JsxIdentifier;
  readonly name: JsxIdentifier;
}

export type JsxName = JsxIdentifier | JsxMemberExpression | JsxNamespacedName;

export interface JsxAttribute extends At {
  readonly type: "JSXAttribute";
  readonly name: JsxIdentifier | JsxNamespacedName;
  readonly value: AnyNode | JsxExpressionContainer | JsxElement | JsxFragment | null;
}

export interface JsxSpreadAttribute extends At {
  readonly type: "JSXSpreadAttribute";
  readonly argument: Syntax;
}

export interface JsxExpressionContainer extends At {
  readonly type: "JSXExpressionContainer";
  readonly expression: Syntax;
}

export interface JsxEmptyExpression extends At {
  readonly type: "JSXEmptyExpression";
}

export interface JsxSpreadChild extends At {
  readonly type: "JSXSpreadChild";
  readonly expression: Syntax;
}

export interface JsxText extends At {
  readonly type: "JSXText";
  readonly value: string;
}

export interface JsxElement extends At {
  readonly type: "JSXElement";
  readonly openingElement: At & { readonly name: JsxName; readonly attributes: readonly (JsxAttribute | JsxSpreadAttribute)[] };
  readonly children: readonly JsxChild[];
}

export interface JsxFragment extends At {
  readonly type: "JSXFragment";
  readonly children: readonly JsxChild[];
}

export type JsxChild = JsxText | JsxExpressionContainer | JsxSpreadChild | JsxElement | JsxFragment;

/** `x as T` and its like: what stands in them is the value. */
interface TypeScriptWrapper extends At {
  readonly type: "TSAsExpression" | "TSSatisfiesExpression" | "TSNonNullExpression" | "TSTypeAssertion" | "TSInstantiationExpression";
  readonly expression: Syntax;
}

/** Every node that the readers of JSX tell apart. */
export type Syntax =
  | AnyNode
  | JsxElement
  | JsxFragment
  | JsxExpressionContainer
  | JsxEmptyExpression
  | JsxSpreadChild
  | JsxText
  | JsxAttribute
  | JsxSpreadAttribute
  | JsxIdentifier
  | TypeScriptWrapper;

export type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | AnonymousFunctionDeclaration | FunctionExpression;

export type Dialect = "js" | "jsx" | "ts" | "tsx";

/** Parse a source. Throws a SyntaxError with `loc`. */
export function parseSource(source: string, dialect: Dialect): Program {
  const plugins: ParserPlugin[] = ["estree", "decorators-legacy", "decoratorAutoAccessors", "explicitResourceManagement", "deferredImportEvaluation"];
  if (dialect !== "ts") plugins.push("jsx");
  if (dialect === "ts" || dialect === "tsx") plugins.push("typescript");
  const file = parse(source, {
    sourceType: "module",
    plugins,
    attachComment: false,
    allowReturnOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    // What is wrong with a source, and is not a matter of its form, the bundler says better.
    errorRecovery: true,
    allowUndeclaredExports: true,
  });
  return file.program as unknown as Program;
}

/** The expression without what only the type checker sees. */
export function withoutTypes(node: Syntax): Syntax {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ParenthesizedExpression":
        inner = inner.expression;
        break;
      default:
        return inner;
    }
  }
}

export function isFunction(node: Syntax): node is FunctionNode {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || node.type === "FunctionDeclaration";
}

/** A tag as it was written: `View`, `Sdk.View`, `a:b`. */
export function tagText(name: JsxName): string {
  switch (name.type) {
    case "JSXIdentifier":
      return name.name;
    case "JSXMemberExpression":
      return `${tagText(name.object)}.${name.property.name}`;
    case "JSXNamespacedName":
      return `${name.namespace.name}:${name.name.name}`;
  }
}

export function attributeName({ name }: JsxAttribute): string {
  return name.type === "JSXIdentifier" ? name.name : `${name.namespace.name}:${name.name.name}`;
}

/**
 * What a text between tags says, or null where it is only there for the looks of the source: lines are trimmed where they meet another
 * line, empty ones go, and the rest is joined by spaces. Entities are read afterwards, so that `&#32;` is a space that stays.
 */
export function textOf(node: JsxText, source: string): string | null {
  return joinedLines(source.slice(node.start, node.end));
}

/** What a quoted attribute says. Bun, which writes those that are left alone, joins its lines only where it is not plain ASCII. */
export function quotedText(node: At, source: string): string {
  const raw = source.slice(node.start + 1, node.end - 1);
  return /[&\u0080-\uffff]/.test(raw) ? (joinedLines(raw) ?? "") : raw;
}

function joinedLines(raw: string): string | null {
  const lines = raw.split(/\r\n|[\n\r\u2028\u2029]/);
  const kept: string[] = [];
  lines.forEach((line, number) => {
    let text = line;
    if (number > 0) text = text.trimStart();
    if (number < lines.length - 1) text = text.trimEnd();
    if (text !== "") kept.push(decoded(text));
  });
  return kept.length === 0 ? null : kept.join(" ");
}

/** A text with its entities read, by the parser that knows their names. */
function decoded(text: string): string {
  if (!text.includes("&")) return text;
  const [statement] = parseSource(`<a>${text.replace(/[{}<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</a>`, "jsx").body;
  const element = statement?.type === "ExpressionStatement" ? (statement.expression as unknown as JsxElement) : null;
  const [only] = element?.children ?? [];
  return only?.type === "JSXText" ? only.value : text;
}
