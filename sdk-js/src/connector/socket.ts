// The one WebSocket of the page: what is sent, what comes, and what happens when it breaks. An event is kept until the server has said that
// it ran, and is sent again on the next socket; the server knows by its id whether it has run already.

import { flush } from "./events";
import { restoreFields, saveFields } from "./fields";
import { ClientMessage, ServerMessage, WEB_VERSION } from "./generated";
import { type Guest, guests } from "./guest";
import { type Value, decode, encode } from "./messages";
import { measure, metrics } from "./metrics";
import { type Operation, applyPatch, applySnapshot } from "./operations";
import { config } from "./page";

/** The longest wait between two attempts, and what the first is a part of. */
const RETRY_MS_MAX = 30_000;
const RETRY_MS_FIRST = 500;
/** How often the socket is looked at, how long it may be silent before it is asked, and how long the answer may take. */
const TICK_MS = 5_000;
const SILENCE_MS_MAX = 15_000;
const ANSWER_MS_MAX = 8_000;
/** Events that are kept while there is no socket. A person hardly makes so many, and a script shall not fill the memory. */
const QUEUE_MAX = 1_000;
/** A page that was only just loaded is not loaded again: two versions of a server behind one address would do so for ever. */
const RELOAD_MS_MIN = 10_000;

let socket: WebSocket | undefined;
let attempts = 0;
let retry: number | undefined;
/** When something came last, and since when an answer is awaited; 0: none is. */
let heard = 0;
let asked = 0;

function send(...message: readonly unknown[]): void {
  socket!.send(encode(message));
}

/** Keep an event and send it. */
export function post(guest: Guest, node: number, type: string, fields: object): void {
  if (guest.queue.length >= QUEUE_MAX) return;
  const entry = [++guest.event, node, type, fields] as const;
  guest.queue.push(entry);
  if (guest.live) send(ClientMessage.EVENT, guest.index, ...entry);
}

/** Answer a call. */
export function answer(guest: Guest, id: number, isDone: boolean, value: unknown): void {
  const message = [ClientMessage.RESULT, guest.index, id, isDone, value];
  if (guest.live) send(...message);
  else guest.answers.push(message);
}

/** Say up to where frames were applied. */
function acknowledge(): void {
  for (const guest of guests) {
    if (guest.live && guest.acknowledged !== guest.sequence) send(ClientMessage.ACK, guest.index, (guest.acknowledged = guest.sequence));
  }
}

// -- messages of the server --------------------------------------------------------------------------------------------------------

type Frame = [code: ServerMessage, guest: number, sequence: number, events: number, operations: readonly Operation[]];
type Welcome = [code: ServerMessage.WELCOME, guest: number, token: string, events: number, reset: boolean];
type Goodbye = [code: ServerMessage.GOODBYE, guest: number, reason: string, message: string];

function receive(message: readonly Value[]): void {
  const [code, index] = message as readonly [ServerMessage, number];
  const guest = guests[index];
  if (!guest || guest.over) return;
  switch (code) {
    case ServerMessage.PATCH:
    case ServerMessage.SNAPSHOT:
      receiveFrame(guest, message as unknown as Frame);
      break;
    case ServerMessage.WELCOME:
      receiveWelcome(guest, message as unknown as Welcome);
      break;
    case ServerMessage.GOODBYE:
      receiveGoodbye(guest, message as unknown as Goodbye);
  }
}

function receiveFrame(guest: Guest, [code, , sequence, events, operations]: Frame): void {
  const isWhole = code === ServerMessage.SNAPSHOT;
  cover(guest, events);
  if (!isWhole && sequence <= guest.sequence) return;
  try {
    if (!isWhole && sequence !== guest.sequence + 1) throw Error("frames are missing");
    (isWhole ? applySnapshot : applyPatch)(guest, operations);
  } catch (error) {
    // What is shown may be half of it: ask for the whole.
    reportError(error);
    guest.sequence = -1;
    drop();
    return;
  }
  guest.sequence = sequence;
  if (isWhole && guest.saved) {
    restoreFields(guest, guest.saved);
    guest.saved = undefined;
  }
  // Once for all frames that come before the screen is drawn; a page that is not seen draws nothing.
  if (document.hidden) acknowledge();
  else requestAnimationFrame(acknowledge);
}

