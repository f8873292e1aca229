// Builds a page with one example of HTML tags in it, as its author would for a browser, and steps that a person takes there: they run when
// the page has loaded, and leave what they saw in the document's title. Run by test_todomvc_browser.py: `bun run browser_page.ts ENTRY`.

import { readFileSync } from "node:fs";

import { compileSolid } from "../../rill/guest/bundler/solid_dom";

const [entry] = process.argv.slice(2) as [string];

const STEPS = `
  const one = (selector) => document.querySelector(selector);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 100));
  const key = async (field, key) => { field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); await settle(); };
  const write = async (field, text, end) => { field.value = text; field.dispatchEvent(new InputEvent("input", { bubbles: true })); await key(field, end); };
  const press = async (element) => { element.click(); await settle(); };
  const seen = [];
  const look = () => seen.push([[...document.querySelectorAll(".todo")].map((item) => item.textContent), [...document.querySelectorAll(".completed")].map((item) => item.textContent), one(".todo-count")?.textContent ?? "", one(".selected")?.textContent ?? ""]);
  const steps = async () => {
    await settle();
    look();
    for (const title of ["  Buy milk ", "Walk the dog", "Write"]) await write(one(".new-todo"), title, "Enter");
    look();
    await press(document.querySelectorAll(".toggle")[1]);
    look();
    await press(document.querySelectorAll(".filters a")[1]);
    await settle();
    look();
    await press(document.querySelectorAll(".filters a")[0]);
    await settle();
    document.querySelectorAll(".todo label")[2].dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    await settle();
    seen.push(document.activeElement === one(".edit"));
    await write(one(".edit"), "Write a letter", "Enter");
    look();
    await press(one(".destroy"));
    await press(one(".clear-completed"));
    look();
    seen.push(Object.values(localStorage).map((text) => JSON.parse(text).map(({ title }) => title)));
  };
  steps().catch((error) => seen.push(String(error))).then(() => { document.title = JSON.stringify(seen); });
`;

const result = await Bun.build({
  entrypoints: [entry],
  target: "browser",
  define: { "process.env.NODE_ENV": '"production"' },
  jsx: { runtime: "automatic", importSource: "preact", development: false },
  plugins: [
    {
      name: "solid",
      setup: (build) => {
        build.onLoad({ filter: /todomvc-solid\/.*\.tsx$/ }, ({ path }) => {
          const compiled = compileSolid(readFileSync(path, "utf8"), path, "tsx");
          if (compiled === null || "message" in compiled) throw new Error(compiled?.message ?? "no JSX");
          return { contents: compiled.text, loader: "ts" };
        });
      },
    },
  ],
});
if (!result.success) throw new AggregateError(result.logs, "the page did not build");
const code = (await result.outputs[0]!.text()).replaceAll("</script", "<\\/script");
console.log(`<!doctype html><meta charset="utf-8"><title>running</title><div id="app"></div><script type="module">${code}\n${STEPS}</script>`);
