import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { RUNTIMES } from "../runtimes";
import { missingNames } from "../src/dom/missing";
import { DOM_NAMES } from "../src/dom/names";

const read = (path: string): string => readFileSync(join(import.meta.dir, "..", path), "utf8");
const written = (source: string): number => source.split("\n").filter((line) => line.trim() !== "").length;

// A framework runs on the recording document with what its runtime's entry says, and what all of them share.
test("each framework is joined to the document by less than 150 lines", () => {
  const html = RUNTIMES.filter(({ sdk }) => sdk === null);
  expect(html.map(({ name }) => name)).toEqual(["preact", "solid-dom", "vue"]);
  const shared = written(read("src/dom/start.ts"));
  for (const { name, entry } of html) expect(written(read(entry)) + shared, name).toBeLessThan(150);
});

test("the document knows no framework", () => {
  for (const path of new Bun.Glob("*.ts").scanSync(join(import.meta.dir, "../src/dom"))) {
    expect(read(`src/dom/${path}`).match(/from "(?:preact|solid-js|vue|react)/g), path).toBe(null);
  }
});

test("docs/dom.md lists every shim and every name that throws", () => {
  const page = read("../docs/dom.md");
  expect([...DOM_NAMES, ...missingNames()].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
