// The one WebSocket of the page: what is sent, what comes, and what happens when it breaks. An event is kept until the server has said that
// it ran, and is sent again on the next socket; the server knows by its id whether it has run already.

import { flush } from "./events";
import { loadFields } from "./fields";
import { ClientMessage, ServerMessage, WEB_VERSION } from "./generated";
import { type Guest, find, guests, index } from "./guest";
import { type Value, decode, encode, latin1 } from "./messages";
import { measure, metrics } from "./metrics";
import { load } from "./modules";
import { type Operation, apply } from "./operations";
import { config } from "./page";

/** The longest wait between two attempts, and what the first is a part of. */
const RETRY_MS_MAX = 30_000;
const RETRY_MS_FIRST = 500;
/** How often the socket is looked at; after how many looks without a word from the server it is asked, and given up. */
const LOOK_MS = 3_000;
const LOOKS_TO_ASK = 5;
const LOOKS_MAX = 8;
/** Events that are kept while there is no socket. A person hardly makes so many, and a script shall not fill the memory. */
const QUEUE_MAX = 1_000;
/** A page that was only just loaded is not loaded again: two versions of a server behind one address would do so for ever. */
const RELOAD_MS_MIN = 10_000;

let socket: WebSocket | undefined;
/** Whether the server asked to stay away until the person is back. */
let isPaused = false;
let attempts = 0;
let retry: number | undefined;
/** How often the socket was looked at since something came. Looks, not time: tabs that nobody sees look once a minute. */
let looks = 0;
/** What is being done with messages that came: one after the other, because some wait for a part to be loaded. */
let work: Promise<void> = Promise.resolve();

function send(...message: readonly unknown[]): void {
  socket?.send(encode(message));
}

/** Keep an event and send it. */
export function post(guest: Guest, node: number, type: string, fields: object): void {
  if (guest.queue.length >= QUEUE_MAX) return;
  const entry = [++guest.event, node, type, fields] as const;
  guest.queue.push(entry);
  if (guest.isLive) send(ClientMessage.EVENT, guest.index, ...entry);
  else if (isPaused) wake();
}

/** Answer a call. */
export function answer(guest: Guest, id: number, isDone: boolean, value: unknown): void {
  if (guest.isLive) send(ClientMessage.RESULT, guest.index, id, isDone, value);
}

/** Carry out a call. One that was carried out already is asked for again when its answer was lost. */
export function carryOut(guest: Guest, [id, node, method, args]: readonly [id: number, node: number, method: string, args: Value[]]): void {
  if (id <= guest.call) return;
  guest.call = id;
  const element = find(guest, node);
  void load("core-calls").then((part) => part.call(guest, id, element, method, args));
}

/** Say up to where frames were applied. */
function acknowledge(): void {
  for (const guest of guests) if (guest.isLive && guest.acknowledged !== guest.sequence) send(ClientMessage.ACK, guest.index, (guest.acknowledged = guest.sequence));
}

// -- messages of the server --------------------------------------------------------------------------------------------------------

async function receive(bytes: Uint8Array): Promise<void> {
  const [code, place, first, second, third] = decode(bytes) as readonly [ServerMessage, number, never, never, never];
  const guest = guests[place];
  if (!guest || guest.isOver) return;
  // What fields hold can be shown by a part only that may have to be loaded.
  if (latin1.decode(bytes).includes("$v")) await loadFields();
  if (code === ServerMessage.GOODBYE) leave(guest, first, second);
  else if (code === ServerMessage.WELCOME) await welcome(guest, first, second, third);
  else await receiveFrame(guest, code === ServerMessage.SNAPSHOT, first, second, third);
}

async function receiveFrame(guest: Guest, isWhole: boolean, sequence: number, events: number, operations: readonly Operation[]): Promise<void> {
  cover(guest, events);
  if (!isWhole && sequence <= guest.sequence) return;
  if (isWhole) {
    (await load("core-snapshot")).applySnapshot(guest, operations);
    const { saved } = guest;
    guest.saved = undefined;
    if (saved) (await loadFields()).restoreFields(guest, saved);
  } else {
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
  if (isReset) {
    // What was done to nodes of the other session means nothing here, but for what was written.
    guest.saved ??= (await loadFields()).saveFields(guest);
    guest.versions.clear();
    guest.waiting.clear();
    guest.queue = [];
    guest.call = 0;
    guest.sequence = -1;
  }
  cover(guest, events);
  guest.isLive = true;
  show(guest);
  for (const entry of guest.queue) send(ClientMessage.EVENT, guest.index, ...entry);
}

/** The server lets go of a guest. */
function leave(guest: Guest, reason: string, message: string): void {
  guest.isLive = false;
  if (reason === "draining" || reason === "full") drop();
  else if (reason === "idle" || reason === "taken") {
    isPaused = true;
    close();
    show(guest, reason, message);
  } else if (/version|gone/.test(reason) && performance.now() > RELOAD_MS_MIN) location.reload();
  else {
    guest.isOver = true;
    show(guest, reason, message);
    guest.root.toggleAttribute("inert", true);
    if (guests.every(({ isOver }) => isOver)) close();
  }
}

/** Show on a guest's root, and say aloud, what has become of it; nothing while it is live. */
function show({ root, status }: Guest, state?: string, message = ""): void {
  if (state) root.setAttribute("data-rill-state", state);
  else root.removeAttribute("data-rill-state");
  if (status.textContent !== message) status.textContent = message;
}

// -- the socket --------------------------------------------------------------------------------------------------------------------

function connect(): void {
  clearTimeout(retry);
  retry = undefined;
  isPaused = false;
  looks = 0;
  const opened = (socket = new WebSocket(new URL(config.socket, location.href).href.replace(/^http/, "ws")));
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

/** Let go of the socket. */
function close(): void {
  if (socket) {
    socket.onclose = null;
    socket.close();
  }
  socket = undefined;
  for (const guest of guests) guest.isLive = false;
}

/** The socket is of no use any more: try again, later and later, at a time that no other page has. */
function drop(): void {
  close();
  if (retry !== undefined) return;
  const message = attempts > 1 ? (config.words?.offline ?? "Connection lost. Trying again …") : "";
  for (const guest of guests) if (!guest.isOver) show(guest, "offline", message);
  retry = setTimeout(connect, Math.random() * Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** attempts++));
}

/** The person, the network or the machine is back: no reason to wait any longer, and every reason to doubt the socket. */
function wake(): void {
  if (document.hidden || guests.every(({ isOver }) => isOver)) return;
  attempts = 0;
  if (!socket) connect();
  else {
    looks = LOOKS_TO_ASK;
    look();
  }
}

/** A socket whose other end is gone says nothing: one timer looks at it for as long as the page lives. */
function look(): void {
  if (!looks) attempts = 0;
  if (socket && ++looks > LOOKS_MAX) drop();
  else if (looks > LOOKS_TO_ASK && socket?.readyState === 1) send(ClientMessage.PING);
}

export function start(): void {
  connect();
  setInterval(look, LOOK_MS);
  for (const type of ["online", "pageshow", "focus"]) addEventListener(type, wake);
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
    measure(guests[0]!);
    if (guests[0]!.isLive) send(ClientMessage.METRICS, metrics);
  });
}
