// Which components an error came through, for whoever reads it. Components run once and leave no trace; so the names are collected
// while the error goes up.

const MAX_COMPONENTS = 50;

const traces = new WeakMap<object, string[]>();

/** Note that an error left a component. */
export function addComponent(error: unknown, name: string): void {
  if (typeof error !== "object" || error === null) return;
  const trace = traces.get(error);
  if (trace === undefined) traces.set(error, [name]);
  else if (trace.length < MAX_COMPONENTS) trace.push(name);
}

/** The components that an error came through, innermost first, as a stack trace has them; null when there is none. */
export function componentTrace(error: unknown): string | null {
  const trace = typeof error === "object" && error !== null ? traces.get(error) : undefined;
  return trace === undefined ? null : trace.map((name) => `    at ${name === "" ? "an unnamed component" : name}`).join("\n");
}
