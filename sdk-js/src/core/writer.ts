// Writes operations and frames through the native object, which encodes them at once. Nothing is kept here but the batch
// sequence: what was written can only be dropped as a whole, when the turn fails.

import { BATCH, PROTOCOL_VERSION, type Frame, type Operation } from "../protocol/generated";
import type { FunctionTable } from "./function_table";
import { FRAMES, OPERATIONS, type Native } from "./native";

export class Writer {
  private sequence = 0;

  constructor(
    private readonly native: Native,
    private readonly functions: FunctionTable,
    private readonly onLimit: (error: RangeError) => void,
  ) {}

  /**
   * Write one operation. Functions in it are counted by the props that hold them.
   *
   * A RangeError (the batch is full) ends the session through `onLimit` before it is thrown on: a framework would give it to an
   * error boundary and go on with a tree of which the host has only a part.
   */
  operation(operation: Operation): void {
    try {
      this.native.append(OPERATIONS, operation);
    } catch (error) {
      if (error instanceof RangeError) this.onLimit(error);
      throw error;
    }
  }

  /** Write an operation whose functions cross for one call: REF_CALL. */
  crossingOperation(operation: Operation): void {
    this.crossing(() => this.operation(operation));
  }

  /** Write one frame. All or nothing: on error neither bytes nor function counts remain. */
  frame(frame: Frame): void {
    this.crossing(() => this.native.append(FRAMES, frame));
  }

  /** Drop the turn's operations: the host keeps the last good tree. */
  dropOperations(): void {
    this.native.clear(OPERATIONS);
  }

  /** Drop the turn's other frames too: they fill the outbox and an error must still fit. */
  dropFrames(): void {
    this.native.clear(FRAMES);
  }

  /** The head of the turn's batch, or undefined when the turn wrote no operation. */
  batchHead(): readonly [number, number, number] | undefined {
    if (this.native.size(OPERATIONS) === 0) return undefined;
    this.sequence++;
    return [BATCH, PROTOCOL_VERSION, this.sequence];
  }

  private crossing(write: () => void): void {
    this.functions.beginCrossing();
    let crossed = false;
    try {
      write();
      crossed = true;
    } finally {
      this.functions.endCrossing(crossed);
    }
  }
}
