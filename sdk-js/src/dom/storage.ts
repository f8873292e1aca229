// `localStorage`: texts by name, in the guest's own memory, so that a snapshot holds them. A host that wants to keep them gives what it
// kept as `localStorage` in the session's config, and hears of every change by a message of that name.

import { GuestError } from "../core/guest_error";
import type { Guest } from "../core/guest";

/** As browsers have it: five million characters. */
const CHARACTERS_MAX = 5_000_000;

const NAME = "localStorage";

export class Storage {
  readonly #guest: Guest;
  #items: Map<string, string> | null = null;
  #characters = 0;
  #isKept = false;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  get length(): number {
    return this.#all().size;
  }

  key(index: number): string | null {
    return [...this.#all().keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.#all().get(`${name}`) ?? null;
  }

  setItem(name: string, value: unknown): void {
    const items = this.#all();
    const key = `${name}`;
    const text = `${value as string}`;
    const before = items.get(key);
    if (before === text) return;
    const characters = this.#characters + text.length - (before === undefined ? -key.length : before.length);
    if (characters > CHARACTERS_MAX) {
      throw Object.defineProperty(new GuestError("limit", `localStorage has room for ${CHARACTERS_MAX} characters`), "name", { value: "QuotaExceededError" });
    }
    this.#characters = characters;
    items.set(key, text);
    this.#tell(key, text);
  }

  removeItem(name: string): void {
    const items = this.#all();
    const key = `${name}`;
    const before = items.get(key);
    if (before === undefined) return;
    items.delete(key);
    this.#characters -= key.length + before.length;
    this.#tell(key, null);
  }

  clear(): void {
    for (const name of [...this.#all().keys()]) this.removeItem(name);
  }

  names(): string[] {
    return [...this.#all().keys()];
  }

  /** The items of this session; those that the host kept come with its config. */
  #all(): Map<string, string> {
    if (this.#items !== null) return this.#items;
    this.#guest.refuseInImage("localStorage was used");
    this.#items = new Map();
    const { config } = this.#guest;
    const kept: unknown = isObject(config) && Object.hasOwn(config, NAME) ? config[NAME] : undefined;
    if (isObject(kept)) {
      this.#isKept = true;
      for (const [name, value] of Object.entries(kept)) {
        if (typeof value !== "string") continue;
        this.#items.set(name, value);
        this.#characters += name.length + value.length;
      }
    }
    return this.#items;
  }

  #tell(name: string, value: string | null): void {
    if (this.#isKept) this.#guest.send(NAME, { name, value });
  }
}

/** The storage as guests see it: `localStorage.todos` is `localStorage.getItem("todos")`. */
export function storageObject(storage: Storage): Storage {
  return new Proxy(storage, {
    get: (target, name) => {
      if (typeof name !== "string") return undefined;
      if (name === "length") return target.length;
      const own = (target as unknown as Record<string, unknown>)[name];
      if (name !== "names" && name !== "constructor" && typeof own === "function") return own.bind(target) as unknown;
      return target.getItem(name) ?? undefined;
    },
    set: (target, name, value) => {
      target.setItem(String(name), value);
      return true;
    },
    has: (target, name) => typeof name === "string" && target.getItem(name) !== null,
    deleteProperty: (target, name) => {
      target.removeItem(String(name));
      return true;
    },
    ownKeys: (target) => target.names(),
    getOwnPropertyDescriptor: (target, name) => {
      const value = target.getItem(String(name));
      return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
