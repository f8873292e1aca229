// A node as HTML text, for guests that read `innerHTML`.

import type { CharacterData, Node, ParentNode } from "./node";
import type { Element } from "./element";

const VOID: ReadonlySet<string> = new Set(["br", "col", "hr", "img", "input", "wbr"]);

export function toHtml(node: Node): string {
  if (node.nodeType === 3) return escape((node as CharacterData).data);
  if (node.nodeType === 8) return `<!--${(node as CharacterData).data}-->`;
  const inner = (node as ParentNode).childNodes.map(toHtml).join("");
  if (node.nodeType !== 1) return inner;
  const element = node as Element;
  const tag = element.localName;
  const attributes = element.attributes.map(({ name, value }) => ` ${name}="${escape(value).replaceAll('"', "&quot;")}"`).join("");
  return VOID.has(tag) ? `<${tag}${attributes}>` : `<${tag}${attributes}>${inner}</${tag}>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\u00a0", "&nbsp;");
}
