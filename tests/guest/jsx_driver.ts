// Runs the JSX pass over sources: reads a request (JSON) from standard input, writes what became of each to standard output.

import { compileJsx, type JsxDescription } from "../../rill/guest/bundler/jsx_pass";

type Request = { description: JsxDescription; modules: string[]; hoists: boolean; sources: string[] };

const { description, modules, hoists, sources } = JSON.parse(await Bun.stdin.text()) as Request;
const results = sources.map((source) => {
  const result = compileJsx(source, "tsx", { description, modules, hoists });
  if (result === null) return { code: source, reasons: [], mistakes: [] };
  if ("unread" in result) return { code: "", reasons: [], mistakes: [result.unread] };
  const { edited, explanations, mistakes } = result;
  return { code: edited.text, reasons: explanations.flatMap(({ tag, reason }) => (reason === null ? [] : [`${tag}: ${reason}`])), mistakes };
});
await Bun.write(Bun.stdout, JSON.stringify(results));
