// Generated from rill/protocol by `python -m rill.protocol.typescript`. Do not edit.

// -- What messages, frames and operations are made of.

/** Counts up when a message, frame, operation or value changes its meaning; see "Versions" in docs/protocol.md. */
export const PROTOCOL_VERSION = 1;

export type NodeId = number;
export type TemplateId = number;
export type CallId = number;
export type TimerId = number;
export type FunctionId = number;
/** Whatever may cross; the encoder decides. */
export type Value = unknown;

/** The node that is there from the start, and to which a guest appends what it shows. It has no props and is never deleted. */
export const ROOT_ID = 0;
/** The type of a node that is a text. No component can have this name: components are identifiers. */
export const TEXT_TYPE = "#text";
/** Ids are chosen by the guest and never reused in a session: 32 bits are a new node every millisecond for seven weeks. */
export const ID_MAX = 4_294_967_295;

// -- Messages, host to guest: [kind, turn, now_ms, ...fields].

export const START = 1;
export const CALL_FUNCTION = 2;
export const HOST_EVENT = 3;
export const CONFIG_UPDATE = 4;
export const REF_METHOD_RESULT = 5;
export const HOST_RESULT = 6;
export const TIMER = 7;
export const RELEASE = 8;
export const DESTROY = 9;

/** Mount the default export. `seed` feeds the guest's random generator; `view` holds restored view state, or nil. */
export type Start = [kind: typeof START, turn: number, now_ms: number, props: Value, config: Value, seed: number, view: Value];

/** Call a guest function by its id, or the listener under `[node, event]`. With `call` a CALL_RESULT answers. */
export type CallFunction = [kind: typeof CALL_FUNCTION, turn: number, now_ms: number, target: FunctionId | [NodeId, string], args: Value[], call: CallId | null];

/** Tell the guest's `useHostEvent` listeners of this name. */
export type HostEvent = [kind: typeof HOST_EVENT, turn: number, now_ms: number, name: string, payload: Value];

/** Replace the config that `useConfig` returns. */
export type ConfigUpdate = [kind: typeof CONFIG_UPDATE, turn: number, now_ms: number, config: Value];

/** Answer a REF_CALL: the value, or an Error when `ok` is false. */
export type RefMethodResult = [kind: typeof REF_METHOD_RESULT, turn: number, now_ms: number, call: CallId, ok: boolean, value: Value];

/** Answer a HOST_CALL: the value, or an Error when `ok` is false. */
export type HostResult = [kind: typeof HOST_RESULT, turn: number, now_ms: number, call: CallId, ok: boolean, value: Value];

/** Timers that are due, in order. */
export type Timer = [kind: typeof TIMER, turn: number, now_ms: number, ids: TimerId[]];

/** The host let go of functions that crossed in MESSAGE, HOST_CALL or REF_CALL arguments. */
export type Release = [kind: typeof RELEASE, turn: number, now_ms: number, functions: FunctionId[]];

/** Unmount. The guest is discarded afterwards, whatever it does. */
export type Destroy = [kind: typeof DESTROY, turn: number, now_ms: number, reason: string];

export type Message = Start | CallFunction | HostEvent | ConfigUpdate | RefMethodResult | HostResult | Timer | Release | Destroy;

// -- Frames, guest to host: [kind, ...fields].

/** Name, message, stack and cause of a guest's error: at most 8 KB together. The strings may say anything. */
export type ErrorShape = {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly cause: string;
  readonly code: string;
};

export const BATCH = 1;
export const MESSAGE = 2;
export const HOST_CALL = 3;
export const CALL_RESULT = 4;
export const TIMER_SET = 5;
export const TIMER_CLEAR = 6;
export const LOG = 7;
export const ERROR = 8;

/** All operations of the turn; at most one, and first. `sequence` counts a session's batches from 1. */
export type Batch = [kind: typeof BATCH, version: number, sequence: number, operations: Operation[]];

/** MESSAGE: what `useSendToHost` sends. */
export type GuestMessage = [kind: typeof MESSAGE, name: string, payload: Value];

/** HOST_CALL: call a capability that the host granted. Answered by HOST_RESULT. */
export type HostCall = [kind: typeof HOST_CALL, call: CallId, function: string, args: Value[]];

