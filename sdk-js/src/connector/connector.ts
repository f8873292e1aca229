// The connector: takes over a page of guests as the server wrote it, and keeps it live. This file starts it; socket.ts is its heart.

import { adoptEvents } from "./events";
import { adoptFields, followComposition } from "./fields";
import { type Guest, guests } from "./guest";
import { load } from "./modules";
import { config } from "./page";
import { start } from "./socket";

config.guests.forEach(({ token, sequence }, index) => {
  const root = document.querySelector(`[data-rill="${index}"]:not(template)`)!;
  const rules = new CSSStyleSheet();
  document.adoptedStyleSheets.push(rules);
  // Here from the start, so that readers of screens watch it.
  const status = document.createElement("p");
  status.className = "rill-status";
  status.role = "status";
  status.toggleAttribute("data-m-own", true);
  root.append(status);
  const isAdopted = !root.hasAttribute("data-rill-reset");
  const guest: Guest = {
    index,
    root,
    status,
    nodes: new Map([[0, root]]),
    templates: new Map(),
    versions: new Map(),
    rules,
    indexed: false,
    nodesMax: 1000,
    token,
    sequence: isAdopted ? sequence : -1,
    acknowledged: sequence,
    event: 0,
    queue: [],
    waiting: new Map(),
    answers: [],
    live: false,
    over: false,
    busy: false,
    saved: undefined,
  };
  guests.push(guest);
  followComposition(guest);
});
adoptEvents();
guests.forEach(adoptFields);
config.use.forEach(load);
start();
