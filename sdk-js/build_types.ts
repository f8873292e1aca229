// Makes the type declarations that guests compile against: React's own, without what belongs to a browser, Solid's, the SDK's, and the
// globals of a guest. They ship in the wheel as rill/guest/types, so that a guest's author needs no package of the npm registry.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const here = import.meta.dir;
const react = join(here, "node_modules/@types/react");

// What is cut from @types/react: the sections between these headings, which are about the DOM, and every declaration that
// mentions a name from them. What remains is checked by compiling it without the DOM library (type-tests).
const FIRST_DOM_SECTION = "    // Event System";
const SECTION_AFTER_DOM = "    // Error Interfaces";
const DOM_NAMES = /\b(?:(?:HTML|SVG|Math)[A-Z]?\w*|Detailed\w+|DOM[A-Z]\w*|CSS|Native\w+Event|CSSProperties|ReactHTML\w*|ReactSVG\w*)\b/;

// Gone too: what mentions the DOM under a common name, and what React has in development builds alone.
const OTHER_NAMES = ["ReactInstance", "act", "captureOwnerStack"];

/** React's declarations without the DOM's. */
export function withoutDom(source: string): string {
  const lines = source.split("\n");
  const open = lines.indexOf("declare namespace React {");
  const close = lines.indexOf("}", open);
  const first = lines.indexOf(FIRST_DOM_SECTION);
  const after = lines.indexOf(SECTION_AFTER_DOM);
  if (open < 0 || close < 0 || first < open || after < first) {
    throw new Error("@types/react has a new layout: build_types.ts must follow it");
  }

  // In front of the namespace: only types that it needs of its own.
  const front = lines.slice(0, open).join("\n");
  const head = front.slice(front.indexOf("declare const UNDEFINED_VOID_ONLY"));
  const dropped = new Set(declarations(lines.slice(first, after)).map(nameOf));
  dropped.delete(undefined);
  let kept = [...declarations(lines.slice(open + 1, first)), ...declarations(lines.slice(after, close))]
    .filter((text) => !OTHER_NAMES.includes(nameOf(text) ?? ""))
    .map(emptyIntrinsics);
  // Again and again, until nothing that is kept mentions what is not.
  for (;;) {
    const mentions = new RegExp(`\\b(?:${[...dropped].join("|")})\\b`);
    const remaining = kept.filter((text) => !mentions.test(withoutComments(text)) && !DOM_NAMES.test(withoutComments(text)));
    if (remaining.length === kept.length) break;
    const remainingNames = new Set(remaining.map(nameOf));
    // Of an overloaded function some signatures may go while others stay.
    for (const text of kept) if (!remainingNames.has(nameOf(text))) dropped.add(nameOf(text));
    kept = remaining;
  }
  return `${head}\ndeclare namespace React {\n${kept.join("\n")}\n${lines.slice(close).join("\n")}`;
}

/** Declarations of a namespace's body, each with the comments above it. */
function declarations(lines: readonly string[]): string[] {
  const result: string[] = [];
  let current: string[] = [];
  let started = false;
  let inComment = false;
  for (const line of lines) {
    const isComment = inComment || /^ {4}\/[/*]/.test(line);
    if (isComment) inComment = !/\*\/\s*$/.test(line) && (inComment || /^ {4}\/\*/.test(line));
    const isStart = !isComment && /^ {4}[a-z]/.test(line);
    if (started && (isComment || isStart) && !current.at(-1)!.endsWith("=")) {
      result.push(current.join("\n"));
      current = [];
      started = false;
    }
    current.push(line);
    started ||= isStart;
  }
  if (started) result.push(current.join("\n"));
  return result;
}

function nameOf(declaration: string): string | undefined {
  return /^ {4}(?:export )?(?:declare )?(?:abstract )?(?:interface|type|function|const|let|class|namespace) (\w+)/m.exec(declaration)?.[1];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
}

// The elements of a host are components, not intrinsic elements: `<div>` is a type error in a guest.
function emptyIntrinsics(declaration: string): string {
  return declaration.replace(/( {8}interface IntrinsicElements) \{[^}]*\}/, "$1 {}");
}

/** Write all declarations to a folder, which is emptied first. */
export async function buildTypes(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, "react"), { recursive: true });
  const notice = "// React's types for guests: @types/react without what belongs to a browser. Licence: LICENSE beside this file.\n\n";
  await writeFile(join(out, "react/index.d.ts"), notice + withoutDom(await readFile(join(react, "index.d.ts"), "utf8")));
  for (const name of ["jsx-runtime.d.ts", "jsx-dev-runtime.d.ts", "LICENSE"]) await cp(join(react, name), join(out, "react", name));
  await writeFile(join(out, "react/package.json"), '{ "name": "react", "types": "index.d.ts" }\n');
  await mkdir(join(out, "rill"), { recursive: true });
  await cp(join(here, "types/sdk.d.ts"), join(out, "rill/sdk.d.ts"));
  await cp(join(here, "types/host.d.ts"), join(out, "rill/host.d.ts"));
  await cp(join(here, "src/sdk/component_types.generated.ts"), join(out, "rill/component_types.d.ts"));
  await writeFile(join(out, "rill/components.d.ts"), componentDeclarations(await readFile(join(here, "src/sdk/components.generated.ts"), "utf8")));
  await buildSolidTypes(out);
  await cp(join(here, "types/globals.d.ts"), join(out, "globals.d.ts"));
  await cp(join(here, "types/tsconfig.json"), join(out, "tsconfig.json"));
}

