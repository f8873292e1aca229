// The JSX pass: one source in, the same source with its elements compiled out. Chooses the emission of the runtime; what is made of
// elements is theirs, and what becomes of the result is the bundler's.

import { type ChangedText, Edited } from "./jsx_edits";
import { type Explanation, lineTable } from "./jsx_emission";
import { type ComponentFacts, JsxModule } from "./jsx_module";
import { ReactEmission } from "./jsx_react";
import { SolidEmission } from "./jsx_solid";
import type { Dialect } from "./jsx_syntax";

/** What a runtime's description says for this pass: see sdk-js/build.ts. */
export type JsxDescription = {
  emission: "react" | "solid";
  exports: Record<string, string>;
  components: Record<string, ComponentFacts>;
  common_props: string[];
};

/** A message and its place; lines and columns count from 1. */
export type Message = { message: string; line: number; column: number };

export type Pass = { edited: ChangedText; explanations: Explanation[]; mistakes: Message[] };

/** Why a source was left as it is. */
export type Unread = { unread: Message };

export type Options = {
  description: JsxDescription;
  /** The runtime's modules. */
  modules: readonly string[];
  /** Whether elements become templates where they can. */
  hoists: boolean;
};

/** Compile a source, or say why it cannot be parsed; null where there is nothing to do. */
export function compileJsx(source: string, dialect: Dialect, { description, modules, hoists }: Options): Pass | Unread | null {
  // No JSX without these; most sources that are not of components are told apart by them.
  if (dialect === "ts" || !/<[\p{ID_Start}$_>]/u.test(source)) return null;
  const { emission, exports, components, common_props: commonProps } = description;
  // The bundler itself compiles what is left for React.
  if (emission === "react" && !hoists) return null;
  let module: JsxModule;
  try {
    module = new JsxModule(source, dialect, { modules: modules.filter((name) => /^rill\/sdk(?:\/|$)/.test(name)), exports, components, commonProps });
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
    if (loc === undefined) throw error;
    return { unread: { message: message.replace(/ \(\d+:\d+\)$/, ""), line: loc.line, column: loc.column + 1 } };
  }
  if (module.jsx.length === 0) return null;
  const { code, explanations, mistakes } = (emission === "react" ? new ReactEmission(module) : new SolidEmission(module, hoists)).compile();
  const placeOf = lineTable(source);
  return { edited: new Edited(source, code), explanations, mistakes: mistakes.map(({ message, start }) => ({ message, ...placeOf(start) })) };
}
