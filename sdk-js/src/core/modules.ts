// The module table: all that a bundle's `require` can reach. A bundle brings everything else with it.

import { GuestError } from "./guest_error";

export type ModuleTable = ReadonlyMap<string, unknown>;

type BundleFunction = (require: (name: unknown) => unknown, module: { exports: unknown }, exports: unknown) => unknown;

/** Evaluate a bundle's function with the module table and return the component that it exports by default. */
export function link(bundle: unknown, name: string, modules: ModuleTable, isComponent: (value: unknown) => boolean): unknown {
  if (typeof bundle !== "function") {
    const expected = "(function(require,module,exports){...})";
    throw new GuestError("no_component", `bundle '${name}' is not a function expression ${expected}; build it with rill build`);
  }
  const module: { exports: unknown } = { exports: {} };
  (bundle as BundleFunction)((wanted) => requireModule(wanted, modules), module, module.exports);
  const component = defaultExport(module.exports);
  if (isComponent(component)) return component;
  const expected = "expected 'export default function App() {...}'";
  throw new GuestError("no_component", `bundle '${name}' exports no component: ${expected}, got ${describe(component)}`);
}

function requireModule(wanted: unknown, modules: ModuleTable): unknown {
  const found = typeof wanted === "string" ? modules.get(wanted) : undefined;
  if (found !== undefined) return found;
  const known = [...modules.keys()].map((name) => `'${name}'`).join(", ");
  const name = String(wanted).slice(0, 200);
  const hint = name.startsWith("react-dom") ? " There is no DOM in a guest: portals and DOM rendering do not exist." : "";
  throw new GuestError("unknown_module", `unknown module '${name}'; a guest's runtime has ${known}, everything else must be bundled.${hint}`);
}

function defaultExport(exports: unknown): unknown {
  if (typeof exports !== "object" || exports === null) return exports;
  return (exports as { default?: unknown }).default;
}

function describe(value: unknown): string {
  if (value === undefined) return "no default export";
  if (value === null) return "null";
  return typeof value === "object" ? "an object that is no component (an element? export the function instead)" : `a ${typeof value}`;
}
