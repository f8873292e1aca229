// A guest's channels: what it says to others who are in them, and who is there. Frameworks join this with their components
// (sdk/channels.ts, solid/sdk/channels.ts); the host's side is rill/host/channels.py, the words between the two are in
// docs/channels.md. Knows no framework.

import type { Guest } from "./guest";
import { GuestError } from "./guest_error";

/** The host event that brings what happened in all channels of the guest. */
const DELIVERY_EVENT = "rill.channels";

/** How many messages a hook keeps if it does not say. */
export const KEEP_DEFAULT = 100;

export type ChannelStatus = "joining" | "joined" | "interrupted" | "refused";

export interface ChannelMessage {
  /** Counts up by one with each message that this guest hears of the channel. */
  readonly id: number;
  readonly data: unknown;
  /** The id of the member who published it; null if the host did. */
  readonly from: string | null;
  /** What the host says of the sender. */
  readonly user: unknown;
  readonly own: boolean;
}

export interface Member {
  readonly id: string;
  /** What the host says of them. */
  readonly user: unknown;
  /** What they show of themselves. */
  readonly state: unknown;
  readonly own: boolean;
}

/** How a channel stands. A new object whenever something changed, so that frameworks can compare. */
export interface ChannelSnapshot {
  readonly status: ChannelStatus;
  /** Why the channel was refused, in the host's words. */
  readonly error: string | null;
  readonly messages: readonly ChannelMessage[];
  /** Messages that were lost on the way: the guest was too slow, or the host's connection was away. */
  readonly missed: number;
  readonly members: readonly Member[];
}

const UNKNOWN: ChannelSnapshot = { status: "joining", error: null, messages: [], missed: 0, members: [] };

/** What one hook wants of a channel. Its owner changes it and then calls `ChannelTable.touch`. */
export interface ChannelUse {
  /** How many messages it keeps; 0: it wants none. */
  keep: number;
  wantsMembers: boolean;
  /** What it shows of this guest, if anything. */
  me: { readonly state: unknown } | null;
  onMessage: ((message: ChannelMessage) => void) | null;
  onChange: () => void;
}

type Delivery = {
  readonly channel: string;
  readonly status?: ChannelStatus;
  readonly messages?: readonly (readonly [from: string | null, user: unknown, data: unknown])[];
  readonly missed?: number;
  /** Whether `members` are all. */
  readonly reset?: boolean;
  readonly members?: readonly (readonly [id: string, value: readonly [user: unknown, state: unknown]])[];
  readonly gone?: readonly string[];
};

/** All channels of a guest, by name. Hooks of one name share one join. */
export class ChannelTable {
  private readonly channels = new Map<string, Channel>();
  private isListening = false;

  constructor(private readonly guest: Guest) {}

  /** Be in a channel until the returned function is called. */
  open(name: string, use: ChannelUse): () => void {
    this.guest.refuseInImage("opening a channel");
    if (!this.isListening) {
      this.isListening = true;
      this.guest.onHostEvent(DELIVERY_EVENT, (deliveries) => this.deliver(deliveries as readonly Delivery[]));
    }
    let channel = this.channels.get(name);
    if (channel === undefined) this.channels.set(name, (channel = new Channel(name, this.guest, () => this.channels.delete(name))));
    channel.uses.push(use);
    channel.plan();
    const opened = channel;
    return () => {
      const at = opened.uses.indexOf(use);
      if (at >= 0) opened.uses.splice(at, 1);
      opened.plan();
    };
  }

  /** What a use of the channel wants has changed. */
  touch(name: string): void {
    this.channels.get(name)?.plan();
  }

  snapshot(name: string): ChannelSnapshot {
    return this.channels.get(name)?.snapshot ?? UNKNOWN;
  }

  /** Say something to all who are in the channel. The promise settles when it is on its way, or when the host refuses it. */
  publish(name: string, data: unknown): Promise<void> {
    // A channel that was opened in this turn is joined first.
    this.channels.get(name)?.carryOut();
    return this.guest.callHost("rill.channels.publish", [name, data]).then(() => undefined);
  }

  private deliver(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) this.channels.get(delivery.channel)?.deliver(delivery);
  }
}

/** One channel. What it wants of the host follows from its uses, and is asked for once in a turn, when all of them have said it. */
class Channel {
  readonly uses: ChannelUse[] = [];
  snapshot: ChannelSnapshot = UNKNOWN;

  private me: string | null = null;
  private nextId = 1;
  private readonly members = new Map<string, Member>();
  /** What came before the host's answer said which member this guest is. */
  private early: Delivery[] = [];
  private isPlanned = false;
  /** What the host was asked for last: messages and members; null where it was asked for nothing, or refused. */
  private wanted: readonly [messages: boolean, members: boolean] | null = null;
  private isRefused = false;
  /** What the host was told that this guest shows, and whether its answer is due. */
  private shown: { readonly state: unknown } | null = null;
  private isShowing = false;

