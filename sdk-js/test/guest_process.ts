// Hosts guest realms for harness.ts in a process of its own. The test runner takes every unhandled rejection for a failed test;
// here they reach the guest's core, as a provider's engine would report them.

import { createContext, runInContext, type Context } from "node:vm";

import type { Driver } from "../src/shim/shim";

interface Guest {
  readonly context: Context;
  readonly driver: Driver;
}

export type Request =
  | { readonly do: "load"; readonly shim: string; readonly runtime: string; readonly code: string; readonly limits: Parameters<Driver["limits"]>[0] }
  | { readonly do: "turn"; readonly guest: number; readonly message: Uint8Array }
  | { readonly do: "evaluate"; readonly guest: number; readonly expression: string };

export type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: { name: string; message: string; code?: string; stack: string } });

const guests: Guest[] = [];

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

async function answer(request: Request): Promise<unknown> {
  switch (request.do) {
    case "load": {
      const context = createContext({});
      runInContext(request.shim, context, { filename: "rill:shim" });
      const driver = runInContext("(driver => (delete globalThis.__rillDriver, driver))(__rillDriver)", context) as Driver;
      driver.limits(request.limits);
      driver.clock(500);
      runInContext(request.runtime, context, { filename: "rill:runtime/react" });
      driver.load(runInContext(request.code, context, { filename: "app" }), "app");
      await settle(driver);
      return guests.push({ context, driver }) - 1;
    }
    case "turn": {
      const { driver } = guests[request.guest]!;
      driver.turn(new Uint8Array(request.message));
      await settle(driver);
      return new Uint8Array(driver.finish());
    }
    case "evaluate":
      return runInContext(request.expression, guests[request.guest]!.context, { filename: "test" }) as unknown;
  }
}

let queue = Promise.resolve();

process.on("message", ({ id, request }: { id: number; request: Request }) => {
  queue = queue.then(async () => {
    let reply: Answer;
    try {
      reply = { id, result: await answer(request) };
    } catch (error) {
      const { name, message, code, stack } = error as Error & { code?: string };
      reply = { id, error: { name, message, stack: String(stack), ...(code === undefined ? {} : { code }) } };
    }
    process.send!(reply);
  });
});