/** CALL_RESULT: answer to a CALL_FUNCTION that carried `call`. */
export type CallResult = [kind: typeof CALL_RESULT, call: CallId, ok: boolean, value: Value];

/** TIMER_SET: the guest wants a TIMER message in `delay_ms`, again and again if `repeat`. */
export type TimerSet = [kind: typeof TIMER_SET, id: TimerId, delay_ms: number, repeat: boolean];

/** TIMER_CLEAR: the timer is not wanted any more. An unknown id is no error: it may just have fired. */
export type TimerClear = [kind: typeof TIMER_CLEAR, id: TimerId];

/** LOG: one console line. `source` is where in the guest's code, or nil. */
export type Log = [kind: typeof LOG, level: string, args: Value[], source: string | null];

/** ERROR: a guest's error, formatted inside the sandbox. `fatal` ends the session. */
export type ErrorFrame = [kind: typeof ERROR, error: ErrorShape, fatal: boolean];

export type AnyFrame = Batch | GuestMessage | HostCall | CallResult | TimerSet | TimerClear | Log | ErrorFrame;
/** What follows the batch in an outbox, in the order of issue. */
export type Frame = Exclude<AnyFrame, Batch>;

/** Levels of a LOG; the rest of `console` maps onto them in the guest. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

// -- Operations: [op, ...fields]. Those of a turn are one batch.

export const CREATE = 1;
export const UPDATE = 2;
export const DELETE = 3;
export const APPEND = 4;
export const INSERT = 5;
export const REMOVE = 6;
export const REORDER = 7;
export const TEXT = 8;
export const REF_CALL = 9;
export const TEMPLATE = 10;
export const CLONE = 11;
export const PATCH = 12;
export const CLONES = 13;
export const CLEAR = 14;

/** Make a detached node of a registered component, or `#text` with its text in place of props. */
export type Create = [op: typeof CREATE, id: NodeId, type: string, props: Record<string, Value> | string];

/** Change props of a node. `props` holds the changed ones only; `removed` names those that went. */
export type Update = [op: typeof UPDATE, id: NodeId, props: Record<string, Value>, removed: string[]];

/** End a node and its subtree, attached or not. */
export type Delete = [op: typeof DELETE, id: NodeId];

/** Put a node under a parent as last child. An attached child moves. */
export type Append = [op: typeof APPEND, parent: NodeId, child: NodeId];

/** Put a node under a parent before a sibling, named by id. An attached child moves. */
export type Insert = [op: typeof INSERT, parent: NodeId, child: NodeId, before: NodeId];

/** Detach a node from its parent and keep it. */
export type Remove = [op: typeof REMOVE, parent: NodeId, child: NodeId];

/** Give a parent's children their whole new order. */
export type Reorder = [op: typeof REORDER, parent: NodeId, children: NodeId[]];

/** Replace the text of a `#text` node. */
export type Text = [op: typeof TEXT, id: NodeId, text: string];

/** Call a method of a node's component. Always answered by REF_METHOD_RESULT. */
export type RefCall = [op: typeof REF_CALL, id: NodeId, method: string, args: Value[], call: CallId];

/** Define a static subtree once. `tree` is `[type, props, children]` or `["#text", text]`, nested. */
export type Template = [op: typeof TEMPLATE, template: TemplateId, tree: TemplateTree, slots: Slot[]];

/** Make the n detached nodes `base .. base+n-1` of a template, `values` having one entry for each slot. */
export type Clone = [op: typeof CLONE, template: TemplateId, base: NodeId, values: Value[]];

/** Set one slot of a clone. */
export type Patch = [op: typeof PATCH, base: NodeId, slot: number, value: Value];

/** Make a run of clones and place them in one go; `columns` has one array of length `count` for each slot. */
export type Clones = [op: typeof CLONES, template: TemplateId, base: NodeId, count: number, parent: NodeId, before: NodeId | null, columns: Value[][]];

/** Delete all children of a node. */
export type Clear = [op: typeof CLEAR, parent: NodeId];

export type Operation = Create | Update | Delete | Append | Insert | Remove | Reorder | Text | RefCall | Template | Clone | Patch | Clones | Clear;

