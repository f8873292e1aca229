// The connector: takes over a page of guests as the server wrote it, and keeps it live. This file starts it; socket.ts is its heart.

import { adoptEvents } from "./events";
import { FIELDS } from "./fields";
import { guests } from "./guest";
import { load } from "./modules";
import { config } from "./page";
import { start } from "./socket";

config.guests.forEach(({ token, sequence }, index) => {
  const root = document.querySelector(`div[data-rill="${index}"]`)!;
  const rules = new CSSStyleSheet();
  document.adoptedStyleSheets.push(rules);
  // Here from the start, so that readers of screens watch it.
  const status = document.createElement("p");
  status.className = "rill-status";
  status.role = "status";
  status.setAttribute("data-m-own", "");
  root.append(status);
  guests.push({
    index,
    root,
    status,
    rules,
    nodes: new Map([[0, root]]),
    templates: new Map(),
    versions: new Map(),
    token,
    // A page that a browser would not have read as it was written is not adopted.
    sequence: root.hasAttribute("data-rill-reset") ? -1 : sequence,
    acknowledged: sequence,
    event: 0,
    queue: [],
  });
});
adoptEvents();
for (const name of config.use) void load(name);
if (document.querySelector(FIELDS)) void load("core-fields");
// For what comes of the first thing that someone does.
void load("core-elements");
start();
