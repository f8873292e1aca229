// Generated from rill/protocol by `python -m rill.protocol.typescript`. Do not edit.

export const PROTOCOL_VERSION = 1;

export type NodeId = number;
export type TemplateId = number;
export type CallId = number;
export type TimerId = number;
export type FunctionId = number;
export type Value = unknown;

export const ROOT_ID = 0;
export const TEXT_TYPE = "#text";

// Messages, host to guest.
export const START = 1;
export const CALL_FUNCTION = 2;
export const HOST_EVENT = 3;
export const CONFIG_UPDATE = 4;
export const REF_METHOD_RESULT = 5;
export const HOST_RESULT = 6;
export const TIMER = 7;
export const RELEASE = 8;
export const DESTROY = 9;

export type Start = [kind: typeof START, turn: number, now_ms: number, props: Value, config: Value, seed: number, view: Value];
export type CallFunction = [kind: typeof CALL_FUNCTION, turn: number, now_ms: number, target: FunctionId | [NodeId, string], args: Value[], call: CallId | null];
export type HostEvent = [kind: typeof HOST_EVENT, turn: number, now_ms: number, name: string, payload: Value];
export type ConfigUpdate = [kind: typeof CONFIG_UPDATE, turn: number, now_ms: number, config: Value];
export type RefMethodResult = [kind: typeof REF_METHOD_RESULT, turn: number, now_ms: number, call: CallId, ok: boolean, value: Value];
export type HostResult = [kind: typeof HOST_RESULT, turn: number, now_ms: number, call: CallId, ok: boolean, value: Value];
export type Timer = [kind: typeof TIMER, turn: number, now_ms: number, ids: TimerId[]];
export type Release = [kind: typeof RELEASE, turn: number, now_ms: number, functions: FunctionId[]];
export type Destroy = [kind: typeof DESTROY, turn: number, now_ms: number, reason: string];

export type Message = Start | CallFunction | HostEvent | ConfigUpdate | RefMethodResult | HostResult | Timer | Release | Destroy;

// Frames, guest to host.
export const BATCH = 1;
export const MESSAGE = 2;
export const HOST_CALL = 3;
export const CALL_RESULT = 4;
export const TIMER_SET = 5;
export const TIMER_CLEAR = 6;
export const LOG = 7;
export const ERROR = 8;

export type ErrorShape = { name: string; message: string; stack: string; cause: string; code: string };

export type GuestMessage = [kind: typeof MESSAGE, name: string, payload: Value];
export type HostCall = [kind: typeof HOST_CALL, call: CallId, function: string, args: Value[]];
export type CallResult = [kind: typeof CALL_RESULT, call: CallId, ok: boolean, value: Value];
export type TimerSet = [kind: typeof TIMER_SET, id: TimerId, delay_ms: number, repeat: boolean];
export type TimerClear = [kind: typeof TIMER_CLEAR, id: TimerId];
export type Log = [kind: typeof LOG, level: string, args: Value[], source: string | null];
export type ErrorFrame = [kind: typeof ERROR, error: ErrorShape, fatal: boolean];

export type Frame = GuestMessage | HostCall | CallResult | TimerSet | TimerClear | Log | ErrorFrame;

// Operations.
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

export type Create = [op: typeof CREATE, id: NodeId, type: string, props: Record<string, Value> | string];
export type Update = [op: typeof UPDATE, id: NodeId, props: Record<string, Value>, removed: string[]];
export type Delete = [op: typeof DELETE, id: NodeId];
export type Append = [op: typeof APPEND, parent: NodeId, child: NodeId];
export type Insert = [op: typeof INSERT, parent: NodeId, child: NodeId, before: NodeId];
export type Remove = [op: typeof REMOVE, parent: NodeId, child: NodeId];
export type Reorder = [op: typeof REORDER, parent: NodeId, children: NodeId[]];
export type Text = [op: typeof TEXT, id: NodeId, text: string];
export type RefCall = [op: typeof REF_CALL, id: NodeId, method: string, args: Value[], call: CallId];
export type Clear = [op: typeof CLEAR, parent: NodeId];

export type Operation = Create | Update | Delete | Append | Insert | Remove | Reorder | Text | RefCall | Clear;
