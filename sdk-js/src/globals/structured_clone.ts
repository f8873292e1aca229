// structuredClone for the types that exist in a guest, after the HTML standard: cycles and shared references are kept, prototypes
// and getters are not, and `transfer` takes ArrayBuffers.

export function structuredClone(value: unknown, options?: { transfer?: readonly unknown[] }): unknown {
  const seen = new Map<object, object>();
  for (const item of options?.transfer ?? []) {
    if (!(item instanceof ArrayBuffer)) throw cloneError("only an ArrayBuffer can be transferred");
    if (seen.has(item)) throw cloneError("an ArrayBuffer occurs twice in transfer");
    seen.set(item, transferred(item));
  }
  return clone(value, seen);
}

// `ArrayBuffer.prototype.transfer` is newer than ES2023; an engine without it copies, and the original stays usable.
function transferred(buffer: ArrayBuffer): ArrayBuffer {
  const { transfer } = buffer as ArrayBuffer & { transfer?: () => ArrayBuffer };
  return typeof transfer === "function" ? transfer.call(buffer) : buffer.slice(0);
}

const PRIMITIVE_WRAPPERS = [Boolean, Number, String, BigInt] as const;
const ERROR_TYPES: ReadonlyMap<string, ErrorConstructor> = new Map(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [type.prototype.name, type as ErrorConstructor]),
);

function clone(value: unknown, seen: Map<object, object>): unknown {
  if (typeof value === "symbol") throw cloneError("a symbol cannot be cloned");
  if (typeof value === "function") throw cloneError("a function cannot be cloned");
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    copy.length = value.length;
    copyProperties(value, copy, seen);
    return copy;
  }
  const leaf = cloneLeaf(value, seen);
  if (leaf !== undefined) {
    seen.set(value, leaf);
    return leaf;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    seen.set(value, copy);
    for (const [key, item] of [...value]) copy.set(clone(key, seen), clone(item, seen));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    seen.set(value, copy);
    for (const item of [...value]) copy.add(clone(item, seen));
    return copy;
  }
  if (value instanceof Error) {
    const name = String(value.name);
    const copy = new (ERROR_TYPES.get(name) ?? Error)();
    seen.set(value, copy);
    hide(copy, "message", String(value.message));
    hide(copy, "stack", String(value.stack ?? ""));
    if (Object.hasOwn(value, "cause")) hide(copy, "cause", clone(value.cause, seen));
    return copy;
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) {
    throw cloneError(`a ${value.constructor.name} cannot be cloned`);
  }
  const copy: Record<string, unknown> = {};
  seen.set(value, copy);
  copyProperties(value, copy, seen);
  return copy;
}

/** Copies of objects that hold no other objects, buffers aside. */
function cloneLeaf(value: object, seen: Map<object, object>): object | undefined {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (value instanceof DataView) return new DataView(clone(value.buffer, seen) as ArrayBuffer, value.byteOffset, value.byteLength);
  if (ArrayBuffer.isView(value)) {
    const array = value as Uint8Array;
    const TypedArray = array.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => Uint8Array;
    return new TypedArray(clone(array.buffer, seen) as ArrayBuffer, array.byteOffset, array.length);
  }
  for (const wrapper of PRIMITIVE_WRAPPERS) if (value instanceof wrapper) return Object(value.valueOf()) as object;
  return undefined;
}

function copyProperties(from: object, to: object, seen: Map<object, object>): void {
  for (const key of Object.keys(from)) {
    // Defined, not assigned: a key named __proto__ is data here too.
    Object.defineProperty(to, key, {
      value: clone((from as Record<string, unknown>)[key], seen),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

function cloneError(reason: string): Error {
  const error = new Error(`structuredClone: ${reason}`);
  hide(error, "name", "DataCloneError");
  return error;
}
