// Bundles one guest for rill/guest/build.py: reads a request (JSON) from standard input, writes a response (JSON) to standard output.
// Runs under Bun, fetches nothing, runs nothing of the guest's. What a bundle file looks like is not known here.

import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, extname, join, relative, resolve } from "node:path";
import type { BuildOutput, BunPlugin } from "bun";
import type { Explanation } from "./jsx_emission";
import { compileJsx, type JsxDescription, type Message, type Pass } from "./jsx_pass";
import type { Dialect } from "./jsx_syntax";
import type { CompileSolid } from "./solid_dom";
import { throughChanges } from "./source_map";
import { ANY_NAME, IMPORT_FUNCTION } from "./syntax";
import { findUses, type Uses } from "./uses";

export type Request = {
  /** Absolute path of the entry. */
  entry: string;
  /** Folder that paths in comments and source maps are relative to. */
  root: string;
  minify: boolean;
  sourceMap: boolean;
  /** Of the runtime: its modules and their exports, and where JSX comes from. */
  modules: Record<string, string[]>;
  jsxImportSource: string;
  hostCall: string | null;
  componentFactory: string | null;
  /** What the JSX pass must know of the runtime; null where it has nothing to do. */
  jsx: JsxDescription | null;
  /** Whether elements become templates where they can. */
  templates: boolean;
  /** Whether to say what became of each element. */
  explain: boolean;
};

export type Diagnostic = {
  kind: "error" | "warning";
  code: string;
  message: string;
  file: string | null;
  /** From 1; 0 when unknown. */
  line: number;
  column: number;
  /** For imports that were refused: what was written, so that the place can be searched for. */
  specifier: string | null;
};

export type Asset = { name: string; base64: string };

export type Response = {
  diagnostics: Diagnostic[];
  /** Files that the result depends on, also when it failed. */
  inputs: string[];
  result: {
    code: string;
    sourceMap: string | null;
    assets: Asset[];
    /** `exports` are those of the runtime's modules that are used; "*" stands for all. */
    uses: Uses & { exports: Record<string, string[]> };
    /** Of every element of the guest's sources, in their order; empty unless it was asked for. */
    elements: ({ file: string } & Explanation)[];
  } | null;
};

// Of this module's JSX Solid's own compiler makes calls of the DOM.
const SOLID = "solid-js";
const ENTRY = "rill-entry";
const GUEST = "rill-guest";
const MODULE = "rill-module";
const EXPORT = "rill-export";
const ASSETS = "assets/";
// An empty configuration, in place of one beside the guest's source.
const CONFIG = join(import.meta.dir, "bunfig.toml");

// Bun would bundle a polyfill of these or leave them to Node; a guest has neither. An npm package of the same name is fine.
const NODE_MODULES = new Set(builtinModules.filter((name) => !name.startsWith("_") && !name.includes(":")));

// What a guest cannot use, by extension, with the reason.
const REFUSED_FILES: Record<string, string> = {
  ".css": "a guest has no style sheets; use the components' props",
  ".scss": "a guest has no style sheets; use the components' props",
  ".sass": "a guest has no style sheets; use the components' props",
  ".less": "a guest has no style sheets; use the components' props",
  ".html": "a guest has no document; use components",
  ".node": "a guest cannot load native code",
};

// One bundle is one file, so there is nothing to inline an environment from and no place to say where it lies.
const DEFINES: Record<string, string> = {
  "process.env.NODE_ENV": '"production"',
  "process.env": "{}",
  "import.meta.env": "undefined",
  "import.meta.url": '"rill:guest"',
  "import.meta.dir": "undefined",
  "import.meta.dirname": "undefined",
  "import.meta.filename": "undefined",
  "import.meta.path": "undefined",
  "import.meta.main": "undefined",
  "import.meta": "{}",
  __dirname: '"/"',
  __filename: '"/guest.js"',
  global: "globalThis",
};

