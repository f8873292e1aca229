// Event objects, as listeners get them. What an event says comes from the host's payload, field by field: nothing of a payload is
// taken over by a name that is not listed here.

import type { EventTarget } from "./event_target";
import type { Element } from "./element";
import { STAYING_EVENTS } from "./html_table.generated";
import { recording } from "./recording";

export interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
  readonly detail?: unknown;
  readonly [field: string]: unknown;
}

export class DomEvent {
  readonly type: string;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly timeStamp: number;
  target: EventTarget | null = null;
  currentTarget: EventTarget | null = null;
  eventPhase = 0;
  defaultPrevented = false;
  /** Whether it goes no further up; guests may set it, as in browsers. */
  cancelBubble = false;
  isTrusted = false;
  wireStopped = false;
  wirePath: EventTarget[] = [];

  constructor(type: string, init: EventInit = {}) {
    this.type = `${type}`;
    this.bubbles = init.bubbles === true;
    this.cancelable = init.cancelable === true;
    this.timeStamp = recording.now();
  }

  get srcElement(): EventTarget | null {
    return this.target;
  }

  get nativeEvent(): DomEvent {
    return this;
  }

  get composed(): boolean {
    return true;
  }

  get returnValue(): boolean {
    return !this.defaultPrevented;
  }

  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }

  stopPropagation(): void {
    this.cancelBubble = true;
  }

  stopImmediatePropagation(): void {
    this.cancelBubble = true;
    this.wireStopped = true;
  }

  composedPath(): EventTarget[] {
    return [...this.wirePath];
  }
}

export class CustomEvent extends DomEvent {
  readonly detail: unknown;

  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.detail = init.detail ?? null;
  }
}

export class UIEvent extends DomEvent {
  readonly detail: number;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;

  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.detail = numberIn(init, "detail", 0);
    this.ctrlKey = init.ctrlKey === true;
    this.shiftKey = init.shiftKey === true;
    this.altKey = init.altKey === true;
    this.metaKey = init.metaKey === true;
  }

  getModifierState(name: string): boolean {
    return (name === "Control" && this.ctrlKey) || (name === "Shift" && this.shiftKey) || (name === "Alt" && this.altKey) || (name === "Meta" && this.metaKey);
  }
}

export class MouseEvent extends UIEvent {
  readonly button: number;

  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.button = numberIn(init, "button", 0);
  }
}

/** Keys by the numbers that browsers gave them before they had names. Older sources compare those. */
const KEY_CODES: ReadonlyMap<string, number> = new Map([
  ["Backspace", 8], ["Tab", 9], ["Enter", 13], ["Shift", 16], ["Control", 17], ["Alt", 18], ["Escape", 27], [" ", 32], ["PageUp", 33],
  ["PageDown", 34], ["End", 35], ["Home", 36], ["ArrowLeft", 37], ["ArrowUp", 38], ["ArrowRight", 39], ["ArrowDown", 40], ["Insert", 45],
  ["Delete", 46],
]); // prettier-ignore

export class KeyboardEvent extends UIEvent {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly isComposing = false;

  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.key = typeof init.key === "string" ? init.key : "";
    this.code = typeof init.code === "string" ? init.code : this.key === " " ? "Space" : this.key.length > 1 ? this.key : "";
    this.repeat = init.repeat === true;
  }

  get keyCode(): number {
    const named = KEY_CODES.get(this.key);
    return named ?? (this.key.length === 1 ? this.key.toUpperCase().charCodeAt(0) : 0);
  }

  get which(): number {
    return this.keyCode;
  }
}

export class InputEvent extends UIEvent {
  readonly data = null;
  readonly inputType = "";
  readonly isComposing = false;
}

export class FocusEvent extends UIEvent {
  readonly relatedTarget = null;
}

export class SubmitEvent extends DomEvent {
  readonly submitter: Element | null;
  /** Name and value of every field that counts, as `new FormData(form)` has them in a browser. */
  readonly entries: readonly (readonly [name: string, value: string])[];

  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.submitter = (init.submitter as Element | undefined) ?? null;
    this.entries = Array.isArray(init.entries) ? init.entries.filter(isEntry) : [];
  }
}

function isEntry(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && typeof value[1] === "string";
}

export class HashChangeEvent extends DomEvent {
  readonly oldURL: string;
  readonly newURL: string;

  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.oldURL = String(init.oldURL ?? "");
    this.newURL = String(init.newURL ?? "");
  }
}

type EventClass = new (type: string, init?: EventInit) => DomEvent;

const CLASSES: Readonly<Record<string, EventClass>> = Object.assign(Object.create(null) as Record<string, EventClass>, {
  click: MouseEvent,
  dblclick: MouseEvent,
  contextmenu: MouseEvent,
  mouseenter: MouseEvent,
  mouseleave: MouseEvent,
  keydown: KeyboardEvent,
  keyup: KeyboardEvent,
  input: InputEvent,
  focus: FocusEvent,
  blur: FocusEvent,
  focusin: FocusEvent,
  focusout: FocusEvent,
  submit: SubmitEvent,
});

const STAYING: ReadonlySet<string> = new Set(STAYING_EVENTS);

/** The event for what the host told of. */
export function hostEvent(type: string, payload: unknown): DomEvent {
  const fields = typeof payload === "object" && payload !== null ? (payload as EventInit) : {};
  const { key, repeat, button, detail } = fields;
  const init: EventInit = {
    bubbles: !STAYING.has(type),
    cancelable: true,
    key, repeat, button, detail,
    ctrlKey: fields.ctrl ?? fields.ctrlKey,
    shiftKey: fields.shift ?? fields.shiftKey,
    altKey: fields.alt ?? fields.altKey,
    metaKey: fields.meta ?? fields.metaKey,
    entries: fields.entries,
    submitter: typeof fields.submitter === "number" ? recording.find(fields.submitter) : undefined,
  }; // prettier-ignore
  const event = new (CLASSES[type] ?? DomEvent)(type, init);
  event.isTrusted = true;
  return event;
}

function numberIn(init: EventInit, name: string, otherwise: number): number {
  const value = init[name];
  return typeof value === "number" ? value : otherwise;
}
