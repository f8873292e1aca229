// The one WebSocket of the page: what is sent, what comes, and what happens when it breaks. An event is kept until the server has said that
// it ran, and is sent again on the next socket; the server knows by its id whether it has run already.

import { ClientMessage, ServerMessage, WEB_VERSION, WebOperation } from "./generated";
import { type Guest, guests, index } from "./guest";
import { decode, encode, latin1 } from "./messages";
import { measure, metrics } from "./metrics";
import { load, parts } from "./modules";
import { type Operation, apply } from "./operations";
import { config } from "./page";

// Constant enums, which the bundler puts in as numbers.

const enum Retry {
  /** The longest wait between two attempts, and what the first is a part of. */
  MAX_MS = 30_000,
  FIRST_MS = 500,
}

/** How often the socket is looked at; after how many looks without a word from the server it is asked, and given up. */
const enum Looks {
  EVERY_MS = 3_000,
  TO_ASK = 5,
  MAX = 8,
}

const enum Queue {
  /** Events that are kept while there is no socket. A person hardly makes so many, and a script shall not fill the memory. */
  MAX = 1_000,
}

let socket: WebSocket | undefined;
let attempts = 0;
let retry: number | undefined;
/** How often the socket was looked at since something came. Looks, not time: tabs that nobody sees look once a minute. */
let looks = 0;
/** What is being done with messages that came: one after the other, because some wait for a part to be loaded. */
let work: Promise<void> = Promise.resolve();

export function send(...message: readonly unknown[]): void {
  // One that is being closed takes nothing, and browsers complain. What has to arrive is sent again on the next.
  if (socket?.readyState === WebSocket.OPEN) socket.send(encode(message));
}

/** Keep an event and send it. */
export function post(guest: Guest, node: number, type: string, fields: object): void {
  if (guest.queue.length >= Queue.MAX) return;
  const entry = [++guest.event, node, type, fields] as const;
  guest.queue.push(entry);
  if (guest.isLive) send(ClientMessage.EVENT, guest.index, ...entry);
  else if (!socket) wake();
}

/** Say up to where frames were applied. */
function acknowledge(): void {
  for (const guest of guests) if (guest.isLive && guest.acknowledged !== guest.sequence) send(ClientMessage.ACK, guest.index, (guest.acknowledged = guest.sequence));
}

// -- messages of the server --------------------------------------------------------------------------------------------------------

const recovery = async () => {
  await load("core-recovery");
  return parts["core-recovery"]!;
};

/** Take in a message. It waits for the parts of the connector that it needs, and those after it wait with it. */
async function receive(bytes: Uint8Array): Promise<void> {
  const [code, place, first, second, third] = decode(bytes) as readonly [ServerMessage, number, never, never, never];
  const guest = guests[place];
  if (!guest || guest.isOver) return;
  // What a field holds.
  if (latin1.decode(bytes).includes("$v")) await load("core-fields");
  if (code === ServerMessage.GOODBYE) (await recovery()).leave(guest, first, second);
  else if (code === ServerMessage.WELCOME) await welcome(guest, first, second, third);
  else await receiveFrame(guest, code === ServerMessage.SNAPSHOT, first, second, third);
}

async function receiveFrame(guest: Guest, isWhole: boolean, sequence: number, events: number, operations: readonly Operation[]): Promise<void> {
  cover(guest, events);
  if (!isWhole && sequence <= guest.sequence) return;
  await load("core-elements");
  if (operations.some(([code]) => code === WebOperation.CALL)) await load("core-calls");
  if (isWhole) (await recovery()).applySnapshot(guest, operations);
  else {
    if (sequence !== guest.sequence + 1) throw Error("frames are missing");
    index(guest);
    apply(guest, document, operations);
  }
  guest.sequence = sequence;
  // Once for all frames that come before the screen is drawn; a page that is not seen draws nothing.
  if (document.hidden) acknowledge();
  else requestAnimationFrame(acknowledge);
}

/** Events up to this one have run. */
function cover(guest: Guest, events: number): void {
  guest.queue = guest.queue.filter(([id]) => id > events);
}

async function welcome(guest: Guest, token: string, events: number, isReset: boolean): Promise<void> {
  guest.token = token;
  if (isReset) (await recovery()).reset(guest);
  cover(guest, events);
  guest.isLive = true;
  show(guest);
  for (const entry of guest.queue) send(ClientMessage.EVENT, guest.index, ...entry);
}

/** Show on a guest's root, and say aloud, what has become of it; nothing while it is live. */
export function show({ root, status }: Guest, state?: string, message = ""): void {
  if (state) root.setAttribute("data-rill-state", state);
  else root.removeAttribute("data-rill-state");
  if (status.textContent !== message) status.textContent = message;
}

// -- the socket --------------------------------------------------------------------------------------------------------------------

function connect(): void {
  clearTimeout(retry);
  retry = undefined;
  looks = 0;
  const opened = (socket = new WebSocket(config.socket));
  opened.binaryType = "arraybuffer";
  opened.onopen = () => {
    measure(guests[0]!);
    send(
      ClientMessage.HELLO,
      WEB_VERSION,
      metrics,
      guests.map(({ token, sequence, event }) => [token, sequence, event]),
    );
  };
  opened.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    looks = 0;
    work = work.then(async () => {
      try {
        if (socket === opened) await receive(new Uint8Array(data));
      } catch (error) {
        // What is shown may be half of it: ask for the whole.
        reportError(error);
        for (const guest of guests) guest.sequence = -1;
        drop();
      }
    });
  };
  opened.onclose = drop;
}

/** Let go of the socket. With the code 1000 the server hears that nobody comes again. */
export function close(code?: number): void {
  if (socket) {
    socket.onclose = null;
    socket.close(code);
  }
  socket = undefined;
  for (const guest of guests) guest.isLive = false;
}

/** The socket is of no use any more: try again, later and later, at a time that no other page has. */
export function drop(): void {
  close();
  if (retry !== undefined) return;
  const message = attempts > 1 ? (config.words?.offline ?? "Reconnecting.") : "";
  for (const guest of guests) if (!guest.isOver) show(guest, "offline", message);
  retry = setTimeout(connect, Math.random() * Math.min(Retry.MAX_MS, Retry.FIRST_MS * 2 ** attempts++));
}

/** The person, the network or the machine is back: no reason to wait any longer, and every reason to doubt the socket. */
function wake(): void {
  if (document.hidden || guests.every(({ isOver }) => isOver)) return;
  attempts = 0;
  if (!socket) connect();
  else {
    looks = Looks.TO_ASK;
    look();
  }
}

/** A socket whose other end is gone says nothing: one timer looks at it for as long as the page lives. */
function look(): void {
  if (!looks) attempts = 0;
  if (socket && ++looks > Looks.MAX) drop();
  else if (looks > Looks.TO_ASK && guests.some(({ isLive }) => isLive)) send(ClientMessage.PING);
}

export function start(): void {
  connect();
  setInterval(look, Looks.EVERY_MS);
  for (const type of ["online", "pageshow", "focus"]) addEventListener(type, wake);
  document.addEventListener("visibilitychange", () => {
    acknowledge();
    wake();
  });
  // A page with an open socket is not kept by the browser for the way back.
  addEventListener("pagehide", ({ persisted }) => (persisted ? close() : socket?.readyState === WebSocket.OPEN && close(1000)));
  addEventListener("resize", () => {
    measure(guests[0]!);
    if (guests[0]!.isLive) send(ClientMessage.METRICS, metrics);
  });
}
