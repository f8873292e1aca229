// Reads the HTML that compilers put into templates, and people into innerHTML: elements, attributes, text, comments, character
// references. Tags may be left open where HTML says that they close by themselves. It follows the HTML standard for what is
// well-formed and throws a GuestError where a browser would repair: a guess at what was meant would be another tree than there.

import { GuestError } from "../core/guest_error";
import { type Origin, templateComment, templateElement, templateText } from "./origin";

interface Open {
  readonly tag: string;
  readonly attributes: readonly string[];
  readonly children: Origin[];
}

const VOID: ReadonlySet<string> = new Set(["area", "br", "col", "hr", "img", "input", "wbr"]);

/** Elements whose end tag may be left out, with what closes them when it comes (HTML, 13.1.2.4). */
const BLOCKS =
  "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul";
const CLOSED_BY: Readonly<Record<string, ReadonlySet<string> | undefined>> = {
  __proto__: null as never,
  li: words("li"),
  dt: words("dt dd"),
  dd: words("dt dd"),
  p: words(BLOCKS),
  option: words("option optgroup"),
  optgroup: words("optgroup"),
  tr: words("tr tbody tfoot"),
  td: words("td th tr tbody tfoot"),
  th: words("td th tr tbody tfoot"),
  thead: words("tbody tfoot"),
  tbody: words("tbody tfoot"),
  tfoot: words("tbody"),
};

const DEPTH_MAX = 200;

/** The nodes of a piece of HTML, in order. */
export function parseHtml(html: string): Origin[] {
  return new Parser(html).parse();
}

class Parser {
  private at = 0;
  private readonly open: Open[] = [{ tag: "", attributes: [], children: [] }];

  constructor(private readonly html: string) {}

  parse(): Origin[] {
    const { html } = this;
    while (this.at < html.length) {
      const next = html.indexOf("<", this.at);
      const end = next < 0 ? html.length : next;
      if (end > this.at) this.top().children.push(templateText(decode(html.slice(this.at, end))));
      this.at = end;
      if (end < html.length) this.markup();
    }
    // Compilers leave out the end tags at the end.
    while (this.open.length > 1) this.close();
    return this.open[0]!.children;
  }

  private markup(): void {
    const { html, at } = this;
    if (html.startsWith("<!--", at)) {
      // `<!---->` and `<!-->` alike.
      const end = html.startsWith("<!-->", at) ? at + 2 : html.indexOf("-->", at + 4);
      if (end < 0) throw this.problem("a comment without an end");
      this.top().children.push(templateComment(html.slice(at + 4, Math.max(end, at + 4))));
      this.at = end + 3;
    } else if (html.startsWith("<!", at)) {
      // What stands for a place in templates of Solid: a comment without text.
      const end = html.indexOf(">", at);
      if (end < 0) throw this.problem("a comment without an end");
      this.top().children.push(templateComment(html.slice(at + 2, end)));
      this.at = end + 1;
    } else if (html.startsWith("</", at)) {
      const [all, name] = this.match(/<\/([a-zA-Z][^\s/>]*)\s*>/y, "an end tag");
      this.at += all.length;
      this.endTag(name!.toLowerCase());
    } else this.startTag();
  }

  private startTag(): void {
    const [begin, name] = this.match(/<([a-zA-Z][^\s/>]*)/y, "a tag; write &lt; for the sign itself");
    const tag = name!.toLowerCase();
    this.at += begin.length;
    const attributes: string[] = [];
    for (;;) {
      const [all, key, , double, single, bare] = this.match(/\s*(?:([^\s"'<>/=]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?|\/?>)/y, "an attribute");
      this.at += all.length;
      if (key === undefined) {
        const selfClosed = all.endsWith("/>");
        while (this.open.length > 1 && CLOSED_BY[this.top().tag]?.has(tag)) this.close();
        if (this.open.length > DEPTH_MAX) throw this.problem(`more than ${DEPTH_MAX} levels`);
        this.open.push({ tag, attributes, children: [] });
        if (VOID.has(tag) || selfClosed) this.close();
        return;
      }
      const lower = key.toLowerCase();
      // As in browsers, the first of two counts.
      if (!hasName(attributes, lower)) attributes.push(lower, decode(double ?? single ?? bare ?? ""));
    }
  }

  private endTag(tag: string): void {
    let depth = this.open.length - 1;
    while (depth > 0 && this.open[depth]!.tag !== tag && CLOSED_BY[this.open[depth]!.tag] !== undefined) depth--;
    if (depth === 0 || this.open[depth]!.tag !== tag) throw this.problem(`</${tag}> without its start`);
    while (this.open.length > depth) this.close();
  }

  private close(): void {
    const { tag, attributes, children } = this.open.pop()!;
    this.top().children.push(templateElement(tag, attributes, children));
  }

  private top(): Open {
    return this.open[this.open.length - 1]!;
  }

  private match(pattern: RegExp, what: string): RegExpExecArray {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.html);
    if (found === null) throw this.problem(`expected ${what}`);
    return found;
  }

  private problem(what: string): GuestError {
    return new GuestError("value", `cannot read HTML: ${what}, at ${JSON.stringify(this.html.slice(this.at, this.at + 40))}`);
  }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

function hasName(attributes: readonly string[], name: string): boolean {
  for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return true;
  return false;
}

/** The references that people write; all others can be written as numbers. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"], ["lt", "<"], ["gt", ">"], ["quot", '"'], ["apos", "'"], ["nbsp", "\u00a0"], ["copy", "\u00a9"], ["reg", "\u00ae"],
  ["times", "\u00d7"], ["divide", "\u00f7"], ["middot", "\u00b7"], ["bull", "\u2022"], ["hellip", "\u2026"], ["ndash", "\u2013"],
  ["mdash", "\u2014"], ["lsquo", "\u2018"], ["rsquo", "\u2019"], ["ldquo", "\u201c"], ["rdquo", "\u201d"], ["laquo", "\u00ab"],
  ["raquo", "\u00bb"], ["larr", "\u2190"], ["uarr", "\u2191"], ["rarr", "\u2192"], ["darr", "\u2193"], ["check", "\u2713"],
  ["cross", "\u2717"], ["deg", "\u00b0"], ["euro", "\u20ac"], ["pound", "\u00a3"], ["shy", "\u00ad"], ["zwnj", "\u200c"], ["zwj", "\u200d"],
]); // prettier-ignore

function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]+));/g, (all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? all;
    const code = decimal !== undefined ? parseInt(decimal, 10) : parseInt(hex!, 16);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code);
  });
}
