// Element types of typed arrays by their number on the wire. Uint8Array has none: it crosses as bin.

import * as wire from "../protocol/generated";

export type ElementType =
  | Int8ArrayConstructor
  | Uint8ClampedArrayConstructor
  | Int16ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | BigInt64ArrayConstructor
  | BigUint64ArrayConstructor
  | DataViewConstructor;

export const ELEMENT_TYPES: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [wire.ELEMENT_INT8, Int8Array],
  [wire.ELEMENT_UINT8_CLAMPED, Uint8ClampedArray],
  [wire.ELEMENT_INT16, Int16Array],
  [wire.ELEMENT_UINT16, Uint16Array],
  [wire.ELEMENT_INT32, Int32Array],
  [wire.ELEMENT_UINT32, Uint32Array],
  [wire.ELEMENT_FLOAT32, Float32Array],
  [wire.ELEMENT_FLOAT64, Float64Array],
  [wire.ELEMENT_BIGINT64, BigInt64Array],
  [wire.ELEMENT_BIGUINT64, BigUint64Array],
  [wire.ELEMENT_DATA_VIEW, DataView],
]);

/** The number of a view's element type, or undefined for one that does not cross. */
export function elementNumber(view: ArrayBufferView): number | undefined {
  for (const [number, type] of ELEMENT_TYPES) if (view instanceof type) return number;
  return undefined;
}
