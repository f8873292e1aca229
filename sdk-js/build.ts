// Builds the guest runtimes that ship in the wheel. Run by tools/build_sdk.py as `bun run build.ts [OUT]`; the same sources and
// lockfile give the same bytes on every machine.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import type { BunPlugin } from "bun";

import { ELEMENTS } from "./src/dom/html_table.generated";
import { DOM_NAMES } from "./src/dom/names";
import { ALLOWED_NAMES } from "./src/globals/allowed";
import { COMMON_PROPS, COMPONENT_FACTS, type ComponentFacts } from "./src/sdk/component_facts.generated";
import { COMPONENT_METADATA } from "./src/sdk/components.generated";
import { changedReact } from "./build_react_changes";
import { changedSolid } from "./build_solid_changes";
import { buildConnector } from "./build_connector";
import { buildTypes } from "./build_types";
import { RUNTIMES, type RuntimeSource } from "./runtimes";

const here = import.meta.dir;

// React's scheduler is replaced by ours: see src/react/scheduler.ts.
const ownScheduler: BunPlugin = {
  name: "own-scheduler",
  setup(build) {
    build.onResolve({ filter: /^scheduler$/ }, () => ({ path: join(here, "src/react/scheduler.ts") }));
  },
};

const SOLID_ENTRY = "src/runtime_solid.ts";

export interface Unit {
  readonly code: string;
  readonly map: string;
}

/** Build one entry into one self-contained script. */
export async function buildUnit(entry: string, react: BunPlugin = changedReact): Promise<Unit> {
  const result = await Bun.build({
    entrypoints: [join(here, entry)],
    root: here,
    target: "browser",
    format: "iife",
    minify: true,
    sourcemap: "external",
    // Solid as it is published draws into the recording document; Rill's own Solid is changed.
    plugins: [ownScheduler, react, ...(entry === SOLID_ENTRY ? [changedSolid] : [])],
    define: { "process.env.NODE_ENV": '"production"' },
    conditions: ["production"],
  });
  if (!result.success) throw new AggregateError(result.logs, `building ${entry} failed`);
  const code = result.outputs.find((output) => output.kind === "entry-point");
  const map = result.outputs.find((output) => output.kind === "sourcemap");
  if (code === undefined || map === undefined) throw new Error(`building ${entry} gave no code or no source map`);
  return { code: dropMapComment(await code.text()), map: await map.text() };
}

// The comment names a debug id made from this machine's paths; the map lies beside the unit under its name.
function dropMapComment(code: string): string {
  return code.replace(/\n\/\/# (?:debugId|sourceMappingURL)=.*(?=\n|$)/g, "").trimEnd() + "\n";
}

/** What `rill build` must know of a runtime: see rill/guest. */
export interface RuntimeDescription {
  readonly name: string;
  readonly units: readonly string[];
  readonly shim: string;
  readonly jsx_import_source: string;
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** Types of host components that an export of the SDK creates. */
  readonly components: Readonly<Record<string, readonly string[]>>;
  /** Whether guests write HTML tags, which come from no module. */
  readonly html: boolean;
  readonly host_call: string | null;
  readonly component_factory: string | null;
  /** What the JSX pass of `rill build` must know, or null where it has nothing to do. */
  readonly jsx: JsxDescription | null;
  /** Names on a guest's global object. */
  readonly globals: readonly string[];
}

export interface JsxDescription {
  readonly emission: "react" | "solid";
  /** Exports of the SDK that are host components, with their types. */
  readonly exports: Readonly<Record<string, string>>;
  readonly components: Readonly<Record<string, ComponentFacts>>;
  readonly common_props: readonly string[];
}

/** Read the module table of a built runtime, by asking it as a bundle does. */
export function describeRuntime(source: RuntimeSource, runtime: Unit, shim: Unit): RuntimeDescription {
  const context = createContext({});
  runInContext(shim.code, context);
  const driver = runInContext("(driver => (delete globalThis.__rillDriver, driver))(__rillDriver)", context) as {
    load(value: unknown, name: string): void;
  };
  runInContext(runtime.code, context);
  const modules: Record<string, string[]> = {};
  const html = source.sdk === null;
  const components: Record<string, readonly string[]> = html ? Object.fromEntries(Object.keys(ELEMENTS).map((tag) => [tag, [tag]])) : { ...source.creates };
  const constants: Record<string, string> = {};
  const read = (require: (name: string) => Record<string, unknown>, module: { exports: unknown }): void => {
    for (const module of source.modules) modules[module] = Object.keys(require(module)).sort();
    for (const [key, value] of source.sdk === null ? [] : Object.entries(require(source.sdk))) {
      if (typeof value !== "string") continue;
      constants[key] = value;
      components[key] = COMPONENT_METADATA.get(value)!.elements === undefined ? [value] : [value, "Slot"];
    }
    module.exports = () => null;
  };
  driver.load(read, "description");
  return {
    name: source.name,
    units: [`${source.name}.js`],
    shim: "shim.js",
    jsx_import_source: source.jsxImportSource,
    modules,
    components,
    html,
    host_call: source.sdk === null ? "callHost" : "useHostCall",
    component_factory: source.sdk === null ? null : "hostComponent",
    jsx: source.emission === undefined ? null : describeJsx(source.emission, constants),
    globals: [...ALLOWED_NAMES, ...(source.sdk === null ? DOM_NAMES : [])].sort(),
  };
}

function describeJsx(emission: "react" | "solid", exports: Readonly<Record<string, string>>): JsxDescription {
  const types = [...new Set(Object.values(exports))].sort();
  return { emission, exports, components: Object.fromEntries(types.map((type) => [type, COMPONENT_FACTS.get(type)!])), common_props: COMMON_PROPS };
}

/** The notices of the packages that are part of the runtimes. */
async function notices(): Promise<string> {
  const licensed = [...new Set(RUNTIMES.flatMap(({ licensed }) => licensed))];
  const texts = await Promise.all(
    licensed.map(async (name) => {
      const folder = join(here, "node_modules", name);
      const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
      return `${name} ${version}\n\n${(await readFile(join(folder, "LICENSE"), "utf8")).trim()}\n`;
    }),
  );
  return `The guest runtimes contain the following packages.\n\n${texts.join("\n----\n\n")}`;
}

async function main(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const shim = await writeUnit(out, "shim", "src/shim_entry.ts");
  for (const source of RUNTIMES) {
    const runtime = await writeUnit(out, source.name, source.entry);
    await writeFile(join(out, `${source.name}.json`), `${JSON.stringify(describeRuntime(source, runtime, shim), null, 2)}\n`);
  }
  await buildTypes(resolve(out, "../types"));
  await buildConnector(resolve(out, "../../host/web/static"));
  // Last: its time tells tools/build_sdk.py that the build is whole.
  await writeFile(join(out, "LICENSES.txt"), await notices());
}

async function writeUnit(out: string, name: string, entry: string): Promise<Unit> {
  const unit = await buildUnit(entry);
  await writeFile(join(out, `${name}.js`), unit.code);
  await writeFile(join(out, `${name}.js.map`), unit.map);
  console.log(`${name}.js ${unit.code.length} bytes`);
  return unit;
}

if (import.meta.main) await main(resolve(process.argv[2] ?? join(here, "../rill/guest/runtimes")));
