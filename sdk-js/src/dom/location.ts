// `location`, of which a guest has the fragment alone: `location.hash` and the event `hashchange`. There is no address around it.

import { GuestError } from "../core/guest_error";
import type { Guest } from "../core/guest";
import { dispatch, type EventTarget } from "./event_target";
import { HashChangeEvent } from "./events";

const ADDRESS = "rill:guest";
const FRAGMENT_MAX = 4_096;
/** After everything that frameworks queue. */
const PRIORITY = 5;

export class Location {
  readonly #guest: Guest;
  readonly #window: EventTarget;
  #hash = "";

  constructor(guest: Guest, window: EventTarget) {
    this.#guest = guest;
    this.#window = window;
  }

  get hash(): string {
    return this.#hash;
  }

  set hash(value: string) {
    this.#guest.refuseInImage("location.hash was set");
    const text = `${value}`;
    const fragment = text.startsWith("#") ? text.slice(1) : text;
    if (fragment.length > FRAGMENT_MAX) throw new GuestError("limit", `location.hash has at most ${FRAGMENT_MAX} characters`);
    const hash = fragment === "" ? "" : `#${fragment}`;
    if (hash === this.#hash) return;
    const oldURL = this.href;
    this.#hash = hash;
    const newURL = this.href;
    // As in browsers, not within the assignment; but within the turn.
    this.#guest.immediates.add(() => void dispatch(this.#window, new HashChangeEvent("hashchange", { oldURL, newURL })), PRIORITY);
  }

  get href(): string {
    return ADDRESS + this.#hash;
  }

  set href(value: string) {
    this.assign(value);
  }

  get pathname(): string {
    return "/";
  }

  get search(): string {
    return "";
  }

  get origin(): string {
    return "null";
  }

  assign(address: string): void {
    const text = `${address}`;
    if (!text.startsWith("#")) {
      throw new GuestError("unsupported", `location can go to a fragment only, such as '#/all', not to '${text.slice(0, 80)}': a guest is no page`);
    }
    this.hash = text;
  }

  replace(address: string): void {
    this.assign(address);
  }

  reload(): never {
    throw new GuestError("unsupported", "location.reload() is not available in a guest: the host starts it again");
  }

  toString(): string {
    return this.href;
  }
}