async function bundle(request: Request): Promise<Response> {
  const inputs = new Set<string>([request.entry]);
  const macros = refuseMacros(request);
  if (macros.length > 0) return { diagnostics: macros, inputs: [...inputs], result: null };

  const diagnostics: Diagnostic[] = [];
  const required = new Set<string>();
  const sources = new Sources(request, request.jsxImportSource === SOLID ? await loadSolidCompiler() : null);
  // The first build is for reading: names are kept, so that uses of the SDK can be found in it.
  const readable = await build(request, { minify: false, sourceMap: false }, sources, required, diagnostics);
  for (const path of sources.paths) inputs.add(path);
  for (const log of readable.logs) diagnostics.push(sources.located(toDiagnostic(log)));
  if (readable.success) diagnostics.push(...sources.notes);
  for (const input of Object.keys(readable.metafile?.inputs ?? {})) {
    if (!/^rill-|^[a-z]+:/.test(input)) inputs.add(join(request.root, input));
  }
  if (!readable.success || diagnostics.some((diagnostic) => diagnostic.kind === "error")) {
    return { diagnostics, inputs: [...inputs], result: null };
  }
  const code = await entryText(readable);
  const exports = exportsUsed(code, required);
  const named = [request.hostCall, request.componentFactory];
  const asksByName = Object.values(exports).some((names) => names.some((name) => name === ANY_NAME || named.includes(name)));
  // Parsing takes longer than all else, so it is done only when there is something to find.
  const uses = asksByName
    ? findUses(code, {
        importFunction: IMPORT_FUNCTION,
        hostCall: request.hostCall,
        componentFactory: request.componentFactory,
      })
    : { hostFunctions: [], customComponents: [] };

  const final =
    request.minify || request.sourceMap
      ? await build(request, { minify: request.minify, sourceMap: request.sourceMap }, sources, new Set(), [])
      : readable;
  const assets: Asset[] = [];
  for (const output of final.outputs) {
    if (output.kind === "asset") {
      assets.push({ name: ASSETS + output.path.replace(/^\.\//, ""), base64: Buffer.from(await output.arrayBuffer()).toString("base64") });
    }
  }
  const map = final.outputs.find((output) => output.kind === "sourcemap");
  return {
    diagnostics,
    inputs: [...inputs],
    result: {
      code: (await entryText(final)).replace(/\n*\/\/# debugId=[0-9A-F]*\s*$/, "\n"),
      sourceMap: map === undefined ? null : throughChanges(await map.text(), (name) => sources.changed(name)),
      assets,
      uses: { exports, ...uses },
      elements: request.explain ? sources.elements() : [],
    },
  };
}

/**
 * What is left in the readable output of the modules that stand for the runtime's exports, by runtime module. Searched for in the
 * text: Bun prints these calls as they were written, and its own account also counts modules of which nothing is left.
 */
function exportsUsed(code: string, required: ReadonlySet<string>): Record<string, string[]> {
  const exports = new Map<string, Set<string>>();
  const add = (module: string, name: string) => exports.set(module, (exports.get(module) ?? new Set()).add(name));
  for (const [, module, name] of code.matchAll(/\$rill\("([^"\\]+)"(?:, "([^"\\]+)")?\)/g)) {
    if (module !== undefined) add(module, name ?? "default");
  }
  // `require("rill/sdk")`: which of its exports are used is not followed.
  for (const module of required) add(module, ANY_NAME);
  return Object.fromEntries([...exports].sort().map(([module, names]) => [module, [...names].sort()]));
}

async function entryText(output: BuildOutput): Promise<string> {
  const entry = output.outputs.find((artifact) => artifact.kind === "entry-point");
  if (entry === undefined) throw new Error("Bun returned no entry point");
  return entry.text();
}

/** The guest's own sources, each read and compiled once for all builds. */
class Sources {
  /** What is to be said beside what the bundler says. */
  readonly notes: Diagnostic[] = [];
  private readonly read = new Map<string, { source: string; pass: Pass | null }>();

  constructor(
    private readonly request: Request,
    private readonly compileSolid: CompileSolid | null,
  ) {}

  get paths(): Iterable<string> {
    return this.read.keys();
  }

  /** The source as its author wrote it, and what it became. */
  load(path: string, dialect: Dialect): { source: string; contents: string } {
    let known = this.read.get(path);
    if (known === undefined) {
      const source = readFileSync(path, "utf8");
      known = { source, pass: this.compile(path, source, dialect) };
      this.read.set(path, known);
    }
    return { source: known.source, contents: known.pass?.edited.text ?? known.source };
  }

  private compile(path: string, source: string, dialect: Dialect): Pass | null {
    const { jsx, modules, templates } = this.request;
    if (this.compileSolid !== null) return this.compileBySolid(this.compileSolid, path, source, dialect);
    const result = jsx && compileJsx(source, dialect, { description: jsx, modules: Object.keys(modules), hoists: templates });
    if (result === null) return null;
    const note = (kind: Diagnostic["kind"], code: string, { message, line, column }: Message) =>
      this.notes.push({ kind, code, message, file: path, line, column, specifier: null });
    if ("edited" in result) {
      for (const mistake of result.mistakes) note("error", "jsx_unsupported", mistake);
      return result;
    }
    // The bundler says what is wrong with a source. Where it finds nothing, React can do without us, and Solid cannot.
    const message = `the JSX pass cannot read this file: ${result.unread.message}`;
    note(jsx?.emission === "react" ? "warning" : "error", "jsx_unread", { ...result.unread, message });
    return null;
  }

  private compileBySolid(compile: CompileSolid, path: string, source: string, dialect: Dialect): Pass | null {
    const result = compile(source, path, dialect);
    if (result === null) return null;
    if ("text" in result) return { edited: result, explanations: [], mistakes: [] };
    this.notes.push({ kind: "error", code: "jsx_unread", message: result.message, file: path, line: result.line, column: result.column, specifier: null });
    return null;
  }

  /** A diagnostic of the bundler's with the place where the author finds it. */
  located(diagnostic: Diagnostic): Diagnostic {
    const pass = diagnostic.file === null ? undefined : this.read.get(diagnostic.file)?.pass;
    if (!pass || diagnostic.line === 0 || diagnostic.column === 0) return diagnostic;
    const { line, column } = pass.edited.placeOf(diagnostic.line - 1, diagnostic.column - 1);
    return { ...diagnostic, line: line + 1, column: column + 1 };
  }

  /** What was changed in a source, by its name in a source map. */
  changed(name: string): { edited: Pass["edited"]; original: string } | undefined {
    const known = this.read.get(resolve(this.request.root, name));
    return known?.pass ? { edited: known.pass.edited, original: known.source } : undefined;
  }

  elements(): ({ file: string } & Explanation)[] {
    return [...this.read]
      .map(([path, { pass }]) => ({ file: relative(this.request.root, path).replaceAll("\\", "/"), explanations: pass?.explanations ?? [] }))
      .sort((one, other) => (one.file < other.file ? -1 : 1))
      .flatMap(({ file, explanations }) => explanations.map((explanation) => ({ file, ...explanation })));
  }
}

/** Built into a file of its own, and read only where it is needed: it is larger than all else. */
async function loadSolidCompiler(): Promise<CompileSolid> {
  const program = join(import.meta.dir, "solid_dom.js");
  return ((await import(program)) as { compileSolid: CompileSolid }).compileSolid;
}

type Form = { minify: boolean; sourceMap: boolean };

function build(
  request: Request,
  form: Form,
  sources: Sources,
  required: Set<string>,
  diagnostics: Diagnostic[],
): Promise<BuildOutput> {
  return Bun.build({
    entrypoints: [ENTRY],
    root: request.root,
    format: "cjs",
    target: "browser",
    // Constants are always inlined, so that a host function's name may stand in one.
    minify: form.minify ? true : { syntax: true, whitespace: false, identifiers: false },
    sourcemap: form.sourceMap ? "external" : "none",
    // What `import logo from "./logo.png"` gives: the asset's name in the bundle.
    naming: { asset: "[name]-[hash].[ext]" },
    publicPath: ASSETS,
    define: DEFINES,
    env: "disable",
    jsx: { runtime: "automatic", importSource: request.jsxImportSource, development: false },
    plugins: [plugin(request, sources, required, diagnostics)],
    metafile: true,
    throw: false,
    // An import whose name is computed cannot be bundled, and a guest has nothing else to load it from.
    allowUnresolved: [],
  } as Parameters<typeof Bun.build>[0]);
}

/**
 * Each export of a runtime module is a module of its own, `rill-export:MODULE#NAME`. So Bun checks the names that a guest imports,
 * resolves aliases and namespaces, and drops what is not used: what is left is what the guest uses.
 */
function plugin(
  request: Request,
  sources: Sources,
  required: Set<string>,
  diagnostics: Diagnostic[],
): BunPlugin {
  const refuse = (code: string, message: string, file: string, specifier: string) => {
    diagnostics.push({ kind: "error", code, message, file, line: 0, column: 0, specifier });
    return { path: specifier, external: true };
  };
  return {
    name: "rill",
    setup(builder) {
      builder.onResolve({ filter: /^rill-entry$/ }, () => ({ path: ENTRY, namespace: ENTRY }));
      builder.onLoad({ filter: /.*/, namespace: ENTRY }, () => ({
        // A fixed name for the entry: its path would show in the source map's columns.
        contents: `import App from "${GUEST}"; exports.default = App;`,
        loader: "js",
      }));
      builder.onResolve({ filter: /^rill-guest$/ }, () => ({ path: request.entry }));

      builder.onResolve({ filter: /^rill-export:/ }, ({ path }) => ({
        path: path.slice(EXPORT.length + 1),
        namespace: EXPORT,
      }));
      builder.onLoad({ filter: /.*/, namespace: EXPORT }, ({ path }) => {
        const [module, name] = path.split("#") as [string, string];
        const args = name === "default" && !request.modules[module]?.includes("default") ? [module] : [module, name];
        return {
          contents: `export default /* @__PURE__ */ ${IMPORT_FUNCTION}(${args.map((arg) => JSON.stringify(arg)).join(", ")});`,
          loader: "js",
        };
      });

      builder.onLoad({ filter: /.*/, namespace: MODULE }, ({ path }) => {
        const names = new Set([...(request.modules[path] ?? []), "default"]);
        return {
          contents: [...names].map((name) => `export { default as ${name} } from "${EXPORT}:${path}#${name}";`).join("\n"),
          loader: "js",
        };
      });

      builder.onResolve({ filter: /.*/ }, ({ path, importer, kind, namespace }) => {
        if (namespace !== "file" || importer === ENTRY || importer === "") return undefined;
        if (Object.hasOwn(request.modules, path)) {
          if (kind !== "require-call") return { path, namespace: MODULE };
          required.add(path);
          return { path, external: true };
        }
        if (path === "rill" || path.startsWith("rill/")) {
          const known = Object.keys(request.modules).filter((name) => /^rill\/(?!templates$)/.test(name));
          return refuse(
            "module_unknown",
            `unknown module "${path}"; the runtime has ${known.map((name) => `"${name}"`).join(", ")}`,
            importer,
            path,
          );
        }
        if (NODE_MODULES.has(path) && isInstalled(path, importer)) {
          // Without the slash Bun would take its own polyfill.
          return { path: Bun.resolveSync(`${path}/`, dirname(importer)) };
        }
        if (/^(node|bun):/.test(path) || path === "bun" || NODE_MODULES.has(path)) {
          return refuse(
            "module_refused",
            `"${path}" is a module of ${/^bun/.test(path) ? "Bun" : "Node.js"}, and a guest has no file system, network or process; ` +
              "ask the host with a host function instead, or use a package made for browsers",
            importer,
            path,
          );
        }
        const reason = REFUSED_FILES[extname(path).toLowerCase()];
        if (reason !== undefined) return refuse("file_refused", `cannot import "${path}": ${reason}`, importer, path);
        return undefined;
      });

      // A tsconfig beside the source may set another JSX form; the last pragma of a file wins over it.
      builder.onLoad({ filter: /\.[jt]sx?$/, namespace: "file" }, ({ path }) => {
        if (path.includes("/node_modules/") || path.includes("\\node_modules\\")) return undefined;
        const extension = extname(path).slice(1) as "js" | "jsx" | "ts" | "tsx";
        // JSX in a .js file is common; in a .ts file `<T>x` is a type assertion.
        const loader = extension === "js" ? "jsx" : extension;
        const { source, contents } = sources.load(path, loader);
        const pragma = /@jsxImportSource[ \t]+([^\s*]+)/.exec(source);
        if (pragma?.[1] !== undefined && pragma[1] !== request.jsxImportSource) {
          diagnostics.push({
            kind: "error",
            code: "runtime_mixed",
            message: `this file asks for JSX of "${pragma[1]}", the bundle's runtime has JSX of "${request.jsxImportSource}"; one bundle has one runtime`,
            file: path,
            line: source.slice(0, pragma.index).split("\n").length,
            column: pragma.index - source.lastIndexOf("\n", pragma.index),
            specifier: null,
          });
        }
        return { contents: `${contents}\n// @jsxRuntime automatic\n// @jsxImportSource ${request.jsxImportSource}\n`, loader };
      });
    },
  };
}

function isInstalled(name: string, importer: string): boolean {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", name, "package.json"))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/**
 * Find imports `with { type: "macro" }`. Bun runs those at build time with all rights of the person who builds, and its build function
 * has no switch against it; the command has, so it looks first.
 */
function refuseMacros(request: Request): Diagnostic[] {
  const externals = Object.keys(request.modules).flatMap((name) => ["--external", name]);
  const look = Bun.spawnSync(
    [process.execPath, "build", `--config=${CONFIG}`, "--no-macros", "--target=browser", ...externals, request.entry],
    { cwd: request.root, env: process.env, stdin: "ignore", stdout: "ignore", stderr: "pipe" },
  );
  const lines = look.stderr.toString().split("\n");
  const diagnostics: Diagnostic[] = [];
  lines.forEach((line, index) => {
    if (!/^error: Macros are disabled/.test(line)) return;
    const place = /^\s+at (.*):(\d+):(\d+)$/.exec(lines[index + 1] ?? "");
    diagnostics.push({
      kind: "error",
      code: "macro_refused",
      message: 'imports with { type: "macro" } run at build time, and building a guest runs none of its code; import the module plainly',
      file: place?.[1] ?? request.entry,
      line: Number(place?.[2] ?? 0),
      column: Number(place?.[3] ?? 0),
      specifier: null,
    });
  });
  return diagnostics;
}

function toDiagnostic(log: BuildMessage | ResolveMessage): Diagnostic {
  const position = log.position;
  const missing = "specifier" in log ? log.specifier : null;
  return {
    kind: log.level === "error" ? "error" : "warning",
    code: missing === null ? "bundler" : "module_missing",
    message: log.message,
    file: position === null || position.namespace !== "file" ? null : position.file,
    line: position === null ? 0 : Math.max(0, position.line),
    column: position === null ? 0 : Math.max(0, position.column),
    specifier: missing,
  };
}

const request = JSON.parse(await Bun.stdin.text()) as Request;
await Bun.write(Bun.stdout, JSON.stringify(await bundle(request)));