  constructor(
    private readonly name: string,
    private readonly guest: Guest,
    private readonly onLeft: () => void,
  ) {}

  plan(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    // At the end of this turn's work: a hook that goes and one that comes in the same commit leave the channel alone.
    void Promise.resolve().then(() => this.carryOut());
  }

  carryOut(): void {
    this.isPlanned = false;
    if (this.guest.state !== "running") return;
    if (this.uses.length === 0) return this.leave();
    const messages = this.uses.some(({ keep }) => keep > 0);
    const members = this.uses.some(({ wantsMembers }) => wantsMembers);
    if (!this.isRefused && (this.wanted?.[0] !== messages || this.wanted[1] !== members)) {
      const wanted = (this.wanted = [messages, members]);
      this.guest.callHost("rill.channels.join", [this.name, messages, members]).then(
        (answer) => this.joined(answer as { me: string; status: ChannelStatus }),
        (error: unknown) => this.wanted === wanted && this.refused(error),
      );
    }
    this.show();
  }

  /** Tell the host what this guest shows of itself, if that changed. One call at a time: what changes meanwhile waits for its end. */
  private show(): void {
    if (this.isShowing || this.isRefused || this.wanted === null) return;
    let me: { readonly state: unknown } | null = null;
    for (const use of this.uses) if (use.me !== null) me = use.me;
    if (me === null ? this.shown === null : this.shown !== null && isSame(me.state, this.shown.state)) return;
    this.shown = me;
    this.isShowing = true;
    const call = me === null ? this.guest.callHost("rill.channels.absent", [this.name]) : this.guest.callHost("rill.channels.present", [this.name, me.state]);
    const next = (): void => {
      this.isShowing = false;
      if (this.uses.length > 0) this.plan();
    };
    call.then(next, (error: unknown) => {
      next();
      // Of a channel that refuses its guest that is told once, by its status.
      if (!this.isRefused && this.uses.length > 0) throw error;
    });
  }

  private leave(): void {
    this.onLeft();
    if (this.wanted !== null && !this.isRefused) {
      this.wanted = null;
      // The host leaves in any case; and nobody is there to hear more.
      this.guest.callHost("rill.channels.leave", [this.name]).catch(() => undefined);
    }
  }

  private joined({ me, status }: { me: string; status: ChannelStatus }): void {
    if (this.wanted === null || this.isRefused) return;
    const isFirst = this.me === null;
    this.me = me;
    if (!isFirst) return;
    const [first, ...others] = this.early;
    this.early = [];
    // One change for both, so that a framework draws once.
    this.deliver({ status, ...(first ?? { channel: this.name }) });
    for (const delivery of others) this.deliver(delivery);
  }

  private refused(error: unknown): void {
    const cause = error instanceof GuestError && error.cause !== undefined ? error.cause : error;
    this.isRefused = true;
    this.change({ status: "refused", error: cause instanceof Error ? cause.message : String(cause) });
  }

  deliver(delivery: Delivery): void {
    if (this.me === null) {
      this.early.push(delivery);
      return;
    }
    const change: { -readonly [Key in keyof ChannelSnapshot]?: ChannelSnapshot[Key] } = {};
    if (delivery.status !== undefined) {
      change.status = delivery.status;
      if (delivery.status === "refused") {
        this.isRefused = true;
        change.error = "the host has closed the channel to this guest";
        this.members.clear();
        change.members = [];
      }
    }
    if (delivery.missed !== undefined) change.missed = this.snapshot.missed + delivery.missed;
    if (delivery.members !== undefined) {
      if (delivery.reset === true) this.members.clear();
      for (const [id, [user, state]] of delivery.members) this.members.set(id, { id, user, state, own: id === this.me });
      for (const id of delivery.gone ?? []) this.members.delete(id);
      change.members = [...this.members.values()];
    }
    const heard = (delivery.messages ?? []).map(([from, user, data]): ChannelMessage => ({ id: this.nextId++, data, from, user, own: from === this.me }));
    if (heard.length > 0) {
      const keep = Math.max(...this.uses.map((use) => use.keep), 0);
      change.messages = lastOf([...this.snapshot.messages, ...heard], keep);
    }
    this.change(change);
    for (const message of heard) for (const use of [...this.uses]) if (use.keep > 0) use.onMessage?.(message);
  }

  private change(change: Partial<ChannelSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const use of [...this.uses]) use.onChange();
  }
}

/** The last so many; the same array where it has no more. */
export function lastOf<T>(items: readonly T[], count: number): readonly T[] {
  return items.length <= count ? items : items.slice(items.length - count);
}

/** Whether two values say the same: literals in a component are new objects in every render. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const isPlain = Array.isArray(one) || Object.getPrototypeOf(one) === Object.prototype;
  if (!isPlain) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
