// Names that reach prototypes never cross, in either direction (PROTOCOL 2, "Values").

import { FORBIDDEN_KEYS } from "../protocol/generated";

const forbidden: ReadonlySet<string> = new Set(FORBIDDEN_KEYS);

export function isForbiddenKey(key: string): boolean {
  return forbidden.has(key);
}