// -- Slots of templates.

export const SLOT_PROP = 0;
export const SLOT_TEXT = 1;
export const SLOT_EVENT = 2;
export const SLOT_CHILDREN = 3;
export type SlotKind = typeof SLOT_PROP | typeof SLOT_TEXT | typeof SLOT_EVENT | typeof SLOT_CHILDREN;

/** One hole of a template: what kind, in which node (pre-order index), and the prop's or event's name. */
export type Slot = [kind: SlotKind, index: number, name?: string | null];

/** A static subtree, numbered in pre-order from 0: texts count, holes do not. */
export type TemplateTree =
  | readonly [type: string, props: Readonly<Record<string, Value>>, children: readonly TemplateTree[]]
  | readonly [type: typeof TEXT_TYPE, text: string];

// -- Values that are MessagePack extensions.

/** MessagePack extension codes of the value codec. */
export const EXT_UNDEFINED = 0;
export const EXT_FUNCTION = 1;
export const EXT_DATE = 2;
export const EXT_ERROR = 3;
export const EXT_MAP = 4;
export const EXT_SET = 5;
export const EXT_BIGINT = 6;
export const EXT_ARRAY_BUFFER = 7;
export const EXT_TYPED_ARRAY = 8;

/** Element types of typed arrays, with their numbers on the wire. */
export const ELEMENT_INT8 = 1;
export const ELEMENT_UINT8_CLAMPED = 2;
export const ELEMENT_INT16 = 3;
export const ELEMENT_UINT16 = 4;
export const ELEMENT_INT32 = 5;
export const ELEMENT_UINT32 = 6;
export const ELEMENT_FLOAT32 = 7;
export const ELEMENT_FLOAT64 = 8;
export const ELEMENT_BIGINT64 = 9;
export const ELEMENT_BIGUINT64 = 10;
export const ELEMENT_DATA_VIEW = 11;

/** Names that reach prototypes in JavaScript. They never cross, in either direction. */
export const FORBIDDEN_KEYS = ["__proto__", "constructor", "prototype"] as const;
/** Hexadecimal digits of a BigInt: 16 Kbit, more than any cryptographic key, and linear to parse. */
export const BIGINT_DIGITS_MAX = 4096;
/** First millisecond of year 1, and of year 10000: what `datetime` can hold. JavaScript's own dates reach 270,000 years further. */
export const DATE_MS_MIN = -62_135_596_800_000;
/** First millisecond of year 1, and of year 10000: what `datetime` can hold. JavaScript's own dates reach 270,000 years further. */
export const DATE_MS_END = 253_402_300_800_000;

// -- Bounds.

/** Rounds of a turn's immediate queue before it counts as endless. React itself stops a chain of updates at 50. */
export const ROUNDS_MAX = 1000;
/** UTF-8 bytes of an ERROR's name, message, stack, cause and code together: a stack of about 50 frames. */
export const ERROR_BYTES_MAX = 8192;
/** How often zero-delay timers may set each other within one turn; what comes later is a host timer. Browsers use the same number. */
export const TIMER_NESTING_MAX = 5;
/** Shortest delay of a host timer, as in browsers, so that a timer that sets itself again cannot keep a host busy. */
export const TIMER_DELAY_MS_MIN = 4;
/** Longest delay of a timer, that of browsers: 2**31 - 1 ms, about 25 days. */
export const TIMER_DELAY_MS_MAX = 2_147_483_647;
/** Nesting of one value, in props, payloads and arguments alike. The default of Limits.value_depth. */
export const VALUE_DEPTH_MAX = 32;
/** Props of one node. The default of Limits.props. */
export const PROPS_MAX = 256;
/** REF_CALLs and HOST_CALLs without an answer yet. The default of Limits.ref_calls. */
export const REF_CALLS_MAX = 64;
/** REF_CALLs and HOST_CALLs without an answer yet. The default of Limits.host_calls. */
export const HOST_CALLS_MAX = 64;
/** Host timers of one guest. The default of Limits.timers. */
export const TIMERS_MAX = 1000;
/** Console lines a second that are kept; the rest is counted. The default of Limits.console_lines_per_s. */
export const CONSOLE_LINES_PER_S_MAX = 200;