/** Events up to this one have run. */
function cover(guest: Guest, events: number): void {
  guest.queue = guest.queue.filter(([id]) => id > events);
}

function receiveWelcome(guest: Guest, [, , token, events, reset]: Welcome): void {
  guest.token = token;
  if (reset) {
    // What was done to nodes of the other session means nothing here, but for what was written.
    guest.saved ??= saveFields(guest);
    guest.versions.clear();
    guest.waiting.clear();
    guest.queue = [];
    guest.answers = [];
    guest.event = events;
    guest.sequence = -1;
  }
  cover(guest, events);
  guest.live = true;
  show(guest);
  for (const entry of guest.queue) send(ClientMessage.EVENT, guest.index, ...entry);
  for (const message of guest.answers.splice(0)) send(...message);
}

function receiveGoodbye(guest: Guest, [, , reason, message]: Goodbye): void {
  guest.live = false;
  // These may do better on the next socket, or with the next page.
  if (reason === "draining" || reason === "full") drop();
  else if (reason === "version" || reason === "gone") setTimeout(() => location.reload(), Math.max(0, RELOAD_MS_MIN - performance.now()));
  else {
    guest.over = true;
    show(guest, reason, message);
    guest.root.toggleAttribute("inert", true);
    if (guests.every((guest) => guest.over)) close();
  }
}

/** Show on a guest's root, and say aloud, what has become of it; nothing while it is live. */
function show(guest: Guest, state?: string, message = ""): void {
  if (state) guest.root.setAttribute("data-rill-state", state);
  else guest.root.removeAttribute("data-rill-state");
  if (guest.status.textContent !== message) guest.status.textContent = message;
}

// -- the socket --------------------------------------------------------------------------------------------------------------------

function connect(): void {
  clearTimeout(retry);
  retry = undefined;
  asked = heard = Date.now();
  const opened = new WebSocket(new URL(config.socket, location.href).href.replace(/^http/, "ws"));
  socket = opened;
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
    heard = Date.now();
    asked = 0;
    receive(decode(new Uint8Array(data)) as readonly Value[]);
  };
  opened.onclose = drop;
}

/** Let go of the socket. */
function close(): void {
  if (socket) {
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
    socket = undefined;
  }
  for (const guest of guests) guest.live = false;
}

/** The socket is of no use any more: try again, later and later, at a time that no other page has. */
function drop(): void {
  close();
  if (retry !== undefined) return;
  const isLasting = attempts > 1;
  for (const guest of guests) if (!guest.over) show(guest, "offline", isLasting ? (config.words?.offline ?? "Connection lost. Trying again …") : "");
  retry = setTimeout(connect, Math.random() * Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** attempts++));
}

/** The network, the tab or the machine is back: no reason to wait any longer, and every reason to doubt the socket. */
function wake(): void {
  if (document.hidden || guests.every((guest) => guest.over)) return;
  attempts = 0;
  if (!socket) connect();
  else if (socket.readyState === WebSocket.OPEN) ask();
}

function ask(): void {
  asked ||= Date.now();
  send(ClientMessage.PING);
}

/** A socket whose other end is gone says nothing: one timer looks at it for as long as the page lives. */
function tick(): void {
  const now = Date.now();
  if (!socket) return;
  if (asked && now - asked > ANSWER_MS_MAX) drop();
  else if (socket.readyState === WebSocket.OPEN) {
    attempts = 0;
    if (!asked && now - heard > SILENCE_MS_MAX) ask();
  }
}

export function start(): void {
  connect();
  setInterval(tick, TICK_MS);
  for (const type of ["online", "pageshow"]) addEventListener(type, wake);
  document.addEventListener("visibilitychange", () => {
    acknowledge();
    wake();
  });
  addEventListener("pagehide", () => {
    guests.forEach(flush);
    // A page with an open socket is not kept by the browser for the way back.
    close();
  });
  addEventListener("resize", () => {
    if (measure(guests[0]!) && guests.some((guest) => guest.live)) send(ClientMessage.METRICS, metrics);
  });
}
