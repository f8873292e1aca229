// The JSX pass: one source in, the same source with its elements compiled out. Chooses the emission of the runtime; what is made of
// elements is theirs, and what becomes of the result is the bundler's.

import { Edited } from "./jsx_edits";
import type { Emission, Explanation } from "./jsx_emission";
import { type ComponentFacts, JsxModule } from "./jsx_module";
import { ReactEmission } from "./jsx_react";
import type { Dialect } from "./jsx_syntax";

/** What a runtime's description says for this pass: see sdk-js/build.ts. */
export type JsxDescription = {
  emission: "react" | "solid";
  exports: Record<string, string>;
  components: Record<string, ComponentFacts>;
  common_props: string[];
};

export type Pass = { edited: Edited; explanations: Explanation[] };

/** Why a source was left as it is. Lines and columns count from 1. */
export type Failure = { message: string; line: number; column: number };

/** Compile a source, or say why it cannot be parsed; null where it has no JSX. */
export function compileJsx(source: string, dialect: Dialect, description: JsxDescription, modules: readonly string[]): Pass | Failure | null {
  // No JSX without these; most sources that are not of components are told apart by them.
  if (dialect === "ts" || !/<[\p{ID_Start}$_>]/u.test(source)) return null;
  const { exports, components, common_props: commonProps } = description;
  let module: JsxModule;
  try {
    module = new JsxModule(source, dialect, { modules: modules.filter((name) => /^rill\/sdk(?:\/|$)/.test(name)), exports, components, commonProps });
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
    if (loc === undefined) throw error;
    return { message: message.replace(/ \(\d+:\d+\)$/, ""), line: loc.line, column: loc.column + 1 };
  }
  if (module.jsx.length === 0) return null;
  const emission: Emission = new ReactEmission(module);
  const { code, explanations } = emission.compile();
  return { edited: new Edited(source, code), explanations };
}