/** Solid's own declarations, with JSX of ours in place of HTML's, and the SDK's. */
async function buildSolidTypes(out: string): Promise<void> {
  const solid = join(here, "node_modules/solid-js");
  const types = join(out, "solid-js");
  await mkdir(types, { recursive: true });
  for (const folder of ["reactive", "render"]) await cp(join(solid, "types", folder), join(types, folder), { recursive: true });
  // What hydration would find in a document: there is none.
  const hydration = join(types, "render/hydration.d.ts");
  await writeFile(hydration, replaceOnce(await readFile(hydration, "utf8"), "Map<string, Element>", "Map<string, unknown>"));
  await cp(join(solid, "types/index.d.ts"), join(types, "index.d.ts"));
  await cp(join(here, "types/solid_jsx.d.ts"), join(types, "jsx.d.ts"));
  await cp(join(here, "types/solid_web.d.ts"), join(types, "web.d.ts"));
  await mkdir(join(types, "store"));
  for (const name of ["index", "store", "modifiers", "mutable"]) await cp(join(solid, `store/types/${name}.d.ts`), join(types, `store/${name}.d.ts`));
  await cp(join(solid, "LICENSE"), join(types, "LICENSE"));
  await mkdir(join(out, "rill/solid"), { recursive: true });
  await cp(join(here, "types/sdk_solid.d.ts"), join(out, "rill/solid/sdk.d.ts"));
  await cp(join(here, "types/solid_jsx_runtime.d.ts"), join(out, "rill/solid/jsx-runtime.d.ts"));
  const componentTypes = await readFile(join(here, "src/sdk/component_types.generated.ts"), "utf8");
  await writeFile(join(out, "rill/solid/component_types.d.ts"), forSolid(componentTypes));
  await cp(join(out, "rill/components.d.ts"), join(out, "rill/solid/components.d.ts"));
}

/** The components' types with what Solid has in place of React's nodes and refs, and with its listeners that are called with data. */
function forSolid(source: string): string {
  const changes: readonly (readonly [from: string, to: string])[] = [
    [
      'import type { ReactElement, ReactNode, Ref } from "react";',
      'import type { JSX } from "solid-js";\n\ntype ReactNode = JSX.Element;\ntype ReactElement = JSX.Element;\n' +
        "/** A variable that is set, a function that is called, or what `useRemoteRef` returns. */\n" +
        "type Ref<T> = T | ((value: T) => void) | { current: T | null };",
    ],
    ["/** A component of the host. To React it is a string; its type", "/** A component of the host. To Solid it is a string; its type"],
    [
      "export type Listener<Payload> = ((payload: Payload) => unknown) |",
      "export type Listener<Payload> =\n  | ((payload: Payload) => unknown)\n" +
        "  // A function and what it is called with before the payload: no closure for each row of a list.\n" +
        "  | readonly [fn: (data: any, payload: Payload) => unknown, data: any]\n  |",
    ],
  ];
  return changes.reduce((changed, [from, to]) => replaceOnce(changed, from, to), source);
}

function replaceOnce(source: string, from: string, to: string): string {
  const pieces = source.split(from);
  if (pieces.length !== 2) throw new Error(`declarations have a new layout: build_types.ts looks for ${from} and finds it ${pieces.length - 1} times`);
  return pieces.join(to);
}

/**
 * `export const Text = "Text" as unknown as HostComponent<TextProps>` as a declaration, with its comment. Constants whose names begin
 * with Host stand behind components of the SDK and are not for guests.
 */
function componentDeclarations(source: string): string {
  const pattern = /((?:\/\*\*(?:(?!\*\/)[^])*\*\/\n)?)export const ((?!Host)\w+) = "\w+" as unknown as (HostComponent<(\w+)>);/g;
  const constants = [...source.matchAll(pattern)];
  if (constants.length === 0) throw new Error("components.generated.ts has a new layout: build_types.ts must follow it");
  const types = [...new Set(constants.map(([, , , , props]) => props!))].sort();
  const names = constants.map(([, comment, name, type]) => `${comment}export declare const ${name}: ${type};\n`);
  const imports = `import type { HostComponent, ${types.join(", ")} } from "./component_types";`;
  return `// The components of the catalogue.\n\n${imports}\n\n${names.join("\n")}`;
}
