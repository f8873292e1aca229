// Builds what a browser loads: the connector, and one script for each module of a component. Run by build.ts; alone, and quickly, as
// `bun run build_connector.ts [OUT]`, which says how large each is as it travels. tests/sdk_js/test_connector.py holds the budgets.

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const here = join(import.meta.dir, "src/connector");

async function buildScript(entry: string): Promise<string> {
  const result = await Bun.build({ entrypoints: [join(here, entry)], root: here, target: "browser", format: "esm", minify: true });
  if (!result.success) throw new AggregateError(result.logs, `building ${entry} failed`);
  return result.outputs[0]!.text();
}

/** Build all scripts into a folder. The same sources give the same bytes on every machine. */
export async function buildConnector(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const modules = (await readdir(join(here, "modules"))).filter((file) => file.endsWith(".ts")).sort();
  await writeScript(join(out, "connector.js"), "connector.ts");
  for (const file of modules) await writeScript(join(out, `module-${file.slice(0, -".ts".length)}.js`), `modules/${file}`);
}

async function writeScript(path: string, entry: string): Promise<void> {
  const code = await buildScript(entry);
  await writeFile(path, code);
  console.log(`${basename(path)} ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} gzipped`);
}

if (import.meta.main) await buildConnector(resolve(process.argv[2] ?? join(import.meta.dir, "../rill/host/web/static")));
