// Hosts guest realms for harness.ts in a process of its own: one line of JSON in, one out. The test runner takes every unhandled
// rejection for a failed test; here they reach the guest's core, as a provider's engine would report them.
// tests/sdk_js/engine_guests.py answers the same lines with the real engine.

import { createContext, runInContext } from "node:vm";

import type { Driver } from "../src/shim/shim";

export type Request =
  | { readonly do: "load"; readonly shim: string; readonly runtime: string; readonly app: string; readonly limits: Parameters<Driver["limits"]>[0] }
  | { readonly do: "turn"; readonly guest: number; readonly message: string };

/** The guest's number, or its outbox in base64; or what it threw. */
export type Answer = { readonly id: number } & ({ readonly result: number | string } | { readonly error: { name: string; message: string; code?: string; stack: string } });

const guests: Driver[] = [];

// A realm's rejections come to the process; all turns are serial, so they belong to the guest of the running turn.
let running: Driver | null = null;
process.on("unhandledRejection", (reason, promise) => running?.rejected(promise, reason));
process.on("uncaughtException", (error) => running?.threw(error));

async function settle(driver: Driver): Promise<void> {
  running = driver;
  // A macrotask of this realm: every job of the guest's has run before it, and its rejections are known.
  do await new Promise((resolve) => setImmediate(resolve));
  while (driver.pump());
  running = null;
}

async function answer(request: Request): Promise<number | string> {
  if (request.do === "turn") {
    const driver = guests[request.guest]!;
    driver.turn(request.message);
    await settle(driver);
    return driver.finishBase64();
  }
  const context = createContext({});
  runInContext(request.shim, context, { filename: "rill:shim" });
  const driver = runInContext("(driver => (delete globalThis.__rillDriver, driver))(__rillDriver)", context) as Driver;
  driver.limits(request.limits);
  driver.clock(500);
  runInContext(request.runtime, context, { filename: "rill:runtime/react" });
  driver.load(runInContext(request.app, context, { filename: "app" }), "app");
  await settle(driver);
  return guests.push(driver) - 1;
}

if (import.meta.main) {
  for await (const line of console) {
    const { id, request } = JSON.parse(line) as { id: number; request: Request };
    let reply: Answer;
    try {
      reply = { id, result: await answer(request) };
    } catch (error) {
      const { name, message, code, stack } = error as Error & { code?: string };
      reply = { id, error: { name, message, stack: String(stack), ...(code === undefined ? {} : { code }) } };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
