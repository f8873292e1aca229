// Compiles JSX with Solid's own compiler, Babel and babel-preset-solid, for guests of the runtime `solid-dom`. Built into a file of its
// own that the bundler loads for those guests alone, because reading it takes longer than building most guests. Everything else of a
// source, types among it, is left to the bundler.

import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { transformSync, type ParserOptions } from "@babel/core";
import solid from "babel-preset-solid";
import type { ChangedText } from "./jsx_edits";
import type { Message } from "./jsx_pass";
import type { Dialect } from "./jsx_syntax";

export type CompileSolid = typeof compileSolid;

/** Compile a source; null where it has no JSX. */
export function compileSolid(source: string, file: string, dialect: Dialect): ChangedText | Message | null {
  if (dialect === "ts" || !/<[\p{ID_Start}$_>]/u.test(source)) return null;
  const plugins: NonNullable<ParserOptions["plugins"]> = dialect === "tsx" ? ["jsx", "typescript"] : ["jsx"];
  try {
    const result = transformSync(source, {
      // A name without a folder: Babel puts it into the map and into messages.
      filename: file.replace(/^.*[\\/]/, ""),
      babelrc: false,
      configFile: false,
      browserslistConfigFile: false,
      presets: [[solid, { generate: "dom", hydratable: false }]],
      parserOpts: { plugins },
      generatorOpts: { retainLines: false, compact: false, jsescOption: { minimal: true } },
      sourceMaps: true,
      // Guests have no older engine, and comments may be pragmas of the bundler's.
      comments: true,
    })!;
    const map = new TraceMap(result.map as ConstructorParameters<typeof TraceMap>[0]);
    return {
      text: result.code!,
      placeOf: (line, column) => {
        const found = originalPositionFor(map, { line: line + 1, column });
        return { line: (found.line ?? 1) - 1, column: found.column ?? 0 };
      },
    };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    // The first line says what is wrong; a picture of the source follows.
    const text = message.split("\n")[0]!.replace(/^[^:]*: /, "").replace(/ \(\d+:\d+\)$/, "");
    return { message: text, line: loc?.line ?? 0, column: (loc?.column ?? -1) + 1 };
  }
}
